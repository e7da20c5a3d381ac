"""R6 to R9: words against words, and words against deeds. None of them is a contradiction of facts."""

from __future__ import annotations

from onrecord.ledger.territory.actors import opposed, same_actor, same_side
from onrecord.ledger.territory.facts import EVER, Fact, Window
from onrecord.ledger.territory.finding import Finding
from onrecord.ledger.territory.gate import extent, gate, level
from onrecord.ledger.territory.rules import controls
from onrecord.ledger.territory.where import related


def claims(fact: Fact) -> bool:
    """Whether it says that a place is somebody's by right."""
    return fact.kind == "SOVEREIGNTY" and fact.positive and fact.committed


def rivals(one: Fact, other: Fact) -> Finding | None:
    """R6: two claims to one place, or one that another does not recognise."""
    if not claims(one):
        return None
    refused = other.kind == "RECOGNISE" and not other.positive and other.committed
    both = claims(other) and gate(one, other) is not None
    return Finding("R6", "rival claims", one, other) if both or (refused and _unrecognised(one, other)) else None


def _unrecognised(claim: Fact, refusal: Fact) -> bool:
    """Whether the refusal is of this claim: of its place, after it was made, by none of its own side."""
    if refusal.actor is None or same_side(claim.actor, refusal.actor, refusal.asserted):
        return False
    about = refusal.counter is None or same_side(claim.actor, refusal.counter, refusal.asserted)
    return about and lasts(claim).meets(refusal.over) and related(claim.where, refusal.where) != "apart"


def lasts(claim: Fact) -> Window:
    """A claim to sovereignty lasts until it is given up."""
    return Window(claim.begun.first, claim.ended.last if claim.ended else EVER)


def gap(claim: Fact, holds: Fact) -> Finding | None:
    """R7: one side claims what an opposed one holds or took."""
    took = holds.kind == "CAPTURE" and holds.done and holds.claim.extent != "near"
    if not claims(claim) or not (took or controls(holds)):
        return None
    if related(claim.where, holds.where) not in ("equal", "contains") or not lasts(claim).meets(holds.over):
        return None
    if not opposed(claim.actor, holds.actor, holds.over.first):
        return None
    return Finding("R7", "claim-control gap", claim, holds, level(holds).words)


def presupposed(means: Fact, holds: Fact) -> Finding | None:
    """R8: whoever means to take a place does not hold all of it."""
    if means.kind != "INTENT" or not means.positive or not means.committed or not controls(holds):
        return None
    if not same_actor(means.actor, holds.actor, means.asserted) or not means.over.meets(holds.over):
        return None
    lies, whole = related(means.where, holds.where), holds.claim.extent
    named = lies == "contains" and holds.where.open_level  # "Kherson" may be the region that is meant to be taken
    if whole not in ("whole", "unstated") or not (lies in ("equal", "inside") or named):
        return None
    open_ = level(holds) if named else extent(holds)
    return Finding("R8", "tension", means, holds, open_.words)


def word_and_deed(word: Fact, deed: Fact) -> Finding | None:
    """R9: a side said that it would take no more of a place, and took more later."""
    if word.kind != "INTENT" or word.positive or not word.committed or deed.kind != "CAPTURE" or not deed.done:
        return None
    if word.stays or not same_actor(word.actor, deed.actor, word.asserted) or deed.begun.first <= word.asserted:
        return None
    if not deed.dated or related(word.where, deed.where) not in ("equal", "contains"):
        return None
    return Finding("R9", "word and deed", word, deed)
