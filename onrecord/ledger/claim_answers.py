"""What the ledger is asked of territory and what it answers: frozen values, no input or output."""

from __future__ import annotations

import msgspec

from onrecord.ledger.answers import DocumentHead
from onrecord.ledger.territory.sentences import Reasons
from onrecord.records import Actor, Claim, ClaimKind, Place, Speaker, Verdict


class ClaimQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Claims asked for; of a place, also of what lies inside it where `parts`. `actor` is a name or an id.

    `since` and `until` are about when it held; `after` is the id of the last claim of the page before."""

    place: Place | None = None
    parts: bool = True
    actor: str | None = None
    kind: ClaimKind | None = None
    document: str | None = None
    since: str | None = None
    until: str | None = None
    confirmed: bool = False
    limit: int = 100
    after: str | None = None


class ClaimFound(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its document's head; `text` is the document's, for the words of every span.

    `speaker` is who says it, none where the article itself does or nobody is sure; `by_hand`: a person made it."""

    claim: Claim
    document: DocumentHead
    text: str
    review: Verdict | None = None
    speaker: Speaker | None = None
    by_hand: bool = False


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An actor with the claims that speak for it; whether all of them are of a part of the place."""

    actor: Actor
    evidence: tuple[str, ...] = ()
    part: bool = False


class TerritoryStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Who held and who claimed a place on a day, as known then: an answer, never stored. `why` is its reasons in
    English."""

    place: Place
    on: str
    known: str
    held_by: tuple[Held, ...] = ()
    claimed_by: tuple[Held, ...] = ()
    disputed: bool = False
    why: str
    reasons: Reasons = Reasons()


class ContradictionQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Contradictions asked for: of a place and what lies inside it, of an actor (a name or an id), by rule.

    `since` and `until` are about when it held, `seen` is the day on which both claims were first known. What a person
    dismissed is left out unless `dismissed`."""

    place: Place | None = None
    actor: str | None = None
    rule: str | None = None
    since: str | None = None
    until: str | None = None
    seen: str | None = None
    claim: str | None = None
    document: str | None = None
    confirmed: bool = False
    dismissed: bool = False
    limit: int = 100
    after: str | None = None


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Two claims that do not go together: the rule, its verdict, what that hangs on, and a person's word on it."""

    id: str
    between: tuple[ClaimFound, ClaimFound]
    rule: str
    verdict: str
    on: str | None = None
    why: str
    seen: str
    review: Verdict | None = None
    reason: str = ""
