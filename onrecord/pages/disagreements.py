"""What disagrees with what, and single claims: as pages, with a person's word on each."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.claim_answers import Contradiction
from onrecord.pages import territory_words, words
from onrecord.pages.feeds import atom, moment
from onrecord.pages.site import Site, site_of
from onrecord.pages.territory_data import After, Day, Rule, disagreeing
from onrecord.pages.territory_rights import claim_view, contradiction_view
from onrecord.text import words_of

router = APIRouter(include_in_schema=False)
Name = Annotated[str, Query(max_length=200)]
Why = Annotated[str, Form(max_length=1000)]
Verdict = Annotated[Literal["confirmed", "wrong"], Form()]


@router.get("/contradictions")
def contradictions(
    request: Request,
    place: Name = "",
    actor: Name = "",
    rule: Rule = "",
    since: Day = "",
    until: Day = "",
    after: After = "",
) -> Response:
    """What disagrees with what, each as two columns of quoted words."""
    rows, last = disagreeing(request, place, actor, rule, since, until, after=after, limit=30)
    asked = {"place": place, "actor": actor, "rule": rule, "since": since, "until": until}
    return site_of(request).page(request, "contradictions.html", pairs=rows, asked=asked, after=last)


@router.get("/contradictions.atom")
def feed(request: Request, place: Name = "", actor: Name = "", rule: Rule = "") -> Response:
    """The list for readers of feeds."""
    rows, _ = disagreeing(request, place, actor, rule, limit=100)
    return atom(request, words._("Contradictions"), [_entry(site_of(request), row) for row in rows])


def _entry(site: Site, row: Contradiction) -> dict[str, str]:
    one, other = (words_of(side.text, side.claim.evidence) for side in row.between)
    where = row.between[0].claim.place
    return {
        "address": site.address(f"/contradictions/{row.id}"),
        "title": words.clean(f"{where.name if where else ''}: {territory_words.VERDICTS[row.verdict]} ({row.rule})"),
        "author": site.settings.site_name,
        "updated": moment(row.seen),
        "words": words.clean(f"{one} / {other}"),
    }


@router.get("/contradictions/{id}")
def contradiction(request: Request, id: str) -> Response:
    """One contradiction: both passages, the rule in words, the condition it hangs on; at the desk, a decision."""
    site = site_of(request)
    found = site.ledger.contradiction(id)
    seen = contradiction_view(found, site.viewer(request), site.settings.show_unconfirmed) if found else None
    if seen is None:
        raise HTTPException(404)
    where = seen.between[0].claim.place
    said = territory_words.VERDICTS[seen.verdict]
    title = f"{where.name}: {said}" if where else said
    return site.page(request, "contradiction.html", found=seen, pair_title=title, decisions=site.ledger.reviews(id))


@router.get("/claims/{id}")
def claim(request: Request, id: str) -> Response:
    """One claim with its words, who says it and how it was coded."""
    site = site_of(request)
    found = site.ledger.claim(id)
    seen = claim_view(found, site.viewer(request)) if found else None
    if seen is None:
        raise HTTPException(404)
    return site.page(request, "claim.html", row=seen, decisions=site.ledger.reviews(id))


@router.post("/contradictions/{id}/review")
def decide(request: Request, id: str, verdict: Verdict, why: Why = "") -> Response:
    """A person's word on a contradiction; a dismissal needs its reason."""
    return _decided(request, id, f"/contradictions/{id}", verdict, why)


@router.post("/claims/{id}/review")
def decide_claim(request: Request, id: str, verdict: Verdict, why: Why = "") -> Response:
    """A person's word on a claim."""
    return _decided(request, id, f"/claims/{id}", verdict, why)


def _decided(request: Request, id: str, back: str, verdict: Literal["confirmed", "wrong"], why: str) -> Response:
    site = site_of(request)
    site.desk(request)
    why = words.clean(why)
    if verdict == "wrong" and not why:
        raise HTTPException(400, words._("Say why it is wrong. Nothing was changed."))
    site.ledger.review(id, verdict, why, site.stamp(site.hand(request)))
    return RedirectResponse(back, 303)
