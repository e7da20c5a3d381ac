"""Articles: the list, the page, its history, its evidence; what is about the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger.answers import DocumentHead
from onrecord.pages import structured, words
from onrecord.pages.diff import changes
from onrecord.pages.flags import flags
from onrecord.pages.margin import Margin, margin
from onrecord.pages.reading_threads import Wanted, thread, wanted
from onrecord.pages.render import Mark, Row, quote_marks, rows, safe_id, statement_marks
from onrecord.pages.rights import View
from onrecord.pages.site import Site, site_of, static, tagged
from onrecord.pages.talk import Thread, passage_marks
from onrecord.records import Image, ReaderComment
from onrecord.text import fold

router = APIRouter(include_in_schema=False)
PER_PAGE = 30
Id = Annotated[str, Query(max_length=64)]
Name = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True)
class Reply:
    """A reader's comment as the page shows it: its address, how far in; the passages it quotes, each with
    its address and whether the comment repeats the words as they stand."""

    comment: ReaderComment
    key: str
    depth: int
    parent: ReaderComment | None
    quotes: list[tuple[str, str, bool]]


@router.get("/")
def articles(request: Request, publisher: Name = "", before: Id = "") -> Response:
    """The newest articles."""
    site = site_of(request)
    publisher = words.clean(publisher)
    heads = heads_of(site, publisher, before)
    older = heads[-1].id if len(heads) == PER_PAGE else None
    return site.page(request, "articles.html", heads=heads, publisher=publisher, before=before, older=older)


def heads_of(site: Site, publisher: str, before: str, limit: int = PER_PAGE) -> list[DocumentHead]:
    """A page of the list, newest first."""
    return site.ledger.documents(limit=limit, before=before or None, publisher=publisher or None)


@router.get("/articles/{id}")
def article(request: Request, id: str, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    """An article with its statements and, where its rights allow, the discussion under it."""
    site = site_of(request)
    seen = site.view(request, id)
    versions = site.versions(id)
    talk, beside = thread(site, request, seen, asked), margin(site, request, seen)
    return site.page(
        request,
        "article.html" if seen.whole else "excerpt.html",
        seen=seen,
        document=seen.document,
        versions=versions,
        talk=talk,
        flags=flags(site, request, id),
        number=next((at for at, head in enumerate(versions, 1) if head.id == id), 1),
        structured=Markup(structured.embedded(structured.news_article(seen, site.address("")))),
        **(shown(seen, talk, beside) if seen.whole else {"quotations": seen.found()}),
    )


def shown(seen: View, talk: Thread | None = None, beside: Margin | None = None) -> dict[str, object]:
    """What the article page draws of a whole view."""
    document = seen.document
    marks = statement_marks(seen.text, seen.reading.statements, seen.verdicts, seen.speakers)
    marks += quote_marks(seen.reading.page.comments, after=len(marks))
    marks += passage_marks(talk, after=len(marks))
    beside = beside or Margin()
    drawn = rows(document, marks, beside.own)
    title = next((row for row in drawn if row.kind == "title"), None)
    return {
        "title": title,
        "rows": [row for row in drawn if row is not title],
        "margin": beside,
        "loose": _loose(marks, drawn),
        "pictures": [image for image in document.images if image.caption is None and _tells(image)],
        "replies": replies(seen),
        "own_picture": own_picture if document.rights == "own" else lambda _: None,
    }


def _loose(marks: Iterable[Mark], drawn: Iterable[Row]) -> list[Mark]:
    """Statements whose words lie in no block: said so rather than lost."""
    placed = {mark.key for row in drawn for mark in row.notes}
    return [mark for mark in marks if mark.statement and mark.key not in placed]


def _tells(image: Image) -> bool:
    """Whether there is anything to show of it."""
    return bool(image.credit or own_picture(image) or words.safe_url(image.src))


def own_picture(image: Image) -> str | None:
    """A picture's address where it lies on this site; another's is linked, never loaded."""
    src = image.src or ""
    return src if src.startswith("/") and not src.startswith("//") and "\\" not in src else None


def replies(seen: View) -> list[Reply]:
    """The thread in its order, flat: how far in is a number, so that no depth breaks the page."""
    comments = seen.reading.page.comments
    known = {comment.number: comment for comment in comments}
    return [_reply(comment, known, seen.text) for comment in comments]


def _reply(comment: ReaderComment, known: dict[str, ReaderComment], text: str) -> Reply:
    key = safe_id(comment.number)
    said = fold(comment.text).text
    quoted = [span.of(text) for span in comment.quotes]
    quotes = [(f"q-{key}-{at}", one, fold(one).text.strip() in said) for at, one in enumerate(quoted, 1)]
    return Reply(comment, f"c-{key}", _depth(comment, known), known.get(comment.parent or ""), quotes)


def _depth(comment: ReaderComment, known: dict[str, ReaderComment]) -> int:
    depth, above, passed = 0, known.get(comment.parent or ""), {comment.number}
    while above and above.number not in passed:
        depth, passed = depth + 1, passed | {above.number}
        above = known.get(above.parent or "")
    return depth


@router.get("/articles/{id}/history")
def history(request: Request, id: str) -> Response:
    """Every version, and what changed between the last two or the two asked for."""
    site = site_of(request)
    versions = site.ledger.versions(id)
    if not versions:
        raise HTTPException(404)
    steps = [_step(site, request, old, new) for old, new in pairwise(versions)]
    return site.page(request, "history.html", versions=versions, steps=steps[::-1], newest=versions[-1])


def _step(site: Site, request: Request, old: DocumentHead, new: DocumentHead) -> dict[str, object]:
    """From one version to the next: the words, where they may be shown, and the statements."""
    viewer = site.viewer(request)
    whole = viewer.sees_whole(old.rights) and viewer.sees_whole(new.rights)
    before, after = site.view(request, old.id), site.view(request, new.id)
    visible = {one.id: one for one in before.reading.statements}
    carried = [(visible[one.id], place) for one, place in site.ledger.carried(old.id) if one.id in visible]
    parts = changes(before.text, after.text) if whole else None
    return {"old": old, "new": new, "changes": parts, "carried": carried, "text": before.text}


@router.get("/articles/{id}/newsarticle.jsonld")
def news_article(request: Request, id: str) -> Response:
    """The article for search engines (schema.org NewsArticle)."""
    site = site_of(request)
    return linked(request, structured.news_article(site.view(request, id), site.address("")))


@router.get("/articles/{id}/annotations.jsonld")
def web_annotations(request: Request, id: str) -> Response:
    """Its statements as W3C Web Annotations."""
    site = site_of(request)
    return linked(request, structured.annotation_page(site.view(request, id), site.address("")))


def linked(request: Request, value: object) -> Response:
    """Linked data as an answer."""
    private = site_of(request).viewer(request).desk
    body = Response(structured.written(value), media_type="application/ld+json")
    return tagged(request, body, private=private)


@router.get("/evidence/{digest}")
def evidence(request: Request, digest: str) -> Response:
    """The bytes as they were fetched, for the desk: as a file, never as a page of this site."""
    site = site_of(request)
    site.desk(request)
    kept = site.ledger.evidence(digest)
    if kept is None:
        raise HTTPException(404)
    name = f'attachment; filename="{safe_id(digest)[:64]}.bin"'
    return Response(kept, media_type="application/octet-stream", headers={"content-disposition": name})


@router.get("/about")
def about(request: Request) -> Response:
    """What the marks mean and where a machine's reading ends."""
    site = site_of(request)
    return site.page(request, "about.html", counts=site.ledger.counts())


TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
FILES = (
    "style.css",
    "marks.css",
    "territory.css",
    "page.js",
    "frame.js",
    "coding.js",
    "favicon.svg",
    "desk.js",
    "proof.js",
    "sum.js",
    "thread.js",
)


@router.get("/static/{name}")
def file(name: str) -> Response:
    """A style sheet or script of ours; its address changes with its bytes."""
    if name not in FILES:
        raise HTTPException(404)
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(static(name), media_type=TYPES[name.rsplit(".")[-1]], headers=headers)
