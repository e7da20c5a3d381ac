"""R10 to R12: whose word it is. A source that speaks again, a speech act told twice, details that differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onrecord.echoes import one_act
from onrecord.ledger.territory.actors import same_actor
from onrecord.ledger.territory.facts import Fact
from onrecord.ledger.territory.finding import Finding
from onrecord.ledger.territory.gate import between
from onrecord.ledger.territory.where import related

NEAR = 30  # days between two dates of what may be one event
TOLD = 7  # days between two tellings of one speech act
EVENTS = ("CAPTURE", "WITHDRAW")


def speaks_again(one: Fact, other: Fact) -> bool:
    """R10: the same source, later: an update where the times differ, else a correction."""
    return one.source == other.source and (one.asserted != other.asserted or not one.begun.meets(other.begun))


def told_differently(one: Fact, other: Fact) -> Finding | None:
    """R11: one speech act in two articles, from which different claims follow."""
    if one.claim.by is None or other.claim.by is None or one.claim.document == other.claim.document:
        return None
    if apart(one.asserted, other.asserted) > TOLD or not one_act(one.words, other.words):
        return None
    return Finding("R11", "reporting conflict", one, other)


def details(one: Fact, other: Fact, moves: Sequence[Fact]) -> Finding | None:
    """R12: one event, with dates or extents that differ beyond their precision."""
    if one.kind != other.kind or one.kind not in EVENTS or not (one.done and other.done):
        return None
    if not same_actor(one.actor, other.actor, one.begun.first) or related(one.where, other.where) != "equal":
        return None
    if one.begun.meets(other.begun):
        extents = {one.claim.extent, other.claim.extent}
        return Finding("R12", "discrepancy", one, other, "the extent") if extents == {"whole", "part"} else None
    if not (one.dated and other.dated) or _gap(one, other) > NEAR or _two_events(one, other, moves):
        return None
    return Finding("R12", "discrepancy", one, other, "the date")


def _gap(one: Fact, other: Fact) -> int:
    first, second = sorted((one, other), key=lambda fact: fact.begun)
    return apart(first.begun.last, second.begun.first)


def _two_events(one: Fact, other: Fact, moves: Sequence[Fact]) -> bool:
    """Whether something between them makes them two: it was lost, or left, and taken again."""
    first, second = sorted((one, other), key=lambda fact: fact.begun)
    return any(
        between(move, first, second) and not (move.kind == first.kind and move.actor == first.actor) for move in moves
    )


def apart(day: str, other: str) -> int:
    """Days between two days."""
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days)


def one_of_each(facts: Sequence[Fact]) -> list[Fact]:
    """Without copies: one text that many outlets carry, one source that says one thing twice on a day, an event that
    an article tells once with its date and once without.

    Of each the one that was known first stays."""
    kept: dict[tuple[object, ...], Fact] = {}
    for fact in sorted(facts, key=lambda fact: (fact.known, fact.id)):
        said = _position(fact)
        held = kept.get((said, fact.words)) if fact.words else None
        held = held or kept.get((said, fact.source, fact.asserted)) or fact
        kept[said, fact.source, fact.asserted] = held
        if fact.words:
            kept[said, fact.words] = held
    once = {fact.id: fact for fact in kept.values()}.values()
    dated = {_event(fact) for fact in once if fact.dated}
    return [fact for fact in once if fact.dated or fact.kind not in EVENTS or _event(fact) not in dated]


def _event(fact: Fact) -> tuple[object, ...]:
    """What an article tells of one event, but for when."""
    claim = fact.claim
    told = (claim.document, claim.kind, claim.extent, claim.polarity, claim.factuality, claim.phase)
    return (*told, fact.source, fact.actor, fact.where.id)


def _position(fact: Fact) -> tuple[object, ...]:
    claim = fact.claim
    said = (claim.kind, claim.register, claim.extent, claim.polarity, claim.factuality, claim.phase)
    return (*said, fact.actor, fact.counter, fact.where.id, claim.since, claim.until)


def independent(facts: Sequence[Fact]) -> int:
    """How many of these are independent: a source counts once, and so does one text in many places."""
    kept: list[Fact] = []
    for fact in facts:
        if not any(fact.source == other.source or _copies(fact, other) for other in kept):
            kept.append(fact)
    return len(kept)


def _copies(one: Fact, other: Fact) -> bool:
    return bool(one.words) and (one.words == other.words or one_act(one.words, other.words))
