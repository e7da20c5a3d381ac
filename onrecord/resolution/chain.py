"""Through whom a statement came: the outlets that only relay it, nearest to the speaker first."""

from __future__ import annotations

import re

from onrecord.records import Document, Statement, Via, new_id
from onrecord.resolution.naming import NAME, naming, tables
from onrecord.text import words_of

TOLD = re.compile(r"\b(?:told|tells|interview with|quoted by|published by|reported by) (?:the )?")


def chain(document: Document, statement: Statement) -> tuple[Via, ...]:
    """The outlets that relay: the source itself where it is one, else those whom the words around name."""
    text = document.text
    words = words_of(text, statement.source)
    said = naming(words) if statement.source else None
    if said and said.type == "outlet" and said.name:
        return (_via(said.name),)
    return tuple(_via(name) for name in _told(text, statement))


def _via(name: str) -> Via:
    return Via(id=new_id("speaker", name, "outlet"), name=name)


def _told(text: str, statement: Statement) -> list[str]:
    """Outlets that were told, in the words next to the cue and outside of what was said."""
    found = []
    for cue in statement.cue:
        for told in TOLD.finditer(text, cue.start, cue.end + 40):
            name = NAME.match(text, told.end())
            inside = any(span.start <= told.end() < span.end for span in statement.content)
            if name and not inside and name.group() in tables().outlets:
                found.append(name.group())
    return list(dict.fromkeys(found))
