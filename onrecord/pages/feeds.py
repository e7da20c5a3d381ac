"""The lists as data: .json, .csv and Atom, with the list's own filters."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onrecord.ledger.answers import DocumentHead, Found
from onrecord.pages import words
from onrecord.pages.articles import Id, Name, heads_of
from onrecord.pages.filters import Narrowed, search
from onrecord.pages.site import Site, site_of, tagged
from onrecord.shapes import Shape, found_shape, head_shape

router = APIRouter(include_in_schema=False)
Form = Literal["json", "csv", "atom"]
Limit = Annotated[int, Query(ge=1, le=500)]
HEAD_COLUMNS = ["id", "url", "title", "publisher", "byline", "published", "retrieved", "rights", "statements"]
FOUND_COLUMNS = [
    *(
        "id",
        "kind",
        "speaker",
        "role",
        "of",
        "source",
        "cue",
        "words",
        "score",
        "review",
        "stance",
        "said_from",
        "said_to",
        "via",
    ),
    *("document", "url", "title", "publisher", "published"),
]


@router.get("/articles.{form}")
def articles(request: Request, form: Form, publisher: Name = "", before: Id = "", limit: Limit = 100) -> Response:
    """The list of articles as data."""
    site = site_of(request)
    heads = heads_of(site, words.clean(publisher), before, limit)
    if form == "csv":
        return table(HEAD_COLUMNS, ([getattr(head, name) for name in HEAD_COLUMNS] for head in heads))
    if form == "atom":
        return atom(request, site.settings.site_name, [_head_entry(site, head) for head in heads])
    return tagged(request, JSONResponse({"items": [entry_shape(head) for head in heads]}), private=False)


@router.get("/feed.atom")
def feed(request: Request, publisher: Name = "") -> Response:
    """The newest articles, for readers of feeds."""
    return articles(request, "atom", publisher)


def entry_shape(head: DocumentHead) -> Shape:
    """An article of a list."""
    return {
        **head_shape(head),
        "byline": head.byline,
        "retrieved": head.retrieved,
        "rights": head.rights,
        "lang": head.lang,
        "statements": head.statements,
    }


@router.get("/search.{form}")
def statements(request: Request, form: Form, asked: Narrowed, limit: Limit = 100) -> Response:
    """The list of statements as data."""
    site = site_of(request)
    if asked.problems():
        raise HTTPException(422, " ".join(asked.problems()))
    viewer = site.viewer(request)
    rows, _ = search(site, asked, viewer, limit)
    if form == "csv":
        return table(FOUND_COLUMNS, map(cells, rows))
    if form == "atom":
        return atom(request, words._("Statements"), [found_entry(site, row) for row in rows])
    return tagged(request, JSONResponse({"items": [found_shape(row) for row in rows]}), private=viewer.desk)


def cells(row: Found) -> list[object]:
    """A statement as a row of `FOUND_COLUMNS`."""
    one, document = row.statement, row.document
    said = (one.said_on.start, one.said_on.end) if one.said_on else (None, None)
    via = ", ".join(via.name for via in one.via)
    heads = (document.id, document.url, document.title, document.publisher, document.published)
    spoken = (row.source, row.cue, one.anchor.exact)
    who = row.speaker
    named = (who.name, who.role, who.of) if who else (None, None, None)
    return [one.id, one.kind, *named, *spoken, one.score, row.review, one.stance, *said, via, *heads]


# --- CSV ---


def table(columns: list[str], rows: Iterable[Iterable[object]]) -> Response:
    """Rows as CSV with a head line."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8")


def cell(value: object) -> object:
    """A value that no spreadsheet runs: words that begin like a formula get an apostrophe before them."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


# --- Atom ---


def atom(request: Request, title: str, entries: list[dict[str, str]]) -> Response:
    """Entries as an Atom feed (RFC 4287)."""
    site = site_of(request)
    address = site.address(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    updated = max((entry["updated"] for entry in entries), default="1970-01-01T00:00:00Z")
    body = site.env.get_template("feed.xml").render(title=title, address=address, updated=updated, entries=entries)
    private = site.viewer(request).desk
    return tagged(request, Response(body, media_type="application/atom+xml"), private=private)


def _head_entry(site: Site, head: DocumentHead) -> dict[str, str]:
    return {
        "address": site.address(f"/articles/{head.id}"),
        "title": _xml(head.title or words._("Untitled")),
        "author": _xml(head.byline or head.publisher or site.settings.site_name),
        "updated": moment(head.published or head.retrieved),
        "words": "",
    }


def found_entry(site: Site, row: Found) -> dict[str, str]:
    """A statement as an entry of a feed."""
    return {
        "address": site.address(f"/statements/{row.statement.id}"),
        "title": _xml(f"{_author(row)}: {row.statement.anchor.exact}"[:200]),
        "author": _xml(_author(row)),
        "updated": moment(row.statement.stamp.at),
        "words": _xml(row.statement.anchor.exact),
    }


def _author(row: Found) -> str:
    return row.speaker.name if row.speaker else row.source or words._("No one is named")


def _xml(said: str) -> str:
    """Words that XML can hold."""
    return words.clean(said)


def moment(iso: str | None) -> str:
    """A date of any precision as Atom wants it: to the second, with a zone."""
    year, month, date = [*(iso or "1970")[:10].split("-"), "01", "01"][:3]
    whole = iso and len(iso) >= 19 and (iso.endswith("Z") or "+" in iso[19:])
    return str(iso) if whole else f"{year}-{month}-{date}T00:00:00Z"
