"""Through whom a statement came: the outlets that only relay it, nearest to the speaker first."""

from __future__ import annotations

import re

from onrecord.records import Document, Statement, Via, new_id
from onrecord.resolution.naming import NAME, naming, tables
from onrecord.text import words_of

TOLD = re.compile(
    r"(?i)\b(?:told|tells|telling|interviews? (?:with|by|on)|speaking (?:to|with|on)|spoke (?:to|with)|quoted by|"
    r"published (?:by|in)|reported by|(?:carried|broadcast|aired|released) by|"
    r"(?:remarks|comments|statement|email) to|(?:confirmed|said) to) (?:the )?"
    r"(?:(?:newspaper|broadcaster|news agency|agency|channel|television|magazine|daily|network|website) )?(?:the )?"
)
AFTER = 60  # characters after a cue in which an outlet may still be told


def chain(document: Document, statement: Statement, outer: Statement | None = None) -> tuple[Via, ...]:
    """The outlets that relay: the source itself where it is one, else those whom the words around name."""
    text = document.text
    words = words_of(text, statement.source)
    said = naming(words) if statement.source else None
    if said and said.type == "outlet" and said.name:
        return (_via(said.name),)
    return tuple(_via(name) for name in _told(text, statement, outer.content[0].start if outer else 0))


def _via(name: str) -> Via:
    return Via(id=new_id("speaker", name, "outlet"), name=name)


def _told(text: str, statement: Statement, begin: int) -> list[str]:
    """Outlets that were told, in the words around the cue and outside of what was said."""
    found = []
    for cue in statement.cue:
        for told in TOLD.finditer(text, max(begin, _begin(text, cue.start)), cue.end + AFTER):
            inside = any(span.start <= told.end() < span.end for span in statement.content)
            name = None if inside or _ended(text, cue.end, told.start()) else NAME.match(text, told.end())
            outlet = _outlet(name.group()) if name else None
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


def _outlet(name: str) -> str | None:
    """The longest beginning of a run of capitals that is an outlet's name."""
    run = re.sub(r"[’']s$", "", name).rstrip(".").split()
    return next(
        (" ".join(run[:end]) for end in range(len(run), 0, -1) if " ".join(run[:end]) in tables().outlets), None
    )
