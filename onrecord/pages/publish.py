"""An article of one's own: pasted or edited, looked at, published. An edit is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.pages import words
from onrecord.pages.articles import shown
from onrecord.pages.render import blocks_of
from onrecord.pages.rights import Viewer, view
from onrecord.pages.site import Site, site_of
from onrecord.records import BlockKind, Document, Page, Stamp, compose, document_id

router = APIRouter(include_in_schema=False)
SIGNS: dict[str, BlockKind] = {"## ": "heading", "> ": "quote", "- ": "list"}
Line = Annotated[str, Form(max_length=500)]
Text = Annotated[str, Form(max_length=500_000)]


@router.get("/publish")
def form(request: Request, edit: Annotated[str, Query(max_length=64)] = "") -> Response:
    """The form: empty, or with the words of the article to edit."""
    site = site_of(request)
    site.desk(request)
    if not edit:
        return _form(site, request, 200, {})
    document = site.reading(edit).document
    _own(document)
    held = {"edit": edit, "title": document.title, "byline": document.byline, "text": body_of(document)}
    return _form(site, request, 200, held)


def _own(document: Document) -> None:
    if document.rights != "own":
        raise HTTPException(403, words._("Only an article of one’s own can be edited; this one was fetched."))


EMPTY: dict[str, object] = {"edit": "", "title": "", "byline": "", "text": "", "error": "", "preview": None}


def _form(site: Site, request: Request, status: int, held: Mapping[str, object]) -> Response:
    return site.page(request, "publish.html", status, **{key: held.get(key) or EMPTY[key] for key in EMPTY})


def body_of(document: Document) -> str:
    """The article as its writer typed it: everything but the headline, signs at the beginnings."""
    signs = {kind: sign for sign, kind in SIGNS.items()}
    blocks = [block for block in blocks_of(document) if block.kind != "title"]
    return "\n\n".join(signs.get(block.kind, "") + block.span.of(document.text) for block in blocks)


@router.post("/publish")
def publish(
    request: Request,
    title: Line = "",
    byline: Line = "",
    text: Text = "",
    edit: Annotated[str, Form(max_length=64)] = "",
    action: Annotated[Literal["preview", "publish"], Form()] = "publish",
) -> Response:
    """Shows what it would look like, or publishes it."""
    site = site_of(request)
    site.desk(request)
    held = {
        "title": words.clean(title),
        "byline": words.clean(byline),
        "text": words.clean(text),
        "edit": edit,
    }
    if not held["title"] or not held["text"]:
        error = words._("An article needs a headline and a text.")
        return _form(site, request, 422, {**held, "error": error})
    stamp = site.stamp("desk")
    document = written(site, held, stamp)
    if document.id == edit:
        error = words._("The words are the same: there is nothing to publish.")
        return _form(site, request, 422, {**held, "error": error})
    reading = site.line.read_page(Page(document=document), stamp)
    if action == "preview":
        seen = view(reading, {}, Viewer(desk=True))
        drawn = {"seen": seen, "document": seen.document, **shown(seen)}
        return _form(site, request, 200, {**held, "preview": drawn})
    return RedirectResponse(f"/articles/{site.ledger.record(reading, stamp=stamp).document}", 303)


def written(site: Site, held: dict[str, str], stamp: Stamp) -> Document:
    """The form as a document of one's own; an edit keeps its address and says what it replaces."""
    text, blocks = compose([("title", held["title"]), *parts(held["text"])])
    old = site.reading(held["edit"]).document if held["edit"] else None
    if old:
        _own(old)
    url = old.url if old else None
    return Document(
        id=document_id(url, text),
        url=url,
        text=text,
        blocks=blocks,
        lang=old.lang if old else None,
        title=held["title"],
        publisher=old.publisher if old else site.settings.site_name,
        byline=held["byline"] or None,
        published=old.published if old else stamp.at,
        retrieved=stamp.at,
        rights="own",
        replaces=old.id if old else None,
    )


def parts(text: str) -> list[tuple[BlockKind, str]]:
    """Paragraphs between blank lines; "## " begins a heading, "> " a quotation, "- " a list."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [part.strip() for part in "\n".join(line.rstrip() for line in lines).split("\n\n")]
    return [_part(part) for part in found if part]


def _part(words: str) -> tuple[BlockKind, str]:
    sign = next((sign for sign in SIGNS if words.startswith(sign)), "")
    return SIGNS.get(sign, "paragraph"), words.removeprefix(sign).strip()
