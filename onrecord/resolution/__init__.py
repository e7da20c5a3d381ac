"""Words to judgements: who speaks, through whom, and which places are meant. Pure over what is known."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import structs

from onrecord.records import Document, Judgement, Stamp, Statement, Toponym
from onrecord.resolution.chain import chain
from onrecord.resolution.claims import claims
from onrecord.resolution.places import places
from onrecord.resolution.relay import relayed
from onrecord.resolution.speakers import judgements

__all__ = ["Resolved", "claims", "resolve"]


class Resolved(NamedTuple):
    """A document's statements with the chain each came through, who speaks, and the places named."""

    statements: tuple[Statement, ...]
    judgements: tuple[Judgement, ...] = ()
    places: tuple[Toponym, ...] = ()


def resolve(document: Document, statements: tuple[Statement, ...], stamp: Stamp) -> Resolved:
    """Who said each statement through whom, and where."""
    through = tuple(structs.replace(one, via=chain(document, one)) for one in statements)
    who = judgements(document, through, stamp)
    return Resolved(relayed(document, through, who), who, places(document, statements))
