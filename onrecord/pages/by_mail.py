"""What is done from a letter: deciding about a comment, ending mail. Following a link does nothing; a button does."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.discussion import moderation
from onrecord.discussion.moderation import role_of
from onrecord.ledger.persons import Account
from onrecord.ledger.posts import Act, Post
from onrecord.pages import authority, letters, notify, people_words, talk_words, tokens, words
from onrecord.pages.deciding import choices
from onrecord.pages.discussion import post_of
from onrecord.pages.site import Site, site_of
from onrecord.pages.talk import with_quote
from onrecord.pages.words import _

router = APIRouter(include_in_schema=False)
Part = Annotated[str, Query(max_length=200)]
Number = Annotated[int, Query(ge=0)]


# --- deciding ---


def _asked(site: Site, id: str, action: str, acts: int, by: str, until: int, sign: str) -> tuple[Post, Account]:
    """The comment and who decides, where the address is ours, still good, and they still may."""
    right = tokens.same(sign, letters.decide_sign(site, id, action, acts, by, until))
    held = site.ledger.people.account(by) if right and site.now() <= until else None
    if held is None or held.gone or not authority.may(role_of(held.role), "moderate"):
        raise HTTPException(403, people_words.OLD_LINK)
    return post_of(site, id), held


@router.get("/decide/{id}")
def confirm(
    request: Request, id: str, action: Part = "", acts: Number = 0, by: Part = "", until: Number = 0, sign: Part = ""
) -> Response:
    """The comment, and a button to do it."""
    site = site_of(request)
    post, _who = _asked(site, id, action, acts, by, until, sign)
    return _page(site, request, post, action)


def _page(site: Site, request: Request, post: Post, action: str, status: int = 200, error: str = "") -> Response:
    one = with_quote(post, site.view(request, post.document))
    context = {"one": one, "action": action, "reasons": talk_words.reasons(post.why), "error": error}
    context |= {"why": moderation.wants_reason(action), "query": request.url.query, "done": False}
    answer = site.page(request, "decide.html", status, **context)
    answer.headers.update({"cache-control": "private, no-store", "referrer-policy": "same-origin"})
    return answer


@router.post("/decide/{id}")
def decide(
    request: Request,
    id: str,
    action: Part = "",
    acts: Number = 0,
    by: Part = "",
    until: Number = 0,
    sign: Part = "",
    why: Annotated[str, Form()] = "",
) -> Response:
    """Does it, as the one whom the letter went to, if nobody did something else meanwhile."""
    site = site_of(request)
    post, who = _asked(site, id, action, acts, by, until, sign)
    why = words.clean(why)
    if moderation.wants_reason(action) and not why:
        return _page(site, request, post, action, 422, people_words.SAY_WHY)
    fits = action in choices(role_of(who.role), post)
    act = Act(action=action, state=moderation.state_after(action), why=why)
    if not fits or not site.ledger.talk.decide(id, act, acts, site.stamp(who.id)):
        return _page(site, request, post, action, 409, _("Something was done with this comment meanwhile."))
    notify.decided(site, post_of(site, id), action)
    return site.page(request, "told_done.html", said=talk_words.DONE[action], address=f"/comments/{id}")


# --- ending mail ---


def _whose(site: Site, who: str, kind: str, sign: str) -> Account:
    right = tokens.same(sign, letters.unsubscribe_sign(site, who, kind))
    held = site.ledger.people.account(who) if right else None
    if held is None:
        raise HTTPException(403, people_words.OLD_LINK)
    return held


@router.get("/unsubscribe")
def ask(request: Request, who: Part = "", kind: Part = "", sign: Part = "") -> Response:
    """A button to end this kind of mail."""
    site = site_of(request)
    _whose(site, who, kind, sign)
    said = people_words.MAIL.get(kind, people_words.ALL_MAIL)
    return site.page(request, "unsubscribe.html", said=said, query=request.url.query, done=False)


@router.post("/unsubscribe")
def end(request: Request, who: Part = "", kind: Part = "", sign: Part = "") -> Response:
    """Ends it; a mail program may do so by itself with one request (RFC 8058)."""
    site = site_of(request)
    held = _whose(site, who, kind, sign)
    kinds = {kind} if kind in people_words.MAIL else set(people_words.MAIL)
    site.ledger.people.change(held.id, quiet=" ".join(sorted({*held.quiet, *kinds})))
    said = people_words.MAIL.get(kind, people_words.ALL_MAIL)
    return site.page(request, "unsubscribe.html", said=said, query="", done=True)
