"""Words to judgements: who speaks, through whom, and which places are meant. Pure over what is known."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import structs

from onrecord.records import Document, Judgement, Stamp, Statement, Toponym
from onrecord.resolution.chain import chain
from onrecord.resolution.claims import claims
from onrecord.resolution.gazetteer import GazetteerError
from onrecord.resolution.grammar import Trees, no_trees
from onrecord.resolution.places import States, places, unseen
from onrecord.resolution.relay import relayed
from onrecord.resolution.speakers import judgements

__all__ = ["GazetteerError", "Resolved", "claims", "resolve"]


class Resolved(NamedTuple):
    """A document's statements with the chain each came through, who speaks, and the places named."""

    statements: tuple[Statement, ...]
    judgements: tuple[Judgement, ...] = ()
    places: tuple[Toponym, ...] = ()


def resolve(
    document: Document,
    statements: tuple[Statement, ...],
    stamp: Stamp,
    trees: Trees = no_trees,
    states: States = unseen,
    *,
    placed: bool = True,
) -> Resolved:
    """Who said each statement through whom, and where; `trees` gives the sentences as trees, `states` how the encoder
    sees words, both where they are needed; `placed` false leaves places out."""
    held = {one.id: one for one in statements}
    through = tuple(structs.replace(one, via=chain(document, one, held.get(one.within or ""))) for one in statements)
    who = judgements(document, through, stamp, trees)
    return Resolved(relayed(document, through, who), who, places(document, statements, states) if placed else ())
