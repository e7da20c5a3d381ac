"""The desk's part of the discussion: what waits, one comment with its log, and deciding."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.discussion import moderation
from onrecord.ledger.posts import Act, Post
from onrecord.pages import alikes, holding, notify, talk_words, words
from onrecord.pages.deciding import choices, hand, offered
from onrecord.pages.discussion import post_of
from onrecord.pages.rights import View
from onrecord.pages.site import Site, site_of
from onrecord.pages.talk import with_quote
from onrecord.pages.words import _

router = APIRouter(include_in_schema=False)
QUEUE = 30
HARSHEST = 300  # of the longest waiting, among which the harshest are looked for


@router.get("/desk/comments")
def queue(request: Request, sort: Annotated[Literal["", "harsh"], Query()] = "") -> Response:
    """What waits for the desk, oldest first, or the harshest words first."""
    site = site_of(request)
    waiting = site.ledger.talk.queue(alikes.AMONG)
    posts = waiting[:QUEUE]
    if sort:
        posts = sorted(waiting[:HARSHEST], key=lambda post: -holding.harshness(post.text).score)[:QUEUE]
    views = {id: site.view(request, id) for id in {post.document for post in posts}}
    role = site.role(request)
    cases = [case(site, role, post, views[post.document]) for post in posts]
    context: dict[str, Any] = {"several": offered(role, posts), "like": alikes.counts(site, posts, waiting)}
    context["deeds"] = site.ledger.talk.deeds(moderation.SEVERAL)
    return site.page(request, "talk_desk.html", cases=cases, harsh=bool(sort), **context)


def case(site: Site, role: moderation.Role, post: Post, seen: View) -> dict[str, Any]:
    """A post as the desk sees it, with what readers reported and what may be done."""
    log = site.ledger.talk.history(post.id) if post.reports else []
    tone = holding.harshness(post.text)
    return {
        "tone": tone,
        "harsh": list(dict.fromkeys(one.span.of(post.text) for one in tone.harsh)),
        "one": with_quote(post, seen),
        "document": seen.document,
        "reasons": talk_words.reasons(post.why),
        "choices": choices(role, post),
        "reports": [one for one in log if one.action in moderation.VOICES][-post.reports :] if post.reports else [],
    }


@router.get("/desk/comments/{id}")
def one(request: Request, id: str) -> Response:
    """One comment with everything that was done with it."""
    site = site_of(request)
    return _one(site, request, post_of(site, id))


def _one(site: Site, request: Request, post: Post, status: int = 200, error: str = "", why: str = "") -> Response:
    log = site.ledger.talk.history(post.id)
    found = case(site, site.role(request), post, site.view(request, post.document))
    network = site.ledger.people.network_of(post.id)
    context = {
        "may_care": True,
        "network": network,
        "case": found,
        "log": log,
        "hand_of": lambda by: hand(site, by),
        "reasons_of": talk_words.reasons,
        "error": error,
        "why": why,
    }
    return site.page(request, "talk_case.html", status, **context)


@router.post("/desk/discussions/{id}")
def shut(request: Request, id: str, action: Annotated[Literal["close", "open"], Form()]) -> Response:
    """Closes the discussion under an article, or opens it again."""
    site = site_of(request)
    site.view(request, id)
    if site.ledger.talk.closed(id) is not (action == "close"):
        site.ledger.talk.shut(id, Act(action=action), site.stamp(site.hand(request)))
    return RedirectResponse(f"/articles/{id}#discussion", 303)


@router.post("/desk/comments/{id}")
def decide(
    request: Request,
    id: str,
    action: Annotated[str, Form(max_length=20)],
    acts: Annotated[int, Form(ge=0)],
    why: Annotated[str, Form()] = "",
    back: Annotated[Literal["queue", "comment"], Form()] = "queue",
) -> Response:
    """Does it, if nobody did something else meanwhile."""
    site = site_of(request)
    post, why = post_of(site, id), words.clean(why)
    if action in ("close", "open") or action not in talk_words.ACTS:
        raise HTTPException(400)
    if moderation.wants_reason(action) and not why:
        return _one(site, request, post, 422, _("Say why: it is owed to whoever wrote it. Nothing was changed."))
    act = Act(action=action, state=moderation.state_after(action), why=why)
    fits, stamp = action in choices(site.role(request), post), site.stamp(site.hand(request))
    if not fits or not site.ledger.talk.decide(id, act, acts, stamp):
        says = _("Something was done with this comment meanwhile. Look at it again.")
        return _one(site, request, post_of(site, id), 409, says, why)
    notify.decided(site, post_of(site, id), action)
    return RedirectResponse("/desk/comments" if back == "queue" else f"/desk/comments/{id}", 303)
