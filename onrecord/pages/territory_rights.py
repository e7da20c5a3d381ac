"""What a viewer may see of claims and contradictions. Pure: every page, feed and answer goes through here."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.ledger.claim_answers import ClaimFound, Contradiction
from onrecord.pages.rights import QUOTED, Viewer, upto
from onrecord.records import Claim


def claim_view(found: ClaimFound, viewer: Viewer) -> ClaimFound | None:
    """A claim as this viewer may see it, None where not at all; what a person made is no machine's guess."""
    made = found.by_hand and found.review is None
    if not (made or viewer.may_see(found.review)):
        return None
    if viewer.sees_whole(found.document.rights):
        return found
    return replace(found, claim=short_claim(found.claim, found.text))


def short_claim(claim: Claim, text: str) -> Claim:
    """The claim with at most a short quotation of the words it stands on."""
    return replace(claim, evidence=tuple(upto(claim.evidence, QUOTED, text)))


def contradiction_view(found: Contradiction, viewer: Viewer, unconfirmed: bool) -> Contradiction | None:
    """A contradiction as this viewer may see it: in public only a confirmed one, unless the site says otherwise."""
    public = found.review == "confirmed" or (unconfirmed and found.review is None)
    if not (viewer.desk or public):
        return None
    one, other = (claim_view(side, viewer) for side in found.between)
    return replace(found, between=(one, other)) if one and other else None
