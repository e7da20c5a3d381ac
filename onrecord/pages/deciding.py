"""What somebody at the desk may do with comments now, and as whom others there know them."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.discussion import moderation
from onrecord.ledger.posts import Post
from onrecord.pages.discussion import state_of
from onrecord.pages.site import Site

FOLDED: dict[str | None, moderation.Outcome] = {"accept": "accepted", "decline": "declined"}


def choices(role: moderation.Role, post: Post) -> list[str]:
    """What somebody of this role may do with it now."""
    answered = FOLDED.get(post.outcome, "open") if post.instead is not None else None
    return moderation.choices(role, state_of(post), answered, post.reports > 0)


def offered(role: moderation.Role, posts: Iterable[Post]) -> list[str]:
    """What may be done with at least one of these in an act on several."""
    fits = {action for post in posts for action in choices(role, post)}
    return [action for action in moderation.SEVERAL if action in fits]


def hand(site: Site, by: str) -> str:
    """Who did it, as the desk knows them: a name or an address, not an id."""
    held = site.ledger.people.account(by)
    return (held.name or held.email or by) if held else by
