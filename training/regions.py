"""Regions' names for GeoNames' codes: the rows of regions.toml, each given to the code whose towns lie nearest by."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.places import kilometres
from onrecord.resolution.gazetteer import curated, folded
from training.pairing import pairs

TABLE = Path(__file__).parent / "regions.toml"
FAR = 900.0  # kilometres from a region's middle to that of its towns, at most
NAMESAKE = 0.3  # share of the distance that counts where one of the towns bears the region's name
LARGE = 20_000  # people of a town that its bare name means rather than its region
CITY = 0.6  # share of a region's people in its namesake above which the two are one
SAME = 600.0  # kilometres within which a curated region of this name is this one: both middles are rough
BARE = (
    "US",
    "CA",
)  # countries whose states keep their name although a town bears it: a container is written after a comma
UNKNOWN = ("", "00")  # codes of towns whose region GeoNames does not know
KIND = re.compile(r"\b(?:State|Province|Oblast|Krai|Okrug|Republic|Region|Territory|Governorate|District|County)$")
Town = dict[str, Any]
Row = tuple[tuple[Any, ...], list[str]]


class Region(NamedTuple):
    """A row of regions.toml."""

    country: str
    name: str
    lat: float
    lon: float
    people: int
    others: tuple[str, ...]
    kind: str = ""  # of a place that has no code of its own


@functools.cache
def _raw() -> dict[str, dict[str, Any]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def middles() -> dict[str, tuple[float, float]]:
    """The rough middle of every country."""
    return {code: (lat, lon) for code, (lat, lon) in _raw()["countries"].items()}


def word(country: str) -> str:
    """What a country calls its regions."""
    return next((kind for kind, codes in _raw()["kinds"].items() if country in codes.split()), "Province")


def table() -> Iterator[Region]:
    """Every row, first-level regions and lesser places."""
    for head, rows in _raw().items():
        country, _, kind = head.partition(" ")
        for name, row in rows.items() if head not in ("kinds", "rest", "countries") else ():
            lat, lon, people, others = row
            yield Region(country, name, lat, lon, people, tuple(filter(None, others.split("|"))), kind)


def matched(cities: list[Town], known: dict[tuple[str, str], str]) -> dict[tuple[str, str], Region]:
    """Each region code's row: the cheapest pairing of a country's rows and codes as a whole.

    `known`: names found by other means; American states go by them, and some countries' rows are only for the others.
    """
    held, found = _by_code(cities), {}
    for country, regions in _by_country().items():
        rest = country in _raw()["rest"]["codes"].split()
        codes = [code for code in held[country] if not rest or (country, code) not in known]
        costs = [[_cost(one, held[country][code], known.get((country, code))) for code in codes] for one in regions]
        for at, to in enumerate(pairs(costs)):
            if to is not None and costs[at][to] < FAR:
                found[country, codes[to]] = regions[at]
    return found


def _by_code(cities: list[Town]) -> dict[str, dict[str, list[Town]]]:
    held: dict[str, dict[str, list[Town]]] = defaultdict(lambda: defaultdict(list))
    for one in cities:
        if one["admin1code"] not in UNKNOWN:
            held[one["countrycode"]][one["admin1code"]].append(one)
    return held


def _by_country() -> dict[str, list[Region]]:
    rows = defaultdict(list)
    for region in table():
        if not region.kind:
            rows[region.country].append(region)
    return rows


def _cost(region: Region, towns: list[Town], known: str | None) -> float:
    if region.country == "US" and known == region.name:
        return 0.0
    names = {folded(one["name"]) for one in towns if one["population"] >= LARGE}
    far = kilometres((region.lat, region.lon), centre(towns))
    return far * NAMESAKE if names & {folded(name) for name in (region.name, *region.others)} else far


def centre(cities: Iterable[Town]) -> tuple[float, float]:
    """The mean of the cells, half a degree wide, that hold a town: nearer to the middle than the mean of the towns."""
    cells = {(round(2 * one["latitude"]), round(2 * one["longitude"])) for one in cities}
    if max(cell[1] for cell in cells) - min(cell[1] for cell in cells) > 400:  # on both sides of the date line
        cells = {(lat, lon % 720) for lat, lon in cells}
    return tuple(round(sum(cell[at] for cell in cells) / len(cells) / 2, 2) for at in (0, 1))  # type: ignore[return-value]


# --- what to call them ---


def labels(found: dict[tuple[str, str], Region], cities: list[Town]) -> dict[tuple[str, str], str]:
    """What each region is called: its name, with its kind behind it where a large town in it bears the same."""
    largest, held = namesakes(cities), _by_code(cities)
    return {
        key: region.name if _alone(region, largest, held[key[0]][key[1]]) else f"{region.name} {word(key[0])}"
        for key, region in found.items()
    }


def _alone(region: Region, largest: dict[tuple[str, str], int], towns: list[Town]) -> bool:
    """Whether its bare name is its own, or that of a city which nearly all of its people live in."""
    if region.country in BARE or KIND.search(region.name):
        return True
    chief = max(towns, key=lambda one: one["population"])
    # A state or province ("Bahia", "Goa") rather lends its name to its chief town than the other way round.
    other = word(region.country) not in ("State", "Province") and folded(region.name) in map(
        folded, chief["alternatenames"]
    )
    town = curated().get(folded(region.name))
    people = chief["population"] if other or (town and town.kind == "city") else 0
    return not LARGE <= max(people, largest[region.country, folded(region.name)]) < CITY * region.people


def namesakes(cities: list[Town]) -> dict[tuple[str, str], int]:
    """The people of a country's largest town of each folded name."""
    largest: dict[tuple[str, str], int] = defaultdict(int)
    for one in cities:
        key = one["countrycode"], folded(one["name"])
        largest[key] = max(largest[key], one["population"])
    return largest


def rows(found: dict[tuple[str, str], Region], names: dict[tuple[str, str], str], cities: list[Town]) -> Iterator[Row]:
    """The regions as places; those that are one with their city or in the curated table are left to these."""
    largest = namesakes(cities)
    for (country, code), region in found.items():
        name = names[country, code]
        called = [name, *_longer(region.name, country), *_free(region, largest)]
        one_city = name == region.name and largest[country, folded(name)] >= LARGE and country not in BARE
        if not one_city and not _curated(region, called):
            yield (name, "region", country, code, region.lat, region.lon, region.people), called


def _longer(name: str, country: str) -> list[str]:
    """ "Kano state" and "Kano province" for "Kano"; nothing where the name says its kind."""
    if country == "US":
        return []
    if KIND.search(name):
        stem = KIND.sub("", name).strip()
        return [f"{stem} region"] if re.search(r"Oblast|Krai|State", name) else []
    return [f"{name} {kind}" for kind in ("region", "province", word(country))]


def _free(region: Region, largest: dict[tuple[str, str], int]) -> list[str]:
    """Its other names that no large town of the country bears."""
    return [name for name in region.others if largest[region.country, folded(name)] < LARGE]


def _curated(region: Region, called: list[str]) -> bool:
    own = [
        one for name in called if (one := curated().get(folded(name))) and one.kind in ("region", "island", "country")
    ]
    return any(kilometres((one.lat, one.lon), (region.lat, region.lon)) < SAME for one in own)


def lesser(cities: list[Town]) -> Iterator[Row]:
    """Counties, islands and landscapes without a code of their own; they take that of the nearest town."""
    held, largest = defaultdict(list), namesakes(cities)
    for one in cities:
        held[one["countrycode"]].append(one)
    for region in table():
        called = [region.name, *_free(region, largest)]
        if region.kind and not _curated(region, called):
            called += _longer(region.name, region.country) if region.kind == "region" else []
            town = min(held[region.country], key=lambda one: _squared(region, one))
            place = (region.name, region.kind, region.country, town["admin1code"], region.lat, region.lon)
            yield (*place, region.people), called


def _squared(region: Region, town: Town) -> float:
    """Good enough to find the nearest."""
    return float((region.lat - town["latitude"]) ** 2 + (region.lon - town["longitude"]) ** 2)
