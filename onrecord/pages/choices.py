"""What a reader does with others' comments without writing: hiding a person, saying that one is well argued."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.posts import Post
from onrecord.pages import readers
from onrecord.pages.discussion import post_of, where
from onrecord.pages.reading_threads import MOST, hidden, hide, tag
from onrecord.pages.site import Site, site_of
from onrecord.pages.talk import Shown

router = APIRouter(include_in_schema=False)
VOTES, SECONDS = 30, 60.0  # of a network at once, and until one more
UPS: dict[str, bool | None] = {"yes": True, "no": False, "back": None}


def _shown(site: Site, id: str) -> Post:
    post = post_of(site, id)
    if post.state != "shown":
        raise HTTPException(404)
    return post


@router.get("/comments/{id}/hide")
def ask(request: Request, id: str) -> Response:
    """Whether to hide everything this person writes, in this browser."""
    site = site_of(request)
    post = _shown(site, id)
    answer = site.page(request, "hide.html", one=Shown(post), hidden=tag(site, post) in hidden(request))
    answer.headers["cache-control"] = "private, no-store"
    return answer


@router.post("/comments/{id}/hide")
def person(request: Request, id: str, action: Annotated[Literal["hide", "show"], Form()]) -> Response:
    """Folds away, or shows again, what this person writes."""
    site = site_of(request)
    post, held = _shown(site, id), hidden(request)
    held = held | {tag(site, post)} if action == "hide" else held - {tag(site, post)}
    if len(held) > MOST:
        raise HTTPException(409)
    return hide(site, RedirectResponse(where(site, post), 303), held)


@router.post("/mine/hidden")
def everybody(request: Request) -> Response:
    """Shows everybody again."""
    return hide(site_of(request), RedirectResponse("/mine", 303), set())


@router.post("/comments/{id}/vote")
def vote(request: Request, id: str, up: Annotated[Literal["yes", "no", "back"], Form()]) -> Response:
    """A reader finds it well argued, or not; the latest counts, and nobody votes for themselves."""
    site = site_of(request)
    if not site.settings.votes:
        raise HTTPException(404)
    post, answer = _shown(site, id), RedirectResponse("", 303)
    mine = readers.reader_of(request)
    if not mine:  # first a cookie, so that a second vote is known as one: the page asks to press once more
        again = site.page(request, "vote.html", one=Shown(post), up=up)
        return readers.remember(site, request, again)
    if readers.is_author(request, post.reader):
        raise HTTPException(403)
    left = readers.left(site, f"vote {readers.network_of(site, request)}", VOTES, SECONDS)
    if left:
        raise HTTPException(429, headers={"Retry-After": str(left)})
    site.ledger.talk.vote(id, mine, UPS[up], site.stamp("reader"))
    answer.headers["location"] = where(site, post)
    return answer
