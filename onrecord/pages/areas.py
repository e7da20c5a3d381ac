"""Regions on the map: an oval about as far as they reach, in nobody's colour. Pure."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.pages.land import Box
from onrecord.records import Place

TABLE = Path(__file__).parent / "extents.toml"


class Area(NamedTuple):
    """A region's middle and reach in the drawing. It has nobody's colour: no ground is said to be held."""

    x: float
    y: float
    rx: float
    ry: float


@functools.cache
def extents() -> dict[str, tuple[float, float]]:
    """Degrees that each region reaches from its middle: north and south, east and west."""
    raw = tomllib.loads(TABLE.read_text(encoding="utf-8"))["extents"]
    return {name: (tall, wide) for name, (tall, wide) in raw.items()}


def reach(place: Place) -> tuple[float, float]:
    """How far a place reaches: nothing for a town, and for a region whose extent is not known."""
    return extents().get(place.name, (0.0, 0.0))


def corners(places: Iterable[Place]) -> Iterator[tuple[float, float]]:
    """What a map of these places must hold: their middles and how far they reach."""
    for place in places:
        if place.lat is not None and place.lon is not None:
            tall, wide = reach(place)
            yield from ((place.lat + up * tall, place.lon + side * wide) for up in (-1, 1) for side in (-1, 1))


def area(place: Place, box: Box) -> Area | None:
    """The oval about where a region lies, none for what is a point."""
    tall, wide = reach(place)
    if not tall or place.lat is None or place.lon is None:
        return None
    x, y = box.at(place.lat, place.lon)
    right, top = box.at(place.lat + tall, place.lon + wide)
    return Area(x, y, round(right - x, 1), round(y - top, 1))
