"""What must hold before two claims can contradict one another, and what is then still open."""

from __future__ import annotations

from onrecord.ledger.territory.actors import opposed, same_side
from onrecord.ledger.territory.facts import Fact
from onrecord.ledger.territory.finding import Hinges
from onrecord.ledger.territory.sentences import DATES, EXTENT, LEVEL
from onrecord.ledger.territory.where import Relation, related


def gate(one: Fact, other: Fact) -> Relation | None:
    """How the places lie, where both claims are of one register, committed, of one time, and of opposed actors."""
    if one.claim.register != other.claim.register or not (one.committed and other.committed):
        return None
    if not one.over.meets(other.over) or not opposed(one.actor, other.actor, common(one, other)):
        return None
    lies = related(one.where, other.where)
    return None if lies == "apart" else lies


def common(one: Fact, other: Fact) -> str:
    """The first day of which both may speak."""
    return max(one.over.first, other.over.first)


def level(*facts: Fact) -> Hinges:
    """Open where a place has its region's name: "Kherson", the town or the oblast?"""
    names = dict.fromkeys(fact.where.name for fact in facts if fact.where.open_level)
    return Hinges(grain=tuple(LEVEL % {"name": name} for name in names))


def extent(fact: Fact) -> Hinges:
    """Open where the words do not say whether all of the place is meant."""
    if fact.claim.extent == "whole":
        return Hinges()
    return Hinges(grain=(EXTENT % {"name": fact.where.name},))


def dates(one: Fact, other: Fact) -> Hinges:
    """Open where the times only may overlap: "in 2022" and "on 11 November 2022"."""
    sure = all(fact.surely.first <= fact.surely.last for fact in (one, other))
    if sure and one.surely.meets(other.surely):
        return Hinges()
    return Hinges(dates=(DATES,))


# --- before and after ---


def after(later: Fact, event: Fact) -> bool:
    """Whether a state is said to hold surely after an event. An event told without a date was before it was told."""
    end = later.surely.last if later.surely.last >= later.surely.first else later.over.last
    if end > event.begun.last:
        return True
    return not event.dated and end >= event.begun.last and later.id != event.id


def before_it(holds: Fact, event: Fact) -> bool:
    """Whether one article tells of a state that began earlier and of what ended it: "left Avdiivka, which it had held
    since 2014". Another article, later, that still says so is another matter."""
    return holds.claim.document == event.claim.document and holds.dated and holds.begun.last < event.begun.first


def between(event: Fact, first: Fact, last: Fact) -> bool:
    """Whether an event may lie between another event and a later state, at the same place or around it."""
    if event.id in (first.id, last.id) or related(event.where, last.where) not in ("equal", "contains"):
        return False
    return event.begun.last >= first.begun.first and event.begun.first <= last.over.last


def takes_back(event: Fact, holder: Fact) -> bool:
    """Whether an event brings the holder (or its side) into control, or would explain that it is."""
    return event.kind == "CAPTURE" and event.done and same_side(event.actor, holder.actor, event.begun.first)


def gives_up(event: Fact, owner: Fact) -> bool:
    """Whether an event ends the owner's control by its own leaving."""
    return event.kind == "WITHDRAW" and event.done and same_side(event.actor, owner.actor, event.begun.first)


def covers(fact: Fact) -> bool:
    """Whether the claim may be of all of its place."""
    return fact.claim.extent in ("whole", "unstated")
