"""The API: the contract's shapes under /api/, its schema, and its documentation without a network."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onrecord.errors import WrongUse
from onrecord.pages import schema, words
from onrecord.pages.articles import heads_of
from onrecord.pages.feeds import entry_shape
from onrecord.pages.filters import DAY, Filters, search
from onrecord.pages.rights import found_view, view_shape
from onrecord.pages.site import site_of, tagged
from onrecord.pages.speakers import profile_of, speakers_data
from onrecord.records import StatementKind
from onrecord.shapes import document_shape, found_shape, profile_shape

router = APIRouter()
Id = Annotated[str, Path(max_length=64, description="A record's id.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Day = Annotated[str, Query(pattern=f"^$|{DAY}", description="A year, month or day: 2022, 2022-11, 2022-11-13.")]
Words = Annotated[str, Query(max_length=300)]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems an address may answer with, for the schema."""
    content = {"application/problem+json": {"schema": schema.Problem.model_json_schema()}}
    return {status: {"description": words.PROBLEMS[status][0], "content": content} for status in statuses}


@router.get(
    "/api/documents",
    tags=["documents"],
    responses={200: {"model": schema.Entries}, **problems(404, 422, 503)},
)
def documents(
    request: Request,
    publisher: Annotated[str, Query(max_length=200, description="Only this publisher's.")] = "",
    before: Annotated[str, Query(max_length=64, description="The last id of the page before.")] = "",
    limit: Limit = 50,
) -> Response:
    """Articles in their newest version, newest first."""
    site = site_of(request)
    heads = heads_of(site, words.clean(publisher), words.clean(before), limit)
    more = request.url.include_query_params(before=heads[-1].id) if len(heads) == limit else None
    items = [entry_shape(head) for head in heads]
    return answered(request, {"items": items, "next": f"{more.path}?{more.query}" if more else None})


@router.get(
    "/api/documents/{id}",
    tags=["documents"],
    responses={200: {"model": schema.Document}, **problems(404, 410, 422, 503)},
)
def document(request: Request, id: Id) -> Response:
    """A document with everything found in it, as `onrecord read --json` prints it."""
    return answered(request, view_shape(site_of(request).view(request, id)))


@router.get(
    "/api/statements",
    tags=["statements"],
    responses={200: {"model": schema.Founds}, **problems(404, 422, 503)},
)
def statements(
    request: Request,
    said: Annotated[str, Query(alias="words", max_length=300, description="All of these words.")] = "",
    speaker: Words = "",
    via: Words = "",
    kind: StatementKind | None = None,
    since: Day = "",
    until: Day = "",
    confirmed: bool = False,
    after: Annotated[str, Query(max_length=64, description="The last id of the page before.")] = "",
    limit: Limit = 50,
) -> Response:
    """Statements, the latest said first, with the filters of `onrecord find`."""
    site, viewer = site_of(request), site_of(request).viewer(request)
    asked = Filters(
        words=words.clean(said),
        speaker=words.clean(speaker),
        via=words.clean(via),
        kind=kind or "",
        since=since,
        until=until,
        confirmed=confirmed,
        after=words.clean(after),
    )
    rows, last = search(site, asked, viewer, limit)
    more = request.url.include_query_params(after=last) if last else None
    items = [found_shape(row) for row in rows]
    return answered(request, {"items": items, "next": f"{more.path}?{more.query}" if more else None})


@router.get(
    "/api/statements/{id}",
    tags=["statements"],
    responses={200: {"model": schema.Found}, **problems(404, 410, 422, 503)},
)
def statement(request: Request, id: Id) -> Response:
    """One statement with its document's head."""
    site = site_of(request)
    seen = found_view(site.found(id), site.viewer(request))
    if seen is None:  # what the viewer may not see is, for them, not there
        raise HTTPException(404)
    return answered(request, found_shape(seen))


@router.get(
    "/api/speakers",
    tags=["speakers"],
    responses={200: {"model": schema.Profiles}, **problems(422, 503)},
)
def speakers(request: Request, name: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Speakers, those who said most first; by a name, also in other spellings."""
    return speakers_data(request, name)


@router.get(
    "/api/speakers/{id}",
    tags=["speakers"],
    responses={200: {"model": schema.Profile}, **problems(404, 422, 503)},
)
def speaker(request: Request, id: Id) -> Response:
    """A speaker with the roles that articles gave; what they said is /api/statements?speaker=NAME."""
    return answered(request, profile_shape(profile_of(site_of(request), request, id)))


@router.post(
    "/api/read",
    tags=["read"],
    responses={200: {"model": schema.Document}, **problems(400, 403, 413, 422, 503)},
)
def read(request: Request, given: schema.Text) -> Response:
    """Reads a text as `onrecord read -` does; stores nothing. For the desk: reading costs computing."""
    site = site_of(request)
    site.desk(request)
    if not words.clean(given.text):
        raise WrongUse(words._("there are no words in that text"))
    reading = site.line.read_text(words.clean(given.text), given.plain, given.published, site.stamp("desk"))
    return answered(request, document_shape(reading, "-"))


def answered(request: Request, shape: object) -> Response:
    """A shape as an answer; the desk's is for no one else's cache."""
    return tagged(request, JSONResponse(shape), private=site_of(request).viewer(request).desk)


@router.get("/healthz", tags=["health"], responses={200: {"model": schema.Health}})
def alive() -> Response:
    """Whether the server answers."""
    return JSONResponse({"status": "ok"})


@router.get(
    "/readyz",
    tags=["health"],
    responses={
        200: {"model": schema.Health},
        503: {"model": schema.Health, "description": "The ledger is down"},
    },
)
def ready(request: Request) -> Response:
    """Whether the ledger answers too, and is of this version's schema."""
    healthy = site_of(request).ledger.healthy()
    return JSONResponse({"status": "ok" if healthy else "down"}, 200 if healthy else 503)


@router.get("/api", include_in_schema=False)
@router.get("/api/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """The API's documentation, drawn from its schema."""
    spec = request.app.openapi()
    return site_of(request).page(request, "api.html", spec=spec, models=spec["components"]["schemas"])
