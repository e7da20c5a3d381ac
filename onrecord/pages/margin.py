"""What follows from an article's words about territory, for its margin: beside each statement, and beside the
paragraph where the article itself says so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from starlette.requests import Request

from onrecord.ledger.claim_answers import ClaimFound, ClaimQuery
from onrecord.pages.render import blocks_of
from onrecord.pages.rights import View
from onrecord.pages.site import Site
from onrecord.pages.territory_rights import claim_view
from onrecord.records import Block

MOST = 300  # claims of one article: a page of figures is no margin


@dataclass(frozen=True)
class Margin:
    """Claims by the statement that says them, and by the number of the block where the article itself does."""

    said: Mapping[str, tuple[ClaimFound, ...]] = field(default_factory=dict)
    own: Mapping[int, tuple[ClaimFound, ...]] = field(default_factory=dict)

    def beside(self, row: int) -> tuple[ClaimFound, ...]:
        """What the article itself claims in a block."""
        return self.own.get(row, ())


def margin(site: Site, request: Request, seen: View) -> Margin:
    """An article's claims as its viewer may see them; none beside an excerpt."""
    if not seen.whole:
        return Margin()
    viewer, id = site.viewer(request), seen.document.id
    asked = ClaimQuery(document=id, limit=MOST)
    held = site.recall(("margin", id), lambda: site.ledger.claims(asked))
    return placed(filter(None, (claim_view(one, viewer) for one in held)), blocks_of(seen.document))


def placed(found: Iterable[ClaimFound], blocks: Sequence[Block]) -> Margin:
    """Each claim where its words stand, in their order."""
    said: dict[str, tuple[ClaimFound, ...]] = {}
    own: dict[int, tuple[ClaimFound, ...]] = {}
    for one in sorted(found, key=_start):
        if one.claim.by:
            said[one.claim.by] = (*said.get(one.claim.by, ()), one)
        else:
            at = max(0, bisect_right(blocks, _start(one), key=lambda block: block.start) - 1)
            own[at] = (*own.get(at, ()), one)
    return Margin(said, own)


def _start(one: ClaimFound) -> int:
    return one.claim.evidence[0].start if one.claim.evidence else 0
