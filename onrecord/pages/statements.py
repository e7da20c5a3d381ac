"""Statements: the searchable list, each one's own page, and a reader's reply to it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.answers import Found, Note
from onrecord.pages import words
from onrecord.pages.diff import Change, word_changes
from onrecord.pages.filters import Narrowed, search
from onrecord.pages.render import Mark, blocks_of, html_of, pieces, statement_marks
from onrecord.pages.rights import found_view
from onrecord.pages.site import Site, site_of
from onrecord.records import Document
from onrecord.text import Span

router = APIRouter(include_in_schema=False)
Message = Annotated[str, Form(max_length=5000)]
Contact = Annotated[str, Form(max_length=300)]


@router.get("/search")
def statements(request: Request, asked: Narrowed) -> Response:
    """Every statement of the ledger, narrowed by what the form asks."""
    site = site_of(request)
    rows, after = search(site, asked, site.viewer(request))
    return site.page(request, "search.html", rows=rows, asked=asked, after=after, problems=asked.problems())


@router.get("/statements/{id}")
def statement(request: Request, id: str) -> Response:
    """A statement by itself: its words among those around them, and what people said of the reading."""
    site = site_of(request)
    found, viewer = site.found(id), site.viewer(request)
    if found.review == "wrong" and not viewer.desk:
        return site.page(request, "retracted.html", found=found, reviews=site.ledger.reviews(id))
    seen = found_view(found, viewer)
    if seen is None:
        raise HTTPException(404)
    return _page(site, request, seen)


def _page(site: Site, request: Request, seen: Found, status: int = 200, **more: object) -> Response:
    whole = site.viewer(request).sees_whole(seen.document.rights)
    form = {"error": "", "message": "", "contact": ""} | more
    around = context(site, seen) if whole else None
    reviews = site.ledger.reviews(seen.statement.id)
    viewer = site.viewer(request)
    told = [one for echo in site.ledger.echoes(seen.statement.id) if (one := found_view(echo, viewer))]
    shown = {"found": seen, "around": around, "reviews": reviews, "tellings": tellings(seen, told)}
    return site.page(request, "statement.html", status, **shown, **form)


def tellings(seen: Found, others: list[Found]) -> list[tuple[Found, list[Change]]]:
    """The same speech act in other articles, the earliest first, each with how its words differ from these."""
    exact = seen.statement.anchor.exact
    return [(one, list(word_changes(exact, one.statement.anchor.exact))) for one in others]


def context(site: Site, found: Found) -> list[Markup]:
    """The blocks that hold the statement, its words marked."""
    document = site.reading(found.document.id).document
    mark = statement_marks(document.text, [found.statement])[0]
    return [html_of(pieces(document.text, span, [mark]), linked=False) for span in _touched(document, mark)]


def _touched(document: Document, mark: Mark) -> list[Span]:
    spans = [block.span for block in blocks_of(document)]
    return [span for span in spans if any(part.overlaps(span) for part in mark.spans + mark.who)]


@router.post("/statements/{id}/reply")
def reply(request: Request, id: str, message: Message = "", contact: Contact = "") -> Response:
    """A reader's word to the desk: nobody needs an account to say that they were misquoted."""
    site = site_of(request)
    found = site.found(id)
    seen = _seen(site, request, found)
    message, contact = words.clean(message), words.clean(contact)
    if not message:
        error = words._("Write what is wrong. Nothing was sent.")
        return _page(site, request, seen, 422, error=error, contact=contact)
    wait = site.wait(request, site.replies)
    if wait:
        error = words.wait(wait)
        again = _page(site, request, seen, 429, error=error, message=message, contact=contact)
        again.headers["retry-after"] = str(wait)
        return again
    note = _sent(site, id, message, contact) or site.ledger.object(id, message, contact, site.stamp("reader"))
    return RedirectResponse(f"/replies/{note.id}", 303)


def _sent(site: Site, of: str, message: str, contact: str) -> Note | None:
    """The same words sent a moment ago: a form sent twice makes one."""
    held = (note for note in site.ledger.notes(limit=50) if note.of == of and note.text == message)
    return next((note for note in held if note.contact == contact and not note.answer), None)


def _seen(site: Site, request: Request, found: Found) -> Found:
    seen = found_view(found, site.viewer(request))
    if seen is None:
        raise HTTPException(404)
    return seen


@router.get("/replies/{id}")
def replied(request: Request, id: str) -> Response:
    """A reader's own reply with the desk's answer, for whoever holds its address."""
    site = site_of(request)
    note = next((note for note in site.ledger.notes(limit=10_000) if note.id == id), None)
    if note is None:
        raise HTTPException(404)
    return site.page(request, "reply.html", note=note)
