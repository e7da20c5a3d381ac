"""One act at the desk on several comments: those that were ticked, as they were shown, with one reason.

Each decision stands in the log by itself and can be taken back by itself; the act as a whole can be too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.discussion import moderation
from onrecord.ledger.answers import Withdrawn
from onrecord.ledger.posts import Act, Deed, Post, Wish
from onrecord.pages import alikes, notify, talk_words, words
from onrecord.pages.deciding import choices, hand, offered
from onrecord.pages.discussion import post_of
from onrecord.pages.site import Site, site_of
from onrecord.pages.talk import Shown
from onrecord.pages.words import _

router = APIRouter(include_in_schema=False)
MOST = 100  # comments in one act: as many as a person reads on one page
_TICKED = re.compile(r"([0-9a-f]{20})\.([0-9]{1,6})")
Ticked = Annotated[list[str] | None, Form()]
Line = Annotated[str, Form()]
Left = Annotated[list[str] | None, Query(max_length=MOST)]


class Seen(NamedTuple):
    """A comment as somebody at the desk had it before them: with so many things done."""

    post: str
    acts: int


# --- choosing ---


@router.get("/desk/several")
def choose(
    request: Request,
    like: Annotated[str, Query(max_length=64)],
    by: Annotated[Literal["link", "words", "sender"], Query()],
) -> Response:
    """What waits and is like one comment: all of it ticked, to look through and untick."""
    site = site_of(request)
    one = post_of(site, like)
    found = alikes.alike(site, [one], site.ledger.talk.queue(alikes.AMONG))[one.id][by]
    return _choose(site, request, found[:MOST], title=talk_words.ALIKE[by], more=len(found) - MOST)


def _choose(
    site: Site,
    request: Request,
    posts: Sequence[Post],
    title: str = "",
    more: int = 0,
    status: int = 200,
    error: str = "",
    why: str = "",
) -> Response:
    """The comments, ticked, with what may be done with them."""
    role = site.role(request)
    context: dict[str, Any] = {"cases": listed(site, posts), "several": offered(role, posts), "title": title}
    context |= {"more": max(0, more), "error": error, "why": why}
    return site.page(request, "talk_several.html", status, **context)


def listed(site: Site, posts: Iterable[Post]) -> list[dict[str, Any]]:
    """Comments as a list shows them: in full, with why each waits."""
    return [{"one": Shown(post), "title": _title(site, post), "reasons": _reasons(post)} for post in posts]


def _reasons(post: Post) -> list[str]:
    return talk_words.reasons(post.why) if post.state == "held" else []


def _title(site: Site, post: Post) -> str:
    try:
        return site.reading(post.document).document.title or _("Untitled")
    except Withdrawn:
        return _("Withdrawn")


# --- doing it ---


@router.post("/desk/several")
def decide(
    request: Request, of: Ticked = None, action: Annotated[str, Form(max_length=20)] = "", why: Line = ""
) -> Response:
    """Does one thing with what was ticked, each where nobody did something else meanwhile."""
    site, why = site_of(request), words.clean(why)
    seen = _seen(of)
    if action not in moderation.SEVERAL:
        raise HTTPException(400)
    posts = site.ledger.talk.among([one.post for one in seen])
    if not seen:
        return _choose(site, request, [], status=422, error=_("Tick what this is about. Nothing was changed."), why=why)
    if moderation.wants_reason(action) and not why:
        says = _("Say why: it is owed to whoever wrote it. Nothing was changed.")
        return _choose(site, request, posts, status=422, error=says)
    return _done(site, request, seen, posts, {post.id: _act(action, why) for post in posts})


def _act(action: str, why: str) -> Act:
    return Act(action=action, state=moderation.state_after(action), why=why)


def _seen(ticked: Sequence[str] | None) -> list[Seen]:
    """What was ticked, each once; 422 for what no form of ours sends."""
    given = list(dict.fromkeys(ticked or ()))
    found = [Seen(one[1], int(one[2])) for text in given[: MOST + 1] if (one := _TICKED.fullmatch(text))]
    once = {one.post: one for one in found}
    if len(given) > MOST or len(found) != len(given) or len(once) != len(given):
        raise HTTPException(422, _("At most a hundred comments at once, each as it was shown. Nothing was changed."))
    return found


def _done(site: Site, request: Request, seen: Sequence[Seen], posts: Sequence[Post], acts: dict[str, Act]) -> Response:
    """What could be done, and where the whole of it is; else the comments again, as they are now."""
    role, stamp = site.role(request), site.stamp(site.hand(request))
    may = {post.id for post in posts if acts[post.id].action in choices(role, post)}
    wishes = [Wish(post=one.post, act=acts[one.post], expected=one.acts) for one in seen if one.post in may]
    done = site.ledger.talk.decide_each(wishes, stamp)
    if not done:
        says = _("Something was done with these comments meanwhile. Nothing was changed; look at them again.")
        why = next((act.why for act in acts.values()), "")
        return _choose(
            site, request, site.ledger.talk.among([one.post for one in seen]), status=409, error=says, why=why
        )
    notify.together(site, site.ledger.talk.among(done), acts[done[0]].action)
    left = "&".join(f"left={one.post}" for one in seen if one.post not in done)
    return RedirectResponse(
        f"/desk/several/{site.ledger.talk.deed_of(done[0], stamp)}" + (f"?{left}" if left else ""), 303
    )


# --- what was done, and taking it back ---


@router.get("/desk/several/{id}")
def deed(request: Request, id: str, left: Left = None) -> Response:
    """An act on several comments: which, why, by whom; those that stand as it left them can be taken back."""
    return _deed(site_of(request), request, id, left=left or ())


def _deed(
    site: Site, request: Request, id: str, left: Sequence[str] = (), status: int = 200, error: str = ""
) -> Response:
    done, posts = _found(site, id)
    undo = moderation.SEVERAL.get(done.action, "")
    back = {
        post.id for post in posts if undo and _stands(site, done, post) and undo in choices(site.role(request), post)
    }
    context: dict[str, Any] = {"deed": done, "cases": listed(site, posts), "back": back, "undo": undo, "error": error}
    context |= {"left": site.ledger.talk.among(left[:MOST]), "hand_of": lambda by: hand(site, by)}
    return site.page(request, "talk_deed.html", status, reasons=talk_words.reasons(done.why), **context)


def _found(site: Site, id: str) -> tuple[Deed, list[Post]]:
    found = site.ledger.talk.deed(id)
    posts = site.ledger.talk.among(found[1]) if found else []
    if found is None or not posts:
        raise HTTPException(404)
    return found[0], posts


def _stands(site: Site, done: Deed, post: Post) -> bool:
    """Whether the act was the last thing that was done with it; what readers say to the desk does not count."""
    log = [one for one in site.ledger.talk.history(post.id) if one.action not in moderation.VOICES]
    return (log[-1].action, log[-1].stamp, log[-1].why) == (done.action, done.stamp, done.why)


@router.post("/desk/several/{id}")
def undo(request: Request, id: str, of: Ticked = None) -> Response:
    """Takes the act back, for what was ticked and stands as it left it."""
    site = site_of(request)
    done, posts = _found(site, id)
    seen, mine = _seen(of), {post.id for post in posts if _stands(site, done, post)}
    action = moderation.SEVERAL.get(done.action)
    if action is None or not seen:
        return _deed(site, request, id, status=422, error=_("Tick what this is about. Nothing was changed."))
    ours = [post for post in posts if post.id in mine]
    acts = {post.id: _act(action, _before(site, post) if action == "hold" else "") for post in ours}
    if not any(one.post in acts for one in seen):
        says = _("Something was done with these comments meanwhile. Nothing was changed; look at them again.")
        return _deed(site, request, id, status=409, error=says)
    return _done(site, request, seen, [post for post in ours if post.id in {one.post for one in seen}], acts)


def _before(site: Site, post: Post) -> str:
    """Why a comment waited before it was decided: it waits for the same again."""
    return next((one.why for one in reversed(site.ledger.talk.history(post.id)) if one.state == "held"), "")
