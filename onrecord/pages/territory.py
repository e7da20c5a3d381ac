"""Territory as pages: the list of places, each one's page with its timeline, and the map of claims."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from onrecord.claim_shapes import claim_found_shape, territory_shape
from onrecord.errors import NotFound, WrongUse
from onrecord.ledger.claim_answers import ClaimFound, ClaimQuery, TerritoryStatus
from onrecord.pages import retold, territory_words, words
from onrecord.pages.feeds import atom, moment, table
from onrecord.pages.mapping import drawn, groups
from onrecord.pages.site import Site, site_of, tagged
from onrecord.pages.territory_data import CLAIM_COLUMNS, DAY, claim_cells, disagreeing, meant
from onrecord.pages.territory_rights import claim_view
from onrecord.pages.timeline import changes, timeline
from onrecord.records import Place
from onrecord.shapes import Shape
from onrecord.text import words_of

router = APIRouter(include_in_schema=False)
Day = Annotated[str, Query(max_length=10, pattern=DAY)]
Name = Annotated[str, Query(max_length=200)]
LISTED = 300  # places of the list
MAPPED = 80  # places of the map: each is asked for its status
SHOWN = 200  # claims of a place's page
MOST = 20  # claims about what contains it


@router.get("/territory")
def territory(request: Request, name: Name = "") -> Response:
    """The places that claims are about; a name leads to its place."""
    site, name = site_of(request), words.clean(name)
    problem = ""
    if name:
        try:
            found = meant(site, name)
            return RedirectResponse(f"/places/{found.id}" if found and _known(site, found) else "/territory", 303)
        except (NotFound, WrongUse) as fault:
            problem = retold.fault(fault)
    held = site.ledger.places(None, LISTED)
    return site.page(request, "territory.html", 404 if problem else 200, held=held, asked=name, problem=problem)


def _known(site: Site, place: Place) -> bool:
    if site.ledger.place(place.id) is None:
        raise NotFound(words._("no claim of this ledger is about this place"), place.name)
    return True


@router.get("/territory/map")
def claims_map(request: Request, on: Day = "", within: Name = "") -> Response:
    """A map of claims on a day, the whole ledger's or those inside one country or region."""
    site = site_of(request)
    on, within = on or _today(site), words.clean(within)
    every = site.ledger.places(None, LISTED)
    held = [place for place, _ in every if not within or within in _around(place)]
    statuses = [asked(site, request, place, on) for place in held[:MAPPED]]
    told = [one for one in statuses if one.held_by or one.claimed_by]
    return site.page(
        request,
        "map.html",
        maps=groups(told),
        statuses=told,
        silent=len(statuses) - len(told),
        left=max(0, len(held) - MAPPED),
        on=on,
        within=within,
        wholes=sorted({_around(place)[-1] for place, _ in every if place.within}),
        days=_days(site, request, within),
    )


def _around(place: Place) -> list[str]:
    """Its own name and what contains it, whoever's view that is."""
    return [place.name, *(name.split(" (")[0] for name in place.within)]


def _days(site: Site, request: Request, within: str) -> list[str]:
    """Days on which something changed, for the map's steps."""
    rows = site.ledger.claims(ClaimQuery(confirmed=site.viewer(request).sure_only, limit=500))
    inside = [row for row in rows if row.claim.place and (not within or within in _around(row.claim.place))]
    return changes(inside)


def _today(site: Site) -> str:
    return site.stamp("site").at[:10]


def asked(site: Site, request: Request, place: Place, on: str, known: str = "") -> TerritoryStatus:
    """A place's status for this viewer."""
    return site.ledger.territory(place, on, known or _today(site), confirmed=site.viewer(request).sure_only)


def place_at(site: Site, id: str) -> Place:
    """A place that claims are about, or a 404."""
    found = site.ledger.place(id)
    if found is None:
        raise HTTPException(404, words._("No claim of this ledger is about a place of this address."))
    return found


def claims_about(site: Site, request: Request, place: Place, parts: bool = True) -> list[ClaimFound]:
    """What is claimed of a place as this viewer may see it, the latest first."""
    viewer = site.viewer(request)
    rows = site.ledger.claims(ClaimQuery(place=place, parts=parts, confirmed=viewer.sure_only, limit=SHOWN))
    return [seen for row in rows if (seen := claim_view(row, viewer))]


@router.get("/places/{id}.{form}")
def place_data(request: Request, id: str, form: Literal["json", "csv", "atom", "geojson"]) -> Response:
    """A place's claims as data."""
    site = site_of(request)
    place = place_at(site, id)
    rows = claims_about(site, request, place)
    if form == "csv":
        return table(CLAIM_COLUMNS, map(claim_cells, rows))
    if form == "atom":
        return atom(request, place.name, [claim_entry(site, row) for row in rows])
    status = asked(site, request, place, _today(site))
    shape = {**territory_shape(status), "items": [claim_found_shape(row) for row in rows]}
    answer = JSONResponse(shape)
    if form == "geojson":
        answer = JSONResponse(geojson([status]), media_type="application/geo+json")
    return tagged(request, answer, private=site.viewer(request).desk)


def geojson(statuses: list[TerritoryStatus]) -> Shape:
    """Places as GeoJSON (RFC 7946); one without a position has no geometry."""
    return {"type": "FeatureCollection", "features": [_feature(one) for one in statuses]}


def _feature(status: TerritoryStatus) -> Shape:
    place = status.place
    point = {"type": "Point", "coordinates": [place.lon, place.lat]} if place.lat is not None else None
    return {"type": "Feature", "id": place.id, "geometry": point, "properties": territory_shape(status)}


def claim_entry(site: Site, row: ClaimFound) -> dict[str, str]:
    """A claim as an entry of a feed."""
    said = words_of(row.text, row.claim.evidence)
    actor = row.claim.actor.name if row.claim.actor else words._("No one is named")
    where = row.claim.place.name if row.claim.place else ""
    return {
        "address": site.address(f"/claims/{row.claim.id}"),
        "title": words.clean(f"{actor}: {territory_words.coded(row.claim)}, {where}"),
        "author": words.clean(row.speaker.name if row.speaker else row.document.publisher or actor),
        "updated": moment(row.claim.stamp.at),
        "words": words.clean(said),
    }


@router.get("/places/{id}")
def place(request: Request, id: str, on: Day = "", known: Day = "") -> Response:
    """A place's page: its status on a day as known on another, its timeline, its claims, what disagrees."""
    site = site_of(request)
    found = place_at(site, id)
    rows = claims_about(site, request, found)
    day = on or _today(site)
    status = asked(site, request, found, day, known)
    beyond = _beyond(site, request, status, {row.claim.id for row in rows})
    pairs, _ = disagreeing(request, place=found.id, limit=20)
    return site.page(
        request,
        "place.html",
        place=found,
        rows=rows,
        now=status,
        beyond=beyond,
        numbers={row.claim.id: at for at, row in enumerate([*rows, *beyond], 1)},
        line=timeline(rows),
        map=drawn([status], (1.6, 2.5)) if found.lat is not None else None,
        steps=_steps(changes(rows), day),
        known=known,
        pairs=pairs,
    )


def _beyond(site: Site, request: Request, status: TerritoryStatus, shown: set[str]) -> list[ClaimFound]:
    """The claims a status stands on that are about what contains the place."""
    ids = [id for held in (*status.held_by, *status.claimed_by) for id in held.evidence if id not in shown]
    found = [row for id in dict.fromkeys(ids[:MOST]) if (row := site.ledger.claim(id))]
    return [seen for row in found if (seen := claim_view(row, site.viewer(request)))]


def _steps(every: list[str], day: str) -> dict[str, str]:
    """The days of change next to a day, before and after it."""
    before, after = [one for one in every if one < day], [one for one in every if one > day]
    return {"before": before[-1] if before else "", "after": after[0] if after else ""}
