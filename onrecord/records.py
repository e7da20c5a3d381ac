"""Everything the ledger keeps: frozen values, no input or output.

An id is a hash of a JSON list of parts, so recording twice adds nothing; it never depends on a
score or on the model that found the row. What the article says (`Statement`), who we think said
it (`Judgement`) and what follows about the world (`Claim`) are three records.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal, get_args

import msgspec

from onrecord.text import Anchor, Span, anchor

BlockKind = Literal["title", "heading", "paragraph", "caption", "quote", "list"]
Rights = Literal["own", "licensed", "excerpt"]
StatementKind = Literal["direct", "indirect", "mixed"]
Verdict = Literal["confirmed", "wrong"]
SpeakerType = Literal["person", "organisation", "country", "group", "outlet"]
Sameness = Literal["same", "different", "unsure"]
Use = Literal["literal", "metonymic"]
ClaimKind = Literal[
    "CONTROL",
    "CONTEST",
    "CAPTURE",
    "ADVANCE",
    "WITHDRAW",
    "ATTACK",
    "ADMINISTER",
    "SOVEREIGNTY",
    "RECOGNISE",
    "INTENT",
    "DEMAND",
    "NEGOTIATE",
    "DENY",
    "CONFIRM",
]
Register = Literal["de facto", "de jure", "intention", "meta"]
Extent = Literal["whole", "part", "near", "unstated"]
Polarity = Literal["+", "-"]
Factuality = Literal["CT", "PR", "PS", "U"]
Phase = Literal["planned", "attempted", "partial", "completed"]
KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


_packed = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: it is asked very often


def new_id(*parts: object) -> str:
    """A short hash of a JSON list, never of a dotted join: ("a", "bc") is not ("ab", "c")."""
    packed = _packed(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(packed).hexdigest()[:20]


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """When a row became known (ISO 8601, UTC) and by whose hand: a person, or a model's name."""

    at: str
    by: str


def utc(moment: datetime) -> str:
    """A moment as a stamp has it: in UTC, to the second: "2026-11-23T10:20:30Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a document's text and what it is on the page."""

    kind: BlockKind
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return Span(self.start, self.end)


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: its address where known, its caption's place in the text, its credit."""

    src: str | None = None
    caption: Span | None = None
    credit: str | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """Immutable text with blocks. `text` holds title, captions and article in the page's order."""

    id: str
    url: str | None = None
    text: str
    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    lang: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    retrieved: str | None = None
    rights: Rights = "excerpt"
    source: str | None = None
    replaces: str | None = None


class ReaderComment(msgspec.Struct, frozen=True, kw_only=True):
    """A reader's comment as read under an article. `number` is its path: "2", "2.1"."""

    number: str
    parent: str | None = None
    author: str | None = None
    at: str | None = None
    text: str
    quotes: tuple[Span, ...] = ()
    orphans: tuple[str, ...] = ()


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What reading gives: an article and the discussion under it.

    `notes` say in words what was left out or doubtful; `evidence` are the bytes as they came."""

    document: Document
    comments: tuple[ReaderComment, ...] = ()
    notes: tuple[str, ...] = ()
    evidence: bytes | None = None


class Via(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet or person that only relays."""

    id: str | None = None
    name: str


class SaidOn(msgspec.Struct, frozen=True, kw_only=True):
    """The days a statement may have been made on, and the words that say so."""

    start: str
    end: str
    words: str = msgspec.field(name="from")


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Who said what by which words, as this document has it."""

    id: str
    anchor: Anchor
    kind: StatementKind
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    via: tuple[Via, ...] = ()
    within: str | None = None
    stance: str | None = None
    said_on: SaidOn | None = None
    score: float = 0.0
    stamp: Stamp

    @property
    def content(self) -> tuple[Span, ...]:
        """The words that were said, one span or more."""
        return self.anchor.spans


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks, in the role that this article gives: `of` is what the role is held in.

    A group `includes` those it names; a capital or a seat of power keeps its name and `stands_for` its government.
    The id is of name and type, so one name is one speaker until a person says otherwise; that of someone who is
    only described begins with "~" and is of the article too: two articles' "officials" are not the same."""

    id: str
    name: str
    type: SpeakerType
    role: str | None = None
    of: str | None = None
    includes: tuple[str, ...] = ()
    stands_for: str | None = None

    @property
    def named(self) -> bool:
        """Whether it has a name; one who is only described ("two officials") is its own article's alone."""
        return not self.id.startswith("~")


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """Who we think the words of a statement's source name; nobody, and why not, where that is in doubt.

    `anchor` holds the source's words, of the content where nobody is named; `of` is the statement."""

    id: str
    of: str
    anchor: Anchor
    referent: Speaker | None = None
    verdict: Sameness = "unsure"
    score: float = 0.0
    why: str
    stamp: Stamp


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request for comment: who asked whom, as named here, and the statement that answers, if there is one."""

    by: str | None = None
    asked: str
    answer: str | None = None
    span: Span


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place as the gazetteer has it; `within` names what contains it, the largest last. Degrees, WGS 84.

    A village that no gazetteer has keeps its name and its container, and has no position."""

    id: str
    name: str
    lat: float | None = None
    lon: float | None = None
    within: tuple[str, ...] = ()


class Toponym(msgspec.Struct, frozen=True, kw_only=True):
    """A place's name in the text and which place is meant, none where that is in doubt; `why` in words.

    `relative` are the words that put something beside it and not in it: "20 km from", "south of"."""

    span: Span
    place: Place | None = None
    relative: Span | None = None
    use: Use = "literal"
    score: float = 0.0
    why: str


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What the words say happened or holds about a territory: roles as places in the text, nothing resolved yet.

    One event names one place. `within` is the statement whose content says it, none where the article itself does;
    `framing` is the word used, where it takes a side ("liberate"). `since` and `until` as `Claim` has them."""

    id: str
    kind: ClaimKind
    register: Register
    anchor: Anchor
    trigger: Span
    actor: Span | None = None
    counter: Span | None = None
    place: Span | None = None
    extent: Extent = "unstated"
    since: str | None = None
    until: str | None = None
    polarity: Polarity = "+"
    factuality: Factuality = "CT"
    phase: Phase = "completed"
    framing: str | None = None
    within: str | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds, takes or claims: a state, an armed force, a movement, by the name the article's actors resolve to."""

    id: str
    name: str


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What follows about one territory from exact words; kinds and rules as docs/kinds.md has them.

    `since` and `until` carry their precision ("2022", "2022-11", "2022-11-13") and are none where open; `by` is the
    statement that says it, none where the article itself does; `document` and `evidence` are where and which words."""

    id: str
    kind: ClaimKind
    register: Register
    actor: Actor | None = None
    counter: Actor | None = None
    place: Place | None = None
    extent: Extent = "unstated"
    since: str | None = None
    until: str | None = None
    polarity: Polarity = "+"
    factuality: Factuality = "CT"
    phase: Phase = "completed"
    framing: str | None = None
    by: str | None = None
    document: str
    evidence: tuple[Span, ...] = ()
    stamp: Stamp


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of a machine's reading; of any record."""

    id: str
    of: str
    verdict: Verdict
    why: str = ""
    stamp: Stamp


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A page with everything found in it: what `read` prints and the ledger records."""

    page: Page
    statements: tuple[Statement, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    requests: tuple[Request, ...] = ()
    places: tuple[Toponym, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def document(self) -> Document:
        """The article."""
        return self.page.document


def document_id(url: str | None, text: str) -> str:
    """Of its address and text: two outlets with one text are two documents."""
    return new_id("document", url or "", text)


def new_statement(
    document: Document,
    content: Iterable[Span],
    *,
    kind: StatementKind,
    stamp: Stamp,
    source: Iterable[Span] = (),
    cue: Iterable[Span] = (),
    within: str | None = None,
    score: float = 0.0,
) -> Statement:
    """A statement of the document, its id made of the document and its spans."""
    held = anchor(document.id, document.text, tuple(content))
    source, cue = tuple(source), tuple(cue)
    key = new_id("statement", document.id, [list(held.spans), list(cue), list(source)])
    return Statement(id=key, anchor=held, kind=kind, source=source, cue=cue, within=within, score=score, stamp=stamp)


def new_speaker(name: str, type: SpeakerType, **known: Any) -> Speaker:
    """A speaker of this name and type; `known` are its other fields."""
    return Speaker(id=new_id("speaker", name, type), name=name, type=type, **known)


def new_judgement(
    document: Document,
    statement: Statement,
    referent: Speaker | None,
    *,
    score: float,
    why: str,
    stamp: Stamp,
) -> Judgement:
    """Who the statement's source is; one judgement a statement, its id not of who that is."""
    held = anchor(document.id, document.text, statement.source or statement.content)
    key = new_id("judgement", statement.id)
    verdict: Sameness = "same" if referent and referent.named else "unsure"
    return Judgement(
        id=key, of=statement.id, anchor=held, referent=referent, verdict=verdict, score=score, why=why, stamp=stamp
    )


def new_actor(name: str) -> Actor:
    """An actor of this name: one name is one actor until a person says otherwise."""
    return Actor(id=new_id("actor", name), name=name)


def new_claim(document: str, evidence: Iterable[Span], stamp: Stamp, **said: Any) -> Claim:
    """A claim of the document, its id made of what it says and of the words it stands on."""
    spans = tuple(evidence)
    names = ("kind", "register", "extent", "since", "until", "polarity", "phase", "by")
    who = [said[key].id if said.get(key) else None for key in ("actor", "counter", "place")]
    key = new_id("claim", document, [list(spans)], who, [said.get(name) for name in names])
    return Claim(id=key, document=document, evidence=spans, stamp=stamp, **said)


def compose(parts: Iterable[tuple[BlockKind, str]]) -> tuple[str, tuple[Block, ...]]:
    """Blocks' words joined by blank lines into a document's text, with their places."""
    text, blocks = "", []
    for kind, words in parts:
        if words:
            text += "\n\n" if text else ""
            blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(words)))
            text += words
    return text, tuple(blocks)
