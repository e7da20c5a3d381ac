"""Where two statements of one speaker differ: nearly the same words with another number, or a "not" more or less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from onrecord.echoes import compare_tokens, tokens, turns, weight
from onrecord.ledger import Found
from onrecord.pages.diff import Change, word_changes

SHARED = 0.5  # of the shorter one's weighty words: with less in common two statements need not be compared
MOST = 20  # pairs shown


class Difference(NamedTuple):
    """Two statements, the earlier first, and the words of each with what the other has otherwise."""

    earlier: Found
    later: Found
    before: list[Change]
    after: list[Change]

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed both readings: only then the public is shown them beside each other."""
        return self.earlier.review == self.later.review == "confirmed"


def differences(rows: Sequence[Found], desk: bool) -> list[Difference]:
    """The pairs that differ, as a viewer may see them: all at the desk, in public those confirmed."""
    every = (pair for pair in _pairs(sorted(rows, key=_day)) if desk or pair.confirmed)
    return [pair for _, pair in zip(range(MOST), every, strict=False)]


def _day(row: Found) -> tuple[str, str]:
    said = row.statement.said_on
    return (said.start if said else None) or row.document.published or "9999", row.statement.id


def _pairs(rows: Sequence[Found]) -> Iterator[Difference]:
    told = [tokens(row.statement.anchor.exact) for row in rows]
    heavy = [{word for word in words if weight(word) >= 1} for words in told]
    for one, other in combinations(range(len(rows)), 2):
        shared = len(heavy[one] & heavy[other])
        if shared >= max(2, SHARED * min(len(heavy[one]), len(heavy[other]))) and _turned(told[one], told[other]):
            yield _difference(rows[one], rows[other])


def _turned(one: list[str], other: list[str]) -> bool:
    echo = compare_tokens(one, other)
    return echo.kind == "changed" and any(map(turns, (*echo.gone, *echo.came)))


def _difference(earlier: Found, later: Found) -> Difference:
    parts = list(word_changes(earlier.statement.anchor.exact, later.statement.anchor.exact))
    before, after = ([part for part in parts if part.kind != other] for other in ("came", "gone"))
    return Difference(earlier, later, before, after)
