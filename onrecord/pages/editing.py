"""A reader's second thoughts: changing a comment for a while, deleting it, and what it said before."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.discussion import holds, moderation
from onrecord.discussion.markdown import render
from onrecord.ledger.posts import Act, Post
from onrecord.pages import holding, readers, words
from onrecord.pages.discussion import act_of, may_see, policy, post_of, state_of
from onrecord.pages.entry import LONGEST
from onrecord.pages.site import Site, site_of
from onrecord.pages.words import _

router = APIRouter(include_in_schema=False)


@router.get("/comments/{id}/edit")
def form(request: Request, id: str) -> Response:
    """The form to change or delete one's own comment."""
    site = site_of(request)
    post = _own(site, request, id)
    return _form(site, request, post, post.text)


def _own(site: Site, request: Request, id: str) -> Post:
    """The post, for its author; to others there is no such page."""
    post = post_of(site, id)
    if not readers.is_author(request, post.reader):
        raise HTTPException(404)
    return post


def _form(site: Site, request: Request, post: Post, text: str, status: int = 200, error: str = "") -> Response:
    may = {"edit": may_edit(site, post), "delete": moderation.may("author", "delete", state_of(post))}
    preview = render(text) if error and text else ""
    answer = site.page(request, "edit.html", status, post=post, text=text, error=error, may=may, preview=preview)
    return readers.remember(site, request, answer)


def may_edit(site: Site, post: Post) -> bool:
    """Whether its author may still change it."""
    written, now = (dt.datetime.fromisoformat(at) for at in (post.stamp.at, site.stamp("reader").at))
    young = now - written <= dt.timedelta(minutes=site.settings.edit_minutes)
    return young and moderation.may("author", "edit_wait", state_of(post))


@router.post("/comments/{id}/edit")
def edit(
    request: Request, id: str, text: Annotated[str, Form()] = "", acts: Annotated[int, Form(ge=0)] = 0
) -> Response:
    """Adds the newer words; the former stay to be seen. What the desk had let through is read again."""
    site = site_of(request)
    post, text = _own(site, request, id), words.clean(text.replace("\r\n", "\n"))
    silent = holding.muted(site, request)
    problem = (403, silent) if silent else _problem(site, post, text)
    if problem:
        return _form(site, request, post, text, *problem)
    if text == post.text:
        return RedirectResponse(f"/comments/{id}", 303)
    act, stamp = act_for(site, post, text), site.stamp("reader")
    if not site.ledger.talk.revise(id, text, render(text), act, acts, stamp):
        says = _("Something was done with this comment meanwhile. Look at it again.")
        return _form(site, request, post_of(site, id), text, 409, says)
    return RedirectResponse(f"/comments/{id}", 303)


def _problem(site: Site, post: Post, text: str) -> tuple[int, str] | None:
    if not may_edit(site, post):
        return 403, _("This can no longer be changed. What you wrote is below, to copy.")
    if not text:
        return 422, _("Write your comment, or delete it. Nothing was changed.")
    over = len(text) - LONGEST["text"]
    if over > 0:
        return 422, words.too_long(over)
    found = holds.listed(text, policy(site, site.reading(post.document).document).banned)
    says = _("This site does not print these words: %s. You can say it in others.")
    return (422, says % ", ".join(found)) if found else None


def act_for(site: Site, post: Post, text: str) -> Act:
    """Shown at once, or held: by the rules, or because the desk had read other words."""
    rules = policy(site, site.reading(post.document).document)
    why = holds.reasons(text, post.author, True, rules) + holding.harsh(site, text) if post.stamp.by != "desk" else []
    read = any(one.action == "approve" for one in site.ledger.talk.history(post.id))
    waiting = post.state == "held"
    return act_of([*(post.why.split() if waiting else []), *(["edited"] if read else []), *why], edit=True)


@router.post("/comments/{id}/delete")
def delete(request: Request, id: str, acts: Annotated[int, Form(ge=0)] = 0) -> Response:
    """Takes one's own comment away; its place and the answers to it stay."""
    site = site_of(request)
    post = _own(site, request, id)
    if post.state == "deleted":
        return RedirectResponse("/mine", 303)
    fits = moderation.may("author", "delete", state_of(post))
    act = Act(action="delete", state=moderation.state_after("delete"))
    if not fits or not site.ledger.talk.decide(id, act, acts, site.stamp("reader")):
        says = _("Something was done with this comment meanwhile. Look at it again.")
        return _form(site, request, post_of(site, id), post.text, 409, says)
    return RedirectResponse("/mine", 303)


@router.get("/comments/{id}/history")
def history(request: Request, id: str) -> Response:
    """What a comment said before it was changed; as public as the comment."""
    site = site_of(request)
    post = post_of(site, id)
    if post.state != "shown" and not may_see(site, request, post):
        raise HTTPException(404)
    site.view(request, post.document)
    said = [(one.stamp.at, one.html or render(one.text)) for one in site.ledger.talk.revisions(id)]
    return site.page(request, "comment_history.html", post=post, said=said[::-1])
