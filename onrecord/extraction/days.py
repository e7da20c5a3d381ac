"""Words that name days ("Thursday", "last week", "8 December") to days, against an article's date.

A weekday is the last one on or before the day of publication; a date without a year the last one up to it.
"""

from __future__ import annotations

import functools
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from onrecord.extraction.language import table
from onrecord.text import Span


class When(NamedTuple):
    """Words that name days, where they stand and the days."""

    start: int
    end: int
    words: str
    first: date
    last: date


def times(words: str, published: str | None, lang: str | None = None) -> Iterator[When]:
    """Every date that the words name, against the day of publication."""
    day = _day(published)
    taken: list[Span] = []
    for pattern, days in _patterns():
        for found in pattern.finditer(words):
            place = Span(*found.span("words"))
            spanned = days(found, day) if not any(place.overlaps(other) for other in taken) else None
            if spanned:
                taken.append(place)
                yield When(place.start, place.end, place.of(words), *spanned)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:  # no date, or only a year or a month
        return None


Days = tuple[date, date]
Reader = Callable[[re.Match[str], date | None], Days | None]


_LEAD = (
    r"(?:[Ii]n |[Ss]ince |[Uu]ntil |[Ii]n the (?:first|last) (?:days|weeks|half|hours) of |"
    r"[Aa]t the (?:end|beginning|start) of |[Bb]y the end of )"
)


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """What a date can look like, the fullest first, and how it is read."""
    known = table("en")["times"]
    month = "|".join(name for name in (*known["months"], *known["months_short"]) if name)
    weekday = "|".join((*known["weekdays"], *known["weekdays_short"]))
    parts, numbers = "|".join(known["parts"]), "|".join(known["numbers"])
    relative = "|".join(
        f"[{row[0]}{row[0].upper()}]{row[1:]}" for row in sorted(known["relative"], key=len, reverse=True)
    )
    shapes: tuple[tuple[str, Reader], ...] = (
        (
            rf"(?P<words>(?P<month>{month})\b\.? (?P<day>\d\d?)(?:st|nd|rd|th)?\b(?:,? (?P<year>(?:19|20)\d\d)\b)?)",
            _date,
        ),
        (
            rf"(?P<words>\b(?P<day>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<month>{month})\b\.?"
            r"(?:,? (?P<year>(?:19|20)\d\d)\b)?)",
            _date,
        ),
        (rf"\b(?:last|the previous) (?P<words>(?P<strict>{weekday}))\b", _weekday),
        (rf"(?<!next )(?<!every )\b(?P<words>(?P<weekday>{weekday}))\b(?!s\b|[’'])(?: (?:{parts}))?", _weekday),
        (rf"\b(?P<words>(?P<count>\d+|{numbers}) (?P<unit>day|week|month|year)s? (?:ago|earlier))\b", _ago),
        (rf"\b(?P<words>(?P<relative>{relative}))\b(?![’'])", _relative),
        (rf"\b{_LEAD}(?:early |late |mid-)?(?P<words>(?P<month>{month})\b(?: (?P<year>(?:19|20)\d\d))?)", _month),
        (rf"\b{_LEAD}(?:early |late |mid-)?(?P<words>(?P<year>(?:19|20)\d\d))\b", _year),
    )
    return tuple((re.compile(shape), reader) for shape, reader in shapes)


def _month_of(name: str) -> int:
    known: dict[str, Any] = table("en")["times"]
    long, short = known["months"], known["months_short"]
    return int(long.index(name) if name in long else short.index(name)) + 1


def _date(found: re.Match[str], day: date | None) -> Days | None:
    """A day of a month; without a year, the last such day up to publication (a day's slack for time zones)."""
    month, number = _month_of(found["month"]), int(found["day"])
    years = [int(found["year"])] if found["year"] else [day.year, day.year - 1] if day else []
    for year in years:
        try:
            on = date(year, month, number)
        except ValueError:
            continue
        if found["year"] or (day and on <= day + timedelta(days=1)):
            return on, on
    return None


def _weekday(found: re.Match[str], day: date | None) -> Days | None:
    if not day:
        return None
    strict = "strict" in found.groupdict()
    known = table("en")["times"]
    name = found["strict"] if strict else found["weekday"]
    number = known["weekdays"].index(name) if name in known["weekdays"] else known["weekdays_short"].index(name)
    back = (day.weekday() - number) % 7 or (7 if strict else 0)
    return (day - timedelta(days=back),) * 2


def _ago(found: re.Match[str], day: date | None) -> Days | None:
    """So many days ago is a day; so many weeks, months or years ago is one of those."""
    count = int(found["count"]) if found["count"].isdigit() else table("en")["times"]["numbers"][found["count"]]
    if not day or count > 200:
        return None
    return _unit(found["unit"], -count, day)


def _relative(found: re.Match[str], day: date | None) -> Days | None:
    if not day:
        return None
    unit, step = table("en")["times"]["relative"][found["relative"].lower()]
    return _unit(unit, int(step), day)


def _unit(unit: str, step: int, day: date) -> Days:
    """The day, week, month or year so many steps off; never past the day of publication."""
    if unit == "day":
        first = last = day + timedelta(days=step)
    elif unit == "week":
        first = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
        last = first + timedelta(days=6)
    else:
        months = day.year * 12 + day.month - 1 + step if unit == "month" else (day.year + step) * 12
        first = date(months // 12, months % 12 + 1, 1)
        last = _end(first) if unit == "month" else date(first.year, 12, 31)
    return first, min(last, day)


def _end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _month(found: re.Match[str], day: date | None) -> Days | None:
    """A month; without a year, the last one that had begun by publication."""
    month = _month_of(found["month"])
    if found["year"]:
        first = date(int(found["year"]), month, 1)
        return first, _end(first)
    if not day:
        return None
    first = date(day.year - (month > day.month), month, 1)
    return first, min(_end(first), day)


def _year(found: re.Match[str], day: date | None) -> Days | None:
    first = date(int(found["year"]), 1, 1)
    return (first, date(first.year, 12, 31)) if not day or first <= day else None
