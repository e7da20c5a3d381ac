"""Since when, until when: the date that stands in an event's own clause, as precisely as it is told."""

from __future__ import annotations

import re

from onrecord.extraction.days import When, times
from onrecord.extraction.events.verbal import Draft
from onrecord.extraction.events.words import Word
from onrecord.records import Document
from onrecord.text import Span

_SINCE = re.compile(r"\bsince ((?:1[4-9]|20)\d\d)\b")
_OF = re.compile(
    r"\b(?!days?|weeks?|months?|years?|hours|end|beginning|start|middle|morning|night|spring|summer|autumn|winter|half|"
    r"early|late)\w+ of (?:the )?$"
)
_UNTIL = re.compile(r"\b(?:until|till) (?:early |late |the end of )?$")
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
    if held and "first time" not in text[: held.start()][-40:] and not text[: held.start()].endswith("first "):
        return held.group(1), None
    near = [one for one in times(text, document.published, document.lang) if own.start <= one.start + start < own.end]
    near = [
        one for one in near if not _OF.search(text[: one.start])
    ]  # "the agreement of 10 November" is no date of this
    trigger = draft.trigger.span(run).start - start
    near = [_same_year(text, one, near) for one in near]
    place = draft.place.span(run).end - start
    first = place if place > trigger and len(near) > 1 else trigger  # "took one in May, the other in June"
    near.sort(key=lambda one: (one.start < first, abs(one.start - first)))
    if _LATER.match(text[place:]):
        return None, None  # counted from another date
    if not near and re.search(r"\bat the time\b", text):
        return _of_before(document, run), None
    if near and _UNTIL.search(text[: near[0].start]):
        return None, _written(near[0])
    return (_written(near[0]), None) if near else (None, None)


_LATER = re.compile(r" (?:\w+ )?(?:days?|weeks?|months?|years?) (?:later|after|earlier|before)\b")
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b")


def _same_year(text: str, one: When, near: list[When]) -> When:
    """A date without a year behind one that has it is of that year: "on 27 November 1975 and ... on 11 December"."""
    told = [other for other in near if other.start < one.start and _YEAR.search(other.words)]
    if _YEAR.search(one.words) or not told or "day" in one.words:
        return one
    year = told[-1].first.year
    return one._replace(first=one.first.replace(year=year), last=one.last.replace(year=year))


def _of_before(document: Document, run: list[Word]) -> str | None:
    """Of what happened "at the time": the date that the sentence itself or the one before names last."""
    start = max(0, run[0].span.start - 200)
    told = times(document.text[start : run[-1].span.end], document.published, document.lang)
    return next((_written(one) for one in sorted(told, key=lambda one: -one.start)), None)


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
    return run[at].tag in ("V", "S", "R", ";", "“", "”") and run[at].low not in ("since", "until")


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
