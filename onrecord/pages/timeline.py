"""A place's timeline: what is said to be so in one lane, what is claimed or intended in the other. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.ledger.claim_answers import ClaimFound
from onrecord.ledger.days import days

WIDE = 1000  # units of the drawing
EDGE = 24  # units left free on both sides
DOT = 24  # units that a mark takes at least: a finger finds it
ROW = 26  # units from one row of marks to the next
LANES = ("de facto", "other")


class Mark(NamedTuple):
    """A claim in the drawing: where it begins, how wide it is, in which row of its lane; `number` as in the list."""

    found: ClaimFound
    number: int
    lane: int
    x: float
    width: float
    row: int


class Tick(NamedTuple):
    """A date under the drawing."""

    x: float
    label: str


class Period(NamedTuple):
    """A time, as precisely as it was told, with what begins then in each lane: a row of the timeline as a table."""

    since: str
    until: str
    lanes: tuple[tuple[Mark, ...], ...]


class Timeline(NamedTuple):
    """Marks with the heights of both lanes, in rows, and dates under them."""

    marks: tuple[Mark, ...]
    rows: tuple[int, int]
    ticks: tuple[Tick, ...]

    @property
    def tops(self) -> tuple[int, int]:
        """Where each lane begins."""
        return 30, 30 + ROW * self.rows[0] + 34

    @property
    def high(self) -> int:
        """Units of the drawing's height."""
        return self.tops[1] + ROW * self.rows[1] + 30

    @property
    def periods(self) -> list[Period]:
        """The same as rows of a table, for screens that are too narrow for the drawing."""
        found: dict[tuple[str, str], list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(told(mark.found), []).append(mark)
        return [Period(*time, tuple(_lane(marks, at) for at in range(len(LANES)))) for time, marks in found.items()]


def _lane(marks: Iterable[Mark], lane: int) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.lane == lane)


def told(found: ClaimFound) -> tuple[str, str]:
    """The first and the last day that a claim is about, in the words of its dates; those of its article where it has
    none."""
    claim = found.claim
    since = claim.since or claim.until or found.document.published or claim.stamp.at
    return since[:10], (claim.until or since)[:10]


def when(found: ClaimFound) -> tuple[dt.date, dt.date] | None:
    """The days a claim is about: its own, else that of its article."""
    claim = found.claim
    first = days(claim.since) or days(claim.until) or days(found.document.published) or days(claim.stamp.at)
    if not first:
        return None
    last = days(claim.until) or first
    begin, end = dt.date.fromisoformat(first[0]), dt.date.fromisoformat(last[1])
    return (begin, end) if end >= begin else (begin, begin)


def timeline(rows: Sequence[ClaimFound]) -> Timeline:
    """The drawing of these claims, which are numbered from 1 in their order."""
    dated = [(at, one, span) for at, one in enumerate(rows, 1) if (span := when(one))]
    if not dated:
        return Timeline((), (1, 1), ())
    first, last = min(span[0] for _, _, span in dated), max(span[1] for _, _, span in dated)
    scale = (WIDE - 2 * EDGE) / max((last - first).days, 1)
    marks: list[Mark] = []
    ends: tuple[list[float], list[float]] = ([], [])
    for number, one, span in sorted(dated, key=lambda each: (each[2], each[0])):
        lane = 0 if one.claim.register == "de facto" else 1
        x = min(EDGE + scale * (span[0] - first).days, WIDE - EDGE - DOT)
        width = min(max(scale * (span[1] - span[0]).days, DOT), WIDE - EDGE - x)
        marks.append(Mark(one, number, lane, round(x, 1), round(width, 1), _free(ends[lane], x, x + width)))
    return Timeline(tuple(marks), (max(len(ends[0]), 1), max(len(ends[1]), 1)), _ticks(first, last, scale))


def _free(ends: list[float], start: float, end: float) -> int:
    """The first row that is free from `start` on; it is taken until `end`."""
    row = next((at for at, taken in enumerate(ends) if taken + 4 <= start), len(ends))
    ends[row : row + 1] = [end]
    return row


def _ticks(first: dt.date, last: dt.date, scale: float) -> tuple[Tick, ...]:
    """Years where there are several, else months, else days at even distances."""
    years = [dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    months = [dt.date(first.year + at // 12, at % 12 + 1, 1) for at in range(first.month, first.month + 24)]
    inside = [one for one in months if first < one <= last]
    steps = [first + dt.timedelta(days=round((last - first).days * at / 4)) for at in range(5)]
    chosen = _thin(years, 8) if len(years) > 1 else _thin(inside, 8) if len(inside) > 2 else steps
    form = "%Y" if len(years) > 1 else "%Y-%m" if len(inside) > 2 else "%Y-%m-%d"
    return tuple(Tick(round(EDGE + scale * (one - first).days, 1), one.strftime(form)) for one in dict.fromkeys(chosen))


def _thin(dates: list[dt.date], most: int) -> list[dt.date]:
    return dates[:: max(1, -(-len(dates) // most))]


def changes(rows: Iterable[ClaimFound]) -> list[str]:
    """The days on which something is said to begin or to be so, the earliest first: steps of a slider."""
    return sorted({span[0].isoformat() for one in rows if (span := when(one))})
