"""The desk's form for one claim by hand: a quotation with its address, and what follows from it, in any language."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.claims_by_hand import COLUMNS, reading_of
from onrecord.errors import NotFound, WrongUse
from onrecord.pages import retold, territory_words, words
from onrecord.pages.site import Site, site_of
from onrecord.pages.words import _
from onrecord.resolution.gazetteer import GazetteerError

router = APIRouter(include_in_schema=False)
LONGEST = 2_000  # characters of one field
CHOICES = {  # what may be chosen, in words
    "kind": territory_words.CLAIM_KINDS,
    "extent": territory_words.EXTENTS | {"unstated": _("it is not said")},
    "polarity": {"+": _("it is so"), "-": _("it is not so")},
    "factuality": territory_words.FACTS | {"CT": _("certain")},
    "phase": territory_words.PHASES | {"completed": _("completed")},
    "speaker_type": words.TYPES,
}
USUAL = {"kind": "CONTROL", "extent": "unstated", "polarity": "+", "factuality": "CT", "phase": "completed"}


@router.get("/desk/claim")
def form(request: Request) -> Response:
    """The empty form."""
    site = site_of(request)
    site.desk(request)
    return _form(site, request, USUAL)


def _form(site: Site, request: Request, held: Mapping[str, str], error: str = "") -> Response:
    row = {name: held.get(name, "") for name in COLUMNS}
    status = 422 if error else 200
    return site.page(request, "claim_form.html", status, row=row, choices=CHOICES, error=error)


@router.post("/desk/claim")
async def claim(request: Request) -> Response:
    """Records the claim and shows it; says what is missing, and keeps what was typed."""
    site = site_of(request)
    site.desk(request)
    sent = await request.form(max_fields=50)
    row = {name: words.clean(str(sent.get(name, "")))[: LONGEST + 1] for name in COLUMNS}
    stamp = site.stamp(site.hand(request))
    try:
        reading = reading_of(row, site.ledger, stamp)
    except (WrongUse, NotFound, GazetteerError) as error:
        return _form(site, request, row, retold.fault(error))
    site.ledger.claim_by_hand(reading, stamp)
    return RedirectResponse(f"/desk/claim/{reading.claims[0].id}", 303)


@router.get("/desk/claim/{id}")
def recorded(request: Request, id: str) -> Response:
    """What was recorded, word for word, and how it is named in files and on the command line."""
    site = site_of(request)
    site.desk(request)
    found = site.ledger.claim(id)
    if found is None:
        raise NotFound("the ledger holds no claim of this id", id)
    return site.page(request, "claim_kept.html", found=found)
