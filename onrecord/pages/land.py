"""The map's land: its outline, cut to what is looked at, as a path of an SVG. Land only, no borders."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).parent / "land.npz"
WIDE = 1000  # units of a drawing's width
LEAST = 4.0  # degrees that a map shows at least
TURNS = (-360.0, 0.0, 360.0)  # a coast at the date line is seen from both sides
POLE = 84.0  # nothing is drawn beyond
Ring = npt.NDArray[np.float64]


class Box(NamedTuple):
    """What a map shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def stretch(self) -> float:
        """How much narrower a degree of longitude is here than one of latitude."""
        return max(math.cos(math.radians((self.south + self.north) / 2)), 0.2)

    @property
    def high(self) -> int:
        """Units of the drawing's height: both axes have one scale in the middle."""
        return round(WIDE * (self.north - self.south) / ((self.east - self.west) * self.stretch))

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """A point's place in the drawing."""
        across = WIDE * (lon - self.west) / (self.east - self.west)
        down = self.high * (self.north - lat) / (self.north - self.south)
        return round(across, 1), round(down, 1)


def around(points: Iterable[tuple[float, float]], least: float = LEAST) -> Box:
    """A box of newspaper proportions that holds these points (latitude, longitude) with room around; else the world.

    It is at least so many degrees high."""
    held = list(points)
    if not held:
        return Box(-170, -56, 190, POLE)
    lats, lons = zip(*held, strict=True)
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    stretch = max(math.cos(math.radians(lat)), 0.2)
    tall = max((max(lats) - min(lats)) * 1.3, (max(lons) - min(lons)) * 1.3 * stretch * 0.62, least)
    half, side = tall / 2, tall / 0.62 / stretch / 2
    south = max(-POLE, min(lat - half, POLE - tall))
    if side >= 180:
        return Box(-170, max(-60, south), 190, min(POLE, south + tall))
    return Box(lon - side, south, lon + side, min(POLE, south + tall))


@functools.cache
def rings() -> tuple[Ring, ...]:
    """Every coast, as longitudes and latitudes."""
    with np.load(FILE) as held:
        points, ends = held["points"] / 100.0, np.cumsum(held["sizes"])
    return tuple(np.split(points, ends[:-1]))


def outline(box: Box) -> str:
    """The land in the box as the commands of a path."""
    turned = (np.add(ring, (turn, 0.0)) for ring in rings() for turn in TURNS)
    return "".join(_path(_cut(ring, box), box) for ring in turned if _meets(ring, box))


def _meets(ring: Ring, box: Box) -> bool:
    (west, south), (east, north) = ring.min(0), ring.max(0)
    return bool(west < box.east and east > box.west and south < box.north and north > box.south)


def _cut(ring: Ring, box: Box) -> Ring:
    """The part of a ring inside the box, side by side (Sutherland and Hodgman 1974)."""
    for axis, edge, sign in ((0, box.west, 1), (0, box.east, -1), (1, box.south, 1), (1, box.north, -1)):
        if not len(ring):
            break
        inside = sign * (ring[:, axis] - edge) >= 0
        if inside.all():
            continue
        ring = _side(ring, inside, axis, edge)
    return ring


def _side(ring: Ring, inside: npt.NDArray[np.bool_], axis: int, edge: float) -> Ring:
    """A ring's points on the good side of a line, and where it crosses the line."""
    before, was = np.roll(ring, 1, axis=0), np.roll(inside, 1)
    crosses = inside != was
    share = np.zeros(len(ring))
    gap = ring[:, axis] - before[:, axis]
    share[crosses] = (edge - before[crosses, axis]) / gap[crosses]
    crossing = before + share[:, None] * (ring - before)
    both = np.stack([crossing, ring], 1).reshape(-1, 2)
    cut: Ring = both[np.stack([crosses, inside], 1).ravel()]
    return cut


def _path(ring: Ring, box: Box) -> str:
    """A ring as a path, its points rounded to the drawing's units; those that fall together are one."""
    if len(ring) < 3:
        return ""
    x = np.rint(WIDE * (ring[:, 0] - box.west) / (box.east - box.west)).astype(int)
    y = np.rint(box.high * (box.north - ring[:, 1]) / (box.north - box.south)).astype(int)
    keep = np.concatenate([[True], (np.diff(x) != 0) | (np.diff(y) != 0)])
    points = [f"{a} {b}" for a, b in zip(x[keep].tolist(), y[keep].tolist(), strict=True)]
    return f"M{'L'.join(points)}Z" if len(points) > 2 else ""
