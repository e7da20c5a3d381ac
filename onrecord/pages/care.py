"""The desk's notes on a comment; and that somebody may not write for a while: openly, with a reason, not for ever."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.posts import Act
from onrecord.pages import notify, words
from onrecord.pages.discussion import post_of
from onrecord.pages.site import site_of
from onrecord.pages.words import _

router = APIRouter(include_in_schema=False)
HOURS = (24, 72, 168, 720)
HOUR = 3600.0


@router.post("/desk/comments/{id}/mute")
def mute(
    request: Request,
    id: str,
    hours: Annotated[int, Form(ge=0, le=max(HOURS))],
    why: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Whoever wrote this comment may not write for so many hours; 0 ends it."""
    site = site_of(request)
    post, said = post_of(site, id), words.clean(why)
    if not post.reader:
        raise HTTPException(409, _("Nobody can tell any more who wrote this."))
    if hours and not said:
        raise HTTPException(422, _("Say why: it is owed to whoever wrote it. Nothing was changed."))
    stamp, action = site.stamp(site.hand(request)), "mute" if hours else "unmute"
    site.ledger.people.mute(post.reader, site.now() + hours * HOUR, said, stamp)
    site.ledger.talk.decide(id, Act(action=action, why=said), post.acts, stamp)
    notify.decided(site, post_of(site, id), action)
    return RedirectResponse(f"/desk/comments/{id}", 303)


@router.post("/desk/comments/{id}/note")
def note(request: Request, id: str, why: Annotated[str, Form(max_length=2000)] = "") -> Response:
    """A note for the others at the desk; it stays in the comment's log and is shown to nobody else."""
    site, said = site_of(request), words.clean(why)
    post = post_of(site, id)
    if said:
        site.ledger.talk.decide(id, Act(action="note", why=said), post.acts, site.stamp(site.hand(request)))
    return RedirectResponse(f"/desk/comments/{id}", 303)
