"""A reading as rows of every table, and rows as the reading again. Pure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

import msgspec

from onrecord.bulk.schema import Row, Rows, columns_of, datasets, joined, record, value
from onrecord.records import (
    Claim,
    Document,
    Judgement,
    Page,
    ReaderComment,
    Reading,
    Request,
    Stamp,
    Statement,
    Toponym,
    new_id,
)
from onrecord.text import Span, anchor

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\d-])")


class Origin(NamedTuple):
    """Where a page came from: the file's name, its place in it, and what the input itself says of it."""

    archive: str
    place: int
    id: str | None = None
    more: str | None = None


def rows_of(reading: Reading, origin: Origin, stamp: Stamp) -> Rows:
    """One reading's rows. Raises UnicodeEncodeError for half a character, which no file can hold."""
    reading.document.text.encode("utf-8")
    marks = {"read_at": stamp.at, "read_by": stamp.by, "day": day_of(reading.document)}
    made = {
        "documents": [_document(reading, origin)],
        "statements": _statements(reading),
        "mentions": _mentions(reading),
        "claims": [columns_of(one, reading.document.text) for one in reading.claims],
        "comments": _comments(reading),
        "requests": _requests(reading),
    }
    return {name: [{**row, **marks} for row in made[name]] for name in datasets()}


def day_of(document: Document) -> str:
    """The day an article is filed under; "unknown" where neither page nor archive says one that there is."""
    for said in (document.published, document.retrieved):
        found = _DAY.match(said or "")
        with suppress(ValueError):
            if found:
                return date(*(int(part or 1) for part in found.groups())).isoformat()
    return "unknown"


def _document(reading: Reading, origin: Origin) -> Row:
    document = reading.document
    return {
        **columns_of(document, document.text, "source"),
        "digest": document.source,
        "notes": list(reading.page.notes),
        "statements": len(reading.statements),
        "archive": origin.archive,
        "place": origin.place,
        "given_id": origin.id,
        "given": origin.more,
        "copy_of": None,
        "likeness": None,
    }


def _statements(reading: Reading) -> list[Row]:
    document, text = reading.document, reading.document.text
    who = {one.of: one for one in reading.judgements}
    head = {"document": document.id, "url": document.url}
    head |= {"publisher": document.publisher, "published": document.published}
    return [
        {
            **columns_of(one, text, "anchor"),
            "content": value(one.content, text),
            "words": joined(text, one.content),
            **_spoken(who.get(one.id)),
            **head,
        }
        for one in reading.statements
    ]


def _spoken(judged: Judgement | None) -> Row:
    if judged is None:
        return {"speaker": None, "verdict": None, "speaker_score": None, "why": None}
    speaker = value(judged.referent, "")
    return {"speaker": speaker, "verdict": judged.verdict, "speaker_score": judged.score, "why": judged.why}


def _mentions(reading: Reading) -> list[Row]:
    """Places and speakers in the order of the text."""
    found = [*map(_place, reading.places), *(row for one in reading.judgements for row in _speakers(one))]
    text = reading.document.text
    rows = [{**row, "document": reading.document.id, "exact": text[row["start"] : row["end"]]} for row in found]
    return sorted(rows, key=lambda row: (row["start"], row["end"], row["kind"], row["of"] or ""))


def _place(one: Toponym) -> Row:
    start, end = one.span
    known = {"place": value(one.place, ""), "use": one.use, "score": one.score, "why": one.why}
    return {"kind": "place", "of": None, "start": start, "end": end, "speaker": None, **known}


def _speakers(one: Judgement) -> list[Row]:
    known = {"speaker": value(one.referent, ""), "score": one.score, "why": one.why, "place": None, "use": None}
    return [{"kind": "speaker", "of": one.of, "start": a, "end": b, **known} for a, b in one.anchor.spans]


def _comments(reading: Reading) -> list[Row]:
    text, id = reading.document.text, reading.document.id
    return [
        {**columns_of(one, text, "at"), "document": id, "place": at, "written": one.at}
        for at, one in enumerate(reading.page.comments)
    ]


def _requests(reading: Reading) -> list[Row]:
    text, id = reading.document.text, reading.document.id
    return [{**columns_of(one, text, "span"), "document": id, **value(one.span, text)} for one in reading.requests]


# --- and back ---


def reading_of_rows(document: Row, rows: Rows) -> Reading:
    """The reading whose rows these are; the page's bytes are not among them."""
    made = document_of_row(document)
    stamp = Stamp(at=document["read_at"], by=document["read_by"])
    comments = tuple(map(comment_of_row, rows["comments"]))
    return Reading(
        page=Page(document=made, comments=comments, notes=tuple(document["notes"])),
        statements=tuple(_statement(made, row, stamp) for row in rows["statements"]),
        judgements=tuple(_judgement(made, row, stamp) for row in rows["statements"] if row["verdict"]),
        requests=tuple(map(request_of_row, rows["requests"])),
        places=tuple(_toponym(row) for row in rows["mentions"] if row["kind"] == "place"),
        claims=tuple(record(Claim, row, stamp=_plain(stamp)) for row in rows["claims"]),
    )


def document_of_row(row: Row) -> Document:
    """A row of documents as the article."""
    made: Document = record(Document, row, source=row["digest"])
    return made


def comment_of_row(row: Row) -> ReaderComment:
    """A row of comments as a reader's comment."""
    made: ReaderComment = record(ReaderComment, row, at=row["written"])
    return made


def request_of_row(row: Row) -> Request:
    """A row of requests as a request for comment."""
    made: Request = record(Request, row, span=(row["start"], row["end"]))
    return made


def _plain(stamp: Stamp) -> dict[str, str]:
    return {"at": stamp.at, "by": stamp.by}


def _spans(row: Row, name: str) -> tuple[Span, ...]:
    return tuple(Span(one["start"], one["end"]) for one in row[name])


def _statement(document: Document, row: Row, stamp: Stamp) -> Statement:
    held = anchor(document.id, document.text, _spans(row, "content"))
    plain = {"document": held.document, "spans": [], "exact": "", "prefix": "", "suffix": ""}
    made: Statement = record(Statement, row, anchor=list(plain.values()), stamp=_plain(stamp))
    return msgspec.structs.replace(made, anchor=held)


def _judgement(document: Document, row: Row, stamp: Stamp) -> Judgement:
    held = anchor(document.id, document.text, _spans(row, "source") or _spans(row, "content"))
    known: dict[str, Any] = {"of": row["id"], "verdict": row["verdict"], "score": row["speaker_score"]}
    speaker = record_of("Speaker", row["speaker"])
    id = new_id("judgement", row["id"])
    return Judgement(id=id, anchor=held, referent=speaker, why=row["why"], stamp=stamp, **known)


def _toponym(row: Row) -> Toponym:
    place = record_of("Place", row["place"])
    return Toponym(span=Span(row["start"], row["end"]), place=place, use=row["use"], score=row["score"], why=row["why"])


def record_of(kind: str, row: Row | None) -> Any:
    """A column that holds a whole record."""
    from onrecord import records

    return None if row is None else record(getattr(records, kind), row)
