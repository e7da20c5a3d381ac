"""A reader asks the desk to look again at what it did with their comment."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.discussion import moderation
from onrecord.ledger.posts import Post
from onrecord.pages import readers, talk_words, tokens, words
from onrecord.pages.discussion import is_mine, post_of, receipt, state_of
from onrecord.pages.site import Site, site_of
from onrecord.pages.words import _

router = APIRouter(include_in_schema=False)
LONGEST = 2_000
Receipt = Annotated[str, Query(max_length=64)]
Field = Annotated[str, Form()]


def _own(site: Site, request: Request, id: str, given: str) -> Post:
    """The comment, for whoever wrote it, where there is something to appeal against."""
    post = post_of(site, id)
    if not is_mine(site, request, post, given):
        raise HTTPException(404)
    if not moderation.may("author", "appeal", state_of(post)):
        raise HTTPException(409)
    return post


@router.get("/comments/{id}/appeal")
def form(request: Request, id: str, receipt: Receipt = "") -> Response:
    """The form: why the desk should look again."""
    site = site_of(request)
    return _form(site, request, _own(site, request, id, receipt))


def _form(site: Site, request: Request, post: Post, text: str = "", status: int = 200, error: str = "") -> Response:
    token = tokens.issue(site.secret, f"appeal {post.id}", site.now())
    context = {"post": post, "token": token, "text": text, "error": error, "receipt": receipt(site, post)}
    context |= {"reasons": talk_words.reasons(post.why), "pending": post.reports > 0}
    answer = site.page(request, "appeal.html", status, **context)
    answer.headers["cache-control"] = "private, no-store"
    return answer


@router.post("/comments/{id}/appeal")
def appeal(request: Request, id: str, text: Field = "", token: Field = "", receipt: Field = "") -> Response:
    """Brings it before the desk once more; sent twice, it is one."""
    site = site_of(request)
    post, text = _own(site, request, id, receipt), words.clean(text.replace("\r\n", "\n"))
    seal = tokens.opened(site.secret, f"appeal {id}", token, site.now())
    error = _problem(post, text, seal)
    if error or seal is None:
        return _form(site, request, post, text, 422, error)
    if readers.wait(site, request, site.now()):
        return _form(site, request, post, text, 429, _("Many messages came from your network. Send this again later."))
    site.ledger.talk.report(id, text, seal.key, site.stamp("reader"), "appeal")
    return RedirectResponse(f"/comments/{id}/appeal?receipt={receipt}", 303)


def _problem(post: Post, text: str, seal: tokens.Seal | None) -> str:
    if post.reports:
        return _("The desk has your appeal already and will look at it.")
    if seal is None or not seal.fresh:
        return _("This page was open for long. Look it over, then send it.")
    if not text:
        return _("Say why. Nothing was sent.")
    over = len(text) - LONGEST
    return words.too_long(over) if over > 0 else ""
