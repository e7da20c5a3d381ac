"""Disqus' XML: threads first, then posts that name their thread and, where they answer one, another post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.discussion.incoming.arrival import Arrival, Gone, Lines, Tally, clean, moment
from onrecord.discussion.incoming.xml import Element, Stream, attribute, child, words

# A post names its thread by an element of the same name, within itself.
WITHIN = {"thread": "disqus", "post": "disqus"}


class _Thread(NamedTuple):
    link: str
    title: str
    deleted: bool


def read(lines: Lines, tally: Tally) -> Iterator[Arrival]:
    """The comments of an export, in its order."""
    threads: dict[str, _Thread] = {}
    for name, element, line in Stream(lines, WITHIN, tally):
        if name == "thread":
            threads[attribute(element, "id")] = _thread(element)
            continue
        made = _post(element, line, threads, tally)
        if made:
            yield made


def _thread(element: Element) -> _Thread:
    return _Thread(clean(words(element, "link")), clean(words(element, "title")), _says(element, "isDeleted"))


def _says(element: Element, name: str) -> bool:
    return words(element, name).strip().lower() == "true"


def _post(element: Element, line: int, threads: dict[str, _Thread], tally: Tally) -> Arrival | None:
    named = attribute(child(element, "thread"), "id")
    thread = threads.get(named)
    if thread is None or not thread.link:
        tally.fail(line, f"the post's thread {named or '(none)'} is not in the file, or has no <link>")
        return None
    if thread.deleted:
        tally.left_out["of deleted articles"] += 1
        return None
    gone = _gone(element, tally)
    return Arrival(
        line=line,
        article=thread.link,
        title=thread.title,
        key=attribute(element, "id") or clean(words(element, "id")),
        parent=attribute(child(element, "parent"), "id"),
        author=clean(words(element, "author", "name")),
        at=moment(words(element, "createdAt")),
        text="" if gone else clean(words(element, "message")),
        markup=True,
        waits=_doubtful(element),
        gone=gone,
    )


def _doubtful(element: Element) -> bool:
    """Not approved there, or said to be spam in a word that is neither yes nor no: a person looks at it first."""
    spam = words(element, "isSpam").strip().lower()
    return spam not in ("", "true", "false") or words(element, "isApproved").strip().lower() == "false"


def _gone(element: Element, tally: Tally) -> Gone:
    if _says(element, "isSpam"):
        tally.left_out["spam"] += 1
        return "removed"
    if _says(element, "isDeleted"):
        tally.left_out["deleted"] += 1
        return "deleted"
    return ""
