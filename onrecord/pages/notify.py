"""Who is told of what: answers, mentions, decisions and what waits go into the outbox; nobody is told of themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from onrecord.ledger.persons import Account, Parcel
from onrecord.ledger.posts import Post
from onrecord.pages import readers
from onrecord.pages.site import Site
from onrecord.pages.tokens import digest

_MENTION = re.compile(r"(?<![\w@./])@([\w.\-]{2,60})")
LETTERS, SECONDS = 10, 600.0  # letters of what waits to one moderator, and until one more
TOLD = ("approve", "reject", "remove", "restore", "hold", "accept", "decline", "uphold", "mute")


def posted(site: Site, post: Post) -> None:
    """After a post was written: where it is shown, whom it answers and names; where it waits, the desk."""
    if post.state == "shown":
        _shown(site, post)
    elif post.state == "held":
        _waits(site, post)


def decided(site: Site, post: Post, action: str) -> None:
    """After the desk did something: its author, and on its first showing those whom it answers and names."""
    author = site.ledger.people.of_reader(post.reader)
    if author and action in TOLD:
        _put(site, "decision", author, post, held=action, event=f"{action} {post.acts}")
    _call(site, action, post)
    if action in ("approve", "restore"):
        _shown(site, post)


def together(site: Site, posts: Sequence[Post], action: str) -> None:
    """After the desk did one thing with several: each of their authors gets one letter, however many were theirs."""
    theirs: dict[str, list[Post]] = {}
    for post in posts:
        theirs.setdefault(post.reader, []).append(post)
        _call(site, action, post)
        if action in ("approve", "restore"):
            _shown(site, post)
    for reader, mine in theirs.items():
        author = site.ledger.people.of_reader(reader)
        if author and action in TOLD:
            held = f"{action} {len(mine) - 1}" if len(mine) > 1 else action
            _put(site, "decision", author, mine[0], held=held, event=f"{action} {mine[0].acts}")


def _shown(site: Site, post: Post) -> None:
    above = site.ledger.talk.find(post.parent) if post.parent else None
    answered = site.ledger.people.of_reader(above.reader) if above else None
    if answered and answered.reader != post.reader:
        _put(site, "reply", answered, post)
    for one in named(post.text, site.ledger.outbox.talkers(post.article) if "@" in post.text else ()):
        if one.reader != post.reader and (answered is None or one.id != answered.id):
            _put(site, "mention", one, post)


def named(words: str, among: Iterable[Account]) -> list[Account]:
    """Whom the words name with an @, of those who write here: a name's spaces left out or written _."""
    wanted = {_plain(found) for found in _MENTION.findall(words)}
    return [one for one in among if one.name and _plain(one.name) in wanted]


def _plain(name: str) -> str:
    return re.sub(r"[\s_.\-]", "", name).casefold()


def _waits(site: Site, post: Post) -> None:
    for one in site.ledger.people.staff():
        # A flood of comments is no flood of letters: the queue at the desk has them all.
        if one.email and not one.gone and not readers.left(site, f"waiting letters {one.id}", LETTERS, SECONDS):
            _put(site, "waiting", one, post, event=str(post.acts))
    _call(site, "wait", post)


def _put(site: Site, kind: str, to: Account, post: Post, held: str = "", event: str = "") -> None:
    if not to.email or kind in to.quiet or to.gone:
        return
    parcel = Parcel(seq=0, account=to.id, kind=kind, post=post.id, held=held, then=site.now())
    site.ledger.outbox.put(parcel, digest(f"{kind} {to.id} {post.id} {event}"))


def _call(site: Site, action: str, post: Post) -> None:
    """The webhook is told what happened to which comment; not who wrote it, nor what."""
    if site.settings.webhook:
        told = {"event": action, "comment": post.id, "number": post.number, "article": post.article}
        told |= {"state": post.state, "address": site.address(f"/comments/{post.id}"), "at": site.stamp("").at}
        parcel = Parcel(seq=0, kind="hook", post=post.id, held=json.dumps(told), then=site.now())
        site.ledger.outbox.put(parcel, digest(f"hook {post.id} {action} {post.acts}"))
