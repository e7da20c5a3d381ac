"""Two claims judged, and a place's claims: which rule says what, first come first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
# Which kinds can meet in which rules: pairs of other kinds are not looked at.
_WITH: dict[str, frozenset[str]] = {
    "CONTROL": frozenset({"CONTROL", "CAPTURE", "WITHDRAW", "SOVEREIGNTY", "INTENT", "DENY"}),
    "CAPTURE": frozenset({"CONTROL", "CAPTURE", "SOVEREIGNTY", "INTENT", "DENY"}),
    "WITHDRAW": frozenset({"CONTROL", "WITHDRAW", "DENY"}),
    "SOVEREIGNTY": frozenset({"SOVEREIGNTY", "RECOGNISE", "CONTROL", "CAPTURE", "DENY"}),
    "RECOGNISE": frozenset({"SOVEREIGNTY"}),
    "INTENT": frozenset({"CONTROL", "CAPTURE", "DENY"}),
    "DENY": frozenset({"CONTROL", "CAPTURE", "WITHDRAW", "SOVEREIGNTY", "INTENT"}),
    "ADVANCE": frozenset({"ADVANCE"}),
    "ATTACK": frozenset({"ATTACK"}),
    "ADMINISTER": frozenset({"ADMINISTER"}),
    "CONTEST": frozenset({"CONTEST"}),
}


def judged(one: Fact, other: Fact, moves: Sequence[Fact] = ()) -> Finding | None:
    """What the rules say of two claims; `moves` are the captures and withdrawals that may lie between them."""
    found = _ruled(one, other, moves) or _ruled(other, one, moves)
    if found is None:
        return None
    if found.verdict in (*FACTUAL, "discrepancy"):
        told = told_differently(one, other)
        if told:
            return told
        if speaks_again(one, other):
            return None
    return found


def _ruled(one: Fact, other: Fact, moves: Sequence[Fact]) -> Finding | None:
    """The first rule that applies to the two in this order."""
    return (
        both_control(one, other)
        or whole_and_part(one, other)
        or left_and_holds(one, other, moves)
        or taken_and_held(one, other, moves)
        or said_and_denied(one, other)
        or rivals(one, other)
        or gap(one, other)
        or presupposed(one, other)
        or word_and_deed(one, other)
        or details(one, other, moves)
    )


def findings(own: Sequence[Fact], around: Sequence[Fact] = ()) -> Iterator[Finding]:
    """What disagrees among a place's own claims, and between them and those of what contains it.

    Whatever the order in which they are given, the same comes out."""
    own, around = sorted(own, key=_order), sorted(around, key=_order)
    moves = [fact for fact in (*own, *around) if fact.kind in MOVES and fact.done]
    for at, one in enumerate(own):
        for other in (*own[at + 1 :], *around):
            if other.kind in _WITH.get(one.kind, ()):
                found = judged(one, other, moves)
                if found:
                    yield found


def _order(fact: Fact) -> tuple[str, str]:
    return fact.begun.first, fact.id


def moves_of(facts: Iterable[Fact]) -> list[Fact]:
    """The captures and withdrawals among them."""
    return [fact for fact in facts if fact.kind in MOVES and fact.done]
