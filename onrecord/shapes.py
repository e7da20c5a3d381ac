"""The contract's JSON shapes, out of records: what --json prints and /api/ answers. No input or output.

A span is `{start, end, exact}` and `text[start:end] == exact` always; it is made in one function here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Protocol

from onrecord.records import (
    Actor,
    Block,
    Claim,
    Document,
    Image,
    Place,
    ReaderComment,
    Reading,
    Request,
    Speaker,
    Statement,
    Toponym,
    Verdict,
)
from onrecord.text import Span

Shape = dict[str, Any]


class Head(Protocol):
    """What a list says of a document; a Document is one, a ledger's shorter row too."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def url(self) -> str | None:
        """Its address."""

    @property
    def title(self) -> str | None:
        """Its headline."""

    @property
    def publisher(self) -> str | None:
        """Who published it."""

    @property
    def published(self) -> str | None:
        """When, as precisely as is known."""


class Found(Protocol):
    """A statement with its document's head and text, and what a person said of it."""

    @property
    def statement(self) -> Statement:
        """The statement."""

    @property
    def document(self) -> Head:
        """The head of its document."""

    @property
    def text(self) -> str:
        """Its document's text, for the words of every span."""

    @property
    def review(self) -> Verdict | None:
        """A person's word, where there is one."""

    @property
    def speaker(self) -> Speaker | None:
        """Who that is, where somebody is sure."""


class Profiled(Protocol):
    """A speaker as a ledger has them."""

    @property
    def speaker(self) -> Speaker:
        """Who that is."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that articles gave."""

    @property
    def roles(self) -> tuple[Any, ...]:
        """Roles, each with what it is held in and in how many documents."""

    @property
    def statements(self) -> int:
        """How many statements."""

    @property
    def documents(self) -> int:
        """In how many documents."""

    @property
    def same(self) -> tuple[str, ...]:
        """Speakers that a person said are this one."""

    @property
    def qid(self) -> str | None:
        """The item in Wikidata."""


def span_shape(span: Span, text: str) -> Shape:
    """A place with its words."""
    return {"start": span.start, "end": span.end, "exact": span.of(text)}


def spans_shape(spans: Iterable[Span], text: str) -> list[Shape]:
    """Places with their words, in their order."""
    return [span_shape(span, text) for span in spans]


def block_shape(block: Block) -> Shape:
    """A block's kind and place."""
    return {"kind": block.kind, "start": block.start, "end": block.end}


def image_shape(image: Image, text: str) -> Shape:
    """A picture with its caption's place and its credit."""
    caption = span_shape(image.caption, text) if image.caption else None
    return {"src": image.src, "caption": caption, "credit": image.credit}


def comment_shape(comment: ReaderComment, text: str) -> Shape:
    """A reader's comment; `quotes` are places in the article's text."""
    return {
        "number": comment.number,
        "parent": comment.parent,
        "author": comment.author,
        "at": comment.at,
        "text": comment.text,
        "quotes": spans_shape(comment.quotes, text),
        "orphans": list(comment.orphans),
    }


def speaker_shape(speaker: Speaker) -> Shape:
    """Who speaks, in which role."""
    return {
        "id": speaker.id,
        "name": speaker.name,
        "type": speaker.type,
        "role": speaker.role,
        "of": speaker.of,
        "includes": list(speaker.includes),
        "stands_for": speaker.stands_for,
    }


def profile_shape(profile: Profiled) -> Shape:
    """A speaker with names, roles and counts."""
    return {
        "speaker": speaker_shape(profile.speaker),
        "names": list(profile.names),
        "roles": [{"role": one.role, "of": one.of, "documents": one.documents} for one in profile.roles],
        "statements": profile.statements,
        "documents": profile.documents,
        "same": list(profile.same),
        "qid": profile.qid,
    }


def request_shape(request: Request, text: str) -> Shape:
    """A request for comment with its words."""
    span = span_shape(request.span, text)
    return {"by": request.by, "asked": request.asked, "answer": request.answer, "span": span}


def place_shape(place: Place) -> Shape:
    """A place with its position, where that is known, and what contains it."""
    return {"id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon, "within": list(place.within)}


def toponym_shape(toponym: Toponym, text: str) -> Shape:
    """A place's name with the place that is meant."""
    return {
        "span": span_shape(toponym.span, text),
        "place": place_shape(toponym.place) if toponym.place else None,
        "relative": span_shape(toponym.relative, text) if toponym.relative else None,
        "use": toponym.use,
        "score": toponym.score,
        "why": toponym.why,
    }


def actor_shape(actor: Actor | None) -> Shape | None:
    """Who holds, takes or claims; null where the words don't say."""
    return {"id": actor.id, "name": actor.name} if actor else None


def claim_shape(claim: Claim, text: str) -> Shape:
    """A claim with the words it stands on."""
    return {
        "id": claim.id,
        "kind": claim.kind,
        "register": claim.register,
        "actor": actor_shape(claim.actor),
        "counter": actor_shape(claim.counter),
        "place": place_shape(claim.place) if claim.place else None,
        "extent": claim.extent,
        "since": claim.since,
        "until": claim.until,
        "polarity": claim.polarity,
        "factuality": claim.factuality,
        "phase": claim.phase,
        "framing": claim.framing,
        "by": claim.by,
        "evidence": spans_shape(claim.evidence, text),
    }


def statement_shape(statement: Statement, text: str, speaker: Speaker | None = None) -> Shape:
    """A statement of the document with this text; `speaker` is null where nobody is sure who that is."""
    said = statement.said_on
    return {
        "id": statement.id,
        "kind": statement.kind,
        "content": spans_shape(statement.content, text),
        "cue": spans_shape(statement.cue, text),
        "source": spans_shape(statement.source, text),
        "speaker": speaker_shape(speaker) if speaker else None,
        "via": [{"id": via.id, "name": via.name} for via in statement.via],
        "within": statement.within,
        "stance": statement.stance,
        "said_on": {"start": said.start, "end": said.end, "from": said.words} if said else None,
        "score": statement.score,
    }


def document_shape(reading: Reading, source_name: str | None) -> Shape:
    """A document with everything found in it, one line of `read --json`.

    `source_name` is what the person typed: a file, an address, "-"."""
    document, text = reading.document, reading.document.text
    who = {one.of: one.referent for one in reading.judgements}
    return {
        "source": source_name,
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "byline": document.byline,
        "published": document.published,
        "lang": document.lang,
        "rights": document.rights,
        "text": text,
        "blocks": [block_shape(block) for block in document.blocks],
        "images": [image_shape(image, text) for image in document.images],
        "statements": [statement_shape(one, text, who.get(one.id)) for one in reading.statements],
        "places": [toponym_shape(toponym, text) for toponym in reading.places],
        "claims": [claim_shape(claim, text) for claim in reading.claims],
        "requests": [request_shape(request, text) for request in reading.requests],
        "comments": [comment_shape(comment, text) for comment in reading.page.comments],
    }


def head_shape(document: Head) -> Shape:
    """What stands at the head of a document, as `find` prints it with each statement."""
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
    }


def found_shape(found: Found) -> Shape:
    """A statement of the ledger, one line of `find --json`."""
    return {
        **statement_shape(found.statement, found.text, found.speaker),
        "document": head_shape(found.document),
        "review": found.review,
    }


def source_name(document: Document) -> str:
    """What a recorded document is called where nobody typed a name."""
    return document.url or document.id


def dumps(shape: object) -> str:
    """A shape as one line of JSON, every letter as it is."""
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
