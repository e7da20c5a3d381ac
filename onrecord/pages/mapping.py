"""A map of claims, not of control: land, and a point a place by who claims it and who is reported to hold it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.ledger.claim_answers import TerritoryStatus
from onrecord.pages.areas import Area, area, corners
from onrecord.pages.land import WIDE, Box, around, outline

HUES = 6
NEAR = 6.0  # degrees of latitude between places of one map; half as many again of longitude


class Side(NamedTuple):
    """An actor on the map: its hue and its letters, so that no colour stands alone."""

    name: str
    hue: int
    letters: str


class Label(NamedTuple):
    """Where a name stands beside its point, and how it is set."""

    x: float
    y: float
    anchor: str


NOWHERE = Label(0, 0, "start")  # not placed yet


class Point(NamedTuple):
    """A place on the map: where, its status, who is reported to hold it and who claims it."""

    status: TerritoryStatus
    x: float
    y: float
    held: tuple[Side, ...]
    claimed: tuple[Side, ...]
    label: Label

    @property
    def name(self) -> str:
        """Its name, with a question mark where it is disputed."""
        return f"{self.status.place.name} ?" if self.status.disputed else self.status.place.name

    @property
    def signs(self) -> str:
        """The letters of those who hold it, and in brackets of those who claim it."""
        held, claimed = ("/".join(side.letters for side in sides[:3]) for sides in (self.held, self.claimed))
        return f"{held} ({claimed})" if claimed else held


class Map(NamedTuple):
    """A drawing: its height, the land's path, its points, and its legend."""

    high: int
    land: str
    points: tuple[Point, ...]
    sides: tuple[Side, ...]
    areas: tuple[Area, ...] = ()


class Group(NamedTuple):
    """A map of places that lie near one another, named by what contains most of them."""

    name: str
    map: Map


def drawn(statuses: Sequence[TerritoryStatus]) -> Map:
    """The map of these places; those without a position are in its table alone."""
    sides = legend(statuses)
    placed = [one for one in statuses if _at(one)]
    box = around(corners(one.place for one in placed))
    points = [_point(one, box, sides) for one in placed]
    areas = sorted(filter(None, (_area(one, box) for one in points)), key=lambda one: -one.rx * one.ry)
    return Map(box.high, outline(box), _labelled(points), tuple(sides.values()), tuple(areas))


def _area(point: Point, box: Box) -> Area | None:
    """A region is shaded in the hue of the one who is reported to hold it, ringed in those of who claims it."""
    held = point.held[0].hue if len(point.held) == 1 else 0
    return area(point.status.place, box, held, tuple(side.hue for side in point.claimed[:3]))


def groups(statuses: Sequence[TerritoryStatus]) -> list[Group]:
    """One map for each heap of places near one another, the fullest first: a world of dots tells nothing."""
    heaps: list[list[TerritoryStatus]] = []
    for one in filter(_at, statuses):
        near = [heap for heap in heaps if any(_near(one, other) for other in heap)]
        heaps = [heap for heap in heaps if heap not in near]
        heaps.append([*(each for heap in near for each in heap), one])
    heaps.sort(key=lambda heap: (-len(heap), heap[0].place.name))
    return [Group(_name(heap), drawn(heap)) for heap in heaps]


def _name(heap: list[TerritoryStatus]) -> str:
    """The countries they lie in, those of most places first."""
    count = Counter((one.place.within or (one.place.name,))[-1].split(" (")[0] for one in heap)
    return ", ".join(name for name, _ in count.most_common(3))


def _at(status: TerritoryStatus) -> tuple[float, float] | None:
    place = status.place
    return (place.lat, place.lon) if place.lat is not None and place.lon is not None else None


def _near(one: TerritoryStatus, other: TerritoryStatus) -> bool:
    (a, b), (c, d) = _at(one) or (0.0, 0.0), _at(other) or (0.0, 0.0)
    return abs(a - c) <= NEAR and abs(b - d) <= 1.5 * NEAR


def _point(status: TerritoryStatus, box: Box, sides: dict[str, Side]) -> Point:
    x, y = box.at(*(_at(status) or (0.0, 0.0)))
    held = tuple(sides[one.actor.name] for one in status.held_by)
    claimed = tuple(sides[one.actor.name] for one in status.claimed_by)
    return Point(status, x, y, held, claimed, NOWHERE)


def _labelled(points: list[Point]) -> tuple[Point, ...]:
    """The points with their names, one after the other where most room is left."""
    for at, point in enumerate(points):
        others = points[:at] + points[at + 1 :]
        points[at] = point._replace(label=_label(point, others))
    return tuple(points)


def _label(point: Point, others: list[Point]) -> Label:
    """The side of its point on which a name covers the fewest others and stays on the map."""
    reach = 14 + 4 * min(len(point.claimed), 3)
    beside = [Label(reach, 5, "start"), Label(-reach, 5, "end")]
    tries = [*beside, Label(0, -reach - 2, "middle"), Label(0, reach + 14, "middle")]
    return min(tries, key=lambda one: (_covered(point._replace(label=one), others), tries.index(one)))


def _covered(point: Point, others: list[Point]) -> float:
    west, east = _reach(point)
    outside = max(0.0, -west) + max(0.0, east - WIDE)
    height = point.y + point.label.y
    hits = 0
    for other in others:
        left, right = _reach(other)
        named = other.label is not NOWHERE
        names = named and abs(other.y + other.label.y - height) < 18 and left < east and right > west
        dots = abs(other.y - height + 5) < 20 and west - 12 < other.x < east + 12
        hits += names + dots
    return hits + outside / 10


def _reach(point: Point) -> tuple[float, float]:
    """How far a name goes west and east, by the letters it has."""
    wide = 8.6 * (len(point.name) + len(point.signs) + 1)
    start = point.x + point.label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[point.label.anchor]
    return start, start + wide


def legend(statuses: Iterable[TerritoryStatus]) -> dict[str, Side]:
    """Every actor with a hue and letters of its own, those of most places first."""
    count: dict[str, int] = {}
    for status in statuses:
        for held in (*status.held_by, *status.claimed_by):
            count[held.actor.name] = count.get(held.actor.name, 0) + 1
    names = sorted(count, key=lambda name: (-count[name], name))
    sides: dict[str, Side] = {}
    for at, name in enumerate(names):
        taken = {side.letters for side in sides.values()}
        sides[name] = Side(name, at % HUES + 1, _letters(name, taken))
    return sides


def _letters(name: str, taken: set[str]) -> str:
    """One or two letters that no other actor has; a number where all are taken."""
    words = [word for word in name.split() if word[:1].isalpha()] or [name]
    tries = [words[0][0], "".join(word[0] for word in words[:2]), *(words[0][0] + char for char in words[0][1:])]
    return next((one.upper() for one in tries if one.upper() not in taken), str(len(taken) + 1))
