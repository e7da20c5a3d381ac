"""Who holds, takes or claims: words to states, forces and movements. In doubt nobody; what cannot hold is turned down.

A state's forces are the state; rebels and movements are actors of their own, never the state whose adjective they bear.
"""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from onrecord.resolution.gazetteer import lookup
from onrecord.resolution.naming import POSSESSIVE, tables

TABLE = Path(__file__).parent / "tables" / "actors.toml"
_PRONOUN = re.compile(r"(?i)(?:it|they|he|she|we|i|its|their|our|his|her|ours|itself|them|who|which)")
_LEAD = re.compile(
    r"(?i)^(?:(?:the|a|an|some|many|most|several|all|last|more|of|both|other|about|its|their|his|new|two|three|four|first|"
    r"government|local|remaining|foreign|no|one|each|these|those|that|this|his|thousands|hundreds|dozens|units|"
    r"\d+)[ ]+)+"
)


_HYPHEN = re.compile(r"-(?:held|controlled|occupied|annexed|administered|run|claimed|governed)$")


_BACKED = re.compile(r"^(?:\S+-(?:backed|led|aligned|supported|linked|affiliated|allied) )+")
_COUNTED = re.compile(
    r"(?i)(?:about |some |more than |at least |over |nearly )?(?:\d|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|twenty|dozens|hundreds|thousands|many|several|a few|millions)\b"
)


class Known(NamedTuple):
    """The table, turned round for looking up."""

    state: frozenset[str]
    fighters: frozenset[str]
    weapons: frozenset[str]
    own: frozenset[str]
    others: frozenset[str]
    civil: frozenset[str]
    residents: frozenset[str]
    bodies: frozenset[str]
    nameless: frozenset[str]
    opening: frozenset[str]
    apart: frozenset[str]
    capitals: frozenset[str]
    belongs: frozenset[str]
    lands: frozenset[str]
    pointing: frozenset[str]
    offices: frozenset[str]
    peoples: frozenset[str]
    states: dict[str, str]
    movements: dict[str, str]
    plurals: dict[str, str]
    war: frozenset[str]
    other: frozenset[str]


class Found(NamedTuple):
    """Who words name. `open`: they may hold, but who that is stays open; `sort` is state, movement, fighters, or
    unnamed: a group that has no name but what it is called, "rebels"."""

    name: str | None = None
    open: bool = False
    sort: str = "state"


PLAIN = {
    "the",
    "government",
    "regular",
    "security",
    "national",
    "armed",
    "federal",
    "ground",
    "state",
    "country’s",
    "army",
}
NOBODY = Found()
OPEN = Found(open=True)


@functools.cache
def known() -> Known:
    """Read once."""
    raw = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    words = {name: frozenset(listed) for name, listed in raw["words"].items()}
    states = {word: name for name, listed in raw["states"].items() for word in (name, *listed)}
    countries = {**tables().countries, **states}
    movements = {word: name for name, listed in raw["movements"].items() for word in (name, *listed)}
    about = {name: frozenset(listed) for name, listed in raw["elsewhere"].items()}
    return Known(**words, states=countries, movements=movements, plurals=raw["plurals"], **about)


def is_adjective(name: str) -> bool:
    """A word for what belongs to a state ("Russian"), no name of a place."""
    held = known().states.get(name)
    ending = re.search(r"(?:[^i]n|ns|sh|ch|se|i|is|ek|k|b|z|tine|tch)$", name) and not name.endswith("ain")
    best = lookup(name)[:1] if held and held != name and ending else ()
    return bool(held and held != name and ending and not (best and best[0].kind == "city"))


def is_pronoun(words: str) -> bool:
    """Words that stand for somebody named elsewhere: "it", "its territory", "ours"."""
    first = words.split()[0] if words.split() else ""
    return bool(_PRONOUN.fullmatch(first))


def actor_of(words: str) -> Found:
    """Who these words name by themselves.

    >>> actor_of("Russian forces").name, actor_of("Syrian rebels").name, actor_of("wolves").open
    ('Russia', 'Syrian rebels', False)
    """
    bare = _HYPHEN.sub("", led(" ".join(words.split()).strip(' ,;:"“”')))
    plain = POSSESSIVE.sub("", bare).strip()
    if _COUNTED.match(words) and known().states.get(plain, plain) != plain and " " not in plain:
        return NOBODY  # "six Americans" are people
    if not plain or is_pronoun(words):
        return OPEN
    if plain.startswith(("ethnic ", "Ethnic ")):
        return Found(plain[0].lower() + plain[1:], sort="fighters")
    named = _movement(plain)
    if named:
        return named
    run = [POSSESSIVE.sub("", word) for word in bare.split()]
    head = run[-1].lower()
    if len(run) == 1 and head in known().opening and run[0].istitle():
        run = [head]  # "Rebels seized": the first word of a sentence has a capital
    if not run[-1][0].isupper() and (
        head in known().fighters or {word.lower() for word in run[:-1]} & known().fighters
    ):
        return _fighters(run)
    if not run[-1][0].isupper() and head in known().state and (set(run[:-1]) & known().others or _BACKED.match(bare)):
        return _fighters(run)
    return _state(plain, run, head) or _body(plain, run) or _bare(run, head)


def led(words: str) -> str:
    """Without the small words before a name; one that belongs to the name stays: "the New Dawn Front"."""
    rest = _LEAD.sub("", words)
    before = words[: len(words) - len(rest)].split()
    own = before and before[-1] in known().capitals and rest.split()[-1:] and rest.split()[-1] in known().bodies
    return f"{before[-1]} {rest}" if own and rest not in known().movements else rest


def nameless(words: str) -> Found | None:
    """A group without a name, as it is called: "the rebels"; not what only points at one, "the group"."""
    run = words.lower().split()
    return Found(run[-1], sort="unnamed") if run and run[-1] in known().nameless else None


def own_name(words: str) -> Found | None:
    """A movement that no table knows, by the name that its fighters are said to be of: "the Sons of the River".

    One word may be where they come from, and so may a name that the gazetteer has."""
    run = words.split()
    land = (run[-1] in known().lands and "of" not in run) or bool(lookup(words)[:1])
    return Found(words, sort="movement") if len(run) > 1 and not land else None


def _described(words: list[str]) -> list[str]:
    """A name without what is said of it before: "the paramilitary RSF", "the ethnic armed group KNDF"."""
    start = next((at for at, word in enumerate(words) if not word[0].islower()), 0)
    return [] if set(words[:start]) & known().apart else words[start:]


def _movement(plain: str) -> Found | None:
    """A movement, named at the beginning or alone: "M23 rebels", "Islamic State militants"."""
    words = _described(_BACKED.sub("", plain).split())
    if len(words) > 2 and (words[0] in known().peoples or words[0] in known().states) and words[1] in known().movements:
        words = words[1:]  # "Kurdish YPG fighters"
    for size in range(min(6, len(words)), 0, -1):
        name = known().movements.get(POSSESSIVE.sub("", " ".join(words[:size])))
        if name and all(word[0].islower() for word in words[size:]):
            return Found(name, sort="movement")
    return None


def _fighters(run: list[str]) -> Found:
    """Fighters of no state: named with the adjectives before them; alone they are whoever the article calls so."""
    kept = [word for word in run[:-1] if word[0].isupper() or "-" in word]
    last = [word for word in run[:-1] if word.lower() in known().fighters | known().others and word not in kept]
    return Found(" ".join([*kept, *last, run[-1]]), sort="fighters") if kept else Found(open=True, sort="fighters")


def _state(plain: str, run: list[str], head: str) -> Found | None:
    """A state by its name, its capital, its adjective with a word for what acts for it, or "Sudan's army"."""
    whole = known().states.get(plain) or tables().seats.get(plain) or _country(plain)
    if whole:
        return Found(whole)
    if any(word in known().peoples for word in run[:-1]) and head in known().state:
        return Found(plain, sort="fighters")
    acts = head in known().state or (run[-1][0].isupper() and any(word.lower() in tables().roles for word in run))
    if not acts:
        return None
    for size in range(min(3, len(run)), 0, -1):
        name = " ".join(run[:size])
        found = known().states.get(name) or tables().seats.get(name) or _country(name)
        if found:
            return Found(found)
    return _of(plain)


def _of(plain: str) -> Found | None:
    """ "soldiers of the junta", "the president of Georgia"."""
    _, link, rest = plain.partition(" of ")
    return actor_of(rest) if link else None


def _country(name: str) -> str | None:
    """A country's or a breakaway region's own name, by the gazetteer."""
    if not name[:1].isupper():
        return None
    best = lookup(name)[:1]
    return best[0].name if best and best[0].kind in ("country", "union") else None


def _body(plain: str, run: list[str]) -> Found | None:
    """A force with a name of its own: "Arakan Army"; letters that stand for one stay open."""
    named = run[-1] in known().bodies and len(run) > 1 and all(word[0].isupper() for word in run)
    return Found(plain, sort="movement") if named else None


def _bare(run: list[str], head: str) -> Found:
    """Forces or weapons without a word of whose they are, or something that can hold nothing."""
    if run[-1] in known().peoples or run[0] in known().peoples:
        return Found(known().plurals.get(" ".join(run), " ".join(run)), sort="fighters")
    if head in known().own or head in known().weapons or head in known().state:
        return OPEN
    return NOBODY


def is_weapon(words: str) -> bool:
    """What strikes without a word of whose it is."""
    run = words.lower().split()
    return bool(run) and run[-1] in known().weapons


def is_own(words: str) -> bool:
    """ "The army", "government troops": the article's own; not those of somebody else ("coalition forces")."""
    run = _LEAD.sub("", words.strip()).lower().split()
    return bool(run) and run[-1] in known().own and not set(run[:-1]) - PLAIN


def is_fighters(words: str) -> bool:
    """ "The rebels", "the group": whom the article has called so before."""
    run = words.lower().split()
    return bool(run) and run[-1] in known().fighters


def office_of(words: str) -> Found:
    """The state that somebody described by an office speaks for: "a Ukrainian officer, Taras Bondar"."""
    run = [POSSESSIVE.sub("", word.strip(",")) for word in words.split()]
    held = any(word.lower() in tables().roles or word.lower() in known().state for word in run)
    names = (known().states.get(" ".join(run[at : at + size])) for size in (3, 2, 1) for at in range(len(run)))
    return Found(next(filter(None, names), None)) if held else NOBODY
