"""Dates as a search and a list take them: "2022-11" is any day of a month."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

from onrecord.records import utc

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\d-])")


def days(date: str | None) -> tuple[str, str] | None:
    """The first and the last day that a date of any precision may mean; None for what is no date."""
    match = _DATE.match(date or "")
    if not match:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        first = dt.date(year, month or 1, day or 1)
        last = dt.date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()


def backwards(since: str | None, until: str | None) -> bool:
    """Whether a time ends before it begins; "2022-11" ends with its last day."""
    return bool(since and until and until[: len(since)] < since[: len(until)])


def moment(date: str | None) -> str | None:
    """A date or time as lists are ordered: a time in UTC, a date as it is; None for what is neither."""
    if not days(date):
        return None
    try:
        at = dt.datetime.fromisoformat(date or "")
    except ValueError:
        return (date or "")[:10]
    if len(date or "") <= 10 or at.tzinfo is None:
        return (date or "")[:19]
    try:
        return utc(at)
    except OverflowError:
        return (date or "")[:19]
