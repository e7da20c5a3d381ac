"""Who stands with whom, at that time: a dated table. A pair that it does not know is "unsure", never opposed."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any, Literal, NamedTuple

from onrecord.ledger.days import days

ActorKey = str
Stance = Literal["same", "allied", "opposed", "unsure"]
TABLE = Path(__file__).parent / "alliances.toml"


class Term(NamedTuple):
    """A time for which the table says something; open ends are open."""

    first: str
    last: str

    def holds(self, on: str) -> bool:
        """Whether it holds on that day."""
        return self.first <= on <= self.last


Part = tuple[ActorKey, Term]  # what an actor is part of, and when


class Table(NamedTuple):
    """The table, looked up by actors' keys."""

    aliases: dict[ActorKey, ActorKey]
    parts: dict[ActorKey, tuple[Part, ...]]
    allies: dict[frozenset[ActorKey], tuple[Term, ...]]
    foes: dict[frozenset[ActorKey], tuple[Term, ...]]
    states: dict[str, ActorKey]


@functools.lru_cache(maxsize=20_000)
def actor_key(name: str) -> ActorKey:
    """The name by which an actor is looked up: case and article do not matter, other names of it are one.

    >>> actor_key("the Russian Federation") == actor_key("Russia")
    True
    """
    key = _folded(name)
    return table().aliases.get(key, key)


@functools.lru_cache(maxsize=20_000)
def sides(name: str) -> tuple[ActorKey, ...]:
    """For whom somebody of this name may speak: themselves, and the state whose office or force they are.

    >>> sides("Russia's defence ministry")
    ("russia's defence ministry", 'russia')
    >>> sides("commander of the Ukrainian army")[1:]
    ('ukraine',)
    >>> sides("Russian activists")[1:]
    ()
    """
    own, words = actor_key(name), re.findall(r"[\w-]+", _folded(name).replace("'s", ""))
    if not set(words) & _OFFICES or set(words) & _OTHERS:
        return (own,)
    states = (table().states.get(word) for word in words)
    return tuple(dict.fromkeys((own, *filter(None, states))))


_OFFICES = frozenset(
    "army armies forces troops military ministry minister president government officials official spokesman "
    "spokeswoman spokesperson commander commanders general staff navy side authorities command officer officers "
    "parliament envoy ambassador diplomat diplomats soldiers premier leadership regime".split()
)
_OTHERS = frozenset(
    "opposition rebel rebels separatist separatists activist activists blogger bloggers journalist analyst institute "
    "exile exiled refugee outlet newspaper media former ex independent-minded residents".split()
)


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").lower().removeprefix("the ").split())


@functools.cache
def table() -> Table:
    """The table as it is packaged."""
    raw = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    aliases = {_folded(other): _folded(name) for name, others in raw["aliases"].items() for other in others}

    def key(name: str) -> ActorKey:
        return aliases.get(_folded(name), _folded(name))

    parts = _by_actor((key(who), (key(row["of"]), _term(row))) for row in raw["part"] for who in row["who"])
    stood = [(row["who"], row) for row in raw["allies"]]
    stood += [(side, row) for row in raw["conflict"] for side in row["sides"]]
    allies = _pairs((key(a), key(b), _term(row)) for side, row in stood for a, b in combinations(side, 2))
    foes = _pairs((key(a), key(b), _term(row)) for row in raw["conflict"] for a, b in _across(row["sides"]))
    states = {word.lower(): key(name) for name, words in raw["adjectives"].items() for word in (name, *words)}
    return Table(aliases, parts, allies, foes, states)


def _term(row: dict[str, Any]) -> Term:
    since, until = days(row.get("since")), days(row.get("until"))
    return Term(since[0] if since else "0000", until[1] if until else "9999-12-31")


def _across(sides: list[list[str]]) -> Iterator[tuple[str, str]]:
    return (pair for one, other in combinations(sides, 2) for pair in product(one, other))


def _by_actor(rows: Iterable[tuple[ActorKey, Part]]) -> dict[ActorKey, tuple[Part, ...]]:
    found: dict[ActorKey, tuple[Part, ...]] = {}
    for name, part in rows:
        found[name] = (*found.get(name, ()), part)
    return found


def _pairs(rows: Iterable[tuple[ActorKey, ActorKey, Term]]) -> dict[frozenset[ActorKey], tuple[Term, ...]]:
    found: dict[frozenset[ActorKey], tuple[Term, ...]] = {}
    for one, other, term in rows:
        found[frozenset({one, other})] = (*found.get(frozenset({one, other}), ()), term)
    return found


@functools.lru_cache(maxsize=100_000)
def stance(one: ActorKey, other: ActorKey, on: str) -> Stance:
    """How two actors stand to one another on that day; a part stands as what it is part of."""
    if one == other:
        return "same"
    mine, theirs = _wholes(one, on), _wholes(other, on)
    if set(mine) & set(theirs):
        return "same" if one in theirs or other in mine else "allied"
    pairs = [frozenset({a, b}) for a in mine for b in theirs]
    known = table()
    if any(term.holds(on) for pair in pairs for term in known.foes.get(pair, ())):
        return "opposed"
    return "allied" if any(term.holds(on) for pair in pairs for term in known.allies.get(pair, ())) else "unsure"


def _wholes(name: ActorKey, on: str) -> list[ActorKey]:
    """The actor and all that it is part of on that day."""
    found, fresh = [name], [name]
    while fresh:
        held = [whole for one in fresh for whole, term in table().parts.get(one, ()) if term.holds(on)]
        fresh = [whole for whole in held if whole not in found]
        found += fresh
    return found


def opposed(one: ActorKey | None, other: ActorKey | None, on: str) -> bool:
    """Whether two actors are known to stand against one another on that day."""
    return one is not None and other is not None and stance(one, other, on) == "opposed"


def same_side(one: ActorKey | None, other: ActorKey | None, on: str) -> bool:
    """Whether they are one, part of one another or allied on that day."""
    return one is not None and other is not None and stance(one, other, on) in ("same", "allied")


def same_actor(one: ActorKey | None, other: ActorKey | None, on: str) -> bool:
    """Whether they are one, or the one is part of the other, on that day."""
    return one is not None and other is not None and stance(one, other, on) == "same"
