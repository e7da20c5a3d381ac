"""The API's shapes, for OpenAPI: what onrecord/shapes.py makes, written down as types."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Nothing but what is named."""

    model_config = ConfigDict(extra="forbid")


class Span(Shape):
    """Words of a text: Unicode code points, half open; text[start:end] == exact."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    exact: str


class Block(Shape):
    """A stretch of the text and what it is on the page."""

    kind: Literal["title", "heading", "paragraph", "caption", "quote", "list"]
    start: int
    end: int


class Image(Shape):
    """A picture."""

    src: str | None
    caption: Span | None
    credit: str | None


class Via(Shape):
    """An outlet or person that relays."""

    id: str | None
    name: str


class Speaker(Shape):
    """Who speaks, in the role that the article gives."""

    id: str
    name: str
    type: Literal["person", "organisation", "country", "group", "outlet"]
    role: str | None
    of: str | None
    includes: list[str]
    stands_for: str | None


class Role(Shape):
    """A role that articles gave a speaker, and in how many."""

    role: str
    of: str | None
    documents: int


class Profile(Shape):
    """A speaker as the ledger's articles have them."""

    speaker: Speaker
    names: list[str]
    roles: list[Role]
    statements: int
    documents: int
    same: list[str]
    qid: str | None


class Profiles(Shape):
    """Speakers, those who said most first."""

    items: list[Profile]


class SaidOn(Shape):
    """When it was said, and the words that tell."""

    start: str
    end: str
    words: str = Field(alias="from")


class Statement(Shape):
    """Who said what, by which words."""

    id: str
    kind: Literal["direct", "indirect", "mixed"]
    content: list[Span]
    cue: list[Span]
    source: list[Span]
    speaker: Speaker | None
    via: list[Via]
    within: str | None
    stance: str | None
    said_on: SaidOn | None
    score: float


class ReviewedStatement(Statement):
    """A statement with a person's word on the machine's reading, where there is one."""

    review: Literal["confirmed", "wrong"] | None


class Comment(Shape):
    """A reader's comment."""

    number: str
    parent: str | None
    author: str | None
    at: str | None
    text: str
    quotes: list[Span]
    orphans: list[str]


class Head(Shape):
    """A document in short."""

    id: str
    url: str | None
    title: str | None
    publisher: str | None
    published: str | None


class Entry(Head):
    """A document in a list."""

    byline: str | None
    retrieved: str | None
    rights: Literal["own", "licensed", "excerpt"]
    lang: str | None
    statements: int


class Document(Head):
    """A document with everything found in it; `text` is null where only an excerpt may be shown."""

    source: str | None
    byline: str | None
    lang: str | None
    rights: Literal["own", "licensed", "excerpt"]
    text: str | None
    blocks: list[Block]
    images: list[Image]
    statements: list[ReviewedStatement | Statement]
    places: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    comments: list[Comment]


class Found(ReviewedStatement):
    """A statement with its document."""

    document: Head


class Entries(Shape):
    """A page of documents; `next` is the address of the next page."""

    items: list[Entry]
    next: str | None


class Founds(Shape):
    """A page of statements; `next` is the address of the next page."""

    items: list[Found]
    next: str | None


class Health(Shape):
    """Whether it works."""

    status: Literal["ok", "down"]


class Problem(Shape):
    """What went wrong, in words (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class Text(BaseModel):
    """A text to read; `plain` takes it as an article's words and nothing else."""

    model_config = ConfigDict(extra="forbid", str_max_length=1_000_000)

    text: str = Field(pattern=r"[^\s\x00-\x1f\x7f\ufffe\uffff]", description="At least one letter or sign.")
    plain: bool = False
    published: str | None = Field(None, pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")
