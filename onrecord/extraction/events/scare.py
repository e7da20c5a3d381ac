"""Quotation marks about a word or two inside a clause, which cut nothing off: was fighting "difficult" battles."""

from __future__ import annotations

from onrecord.text import Span

LONG = 3  # words that a clause may hold between marks
_OPENS, _CLOSES = ('"', "“"), ('"', "”")


def unmarked(text: str, raw: list[Span]) -> list[Span]:
    """A sentence's words without such marks; those about what somebody says stay."""
    dropped: set[int] = set()
    for at, span in enumerate(raw):
        reach = range(at + 2, min(at + LONG + 2, len(raw))) if span.of(text) in _OPENS and at not in dropped else ()
        end = next((step for step in reach if raw[step].of(text) in _CLOSES), None)
        if end and _inside(text, raw, at, end):
            dropped |= {at, end}
    return [span for at, span in enumerate(raw) if at not in dropped]


def _inside(text: str, raw: list[Span], at: int, end: int) -> bool:
    """Whether the clause goes on about it: words before and behind, only small words between."""
    before = raw[at - 1].of(text) if at else ""
    behind = raw[end + 1].of(text) if end + 1 < len(raw) else ""
    between = [span.of(text) for span in raw[at + 1 : end]]
    return before.isalpha() and behind[:1].isalpha() and all(word[0].islower() for word in between)
