"""Names on a map: the most disputed stand beside their points; one without room gives way to a number. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.pages.land import WIDE

LETTER = 8.9  # units that a letter of a name takes
TALL = 17  # units of a line's height
LEAD = 20  # units of the line to a number that has no room beside its point
SHARED = 70  # units within which a point may share a number with another
DIGITS = "00"  # room that a number is given
Rect = tuple[float, float, float, float]  # left, top, right, bottom


class Spot(NamedTuple):
    """A point that wants a name: where, how far its marks reach, and its rank, the least first."""

    x: float
    y: float
    reach: float
    words: str
    rank: tuple[float, str]


class Label(NamedTuple):
    """Where words stand beside their point, and how they are set; `number` is that of the list below where no name
    has room. Where even that has none, `anchor` is empty and the number is that of a point close by. `led`: far enough
    from its point to need a line to it."""

    x: float
    y: float
    anchor: str
    number: int = 0
    led: bool = False


def labels(spots: Sequence[Spot], unit: float, high: float, blocked: Sequence[Rect] = ()) -> list[Label]:
    """A label for each point, none upon another; numbers run from west to east. `unit`: how large all is drawn."""
    taken = [*(_dot(spot, unit) for spot in spots), *blocked]
    order = sorted(range(len(spots)), key=lambda at: spots[at].rank)
    named = {at: found for at in order if (found := _free(spots, at, spots[at].words, unit, high, taken))}
    rest = [at for at in order if at not in named]
    numbered = {at: found for at in rest if (found := _numbered(spots, at, unit, high, taken))}
    owners = {at: _owner(spots, at, list(numbered), unit) for at in rest if at not in numbered}
    numbered |= {at: _right(spots[at]) for at, owner in owners.items() if owner is None}
    count = {at: number for number, at in enumerate(sorted(numbered, key=lambda at: spots[at].x), 1)}
    numbered = {at: label._replace(number=count[at]) for at, label in numbered.items()}
    joined = {at: Label(0, 0, "", count[owner]) for at, owner in owners.items() if owner is not None}
    every = {**named, **numbered, **joined}
    return [every[at] for at in range(len(spots))]


def _right(spot: Spot) -> Label:
    return Label(spot.reach + 4, 5, "start")


def _numbered(spots: Sequence[Spot], at: int, unit: float, high: float, taken: list[Rect]) -> Label | None:
    """Room for a number beside its point, or a little off, at the end of a line."""
    beside = _free(spots, at, DIGITS, unit, high, taken)
    off = beside or _free(spots, at, DIGITS, unit, high, taken, LEAD)
    return off._replace(led=not beside) if off else None


def _tries(spot: Spot, off: float) -> Iterator[Label]:
    """The sides of a point, the best for a reader first."""
    out, slant = spot.reach + 4 + off, (spot.reach + off) * 0.7 + 2
    yield from (
        Label(out, 5, "start"),
        Label(-out, 5, "end"),
        Label(0, -out - 2, "middle"),
        Label(0, out + 12, "middle"),
    )
    yield from (Label(side * slant, down, "start" if side > 0 else "end") for side in (1, -1) for down in (-slant, 14))


def _free(
    spots: Sequence[Spot], at: int, words: str, unit: float, high: float, taken: list[Rect], off: float = 0
) -> Label | None:
    """The first side on which words cover no point and no other words; that room is then taken."""
    own = _dot(spots[at], unit)
    for label in _tries(spots[at], off):
        rect = covered(spots[at], label, words, unit)
        inside = rect[0] >= 0 and rect[1] >= 0 and rect[2] <= WIDE and rect[3] <= high
        if inside and not any(meet(rect, other) for other in taken if other != own):
            taken.append(rect)
            return label
    return None


def _owner(spots: Sequence[Spot], at: int, numbered: list[int], unit: float) -> int | None:
    """The nearest point with a number, where one is close."""
    spot = spots[at]
    far = {one: ((spots[one].x - spot.x) ** 2 + (spots[one].y - spot.y) ** 2) ** 0.5 for one in numbered}
    near = min(far, key=lambda one: far[one], default=None)
    return near if near is not None and far[near] <= SHARED * unit else None


def _dot(spot: Spot, unit: float) -> Rect:
    reach = spot.reach * unit * 0.85  # a circle's corners are free
    return spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach


def covered(spot: Spot, label: Label, words: str, unit: float) -> Rect:
    """The room that words take beside their point."""
    wide = LETTER * len(words)
    left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    top = label.y - TALL * 0.75
    return spot.x + left * unit, spot.y + top * unit, spot.x + (left + wide) * unit, spot.y + (top + TALL) * unit


def meet(one: Rect, other: Rect) -> bool:
    """Whether two rooms have a part in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
