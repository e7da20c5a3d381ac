"""Through whom a statement came: the outlets that only relay it, nearest to the speaker first."""

from __future__ import annotations

import re

from onrecord.records import Document, Statement, Via, new_id
from onrecord.resolution.described import PAPERS, SEEN, well_of
from onrecord.resolution.naming import naming
from onrecord.resolution.outlets import outlet_at
from onrecord.resolution.roles import is_role
from onrecord.text import words_of

TOLD = re.compile(
    r"(?i)\b(?:told|tells|telling|interviews? (?:with|by|on|to)|(?:speaking|talking) (?:to|with|on)|spoke (?:to|with)|"
    r"quoted by|published (?:by|in)|reported by|(?:carried|broadcast|aired|shown|released) (?:live )?(?:by|on)|"
    r"(?:remarks|comments|statement|e-?mail|letter|message) to|(?:writing|wrote|written) (?:in|for)|"
    r"(?:confirmed|said|admitted|acknowledged|conceded|explained|complained) to|"
    r"(?:op-ed|article|essay|column|commentary) (?:in|for)|(?:said|says|appearing|appearance|remarks|comments) on|"
    rf"{PAPERS}\b[^.;,“”\"]{{0,40}},? {SEEN}(?: by)?) (?:the )?"
)
MOUTH = re.compile(r",? (?:through|via) (?:its|his|her|their|an?|the) ([^,.;“”\"]{3,60}?)(?=,| that\b|$)")
AFTER = 60  # characters after a cue or source in which an outlet may still be told


def chain(document: Document, statement: Statement, outer: Statement | None = None) -> tuple[Via, ...]:
    """The outlets that relay: the source itself where it is one, else those whom the words around name."""
    text = document.text
    words = words_of(text, statement.source)
    said = naming(words) if statement.source else None
    if said and said.type == "outlet" and said.name:
        return (_via(said.name),)
    well = well_of(words)
    if well:
        return (_via(well),)
    begin = outer.content[0].start if outer else 0
    mouth = _mouth(text, statement)
    return (*mouth, *(_via(name) for name in _told(text, statement, begin)))


def _via(name: str) -> Via:
    return Via(id=new_id("speaker", name, "outlet"), name=name)


def _mouth(text: str, statement: Statement) -> tuple[Via, ...]:
    """Who speaks for somebody in their name: "the ministry, through its spokesman, said"."""
    if not statement.source or not statement.cue:
        return ()
    places = (statement.source[-1].end, statement.cue[-1].end)
    found = next(filter(None, (MOUTH.match(text, place) for place in places)), None)
    if not found or not any(map(is_role, found.group(1).split())):
        return ()
    name = naming(found.group(1)).name or found.group(1)
    return (Via(id=new_id("speaker", name, "person"), name=name),)


def _told(text: str, statement: Statement, begin: int) -> list[str]:
    """Outlets that were told, in the words around the cue and outside of what was said."""
    found = []
    for cue in statement.cue:
        last = max(cue.end, *(span.end for span in statement.source), 0)
        for told in TOLD.finditer(text, max(begin, _begin(text, cue.start)), last + AFTER):
            inside = any(span.start <= told.end() < span.end for span in statement.content)
            outlet = None if inside or _ended(text, cue.end, told.start()) else outlet_at(text, told.end())
            if outlet:
                found.append(outlet)
    return list(dict.fromkeys(found))


def _begin(text: str, cue: int) -> int:
    """Where the sentence of a cue begins, roughly: after the last stop and capital before it, or the line."""
    stops = [stop.end() for stop in re.finditer(r"(?<=[a-z”\"][.!?]) |\n", text[max(0, cue - 300) : cue])]
    return max(0, cue - 300) + (stops[-1] if stops else 0)


def _ended(text: str, cue: int, at: int) -> bool:
    """Whether a sentence ends between a cue and a place after it."""
    return at > cue and re.search(r"[a-z”\"][.!?] [A-Z“\"]|\n", text[cue : at + 1]) is not None
