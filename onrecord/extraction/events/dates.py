"""Since when, until when: the date that stands in an event's own clause, as precisely as it is told."""

from __future__ import annotations

import re

from onrecord.extraction.days import When, times
from onrecord.extraction.events.verbal import Draft
from onrecord.extraction.events.words import Word
from onrecord.records import Document
from onrecord.text import Span

_SINCE = re.compile(r"\bsince ((?:1[4-9]|20)\d\d)\b")
_EARLIER = re.compile(r"\b(?:in|from) ((?:1[4-8])\d\d)\b")
STATES = {"CONTROL", "SOVEREIGNTY", "ADMINISTER", "CONTEST"}


def when(document: Document, run: list[Word], draft: Draft) -> tuple[str | None, str | None]:
    """The day, month or year since which it holds or on which it happened, and until when."""
    if draft.mood.phase == "planned":
        return None, None
    start, text = run[0].span.start, document.text[run[0].span.start : run[-1].span.end]
    own = _clause(run, draft)
    held = _SINCE.search(text, own.start - start, own.end - start) or _EARLIER.search(
        text, own.start - start, own.end - start
    )
    if held:
        return held.group(1), None
    near = [one for one in times(text, document.published, document.lang) if own.start <= one.start + start < own.end]
    trigger = draft.trigger.span(run).start - start
    near.sort(key=lambda one: (one.start < trigger, abs(one.start - trigger)))
    return (_written(near[0]), None) if near else (None, None)


def _clause(run: list[Word], draft: Draft) -> Span:
    """The words from the break before the event's act to the next verb or break behind it."""
    low = draft.trigger.start
    while low > 0 and not _break(run, low - 1):
        low -= 1
    high = max(draft.trigger.end, draft.place.end)
    while high < len(run) and not _break(run, high):
        high += 1
    opening = _opening(run, low)
    return Span(run[opening].span.start, run[high - 1].span.end)


def _break(run: list[Word], at: int) -> bool:
    """Where another clause begins: a verb, what opens a clause, an "and" with a verb soon behind it."""
    if run[at].tag == "C":
        ahead = next((word.tag for word in run[at + 1 : at + 7] if word.tag not in ("N", "D", "A", "P")), "")
        return ahead in ("V", "B", "H", "M")
    return run[at].tag in ("V", "S", "R", ";", "“", "”") and run[at].low != "since"


def _opening(run: list[Word], low: int) -> int:
    """A date that opens the sentence belongs to its first clause."""
    return 0 if low and not any(_break(run, at) for at in range(low)) else low


def _written(one: When) -> str:
    """As precisely as it is told: a day, a month, a year."""
    first, last = one.first, one.last
    if first == last and not _wide(one.words):
        return first.isoformat()
    if re.fullmatch(r"\d{4}", one.words) or "year" in one.words:
        return f"{first:%Y}"
    return f"{first:%Y-%m}"


def _wide(words: str) -> bool:
    """Whether the words name more than a day, so that a span cut off at publication is not taken for one."""
    return not re.search(r"\d\d?\b(?!\d)|day|today|night|evening|morning", words.replace("20", "", 1)) or bool(
        re.search(r"week|month|year", words)
    )
