"""Since when, until when: the date that stands in an event's own clause, as precisely as it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extraction.days import When, times
from onrecord.extraction.events.counted import COUNTED, counted
from onrecord.extraction.events.parts import clause_of
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
_WAR = re.compile(r"\b(?:in|during|after) (?:the|its) ((?:1[4-9]|20)\d\d) (?:\w+ )?(?:war|invasion|offensive)\b")
_EARLIER = re.compile(r"\b(?:in|from) ((?:1[4-8])\d\d)\b")
STATES = {"CONTROL", "SOVEREIGNTY", "ADMINISTER", "CONTEST"}


def when(document: Document, run: list[Word], draft: Draft) -> tuple[str | None, str | None]:
    """The day, month or year since which it holds or on which it happened, and until when."""
    if draft.mood.phase == "planned":
        return None, None
    start, text = run[0].span.start, document.text[run[0].span.start : run[-1].span.end]
    own = [Span(part.start - start, part.end - start) for part in clause_of(run, draft)]
    held = next((found for shape in (_SINCE, _WAR, _EARLIER) for part in own for found in _in(shape, text, part)), None)
    if held and "first time" not in text[: held.start()][-40:] and not text[: held.start()].endswith("first "):
        return held.group(1), None
    near = [
        one
        for one in times(text, document.published, document.lang)
        if any(part.start <= one.start < part.end for part in own)
        and not _OF.search(text[: one.start])  # "the agreement of 10 November" is no date of this
        and not COUNTED.search(one.words)
    ]
    trigger, place = draft.trigger.span(run).start - start, draft.place.span(run).end - start
    near = [_same_year(text, one, near) for one in near]
    first = place if place > trigger and len(near) > 1 else trigger  # "took one in May, the other in June"
    near.sort(key=lambda one: (one.start < first, abs(one.start - first)))
    reach = [Span(part.start, part.end + len(" before")) for part in own]
    told = next((found for part in reach for found in _in(COUNTED, text, part)), None)
    if told and (not near or told.start() == place + 1):
        return counted(document, told, start + told.start()), None
    if _LATER.match(text[place:]):
        return None, None  # counted from another date
    if not near and re.search(r"\bat the time\b", text):
        return _of_before(document, run), None
    if near and _UNTIL.search(text[: near[0].start]):
        return None, _written(near[0])
    return (_written(near[0]), None) if near else (None, None)


def _in(shape: re.Pattern[str], text: str, part: Span) -> Iterator[re.Match[str]]:
    return shape.finditer(text, part.start, part.end)


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
