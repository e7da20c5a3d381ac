"""The word lists of tables/speakers.toml and first_names.toml, and what a name looks like."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "tables"
LINKS = "(?:van|von|de|del|della|der|den|di|da|bin|ibn|al|el|la|le|ten|ter)"
CAPITAL = "A-ZÀ-ÖØ-ÞĆČŁŚŞŠŽ"
SHORT = "Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Adm|Maj|Prof|St|Jr|Sr|Corp|Inc|Ltd|Co"
TOKEN = rf"(?:(?:[{CAPITAL}]\.)+|(?:{SHORT})\.|[{CAPITAL}][\w’'-]*)"  # a stop ends a name, but for these
NAME = re.compile(rf"{TOKEN}(?: (?:{LINKS} )*{TOKEN})*")
CAPITALS = re.compile(f"[{CAPITAL}]")
POSSESSIVE = re.compile(r"[’']s?$")


class Tables(NamedTuple):
    """The lists turned round for looking up."""

    roles: dict[str, str]
    gender: dict[str, str]
    words: dict[str, frozenset[str]]
    outlets: frozenset[str]
    outlet_kinds: tuple[str, ...]
    press: dict[str, frozenset[str]]
    seats: dict[str, str]
    countries: dict[str, str]
    first_names: dict[str, str]


@functools.cache
def tables() -> Tables:
    """Read once."""
    raw: dict[str, Any] = tomllib.loads((FOLDER / "speakers.toml").read_text(encoding="utf-8"))
    first: dict[str, str] = tomllib.loads((FOLDER / "first_names.toml").read_text(encoding="utf-8"))
    return Tables(
        {word: office for office, words in raw["roles"].items() for word in words},
        {word: gender for gender, words in raw["gender"].items() for word in words},
        {name: frozenset(words) for name, words in raw["words"].items()},
        frozenset(raw["outlets"]["names"]),
        tuple(raw["outlets"]["kinds"]),
        {name: frozenset(raw["outlets"][name]) for name in ("ends", "begins", "never")},
        raw["seats"],
        {word: country for country, words in raw["countries"].items() for word in (country, *words)},
        {name: gender for gender, names in first.items() for name in names.split()},
    )
