"""A map of claims, not of control: land, and a mark a place by who claims it and who is reported to hold it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from onrecord.ledger.claim_answers import TerritoryStatus
from onrecord.pages.areas import Area, area, corners, reach
from onrecord.pages.labels import Label, Spot, labels
from onrecord.pages.land import LEAST, Box, around, outline

HUES = 6
NEAR = 6.0  # degrees of latitude between places of one map; half as many again of longitude
DENSE = 0.75  # the same between places that crowd one another
CROWD = 4  # as many crowding places get a closer map
HEAP = 2.0  # degrees that a map of several places shows at least
CLOSER = 0.6  # degrees that a closer map shows at least
ROOM = 24  # units around the points of a frame
UNITS = (1.0, 2.5)  # how large marks and names are drawn: on a wide page, and on a phone


class Side(NamedTuple):
    """An actor on the map: its hue and its letters, so that no colour stands alone; and whether of a part only."""

    name: str
    hue: int
    letters: str
    part: bool = False

    @property
    def sign(self) -> str:
        """Its letters, with a star where it is a part of the place alone."""
        return f"{self.letters}*" if self.part else self.letters


class Point(NamedTuple):
    """A place on the map: where, its status, who is reported to hold it and who claims it; a region is a square."""

    status: TerritoryStatus
    x: float
    y: float
    held: tuple[Side, ...]
    claimed: tuple[Side, ...]
    region: bool
    label: Label | None = None

    @property
    def name(self) -> str:
        """Its name, with a question mark where it is disputed."""
        return f"{self.status.place.name} ?" if self.status.disputed else self.status.place.name

    @property
    def signs(self) -> str:
        """The letters of those who hold it, and in brackets of those who claim it."""
        held, claimed = ("/".join(side.sign for side in sides[:3]) for sides in (self.held, self.claimed))
        return f"{held} ({claimed})" if claimed else held


class Frame(NamedTuple):
    """A crowded part of a map that a closer one shows, by its letter."""

    letter: str
    x: float
    y: float
    wide: float
    high: float

    def holds(self, point: Point) -> bool:
        """Whether a point is shown by the closer map."""
        return self.x <= point.x <= self.x + self.wide and self.y <= point.y <= self.y + self.high


class Layer(NamedTuple):
    """The points with their names as large as a page needs them, and the list of those that have a number."""

    unit: float
    points: tuple[Point, ...]

    @property
    def key(self) -> list[tuple[int, list[Point]]]:
        """The points of each number."""
        held: dict[int, list[Point]] = {}
        for point in self.points:
            if point.label and point.label.number:
                held.setdefault(point.label.number, []).append(point)
        return sorted(held.items())


class Map(NamedTuple):
    """A drawing: its height, the land's path, its points for both widths, its legend, its regions and its frames."""

    high: int
    land: str
    layers: tuple[Layer, ...]
    sides: tuple[Side, ...]
    areas: tuple[Area, ...] = ()
    frames: tuple[Frame, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        """The points as a wide page has them."""
        return self.layers[0].points


class Group(NamedTuple):
    """A map of places that lie near one another, named by what contains most of them, and closer ones of its crowds."""

    name: str
    map: Map
    closer: tuple[Group, ...] = ()


def drawn(statuses: Sequence[TerritoryStatus], units: Sequence[float] = UNITS) -> Map:
    """The map of these places; those without a position are in its table alone."""
    placed = [one for one in statuses if _at(one)]
    return _drawn(placed, around(corners(one.place for one in placed)), legend(statuses), units)


def _drawn(
    placed: Sequence[TerritoryStatus],
    box: Box,
    sides: dict[str, Side],
    units: Sequence[float] = UNITS,
    frames: tuple[Frame, ...] = (),
) -> Map:
    points = [_point(one, box, sides) for one in placed]
    areas = tuple(filter(None, (area(one.status.place, box) for one in points)))
    layers = tuple(_layer(points, unit, box.high, frames) for unit in units)
    return Map(box.high, outline(box), layers, tuple(sides.values()), areas, frames)


def groups(statuses: Sequence[TerritoryStatus]) -> list[Group]:
    """One map for each heap of places near one another, the fullest first: a world of dots tells nothing."""
    found = heaps([one for one in statuses if _at(one)], NEAR)
    return [_group(heap) for heap in sorted(found, key=lambda heap: (-len(heap), heap[0].place.name))]


def heaps(statuses: Sequence[TerritoryStatus], apart: float) -> list[list[TerritoryStatus]]:
    """Places of which each has another of its heap near."""
    held: list[list[TerritoryStatus]] = []
    for one in statuses:
        near = [heap for heap in held if any(_near(one, other, apart) for other in heap)]
        held = [heap for heap in held if heap not in near]
        held.append([*(each for heap in near for each in heap), one])
    return held


def _group(heap: list[TerritoryStatus]) -> Group:
    """A map, and closer ones of those of its parts where names have no room."""
    sides, box = legend(heap), around(corners(one.place for one in heap), HEAP if len(heap) > 1 else LEAST)
    first = _drawn(heap, box, sides)
    crowded = [one.status for one in first.points if one.label and one.label.number]
    crowds = [crowd for crowd in heaps(crowded, DENSE) if len(crowd) >= CROWD]
    if not crowds or max(map(len, crowds)) == len(heap):
        return Group(_name(heap), first)
    frames = tuple(_frame(crowd, box, letter) for crowd, letter in zip(crowds, ascii_uppercase, strict=False))
    closer = tuple(Group(frame.letter, _closer(heap, frame, box, sides)) for frame in frames)
    return Group(_name(heap), _drawn(heap, box, sides, UNITS, frames), closer)


def _frame(crowd: list[TerritoryStatus], box: Box, letter: str) -> Frame:
    at = [box.at(*(_at(one) or (0.0, 0.0))) for one in crowd]
    (west, north), (east, south) = map(min, zip(*at, strict=True)), map(max, zip(*at, strict=True))
    return Frame(letter, west - ROOM, north - ROOM, east - west + 2 * ROOM, south - north + 2 * ROOM)


def _closer(heap: list[TerritoryStatus], frame: Frame, box: Box, sides: dict[str, Side]) -> Map:
    """What lies in a frame, as large as it can be drawn."""
    inside = [one for one in heap if frame.holds(_point(one, box, sides))]
    return _drawn(inside, around([at for one in inside if (at := _at(one))], CLOSER), sides)


def _name(heap: list[TerritoryStatus]) -> str:
    """The countries they lie in, those of most places first."""
    count = Counter((one.place.within or (one.place.name,))[-1].split(" (")[0] for one in heap)
    return ", ".join(name for name, _ in count.most_common(3))


def _at(status: TerritoryStatus) -> tuple[float, float] | None:
    place = status.place
    return (place.lat, place.lon) if place.lat is not None and place.lon is not None else None


def _near(one: TerritoryStatus, other: TerritoryStatus, apart: float) -> bool:
    (a, b), (c, d) = _at(one) or (0.0, 0.0), _at(other) or (0.0, 0.0)
    return abs(a - c) <= apart and abs(b - d) <= 1.5 * apart


def _point(status: TerritoryStatus, box: Box, sides: dict[str, Side]) -> Point:
    x, y = box.at(*(_at(status) or (0.0, 0.0)))
    held, claimed = (
        tuple(sides[one.actor.name]._replace(part=one.part) for one in some)
        for some in (status.held_by, status.claimed_by)
    )
    region = any(reach(status.place)) or not status.place.within
    return Point(status, x, y, held, claimed, region)


def _layer(points: Sequence[Point], unit: float, high: int, frames: Sequence[Frame]) -> Layer:
    """The points with their labels; those that a closer map shows have none here."""
    alone = [one for one in points if not any(frame.holds(one) for frame in frames)]
    blocked = [(one.x, one.y, one.x + one.wide, one.y + one.high) for one in frames]
    found = dict(zip(alone, labels([_spot(one) for one in alone], unit, high, blocked), strict=True))
    return Layer(unit, tuple(one._replace(label=found.get(one)) for one in points))


def _spot(point: Point) -> Spot:
    """What a label is to know of a point: the disputed and the most told of come first."""
    told = sum(len(one.evidence) for one in (*point.status.held_by, *point.status.claimed_by))
    rank = -float(told + (1000 if point.status.disputed else 0))
    reach_of = 8 + 4 * min(len(point.claimed), 3) + (4 if len(point.held) > 1 else 0)
    return Spot(point.x, point.y, reach_of, f"{point.name} {point.signs}".strip(), (rank, point.status.place.name))


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
