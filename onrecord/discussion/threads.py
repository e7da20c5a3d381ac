"""Places in a thread: a number that people say ("2.1") and a path that databases sort by."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where a comment stands: `number` for people, `path` for order, a comment before its answers."""

    number: str
    path: str


def place(above: Place | None, ordinal: int) -> Place:
    """The place of the comment that is `ordinal` (from 1) among the answers to `above`.

    Each part of a path begins with its length in digits, so that 10 sorts after 9 as text."""
    if not 1 <= ordinal <= 999_999_999:
        raise ValueError(f"an answer's place is counted from 1, not {ordinal}")
    number, path = str(ordinal), f"{len(str(ordinal))}{ordinal}"
    return Place(f"{above.number}.{number}", f"{above.path}.{path}") if above else Place(number, path)


def above(number: str) -> str | None:
    """The number of the comment that this one answers; none at the top."""
    return number.rpartition(".")[0] or None


def depth(number: str) -> int:
    """How far in: 0 at the top."""
    return number.count(".")
