"""Places by name: towns, regions and countries out of gazetteer.db, and the curated table that comes before it."""

from __future__ import annotations

import functools
import re
import sqlite3
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.errors import OnrecordError
from onrecord.records import Place, new_id
from onrecord.resolution.naming import tables

TABLES = Path(__file__).parent / "tables"
TABLE = TABLES / "gazetteer.db"
CURATED = TABLES / "places.toml"
VILLAGES = TABLES / "villages.toml"
LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})
WORLD = 1_000_000  # people of a town that the world knows by its bare name
KNOWN = 300_000  # people that a curated place, of which none are counted, stands for
FEW = 500  # people that a village of ours, of which none are counted, stands for
MOST = 40  # namesakes looked at, the most populous first


class GazetteerError(OnrecordError):
    """The gazetteer's file is missing or damaged."""


class Entry(NamedTuple):
    """A place as the gazetteer has it: `within` from the smallest container to the largest."""

    key: str
    name: str
    kind: str
    country: str
    lat: float
    lon: float
    people: int
    within: tuple[str, ...] = ()
    curated: bool = False

    @property
    def place(self) -> Place:
        """As a record."""
        return Place(id=self.key, name=self.name, lat=self.lat, lon=self.lon, within=self.within)


def people(entry: Entry) -> int:
    """How many live there, or how well a place of ours is known."""
    return entry.people or (KNOWN if entry.curated else 0)


@functools.lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """A name without case, accents and marks.

    >>> folded("Sana'a"), folded("São Paulo"), folded("Đà Nẵng")
    ('sanaa', 'sao paulo', 'da nang')
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(LETTERS))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[\s-]+", " ", re.sub(r"[’‘'`ʼʻʹ.]", "", bare)).strip()


UNITS = "state province oblast krai region governorate prefecture department voivodeship county island river".split()
_UNIT = re.compile(f" (?:{'|'.join(UNITS[:-1])}|district|division|raion)$")


@functools.lru_cache(maxsize=20_000)
def stem(name: str) -> str:
    """A folded name without the word for its kind, to compare containers by.

    >>> stem("Kaduna State"), stem("Kherson oblast"), stem("The Netherlands"), stem("New York")
    ('kaduna', 'kherson', 'netherlands', 'new york')
    """
    return _UNIT.sub("", folded(name).removeprefix("the "))


@functools.cache
def curated() -> dict[str, Entry]:
    """The curated places by every folded name."""
    raw: dict[str, dict[str, Any]] = tomllib.loads(CURATED.read_text(encoding="utf-8"))
    rows = {name: row for group in raw.values() for name, row in group.items()}
    found: dict[str, Entry] = {}
    for name, (lat, lon, kind, container, others) in rows.items():
        within = _within(container, rows)
        entry = Entry(new_id("place", name, *within), name, kind, "", lat, lon, 0, within, curated=True)
        for one in (name, *filter(None, others.split("|"))):
            found[folded(one)] = entry
    return found


@functools.cache
def villages() -> dict[str, tuple[Entry, ...]]:
    """Villages that the file lacks, by every folded name: namesakes beside the others of their name."""
    raw: dict[str, dict[str, Any]] = tomllib.loads(VILLAGES.read_text(encoding="utf-8"))
    found: dict[str, tuple[Entry, ...]] = {}
    for name, row in ((name, row) for group in raw.values() for name, rows in group.items() for row in rows):
        lat, lon, region, country, others = row
        code = next((code for code, held in _countries().items() if held == country), "")
        entry = Entry(new_id("place", name, region, country), name, "city", code, lat, lon, FEW, (region, country))
        for one in (name, *filter(None, others.split("|"))):
            found[folded(one)] = (*found.get(folded(one), ()), entry)
    return found


def _within(container: str, rows: dict[str, Any]) -> tuple[str, ...]:
    """What contains it, and what contains that; a view in brackets stays with its name."""
    chain: list[str] = []
    while container and container not in chain:
        nearest, _, wider = container.partition("; ")
        chain.append(nearest)
        bare = nearest.split(" (")[0]
        container = wider or (rows[bare][3] if bare in rows and rows[bare][3].split(" (")[0] != bare else "")
    return tuple(chain)


@functools.cache
def _db() -> sqlite3.Connection:
    """The file, read-only. Raises GazetteerError where it is missing or damaged."""
    try:
        db = sqlite3.connect(f"file:{TABLE}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        db.execute("SELECT count(*) FROM countries").fetchone()
    except sqlite3.Error as fault:
        raise GazetteerError("the gazetteer is missing or damaged", str(TABLE), "Install onrecord again") from fault
    return db


@functools.cache
def _countries() -> dict[str, str]:
    return dict(_asked("SELECT code, name FROM countries"))


@functools.cache
def _regions() -> dict[tuple[str, str], str]:
    return {(country, code): name for country, code, name in _asked("SELECT * FROM regions")}


@functools.cache
def postal() -> dict[str, str]:
    """The two letters of American states, as addresses and datelines have them."""
    return {code: name for (country, code), name in _regions().items() if country == "US"}


@functools.lru_cache(maxsize=20_000)
def lookup(name: str) -> tuple[Entry, ...]:
    """Every place of this name: the curated one first, then by people, villages of our own last."""
    key = _alias(name)
    rows = _asked(
        "SELECT p.id, p.name, p.kind, p.country, p.region, p.lat, p.lon, p.people FROM names n "
        "JOIN places p ON p.id = n.place WHERE n.name = ? ORDER BY p.people DESC LIMIT ?",
        key,
        MOST,
    )
    found = (*(_entry(row) for row in rows), *villages().get(key, ()))
    own = curated().get(key)
    return (own, *found) if own else found or (_of_kind(key) if name[name.rfind(" ") + 1].islower() else ())


KINDS = {"county": "county", "island": "island", "river": "river"}  # of a last word; a region for the other units


def _of_kind(key: str) -> tuple[Entry, ...]:
    """ "Washington state", of which there are no rows by this name: the regions among the namesakes of its stem."""
    bare, _, word = key.rpartition(" ")
    if not bare or word not in UNITS:
        return ()
    return tuple(one for one in lookup(bare) if one.kind == KINDS.get(word, "region"))


def _asked(query: str, *values: object) -> list[Any]:
    """Rows of the file. Raises GazetteerError where it is missing or damaged, also in the middle."""
    try:
        return _db().execute(query, values).fetchall()
    except sqlite3.Error as fault:
        raise GazetteerError("the gazetteer is missing or damaged", str(TABLE), "Install onrecord again") from fault


def _alias(name: str) -> str:
    """The folded name, of its country where it is only another word for one ("U.S.", "Russian")."""
    country = tables().countries.get(name) or tables().countries.get(name.removesuffix("s"))
    own = folded(country or STATES.get(name) or name)
    return OFFICIAL.get(own, own)


# What GeoNames calls countries that news calls otherwise.
OFFICIAL = {
    "congo": "democratic republic of the congo",
    "palestine": "palestine",
    "netherlands": "the netherlands",
    "hague": "the hague",
    "bronx": "the bronx",
}


# American news shortens its states: the Associated Press' forms.
STATES = {
    **{"Ala.": "Alabama", "Ariz.": "Arizona", "Ark.": "Arkansas", "Calif.": "California", "Colo.": "Colorado"},
    **{"Conn.": "Connecticut", "Del.": "Delaware", "Fla.": "Florida", "Ga.": "Georgia", "Ill.": "Illinois"},
    **{"Ind.": "Indiana", "Kan.": "Kansas", "Ky.": "Kentucky", "La.": "Louisiana", "Md.": "Maryland"},
    **{"Mass.": "Massachusetts", "Mich.": "Michigan", "Minn.": "Minnesota", "Miss.": "Mississippi", "Mo.": "Missouri"},
    **{"Mont.": "Montana", "Neb.": "Nebraska", "Nev.": "Nevada", "N.H.": "New Hampshire", "N.J.": "New Jersey"},
    **{"N.M.": "New Mexico", "N.Y.": "New York", "N.C.": "North Carolina", "N.D.": "North Dakota", "Okla.": "Oklahoma"},
    **{
        "Ore.": "Oregon",
        "Pa.": "Pennsylvania",
        "R.I.": "Rhode Island",
        "S.C.": "South Carolina",
        "S.D.": "South Dakota",
    },
    **{"Tenn.": "Tennessee", "Vt.": "Vermont", "Va.": "Virginia", "Wash.": "Washington", "W.Va.": "West Virginia"},
    **{"Wis.": "Wisconsin", "Wyo.": "Wyoming", "D.C.": "United States", "Tex.": "Texas", "U.K.": "United Kingdom"},
}


def _entry(row: tuple[Any, ...]) -> Entry:
    number, name, kind, country, region, lat, lon, people = row
    part = _regions().get((country, region), "") if kind in ("city", "county", "island") else ""
    part = part if folded(part) != folded(name) else ""  # a city that is a region of its own
    nation = _countries().get(country, "") if kind != "country" else ""
    within = tuple(filter(None, (part, nation)))
    return Entry(new_id("place", name, *within, number), name, kind, country, lat, lon, people or 0, within)
