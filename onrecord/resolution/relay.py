"""The chain of a statement inside another: who says it there hands it on."""

from __future__ import annotations

from msgspec import structs

from onrecord.records import Document, Judgement, Statement, Via, new_id
from onrecord.resolution.described import is_paper, is_rule
from onrecord.resolution.naming import bare, naming
from onrecord.text import words_of


def relayed(
    document: Document, statements: tuple[Statement, ...], judgements: tuple[Judgement, ...]
) -> tuple[Statement, ...]:
    """Statements with the whole chain each came through, nearest to the speaker first.

    One who repeats their own words relays nobody; an outer statement stands before those within it."""
    who = {one.of: one for one in judgements}
    done: dict[str, Statement] = {}
    for one in statements:
        outer = done.get(one.within or "")
        if outer:
            links = (*one.via, *_teller(document, outer, who, one), *outer.via)
            one = structs.replace(one, via=tuple({link.name: link for link in links}.values()))
        done[one.id] = one
    return tuple(done.values())


def _teller(document: Document, outer: Statement, who: dict[str, Judgement], inner: Statement) -> tuple[Via, ...]:
    """Who says the outer statement, where that is somebody else than who says the inner one."""
    teller, speaker = who[outer.id].referent, who[inner.id].referent
    words = words_of(document.text, outer.source)
    if is_rule(words) or (outer.via and is_paper(bare(words))):  # who saw the paper hands it on
        return ()
    if teller:
        return () if speaker and speaker.id == teller.id else (Via(id=teller.id, name=teller.name),)
    if outer.via or not words or naming(words).pronoun:
        return ()
    return (Via(id=new_id("speaker", bare(words), "person"), name=bare(words)),)
