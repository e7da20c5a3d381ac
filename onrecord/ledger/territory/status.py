"""Who holds a place on a day, who claims it, whether that is disputed, and how that is known.

Reported and claimed are kept apart: that a side holds a place is a report where somebody else says so, or the other
side; where only the side that gains by it does, it is that side's claim. A report lasts until a later one ends it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from onrecord.ledger.territory.actors import ActorKey, opposed, same_actor, same_side
from onrecord.ledger.territory.facts import Fact
from onrecord.ledger.territory.rules import controls
from onrecord.ledger.territory.sentences import Ground, Reasons
from onrecord.ledger.territory.sources import independent
from onrecord.ledger.territory.where import Where, related
from onrecord.ledger.territory.words import claims, lasts


class Side(NamedTuple):
    """An actor with the facts that speak for it."""

    actor: ActorKey
    facts: tuple[Fact, ...]

    @property
    def part(self) -> bool:
        """Whether all of them are of a part of the place: "a fifth of the country"."""
        return all(fact.claim.extent == "part" for fact in self.facts)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of claim that they are."""
        return tuple(sorted({fact.kind for fact in self.facts}))


class Standing(NamedTuple):
    """The answer for one place and day."""

    held: tuple[Side, ...]
    claimed: tuple[Side, ...]
    disputed: bool
    reasons: Reasons


def standing(place: Where, facts: Iterable[Fact], on: str) -> Standing:
    """Who holds and who claims the place on that day, by these facts about it and about what contains it."""
    known = sorted((fact for fact in facts if fact.begun.first <= on), key=lambda fact: (fact.begun.first, fact.id))
    near = [fact for fact in known if _speaks_of(fact, place)]
    last_end = functools.cache(lambda actor, kind: _last_end(actor, kind, near, on))
    for_it = [
        fact for fact in near if _says_held(fact, on) and last_end(fact.actor, fact.kind) <= _lasts_at_least(fact)
    ]
    renounced = [fact for fact in known if fact.kind == "SOVEREIGNTY" and not fact.positive and fact.committed]
    by_right = [fact for fact in known if _by_right(fact, place, on) and not _given_up(fact, renounced, on)]
    held = _sides(fact for fact in for_it if not fact.own_good)
    claimed = _sides((*by_right, *(fact for fact in for_it if fact.own_good)))
    denied = _denied(held, near, on)
    disputed = _against(held, claimed, on) or bool(denied)
    reasons = Reasons(_grounds(held), _grounds(claimed), len(denied))
    return Standing(held, claimed, disputed, reasons)


def _speaks_of(fact: Fact, place: Where) -> bool:
    """Whether it is about all of the place: about it, or about the whole of what contains it."""
    lies = related(place, fact.where)
    return (lies == "equal" and fact.claim.extent != "near") or (lies == "inside" and fact.claim.extent == "whole")


def _says_held(fact: Fact, on: str) -> bool:
    took = fact.kind == "CAPTURE" and fact.done and fact.claim.extent != "near"
    return (took or controls(fact)) and (fact.ended is None or fact.ended.last >= on)


def _lasts_at_least(fact: Fact) -> str:
    """The day up to which it speaks itself: only what begins later can end it."""
    return fact.begun.last if fact.kind == "CAPTURE" else fact.over.last


def _last_end(actor: ActorKey | None, kind: str, near: Sequence[Fact], on: str) -> str:
    """The latest day, sure to be past by then, on which something ended a side's control of that kind."""
    ends = (fact.begun.first for fact in near if fact.begun.last <= on and _ends(fact, actor, kind))
    return max(ends, default="")


def _ends(later: Fact, actor: ActorKey | None, kind: str) -> bool:
    """A withdrawal of its own, a capture by an opponent, a later report of an opponent's control or of none.

    What only the other side claims for itself ends nothing: then it is disputed."""
    if not later.committed or later.claim.extent in ("part", "near"):
        return False
    if later.kind == "WITHDRAW":
        return later.done and same_side(later.actor, actor, later.begun.first)
    if later.kind == "CAPTURE":
        return later.done and not later.own_good and opposed(later.actor, actor, later.begun.first)
    if later.kind != "CONTROL" or kind != "CONTROL" or later.own_good:
        return False
    if later.positive:
        return opposed(later.actor, actor, later.begun.first)
    return later.claim.extent == "whole" and same_actor(later.actor, actor, later.begun.first)


def _by_right(fact: Fact, place: Where, on: str) -> bool:
    return claims(fact) and related(place, fact.where) in ("equal", "inside") and lasts(fact).last >= on


def _given_up(fact: Fact, renounced: Sequence[Fact], on: str) -> bool:
    """Whether the same side said later that it claims it no more."""
    return any(
        same_actor(other.actor, fact.actor, on)
        and fact.begun.last < other.begun.first
        and other.begun.last <= on
        and related(fact.where, other.where) in ("equal", "inside")
        for other in renounced
    )


def _denied(held: Sequence[Side], near: Sequence[Fact], on: str) -> list[Fact]:
    """Who says for that time that a holder does not hold it, or not all of it."""
    no = [fact for fact in near if fact.kind == "CONTROL" and not fact.positive and fact.committed]
    latest = {side.actor: max(fact.begun.first for fact in side.facts) for side in held}
    return [
        fact
        for fact in no
        if (fact.ended is None or fact.ended.last >= on)
        and any(same_actor(fact.actor, actor, on) and fact.over.last >= last for actor, last in latest.items())
    ]


def _sides(facts: Iterable[Fact]) -> tuple[Side, ...]:
    """Facts by actor, in the actors' order of name."""
    by_actor: dict[ActorKey, list[Fact]] = {}
    for fact in facts:
        if fact.actor is not None:
            by_actor.setdefault(fact.actor, []).append(fact)
    return tuple(Side(actor, tuple(rows)) for actor, rows in sorted(by_actor.items()))


def _against(held: Sequence[Side], claimed: Sequence[Side], on: str) -> bool:
    """Whether two that hold or claim it do not stand together. A part each is no dispute."""
    return any(
        not same_side(one.actor, other.actor, on) and not (one.part and other.part)
        for one, other in combinations((*held, *claimed), 2)
    )


# --- why ---


def _grounds(sides: Iterable[Side]) -> tuple[Ground, ...]:
    return tuple(Ground(_name(one), one.kinds, independent(one.facts[:40]), one.part) for one in sides)


def _name(side: Side) -> str:
    return next(fact.claim.actor.name for fact in side.facts if fact.claim.actor)
