"""Small made-up articles for the ledger's tests."""

from __future__ import annotations

import random
from collections.abc import Iterable

from onrecord.ledger import Found, Ledger, Query
from onrecord.records import (
    Document,
    Page,
    ReaderComment,
    Reading,
    Stamp,
    Statement,
    compose,
    document_id,
    new_statement,
)
from onrecord.text import Span

MODEL = Stamp(at="2026-01-02T03:04:05Z", by="model-1")
EDITOR = Stamp(at="2026-02-03T04:05:06Z", by="editor")


def place(words: str, text: str) -> Span:
    """Where the words stand first."""
    start = text.index(words)
    return Span(start, start + len(words))


def article(url: str | None, *paragraphs: str, **facts: object) -> Document:
    """An article of these paragraphs."""
    text, blocks = compose([("paragraph", words) for words in paragraphs])
    return Document(id=document_id(url, text), url=url, text=text, blocks=blocks, **facts)  # type: ignore[arg-type]


def said(document: Document, content: str, source: str = "", **facts: object) -> Statement:
    """A statement with this content, in parts where it holds " … "."""
    spans = [place(part, document.text) for part in content.split(" … ")]
    by = [place(source, document.text)] if source else []
    made = {"kind": "indirect", "stamp": MODEL, "score": 0.5, **facts}
    return new_statement(document, spans, source=by, **made)  # type: ignore[arg-type]


def reading(
    document: Document,
    *statements: Statement,
    comments: Iterable[ReaderComment] = (),
    evidence: bytes | None = None,
) -> Reading:
    """A page with its statements."""
    page = Page(document=document, comments=tuple(comments), evidence=evidence)
    return Reading(page=page, statements=statements)


def page(at: int, size: int = 1) -> Reading:
    """The article of this number with one statement; `size` makes it longer."""
    document = article(f"https://news.test/{at}", f"Rain {at} is near, says Ada. " * size)
    statement = said(document, f"Rain {at} is near", "Ada")
    return reading(document, statement, evidence=random.Random(at).randbytes(size))


def words(found: Iterable[Found]) -> list[str]:
    """The words of what was found."""
    return [one.statement.anchor.exact for one in found]


def everything(ledger: Ledger) -> list[object]:
    """All that a ledger shows, to compare two."""
    heads = ledger.documents(limit=1000)
    pages = [ledger.document(version.id) for head in heads for version in ledger.versions(head.id)]
    return [heads, pages, ledger.find(Query(limit=1000)), ledger.counts()]
