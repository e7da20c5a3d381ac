"""Territory as data: who held a place, the claims, what disagrees; under /api/, and as .json and .csv."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onrecord.claim_shapes import claim_found_shape, contradiction_shape, territory_shape
from onrecord.errors import NotFound
from onrecord.ledger.claim_answers import ClaimFound, ClaimQuery, Contradiction, ContradictionQuery
from onrecord.ledger.days import backwards
from onrecord.pages import retold, words
from onrecord.pages import territory_schema as schema
from onrecord.pages.api import Id, Limit, answered, problems
from onrecord.pages.feeds import table
from onrecord.pages.site import Site, site_of, tagged
from onrecord.pages.territory_rights import claim_view, contradiction_view
from onrecord.records import ClaimKind, Place
from onrecord.shapes import place_shape
from onrecord.text import words_of
from onrecord.whereabouts import place_of

router = APIRouter()
# Years of four digits, months and their days: what the ledger takes for a date (but for a 29 February).
_DAYS = r"(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d)"
DAY = rf"^$|^[12]\d{{3}}(-(0[1-9]|1[0-2])|-({_DAYS}))?$"
Day = Annotated[str, Query(pattern=DAY, description="A year, month or day: 2022, 2022-11, 2022-11-13.")]
LETTER = r"[A-Za-z0-9\u00c0-\u024f\u0370-\u1fff\u3040-\ud7ff]"  # a place has one at least
Name = Annotated[str, Query(max_length=200, description="A place: its name, with what contains it, or its id.")]
Actor = Annotated[str, Query(max_length=200, description="An actor's name or id.")]
After = Annotated[str, Query(max_length=64, description="The last id of the page before.")]
RULE = r"^$|^R([1-9]|1[0-2])$"
Rule = Annotated[str, Query(pattern=RULE, description="A rule: R1 to R12.")]
Form = Literal["json", "csv"]
Found = TypeVar("Found", ClaimFound, Contradiction)


def meant(site: Site, name: str) -> Place | None:
    """The place that a request names, none where it names none; 404 in words for one that nobody knows. Raises
    WrongUse where it may be several."""
    try:
        return place_of(words.clean(name), site.ledger) if words.clean(name) else None
    except NotFound as fault:
        raise HTTPException(404, retold.fault(fault)) from None


def in_order(since: str, until: str) -> None:
    """A time that ends before it begins holds nothing: 422 in words."""
    if backwards(since, until):
        raise HTTPException(
            422, words._("It ends (%(until)s) before it begins (%(since)s).") % {"until": until, "since": since}
        )


# --- who held it ---


@router.get(
    "/api/territory",
    tags=["territory"],
    responses={200: {"model": schema.Territory}, **problems(400, 404, 422, 503)},
)
def territory(
    request: Request,
    place: Annotated[str, Query(pattern=LETTER, max_length=200)],
    on: Day = "",
    known: Day = "",
) -> Response:
    """Who held a place and who claimed it on a day, as known on another; both today where not given."""
    site = site_of(request)
    found = meant(site, place)
    if found is None:
        raise HTTPException(422, words._("Name a place."))
    today = site.stamp("site").at[:10]
    viewer = site.viewer(request)
    status = site.ledger.territory(found, on or today, known or today, confirmed=viewer.sure_only)
    return answered(request, territory_shape(status))


@router.get("/api/places", tags=["territory"], responses={200: {"model": schema.Places}, **problems(422, 503)})
def places(request: Request, name: Annotated[str, Query(max_length=200)] = "", limit: Limit = 100) -> Response:
    """Places that claims are about, those with most claims first."""
    rows = site_of(request).ledger.places(words.clean(name) or None, limit)
    return answered(request, {"items": [{"place": place_shape(one), "claims": count} for one, count in rows]})


# --- claims ---


@router.get(
    "/api/claims",
    tags=["territory"],
    responses={200: {"model": schema.Claims}, **problems(400, 404, 422, 503)},
)
def claims(
    request: Request,
    place: Name = "",
    actor: Actor = "",
    kind: ClaimKind | None = None,
    since: Day = "",
    until: Day = "",
    confirmed: bool = False,
    after: After = "",
    limit: Limit = 50,
) -> Response:
    """Claims that stand, those about the latest day first; of a place, also of what lies in it."""
    in_order(since, until)
    site = site_of(request)
    sure = site.viewer(request).sure_only
    query = ClaimQuery(
        place=meant(site, place),
        actor=words.clean(actor) or None,
        kind=kind,
        since=since or None,
        until=until or None,
        confirmed=confirmed or sure,
        after=words.clean(after) or None,
        limit=limit,
    )
    rows = site.ledger.claims(query)
    shown = [seen for row in rows if (seen := claim_view(row, site.viewer(request)))]
    last = rows[-1].claim.id if len(rows) == limit else ""
    return _page(request, map(claim_found_shape, shown), last)


@router.get("/claims.{form}", include_in_schema=False)
def claims_data(
    request: Request,
    form: Form,
    place: Name = "",
    actor: Actor = "",
    kind: ClaimKind | None = None,
    since: Day = "",
    until: Day = "",
    confirmed: bool = False,
) -> Response:
    """The claims as a file."""
    in_order(since, until)
    site, viewer = site_of(request), site_of(request).viewer(request)
    sure = confirmed or viewer.sure_only
    query = ClaimQuery(
        place=meant(site, place),
        actor=words.clean(actor) or None,
        kind=kind,
        since=since or None,
        until=until or None,
        confirmed=sure,
        limit=MOST,
    )
    rows = [seen for row in site.ledger.claims(query) if (seen := claim_view(row, viewer))]
    return _file(request, form, rows, CLAIM_COLUMNS, claim_cells, claim_found_shape)


@router.get(
    "/api/claims/{id}",
    tags=["territory"],
    responses={200: {"model": schema.Claim}, **problems(404, 410, 422, 503)},
)
def claim(request: Request, id: Id) -> Response:
    """One claim with its words."""
    site = site_of(request)
    found = site.ledger.claim(id)
    seen = claim_view(found, site.viewer(request)) if found else None
    if seen is None:
        raise HTTPException(404)
    return answered(request, claim_found_shape(seen))


# --- what disagrees ---


def disagreeing(
    request: Request,
    place: Name = "",
    actor: Actor = "",
    rule: Rule = "",
    since: Day = "",
    until: Day = "",
    confirmed: bool = False,
    after: After = "",
    limit: int = 50,
) -> tuple[list[Contradiction], str]:
    """A page of contradictions as the viewer may see them, and where the next one begins ("" at the end)."""
    in_order(since, until)
    site, viewer = site_of(request), site_of(request).viewer(request)
    open_ = viewer.desk or site.settings.show_unconfirmed
    query = ContradictionQuery(
        place=meant(site, place),
        actor=words.clean(actor) or None,
        rule=rule or None,
        since=since or None,
        until=until or None,
        confirmed=confirmed or not open_,
        after=words.clean(after) or None,
        limit=limit,
    )
    rows = site.ledger.contradictions(query)
    shown = [seen for row in rows if (seen := contradiction_view(row, viewer, open_))]
    return shown, rows[-1].id if len(rows) == limit else ""


@router.get(
    "/api/contradictions",
    tags=["territory"],
    responses={200: {"model": schema.Contradictions}, **problems(400, 404, 422, 503)},
)
def contradictions(
    request: Request,
    place: Name = "",
    actor: Actor = "",
    rule: Rule = "",
    since: Day = "",
    until: Day = "",
    confirmed: bool = False,
    after: After = "",
    limit: Limit = 50,
) -> Response:
    """What disagrees with what, the latest seen first; in public what a person confirmed."""
    rows, last = disagreeing(request, place, actor, rule, since, until, confirmed, after, limit)
    return _page(request, map(contradiction_shape, rows), last)


@router.get("/contradictions.{form}", include_in_schema=False)
def contradictions_data(
    request: Request,
    form: Form,
    place: Name = "",
    actor: Actor = "",
    rule: Rule = "",
    since: Day = "",
    until: Day = "",
    confirmed: bool = False,
) -> Response:
    """The contradictions as a file."""
    rows, _ = disagreeing(request, place, actor, rule, since, until, confirmed, limit=MOST)
    return _file(request, form, rows, PAIR_COLUMNS, pair_cells, contradiction_shape)


@router.get(
    "/api/contradictions/{id}",
    tags=["territory"],
    responses={200: {"model": schema.Contradiction}, **problems(404, 422, 503)},
)
def contradiction(request: Request, id: Id) -> Response:
    """One contradiction with both claims' words."""
    site = site_of(request)
    found = site.ledger.contradiction(id)
    seen = contradiction_view(found, site.viewer(request), site.settings.show_unconfirmed) if found else None
    if seen is None:
        raise HTTPException(404)
    return answered(request, contradiction_shape(seen))


# --- as files ---

MOST = 500
CLAIM_COLUMNS = [
    *("id", "kind", "register", "actor", "counter", "place", "within", "lat", "lon", "extent", "since", "until"),
    *("polarity", "factuality", "phase", "words", "speaker", "publisher", "published", "url", "by_hand", "review"),
]
PAIR_COLUMNS = ["id", "rule", "verdict", "on", "why", "seen", "review", *(f"one_{name}" for name in CLAIM_COLUMNS)]
PAIR_COLUMNS += [f"other_{name}" for name in CLAIM_COLUMNS]


def claim_cells(found: ClaimFound) -> list[object]:
    """A claim as a row of `CLAIM_COLUMNS`."""
    claim, place, head = found.claim, found.claim.place, found.document
    who = (claim.actor.name if claim.actor else None, claim.counter.name if claim.counter else None)
    where = (place.name, ", ".join(place.within), place.lat, place.lon) if place else (None,) * 4
    held = (claim.extent, claim.since, claim.until, claim.polarity, claim.factuality, claim.phase)
    said = (words_of(found.text, claim.evidence), found.speaker.name if found.speaker else None)
    source = (head.publisher, head.published, head.url, found.by_hand, found.review)
    return [claim.id, claim.kind, claim.register, *who, *where, *held, *said, *source]


def pair_cells(found: Contradiction) -> list[object]:
    """A contradiction as a row of `PAIR_COLUMNS`."""
    head = [found.id, found.rule, found.verdict, found.on, found.why, found.seen, found.review]
    return [*head, *claim_cells(found.between[0]), *claim_cells(found.between[1])]


def _file(
    request: Request,
    form: Form,
    rows: list[Found],
    columns: list[str],
    cells: Callable[[Found], list[object]],
    shape: Callable[[Found], dict[str, object]],
) -> Response:
    """A list as a file, with the list's own filters."""
    if form == "csv":
        return table(columns, map(cells, rows))
    private = site_of(request).viewer(request).desk
    return tagged(request, JSONResponse({"items": [shape(row) for row in rows]}), private=private)


def _page(request: Request, items: Iterable[object], last: str) -> Response:
    """A page of a list, and the address of the next."""
    more = request.url.include_query_params(after=last) if last else None
    return answered(request, {"items": list(items), "next": f"{more.path}?{more.query}" if more else None})
