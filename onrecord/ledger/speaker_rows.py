"""Judgements and requests as rows, and rows as records."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from onrecord.ledger.rows import Values, stamp_row
from onrecord.names import key
from onrecord.records import Document, Judgement, Request, Speaker, Stamp, Statement, new_id
from onrecord.text import Span, anchor


def judgement_row(document: str, judgement: Judgement, *, hand: bool = False) -> Values:
    """A judgement on a statement of this document."""
    who = judgement.referent
    return {
        "id": judgement.id,
        "of": judgement.of,
        "document": document,
        "speaker": who.id if who else None,
        "name": who.name if who else None,
        "type": who.type if who else None,
        "role": who.role if who else None,
        "held": who.of if who else None,
        "includes": who.includes if who else (),
        "stands_for": who.stands_for if who else None,
        "key": key(who.name) if who else None,
        "verdict": judgement.verdict,
        "score": judgement.score,
        "why": judgement.why,
        "hand": hand,
        **stamp_row(judgement.stamp),
    }


def speaker_of(row: Any) -> Speaker | None:
    """Who a judgement's row names; nobody where that is in doubt, or was taken away."""
    if row.speaker is None:
        return None
    return Speaker(
        id=row.speaker,
        name=row.name,
        type=row.type,
        role=row.role,
        of=row.held,
        includes=row.includes,
        stands_for=row.stands_for,
    )


def judgement_of(row: Row[Any], statement: Statement, text: str) -> Judgement:
    """A row as the judgement on this statement of the document with this text."""
    return Judgement(
        id=row.id,
        of=row.of,
        anchor=anchor(row.document, text, statement.source or statement.content),
        referent=speaker_of(row),
        verdict=row.verdict,
        score=row.score,
        why=row.why,
        stamp=Stamp(at=row.at, by=row.by),
    )


def request_row(document: Document, request: Request, stamp: Stamp) -> Values:
    """A request for comment that the document tells of."""
    return {
        "id": new_id("request", document.id, list(request.span)),
        "document": document.id,
        "start": request.span.start,
        "end": request.span.end,
        "asker": request.by,
        "asked": request.asked,
        "answer": request.answer,
        **stamp_row(stamp),
    }


def request_of(row: Row[Any]) -> Request:
    """A row as a request."""
    return Request(by=row.asker, asked=row.asked, answer=row.answer, span=Span(row.start, row.end))
