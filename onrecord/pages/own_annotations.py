"""What a signed-in reader may do with annotations: make, change and delete their own, by the rules of every comment."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from onrecord.discussion import moderation
from onrecord.discussion.annotations import Meant
from onrecord.ledger.posts import Act, Draft, Post
from onrecord.pages import editing, floods, holding, notify, readers
from onrecord.pages.discussion import act_of, place, policy, state_of
from onrecord.pages.entry import Aim, Case, Entry
from onrecord.pages.rights import View
from onrecord.pages.site import Site
from onrecord.pages.words import _

LATE = _("This can no longer be changed.")


def add(site: Site, request: Request, draft: Draft, said: Meant, seen: View, above: Post | None) -> Post:
    """Keeps a reader's annotation: shown, or held by the rules for comments. Sent twice it is one."""
    before = site.ledger.talk.of_key(draft.key)
    if before:
        return before
    silent = holding.muted(site, request)
    if silent:
        raise HTTPException(403, silent)
    entry = Entry(text=draft.text, instead=said.instead or "", name=draft.author)
    case = Case(entry, Aim(above=above), None, seen.text, policy(site, seen.document), True)
    who = floods.standing(site, request, case)
    stopped = floods.stopped(site, request, case, who)
    if stopped:
        raise HTTPException(429, stopped[1].says, {"Retry-After": str(stopped[0])})
    act, origin = act_of(holding.reasons(site, request, case, who)), (readers.network_of(site, request), site.now())
    made = site.ledger.talk.post(draft, act, place, site.stamp("account"), origin)
    notify.posted(site, made)
    return made


def mine(request: Request, post: Post) -> Post:
    """The post, where this reader wrote it and it still stands or waits; to others what waits is not there."""
    own = readers.is_author(request, post.reader)
    if post.state != "shown" and not (own and post.state == "held"):
        raise HTTPException(410 if post.was_shown else 404)
    if not own:
        raise HTTPException(403, _("Somebody else wrote this."))
    return post


def change(site: Site, request: Request, post: Post) -> None:
    """Raises where its author may not change it any more, or may not write."""
    silent = holding.muted(site, request)
    if silent or not editing.may_edit(site, post):
        raise HTTPException(403, silent or LATE)


def changed(site: Site, post: Post, text: str) -> Act:
    """What a change leads to: what the desk had read is read again."""
    return editing.act_for(site, post, text)


def removed(post: Post) -> Act:
    """Its deletion, where the rules let its author do that."""
    if not moderation.may("author", "delete", state_of(post)):
        raise HTTPException(403, LATE)
    return Act(action="delete", state=moderation.state_after("delete"))
