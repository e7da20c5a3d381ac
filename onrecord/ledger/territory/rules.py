"""R1 to R5: what cannot both be so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onrecord.ledger.territory.actors import opposed, same_actor, same_side
from onrecord.ledger.territory.facts import Fact
from onrecord.ledger.territory.finding import Finding, Hinges, found
from onrecord.ledger.territory.gate import (
    after,
    before_it,
    between,
    covers,
    dates,
    extent,
    gate,
    gives_up,
    level,
    takes_back,
)
from onrecord.ledger.territory.where import related

MOVES = ("CAPTURE", "WITHDRAW")


def controls(fact: Fact) -> bool:
    """Whether it says that somebody is in control."""
    return fact.kind == "CONTROL" and fact.positive and fact.committed and fact.claim.extent != "near"


def both_control(one: Fact, other: Fact) -> Finding | None:
    """R1: two opposed sides in control of one place."""
    if not (controls(one) and controls(other)) or gate(one, other) != "equal":
        return None
    extents = {one.claim.extent, other.claim.extent}
    if extents == {"part"}:
        return None
    open_ = Hinges()
    if extents == {"part", "unstated"}:
        open_ = extent(one) if one.claim.extent == "unstated" else extent(other)
    return found("R1", one, other, open_ | level(one, other) | dates(one, other))


def whole_and_part(one: Fact, other: Fact) -> Finding | None:
    """R2: one side in control of the whole, an opposed one of a place inside it."""
    if not (controls(one) and controls(other) and covers(one)) or gate(one, other) != "contains":
        return None
    return found("R2", one, other, extent(one) | level(other) | dates(one, other))


def left_and_holds(gone: Fact, holds: Fact, moves: Sequence[Fact]) -> Finding | None:
    """R3: a side withdrew and is in control later, with no capture of its own in between."""
    if gone.kind != "WITHDRAW" or not gone.done or not controls(holds) or not covers(gone):
        return None
    if not same_actor(gone.actor, holds.actor, gone.begun.first) or not after(holds, gone):
        return None
    if before_it(holds, gone) or any(takes_back(move, holds) and between(move, gone, holds) for move in moves):
        return None
    hinges = levels(gone, holds)
    return found("R3", gone, holds, hinges) if hinges is not None else None


def taken_and_held(taken: Fact, holds: Fact, moves: Sequence[Fact]) -> Finding | None:
    """R4: a side captured a place that an opposed one is in control of later, with nothing in between."""
    if taken.kind != "CAPTURE" or not taken.done or not controls(holds) or not covers(taken):
        return None
    if not opposed(taken.actor, holds.actor, holds.over.first) or not after(holds, taken):
        return None
    turned = (move for move in moves if takes_back(move, holds) or gives_up(move, taken))
    if before_it(holds, taken) or any(between(move, taken, holds) for move in turned):
        return None
    hinges = levels(taken, holds)
    return found("R4", taken, holds, hinges) if hinges is not None else None


def levels(event: Fact, holds: Fact) -> Hinges | None:
    """What an event at one level and a state at another hang on; None where they do not touch."""
    lies = related(event.where, holds.where)
    if lies == "equal":
        part = extent(event) if holds.claim.extent == "part" else Hinges()
        return part | level(event, holds)
    if lies == "contains":  # left the region, holds a town in it
        return extent(event) | level(holds)
    if lies == "inside" and covers(holds):  # left the town, holds the region
        return extent(holds) | level(event)
    return None


def said_and_denied(yes: Fact, no: Fact) -> Finding | None:
    """R5: the same claim with opposite polarity, or a denial of it."""
    if no.kind == "DENY":
        return _denied(yes, no)
    if yes.kind != no.kind or not yes.positive or no.positive or yes.claim.register != "de facto":
        return None
    if not (yes.committed and no.committed) or yes.claim.phase != no.claim.phase:
        return None
    if not same_actor(yes.actor, no.actor, yes.begun.first) or not _one_time(yes, no):
        return None
    hinges = _comparable(yes, no)
    return found("R5", yes, no, hinges) if hinges is not None else None


def _one_time(yes: Fact, no: Fact) -> bool:
    """Whether both are about one time; "was not captured" without a date is about all time until it was said."""
    undated = yes.kind in MOVES and not no.dated
    return yes.over.meets(no.over) or (undated and yes.begun.last <= no.asserted)


def _comparable(yes: Fact, no: Fact) -> Hinges | None:
    """What it hangs on. Not in control: "whole" says of none of it, "part" not of all of it, else it is open."""
    lies = related(yes.where, no.where)
    some, none = yes.claim.extent, no.claim.extent
    if lies == "apart" or "near" in (some, none) or (lies != "equal" and yes.kind not in ("CONTROL", *MOVES)):
        return None
    names = level(yes, no)
    if lies == "equal" and (none == "whole" or some == "whole"):
        return names
    if lies == "equal":
        return None if (some, none) == ("part", "part") else names | extent(no)
    wide, wanted = (no, none) if lies == "inside" else (yes, some)
    return None if wanted == "part" else names | extent(wide)


def _denied(yes: Fact, no: Fact) -> Finding | None:
    """A denial names whose claim it denies as its counter-actor; it is about what was said up to then."""
    if yes.kind in ("DENY", "CONFIRM") or not no.positive or related(yes.where, no.where) != "equal":
        return None
    whose = any(same_side(side, no.counter, no.asserted) for side in (*yes.side, yes.actor) if side)
    if not whose or not _just_said(yes, no) or same_side(no.actor, yes.actor, no.asserted):
        return None
    return found("R5", yes, no, level(yes, no))


def _just_said(yes: Fact, no: Fact) -> bool:
    """Whether a denial can be of this: said just before it in one article, or in the days before it elsewhere."""
    if yes.claim.document == no.claim.document:
        ahead = no.claim.evidence[0].start - yes.claim.evidence[-1].end
        return 0 <= ahead <= NEAR
    days = (date.fromisoformat(no.asserted) - date.fromisoformat(yes.asserted)).days
    return 0 <= days <= 7


NEAR = 300  # characters: what "denied this" points to stands in the sentence before
