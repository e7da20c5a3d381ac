"""Records as rows and rows as records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from onrecord.ledger.answers import DocumentHead
from onrecord.ledger.columns import tokens
from onrecord.ledger.days import days, moment
from onrecord.records import Document, Page, ReaderComment, SaidOn, Stamp, Statement, new_id
from onrecord.text import anchor, words_of

Values = dict[str, Any]


def comment_id(document: str, comment: ReaderComment) -> str:
    """The id of a reader's comment as it was recorded: of its article, place, author and words."""
    return new_id("comment", document, comment.number, comment.author or "", comment.text)


def stamp_row(stamp: Stamp) -> Values:
    """The last columns of every row."""
    return {"at": stamp.at, "by": stamp.by}


def document_row(page: Page, replaces: str | None, stamp: Stamp) -> Values:
    """A page's article as a row."""
    document = page.document
    shown = moment(document.published) or moment(document.retrieved) or stamp.at
    kept = {name: getattr(document, name) for name in document.__struct_fields__}
    return {**kept, "replaces": replaces, "notes": page.notes, "shown": shown, **stamp_row(stamp)}


def document_of(row: Mapping[str, Any]) -> Document:
    """A row as a document."""
    return Document(**{name: row[name] for name in Document.__struct_fields__})


def comment_row(document: str, place: int, comment: ReaderComment, stamp: Stamp) -> Values:
    """A reader's comment as a row; `place` keeps the page's order."""
    return {
        "id": comment_id(document, comment),
        "document": document,
        "place": place,
        "number": comment.number,
        "parent": comment.parent,
        "author": comment.author,
        "written": comment.at,
        "text": comment.text,
        "quotes": comment.quotes,
        "orphans": comment.orphans,
        **stamp_row(stamp),
    }


def comment_of(row: Row[Any]) -> ReaderComment:
    """A row as a reader's comment."""
    return ReaderComment(
        number=row.number,
        parent=row.parent,
        author=row.author,
        at=row.written,
        text=row.text,
        quotes=row.quotes,
        orphans=row.orphans,
    )


def emptied(comment: ReaderComment) -> ReaderComment:
    """What a withdrawn comment leaves, so that its answers keep their place."""
    return ReaderComment(number=comment.number, parent=comment.parent, at=comment.at, text="")


def statement_row(document: Values, statement: Statement) -> Values:
    """A statement of this document's row. Raises ValueError for places outside its text."""
    held = anchor(document["id"], document["text"], statement.anchor.spans)
    return {
        "id": statement.id,
        "document": document["id"],
        "start": held.spans[0].start,
        "kind": statement.kind,
        "content": held.spans,
        "source": statement.source,
        "cue": statement.cue,
        "via": statement.via,
        "within": statement.within,
        "stance": statement.stance,
        "said_on": statement.said_on,
        "score": statement.score,
        **stamp_row(statement.stamp),
    }


def statement_of(row: Any, text: str) -> Statement:
    """A row as a statement of the document with this text."""
    return Statement(
        id=row.id,
        anchor=anchor(row.document, text, row.content),
        kind=row.kind,
        source=row.source,
        cue=row.cue,
        via=row.via,
        within=row.within,
        stance=row.stance,
        said_on=row.said_on,
        score=row.score,
        stamp=Stamp(at=row.at, by=row.by),
    )


def search_row(document: Mapping[str, Any], statement: Mapping[str, Any], who: Any = None) -> Values:
    """What can be looked up of a statement: derived from its row, its document's and its judgement's (`who`)."""
    text = document["text"]
    relayed = [via.name for via in statement["via"]] + [document["publisher"] or ""]
    said = _said(statement["said_on"]) or days(document["published"])
    fallback = moment(document["retrieved"]) or ""
    return {
        "statement": statement["id"],
        "document": document["id"],
        "publisher": document["publisher"],
        "kind": statement["kind"],
        "score": statement["score"],
        "day": said[0] if said else fallback[:10],
        "first": said[0] if said else None,
        "last": said[1] if said else None,
        "words": tokens(words_of(text, statement["content"])),
        "source": tokens(" ".join([words_of(text, statement["source"]), *_named(who)])),
        "via": tokens(" ".join(relayed)),
        "speaker": who.speaker if who else None,
    }


def _named(who: Any) -> list[str]:
    """Name and role of who speaks, so that "he" is found by the name."""
    return [part for part in (who.name, who.role, who.held) if part] if who and who.speaker else []


def _said(said_on: SaidOn | None) -> tuple[str, str] | None:
    start = days(said_on.start) if said_on else None
    end = days(said_on.end) if said_on else None
    return (start[0], end[1]) if start and end else None


def head_of(row: Row[Any]) -> DocumentHead:
    """A row of `read.heads` as a document's head."""
    return DocumentHead(**{name: getattr(row, name) for name in DocumentHead.__struct_fields__})
