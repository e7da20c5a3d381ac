"""What a source's words say of who speaks: a name, a role and where it is held, or only a description."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.records import SpeakerType
from onrecord.resolution.letters import gender_by_letters, kind_by_letters

TABLES = Path(__file__).parent / "tables"
PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
OTHERS = {
    "they",
    "them",
    "it",
    "who",
    "we",
    "us",
    "i",
    "me",
    "you",
    "which",
    "that",
    "one",
    "their",
    "its",
    "our",
    "my",
}
LINKS = "(?:van|von|de|del|della|der|den|di|da|bin|ibn|al|el|la|le|ten|ter)"
CAPITAL = "A-ZÀ-ÖØ-ÞĆČŁŚŞŠŽ"
SHORT = "Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Adm|Maj|Prof|St|Jr|Sr"
TOKEN = rf"(?:(?:[{CAPITAL}]\.)+|(?:{SHORT})\.|[{CAPITAL}][\w’'-]*)"  # a stop ends a name, but for these
NAME = re.compile(rf"{TOKEN}(?: (?:{LINKS} )*{TOKEN})*")
SURE = 0.8  # chance above which a name's letters decide what bears it
POSSESSIVE = re.compile(r"[’']s?$")


class Naming(NamedTuple):
    """What a phrase says. `name` is none for a pronoun and a bare description; `of` is where the role is held."""

    name: str | None = None
    type: SpeakerType | None = None
    role: str | None = None
    of: str | None = None
    includes: tuple[str, ...] = ()
    gender: str | None = None
    pronoun: str | None = None


class Tables(NamedTuple):
    """The word lists of tables/speakers.toml and first_names.toml, turned round for looking up."""

    roles: dict[str, str]
    gender: dict[str, str]
    words: dict[str, frozenset[str]]
    outlets: frozenset[str]
    outlet_kinds: tuple[str, ...]
    seats: dict[str, str]
    countries: dict[str, str]
    first_names: dict[str, str]


@functools.cache
def tables() -> Tables:
    """Read once."""
    raw: dict[str, Any] = tomllib.loads((TABLES / "speakers.toml").read_text(encoding="utf-8"))
    first: dict[str, str] = tomllib.loads((TABLES / "first_names.toml").read_text(encoding="utf-8"))
    return Tables(
        {word: office for office, words in raw["roles"].items() for word in words},
        {word: gender for gender, words in raw["gender"].items() for word in words},
        {name: frozenset(words) for name, words in raw["words"].items()},
        frozenset(raw["outlets"]["names"]),
        tuple(raw["outlets"]["kinds"]),
        raw["seats"],
        {word: country for country, words in raw["countries"].items() for word in (country, *words)},
        {name: gender for gender, names in first.items() for name in names.split()},
    )


def naming(phrase: str) -> Naming:
    """What a source's words say of who speaks.

    >>> naming("Kremlin spokesman Dmitry Peskov")[:4]
    ('Dmitry Peskov', 'person', 'spokesman', 'Kremlin')
    """
    words = bare(phrase)
    lower = words.lower()
    if lower in PRONOUNS or lower in OTHERS:
        return Naming(pronoun=lower, gender=PRONOUNS.get(lower))
    whole, _, named = words.partition(", including ")
    if named:
        return Naming(bare(whole), "group", includes=tuple(_listed(named)))
    return _several(words) or _known(words) or _titled(words) or _apposed(words) or _described(words)


def _several(words: str) -> Naming | None:
    """Two or more persons by name: "Ann Roe and Tom Vik"."""
    parts = re.split(r", and | and |, ", words)
    named = len(parts) > 1 and all(NAME.fullmatch(part) and kind_of_name(part) == "person" for part in parts)
    return Naming(words, "group", includes=tuple(parts)) if named else None


def bare(phrase: str) -> str:
    """The words without an article before and marks around them."""
    words = POSSESSIVE.sub("", " ".join(phrase.split()).strip(' ,;:—–-"“”'))
    return re.sub(r"^(?:the|a|an) ", "", words, flags=re.IGNORECASE)


def _listed(words: str) -> list[str]:
    return [bare(part) for part in re.split(r", and | and |, ", words) if bare(part)]


def kind_of_name(name: str) -> SpeakerType | None:
    """What bears this name: by the tables where they know it, else by its letters; none where that is in doubt."""
    held, words = tables(), name.split()
    if name in held.outlets:
        return "outlet"
    if name in held.countries and (name[-1:] != "n" or name in held.countries.values()):
        return "country"
    if name in held.seats or any(word.lower() in held.words["organisations"] for word in words):
        return "organisation"
    if len(words) > 5 or any(word.lower() in held.words["common"] for word in words):
        return None
    return _by_first_name(words) or _by_letters(name)


def _by_first_name(words: list[str]) -> SpeakerType | None:
    """A person where the first of several words is a first name and none is a country's."""
    first = words[0] in tables().first_names and len(words) > 1
    return "person" if first and not any(word in tables().countries for word in words) else None


def _by_letters(name: str) -> SpeakerType | None:
    """What its letters make likely; a single word in capitals is an organisation's letters."""
    if " " not in name:
        if name.isupper():
            return "organisation" if 2 <= len(name) <= 6 else None
        sure = kind_by_letters(name)
        return "person" if sure.label == "person" and sure.chance > SURE else None
    likely = kind_by_letters(name)
    if likely.label == "person" and likely.chance > SURE:
        return "person"
    return "organisation" if likely.label in ("organisation", "place") and likely.chance > SURE else None


def gender_of(name: str) -> str | None:
    """The gender that a person's first name mostly has; none where both bear it or it is not known."""
    first = name.split()[0]
    known = tables().first_names.get(first)
    if known:
        return known if known in ("m", "f") else None
    likely = gender_by_letters(first)
    return likely.label if likely.chance > 0.95 else None


def _known(words: str) -> Naming | None:
    """The whole phrase is a name."""
    found = NAME.fullmatch(words)
    if not found or any(word.lower() in tables().roles for word in words.split()):
        return None
    first, _, rest = words.partition(" ")
    if first.lower() in tables().words["honorifics"] and rest:
        return Naming(rest, kind_of_name(rest) or "person", gender=tables().gender.get(first.lower()))
    return Naming(words, kind_of_name(words))


def _titled(words: str) -> Naming | None:
    """Role before name: "Harbour police chief Ann Roe"."""
    head = words.split(",")[0]
    found = list(NAME.finditer(head))
    if not found or found[-1].end() != len(head):
        return None
    run = head.split()
    at = max((i for i, word in enumerate(run) if word.lower() in tables().roles), default=-1)
    name = " ".join(run[at + 1 :])
    if at < 0 or not NAME.fullmatch(name):
        return None
    role, of = _office(run[: at + 1])
    return Naming(name, "person", role, of, gender=tables().gender.get(run[at].lower()))


def _office(run: list[str]) -> tuple[str, str | None]:
    """A role's own words, and the name before them that says where it is held."""
    names = 0
    while names < len(run) - 1 and run[names][0].isupper() and run[names].lower() not in tables().roles:
        names += 1
    before = POSSESSIVE.sub("", " ".join(run[:names]))
    return " ".join(run[names:]), tables().countries.get(before, before) or None


def _apposed(words: str) -> Naming | None:
    """Name, then who that is: "Hugh Hill, a doctor", "Jane Roe, the mayor of Elm"."""
    name, comma, rest = words.partition(", ")
    if not comma:
        return None
    who = naming(name.split(" of ")[0])
    if who.type not in ("person", None) or not who.name or who.role:
        return who if who.role and who.name else None
    said = _described(bare(re.sub(r"^\d+, ", "", rest)))
    if said.role:
        return Naming(who.name, "person", said.role, said.of, gender=said.gender or who.gender)
    return who


def _described(words: str) -> Naming:
    """A role, a group or an outlet without a name."""
    lower = words.lower()
    run = re.split(r" (?:of|for|at|in|from|with) (?:the )?", words, maxsplit=1)
    tail = run[0].split()[-1].lower() if run[0].split() else ""
    if any(re.search(rf"\b{kind}\b", lower) for kind in tables().outlet_kinds) and tail not in tables().roles:
        return Naming(words, "outlet")
    if tail in tables().roles:
        role, of = _office(run[0].split())
        held = NAME.match(run[1]) if len(run) > 1 else None
        return Naming(None, "person", role, held.group() if held else of, gender=tables().gender.get(tail))
    if any(word in tables().words["groups"] for word in lower.split()):
        return Naming(words, "group")
    return Naming()
