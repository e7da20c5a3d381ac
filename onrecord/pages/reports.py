"""A reader tells the desk that a comment should not stand: which reason, in which words; nobody else sees it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger.posts import Post
from onrecord.pages import readers, tokens, words
from onrecord.pages.discussion import post_of
from onrecord.pages.site import Site, site_of
from onrecord.pages.talk import shown
from onrecord.pages.talk_words import REPORTS
from onrecord.pages.words import _

router = APIRouter(include_in_schema=False)
LONGEST = 2_000
Field = Annotated[str, Form()]


@router.get("/comments/{id}/report")
def form(request: Request, id: str) -> Response:
    """The form: why, and in which words."""
    site = site_of(request)
    return _form(site, request, _shown(site, id))


def _shown(site: Site, id: str) -> Post:
    post = post_of(site, id)
    if post.state != "shown":
        raise HTTPException(410 if post.was_shown else 404)
    return post


def _form(
    site: Site, request: Request, post: Post, reason: str = "", text: str = "", status: int = 200, error: str = ""
) -> Response:
    token = tokens.issue(site.secret, _about(post), site.now())
    one = shown(post, site.view(request, post.document))
    context = {"one": one, "token": token, "reasons": REPORTS, "reason": reason, "text": text, "error": error}
    answer = site.page(request, "report.html", status, **context)
    answer.headers["cache-control"] = "private, no-store"
    return answer


def _about(post: Post) -> str:
    return f"report {post.id}"


@router.post("/comments/{id}/report")
def report(
    request: Request, id: str, reason: Field = "", text: Field = "", token: Field = "", website: Field = ""
) -> Response:
    """Takes the report to the desk's queue; sent twice, it is one."""
    site = site_of(request)
    post, text = _shown(site, id), words.clean(text.replace("\r\n", "\n"))
    seal = tokens.opened(site.secret, _about(post), token, site.now())
    error = _problem(reason, text, website, seal)
    if error or seal is None:
        return _form(site, request, post, reason, text, 422, error)
    left = readers.wait(site, request, site.now())
    if left:
        says = words.wait(left)
        answer = _form(site, request, post, reason, text, 429, says)
        answer.headers["retry-after"] = str(left)
        return answer
    site.ledger.talk.report(
        id, f"{REPORTS[reason]}: {text}" if text else REPORTS[reason], seal.key, site.stamp("reader")
    )
    return site.page(request, "reported.html", id=id, number=post.number)


def _problem(reason: str, text: str, website: str, seal: tokens.Seal | None) -> str:
    if seal is None or not seal.fresh:
        return _("This page was open for long. Look it over, then send it.")
    if reason not in REPORTS:
        return _("Choose a reason. Nothing was sent.")
    if website:
        return _("The field “website” is there for machines. Leave it empty.")
    over = len(text) - LONGEST
    return words.too_long(over) if over > 0 else ""
