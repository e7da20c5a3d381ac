"""A quiet flag at what something in the ledger contradicts."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request

from onrecord.ledger.claim_answers import Contradiction, ContradictionQuery
from onrecord.pages.site import Site
from onrecord.pages.territory_rights import contradiction_view


def flags(site: Site, request: Request, document: str) -> dict[str, str]:
    """The statements of an article that something contradicts, each with where that is shown; where the article itself
    says it, the claim."""
    viewer, open_ = site.viewer(request), site.settings.show_unconfirmed
    query = ContradictionQuery(document=document, confirmed=not (viewer.desk or open_), limit=200)
    rows = site.recall(("flags", document, query.confirmed), lambda: site.ledger.contradictions(query))
    return dict(_flagged(document, filter(None, (contradiction_view(row, viewer, open_) for row in rows))))


def _flagged(document: str, pairs: Iterable[Contradiction]) -> Iterable[tuple[str, str]]:
    """(statement, or claim of the article itself, contradiction) for each side that is this article's."""
    for pair in pairs:
        for side in pair.between:
            if side.document.id == document:
                yield side.claim.by or side.claim.id, pair.id
