"""The API's shapes of territory, for OpenAPI: what onrecord/claim_shapes.py makes, written down as types."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from onrecord import records
from onrecord.pages.schema import Head, Shape, Span, Speaker

assert get_args(records.Polarity) == ("+", "-")


class Place(Shape):
    """A place of the gazetteer, or a village that it lacks; `within` names what contains it, the largest last."""

    id: str
    name: str
    lat: float | None
    lon: float | None
    within: list[str]


class Actor(Shape):
    """Who holds, takes or claims."""

    id: str
    name: str


class Claim(Shape):
    """What follows about one territory from exact words, with who says it and where."""

    id: str
    kind: records.ClaimKind
    held_in: records.Register = Field(alias="register")
    actor: Actor | None
    counter: Actor | None
    place: Place | None
    extent: records.Extent
    since: str | None
    until: str | None
    polarity: records.Polarity
    factuality: records.Factuality
    phase: records.Phase
    framing: str | None
    by: str | None
    evidence: list[Span]
    speaker: Speaker | None
    by_hand: bool
    document: Head
    review: Literal["confirmed", "wrong"] | None


class Claims(Shape):
    """A page of claims; `next` is the address of the next page."""

    items: list[Claim]
    next: str | None


class Held(Shape):
    """An actor with the ids of the claims that speak for it; whether all of them are of a part of the place."""

    actor: Actor
    evidence: list[str]
    part: bool


class Territory(Shape):
    """Who held a place and who claimed it on a day, as known on another."""

    place: Place
    on: str
    known: str
    held_by: list[Held]
    claimed_by: list[Held]
    disputed: bool
    why: str


class Contradiction(Shape):
    """Two claims that do not go together, the rule and what it hangs on."""

    id: str
    between: list[Claim]
    rule: str
    verdict: str
    on: str | None
    why: str
    seen: str
    review: Literal["confirmed", "wrong"] | None


class Contradictions(Shape):
    """A page of contradictions; `next` is the address of the next page."""

    items: list[Contradiction]
    next: str | None


class Counted(Shape):
    """A place with how many claims are about it."""

    place: Place
    claims: int


class Places(Shape):
    """Places that claims are about."""

    items: list[Counted]
