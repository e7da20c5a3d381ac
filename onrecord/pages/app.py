"""The web door: one application over one ledger."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from threading import Lock

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Scope

from onrecord import clock
from onrecord.config import Settings
from onrecord.errors import LedgerError, NotFound, OnrecordError, ReadError, WrongUse
from onrecord.ledger import Ledger
from onrecord.ledger.answers import Withdrawn
from onrecord.pages import (
    account,
    annotating,
    api,
    appeals,
    articles,
    authority,
    by_mail,
    care,
    check,
    choices,
    claim_form,
    coding,
    desk,
    disagreements,
    discussion,
    editing,
    edits,
    embed,
    feeds,
    given_back,
    live,
    metrics,
    moderation,
    notices,
    programs,
    publish,
    reports,
    retold,
    several,
    sign_in,
    site,
    speakers,
    spoken,
    staff,
    statements,
    talk_data,
    territory,
    territory_data,
    web_annotations,
    words,
)
from onrecord.pages.hosts import Hosts
from onrecord.pages.languages import Languages
from onrecord.pages.recalled import Recalled
from onrecord.pages.remembered import Remembered
from onrecord.pages.security import HEADERS, Buckets, Guard, at_desk
from onrecord.pages.tokens import secret_of
from onrecord.pages.unfit import unfit
from onrecord.records import Page, Reading, Stamp
from onrecord.resolution.gazetteer import GazetteerError

LARGEST = 2_000_000  # bytes of a form or a text: a long book chapter
DESCRIPTION = """Every article and statement of this ledger, in the shapes that `onrecord --json` prints.

Offsets are Unicode code points of a document's `text`. Of a page that is only an excerpt the public gets
its headline and its statements' words as short quotations: `text` is null, `blocks`, `images` and
`comments` are empty."""

PARTS = (  # the most asked for first: routes are looked through in this order
    articles,
    discussion,
    check,
    claim_form,
    coding,
    statements,
    speakers,
    feeds,
    publish,
    desk,
    disagreements,
    api,
    editing,
    edits,
    moderation,
    several,
    reports,
    talk_data,
    territory,
    territory_data,
    web_annotations,
    annotating,
    metrics,
    sign_in,
    account,
    programs,
    staff,
    live,
    embed,
    appeals,
    by_mail,
    care,
    choices,
    notices,
)

log = logging.getLogger("onrecord.pages")


def create_app(
    settings: Settings,
    ledger: Ledger,
    stamp: Callable[[str], Stamp] = clock.stamp,
    line: site.Line | None = None,
    seconds: Callable[[], float] = time.monotonic,
    now: Callable[[], float] = time.time,
) -> FastAPI:
    """The pages and the API over a ledger; tests hand in a clock and a line of their own."""
    app = FastAPI(
        title=settings.site_name,
        description=DESCRIPTION,
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    state = unchanged(ledger)
    app.state.site = site.Site(
        settings=settings,
        ledger=ledger,
        stamp=stamp,
        line=line or site.Line(read_text, read_page),
        env=site.environment(settings.site_name),
        replies=Buckets(burst=5, seconds=60, clock=seconds),
        sign_ins=Buckets(burst=5, seconds=30, clock=seconds),
        secret=secret_of(settings.desk_token, lambda made: ledger.people.secret("forms", made)),
        now=now,
        recall=Recalled(state),
    )
    app.state.live = live.Hub(ledger)
    app.state.hosts = Hosts(ledger, settings.embed_sites.split(","), partial(read_address, settings))
    for part in PARTS:
        app.include_router(part.router, dependencies=[Depends(authority.check)])
    for error, answer in HANDLERS.items():
        app.add_exception_handler(error, answer)
    shared = app.state.site
    app.add_middleware(
        Remembered,
        state=state,
        personal=lambda request: at_desk(request, settings.desk_token, settings.base_url),
        variant=lambda request: f"{shared.stamp('reader').at[:10]} {spoken.lang()}",
    )
    app.add_middleware(Guard, most=LARGEST, refuse=partial(_refusal, app))
    app.add_middleware(Languages, setting=settings.language, secure=settings.base_url.startswith("https:"))
    app.state.meter = metrics.Meter(ledger, seconds)
    routes = [route for part in PARTS for route in part.router.routes]
    app.add_middleware(metrics.Measured, meter=app.state.meter, routes=routes)
    return app


def unchanged(ledger: Ledger) -> Callable[[], object | None]:
    """The ledger's state, none where it cannot be told; asked when first needed, so pages tell of one that is down."""
    asked: list[Callable[[], object | None]] = []
    turn = Lock()  # what tells the state is for one thread at a time

    def state() -> object | None:
        if ledger.writes:
            return None
        try:
            with turn:
                asked[:] = asked or [ledger.moment().now]
                return asked[0]()
        except LedgerError:
            return None

    return state


# --- the line, loaded when first used: a model takes its second ---


def read_text(text: str, plain: bool, published: str | None, stamp: Stamp) -> Reading:
    """A text as `read` reads it from standard input."""
    from onrecord.line import Options, pages_of, reading_of
    from onrecord.reading import Source

    source = Source(name="-", data=text.encode(), media="text/plain", charset="utf-8")
    return reading_of(next(pages_of(source, Options(published=published, plain=plain))), stamp)


def read_page(page: Page, stamp: Stamp) -> Reading:
    """A page of one's own with every statement found in it."""
    from onrecord.line import reading_of

    return reading_of(page, stamp)


def read_address(settings: Settings, address: str) -> Iterator[Reading]:
    """The pages at an address, read through the line as `add` reads them."""
    from onrecord import intake

    for _, reading in intake.Run(settings).over([address]):
        yield reading


# --- what went wrong, in words ---


def problem(request: Request, status: int, detail: str = "", headers: dict[str, str] | None = None) -> Response:
    """A readable page; under /api and for data a problem document (RFC 9457)."""
    title, usual = words.PROBLEMS.get(status, words.PROBLEMS[500 if status >= 500 else 400])
    title = words.REFUSED if status == 403 and detail else title
    if is_data(request.url.path):
        body = {"type": "about:blank", "title": str(title), "status": status, "detail": detail or str(usual)}
        said = {"content-language": spoken.lang(), "vary": "Cookie, Accept-Language"}
        return JSONResponse(body, status, said | (headers or {}), media_type="application/problem+json")
    answer = site.site_of(request).page(request, "problem.html", status, title=title, detail=detail or usual)
    answer.headers.update(headers or {})
    return answer


def is_data(path: str) -> bool:
    """Whether a program, not a person, asks there."""
    return path.startswith(("/api/", "/annotations/")) or path.endswith((".json", ".jsonld", ".csv", ".atom"))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = error.detail if error.detail and not _is_phrase(error) else ""
    return problem(request, error.status_code, said, dict(error.headers or {}))


def _is_phrase(error: HTTPException) -> bool:
    """Whether the detail is only the status in other words ("Not Found")."""
    return error.detail == HTTPException(error.status_code).detail


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem(request, 422, unfit(error.errors()))


def _withdrawn(request: Request, error: Exception) -> Response:
    assert isinstance(error, Withdrawn)
    gone = error.withdrawal
    said = words._("This was withdrawn on %s.") % words.day(gone.stamp.at)
    return problem(request, 410, f"{said} {gone.why}".strip())


def _unknown(request: Request, error: Exception) -> Response:
    return problem(request, 404)


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, OnrecordError)
    return problem(request, 400, retold.fault(error))


async def _down(request: Request, error: Exception) -> Response:
    log.error("the ledger or the gazetteer failed: %s", error)
    back = await given_back.form(request)
    answer = await run_in_threadpool(given_back.page, request, back) if back else problem(request, 503)
    answer.headers["retry-after"] = "10"
    return answer


def _broken(request: Request, error: Exception) -> Response:
    """The last resort stands outside of the guard, so it brings the headers itself."""
    return problem(request, 500, headers=HEADERS)


HANDLERS: dict[int | type[Exception], Callable[[Request, Exception], Response | Awaitable[Response]]] = {
    HTTPException: _http,
    RequestValidationError: _invalid,
    Withdrawn: _withdrawn,
    NotFound: _unknown,
    ReadError: _wrong,
    WrongUse: _wrong,
    LedgerError: _down,
    GazetteerError: _down,
    Exception: _broken,
}


def _refusal(app: FastAPI, scope: Scope, status: int) -> ASGIApp:
    """A request refused before any route saw it."""
    request = Request({**scope, "app": app})
    return problem(request, status, words.FORGED if status == 403 else "")
