"""The contract's JSON shapes of territory: claims with their documents, who held what, what disagrees."""

from __future__ import annotations

from onrecord.ledger.claim_answers import ClaimFound, Contradiction, Held, TerritoryStatus
from onrecord.shapes import Shape, actor_shape, claim_shape, head_shape, place_shape, speaker_shape


def claim_found_shape(found: ClaimFound) -> Shape:
    """A claim of the ledger with its words, who says it, and its document's head."""
    return {
        **claim_shape(found.claim, found.text),
        "speaker": speaker_shape(found.speaker) if found.speaker else None,
        "by_hand": found.by_hand,
        "document": head_shape(found.document),
        "review": found.review,
    }


def territory_shape(status: TerritoryStatus) -> Shape:
    """Who held a place and who claimed it, with the ids of the claims that say so."""
    return {
        "place": place_shape(status.place),
        "on": status.on,
        "known": status.known,
        "held_by": [_held(one) for one in status.held_by],
        "claimed_by": [_held(one) for one in status.claimed_by],
        "disputed": status.disputed,
        "why": status.why,
    }


def _held(held: Held) -> Shape:
    return {"actor": actor_shape(held.actor), "evidence": list(held.evidence), "part": held.part}


def contradiction_shape(found: Contradiction) -> Shape:
    """Two claims that do not go together, the rule, and what it hangs on."""
    return {
        "id": found.id,
        "between": [claim_found_shape(side) for side in found.between],
        "rule": found.rule,
        "verdict": found.verdict,
        "on": found.on,
        "why": found.why,
        "seen": found.seen,
        "review": found.review,
    }
