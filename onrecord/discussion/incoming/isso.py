"""Isso's generic JSON: a list of articles, each with its comments."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote_plus

import msgspec

from onrecord.discussion.incoming.arrival import Arrival, Lines, Tally, clean, moment
from onrecord.discussion.incoming.json_file import File


class _Thread(msgspec.Struct):
    id: str
    title: str | None = ""
    comments: list[msgspec.Raw] = []


class _Comment(msgspec.Struct):
    text: str = ""
    author: str | None = ""
    created: str | float | None = ""
    id: int | str | None = None
    parent: int | str | None = None


def read(lines: Lines, tally: Tally) -> Iterator[Arrival]:
    """The comments of a generic export, in its order."""
    file = File(lines, tally)
    for raw in file.whole(list[msgspec.Raw]) or []:
        for thread, _line in file.each([raw], _Thread):
            for comment, line in file.each(thread.comments, _Comment):
                yield _arrival(thread, comment, line)


def _arrival(thread: _Thread, comment: _Comment, line: int) -> Arrival:
    return Arrival(
        line=line,
        article=clean(thread.id),
        title=clean(_title(thread.title or "")),
        key="" if comment.id is None else str(comment.id),
        parent="" if comment.parent is None else str(comment.parent),
        author=clean(comment.author),
        at=_moment(comment.created),
        text=clean(comment.text),
    )


def _title(said: str) -> str:
    """Titles come as they stand in an address: "Nat+%26+Miguel"; one with a space in it does not."""
    return said if " " in said else unquote_plus(said)


def _moment(said: str | float | None) -> str:
    from datetime import UTC, datetime

    if not isinstance(said, int | float):
        return moment(said)
    try:
        return moment(datetime.fromtimestamp(said, UTC).isoformat())
    except (OverflowError, OSError, ValueError):
        return ""
