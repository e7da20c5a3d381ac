"""Two claims judged, and a place's claims: which rule says what, first come first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from onrecord.ledger.territory.facts import Fact
from onrecord.ledger.territory.finding import FACTUAL, Finding
from onrecord.ledger.territory.rules import (
    both_control,
    left_and_holds,
    said_and_denied,
    taken_and_held,
    whole_and_part,
)
from onrecord.ledger.territory.sources import details, speaks_again, told_differently
from onrecord.ledger.territory.words import gap, presupposed, rivals, word_and_deed

MOVES = ("CAPTURE", "WITHDRAW")
# Kinds whose claims about a place can disagree with those about one inside it; a fight or a shelling is of its place.
CROSSING = frozenset({"CONTROL", "CAPTURE", "WITHDRAW", "SOVEREIGNTY", "RECOGNISE", "INTENT"})
ONCE = ("R6", "R7", "R8")
Test = Callable[[Fact, Fact, Sequence[Fact]], Finding | None]


def _plain(rule: Callable[[Fact, Fact], Finding | None]) -> Test:
    """A rule that does not ask what lies between."""
    return lambda one, other, moves: rule(one, other)


_DENIED = (_plain(said_and_denied),)
# The rules that two kinds can meet in, in the order in which they are tried; other pairs are not looked at.
RULES: dict[tuple[str, str], tuple[Test, ...]] = {
    ("CONTROL", "CONTROL"): (_plain(both_control), _plain(whole_and_part), *_DENIED),
    ("WITHDRAW", "CONTROL"): (left_and_holds,),
    ("CAPTURE", "CONTROL"): (taken_and_held,),
    ("SOVEREIGNTY", "SOVEREIGNTY"): (_plain(rivals),),
    ("SOVEREIGNTY", "RECOGNISE"): (_plain(rivals),),
    ("SOVEREIGNTY", "CONTROL"): (_plain(gap),),
    ("SOVEREIGNTY", "CAPTURE"): (_plain(gap),),
    ("INTENT", "CONTROL"): (_plain(presupposed),),
    ("INTENT", "CAPTURE"): (_plain(word_and_deed),),
    **{(kind, kind): (*_DENIED, details) for kind in MOVES},
    **{(kind, kind): _DENIED for kind in ("ADVANCE", "ATTACK", "ADMINISTER", "CONTEST")},
    **{(kind, "DENY"): _DENIED for kind in ("CONTROL", "CAPTURE", "WITHDRAW", "SOVEREIGNTY", "INTENT")},
}


def judged(one: Fact, other: Fact, moves: Sequence[Fact] = ()) -> Finding | None:
    """What the rules say of two claims; `moves` are the captures and withdrawals that may lie between them."""
    found = _ruled(one, other, moves) or _ruled(other, one, moves)
    if found is None or found.verdict not in (*FACTUAL, "discrepancy"):
        return found
    told = told_differently(one, other)
    return told or (None if speaks_again(one, other) else found)


def _ruled(one: Fact, other: Fact, moves: Sequence[Fact]) -> Finding | None:
    """The first rule that applies to the two in this order."""
    for rule in RULES.get((one.kind, other.kind), ()):
        found = rule(one, other, moves)
        if found:
            return found
    return None


_EITHER = frozenset(RULES) | {(other, one) for one, other in RULES}


def _may(one: Fact, other: Fact, kinds: tuple[str, str]) -> bool:
    """Whether two claims can meet at all: most cannot, and this is cheap. A place has thousands of pairs."""
    if kinds == ("CONTROL", "CONTROL"):
        mine, theirs = one.over, other.over
        meet = mine[0] <= theirs[1] and theirs[0] <= mine[1]
        return meet and (one.actor != other.actor or one.claim.polarity != other.claim.polarity)
    return kinds in _EITHER


def findings(own: Sequence[Fact], around: Sequence[Fact] = ()) -> list[Finding]:
    """What disagrees among a place's own claims, and between them and those of what contains it.

    Whatever the order in which they are given, the same comes out."""
    return once(_found(sorted(own, key=_order), sorted(around, key=_order)))


def _found(own: Sequence[Fact], around: Sequence[Fact]) -> Iterator[Finding]:
    moves = moves_of((*own, *around))
    every = [(one.kind, one) for one in (*own, *around)]
    for at, one in enumerate(own):
        kind = one.kind
        for other_kind, other in every[at + 1 :]:
            found = judged(one, other, moves) if _may(one, other, (kind, other_kind)) else None
            if found:
                yield found


def once(found: Iterable[Finding]) -> list[Finding]:
    """Words against words, and against who holds it, told once for two sides and their places: by what was known
    first. A hundred reports that it is held are one gap to a claim, not a hundred."""
    kept: list[Finding] = []
    first: dict[tuple[object, ...], Finding] = {}
    for one in found:
        key = (one.rule, one.one.actor, one.other.actor, one.one.where.id, one.other.where.id)
        if one.rule not in ONCE:
            kept.append(one)
        elif key not in first or _known(one) < _known(first[key]):
            first[key] = one
    return [*kept, *first.values()]


def _known(found: Finding) -> tuple[str, ...]:
    return max(found.one.known, found.other.known), found.one.known, found.other.known, found.one.id, found.other.id


def _order(fact: Fact) -> tuple[str, str]:
    return fact.begun.first, fact.id


def moves_of(facts: Iterable[Fact]) -> list[Fact]:
    """The captures and withdrawals among them."""
    return [fact for fact in facts if fact.kind in MOVES and fact.done]
