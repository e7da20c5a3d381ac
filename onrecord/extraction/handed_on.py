"""Words handed on by form: "the Courier quoted Ann Roe as saying", "Ann Roe was quoted as saying by the Courier".

Two rows: the one who hands on, and within it whoever is quoted. The forms are plain: what the model makes of them is
set right where it differs, and what it overlooks is found.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from onrecord.extraction.decode import Found, Place
from onrecord.extraction.sentences import sentence_at, sentences
from onrecord.text import Span

SURE = 0.9  # the score of a statement found by its form alone


class Handed(NamedTuple):
    """Who hands on what whom said: places in the text; no content where it is to be taken from a found statement."""

    outlet: Place | None
    cue: Place
    who: Place
    saying: Place
    content: Place | None
    sentence: Span


@functools.lru_cache(maxsize=2)
def _forms(active: str, passive: str) -> tuple[re.Pattern[str], ...]:
    return re.compile(active), re.compile(passive)


def handed_on(text: str, words: dict[str, Any]) -> Iterator[Handed]:
    """Every place where the forms stand; `words` is the language's table of nesting."""
    active, passive = _forms(words["quotes"], words["quoted"])
    for sentence in sentences(text, "en"):
        if any(text.find(mark, sentence.start, sentence.end) >= 0 for mark in words["handing"]):
            found = next(filter(None, (form.search(text, *sentence) for form in (active, passive))), None)
            if found:
                yield _handed(text, found, sentence)


def _handed(text: str, found: re.Match[str], sentence: Span) -> Handed:
    named = next((name for name in ("outlet", "outlet2") if found.groupdict().get(name)), None)
    outlet = (found.start(named), found.start(named) + len(found.group(named).rstrip("."))) if named else None
    end = sentence.end
    while end > found.end() and text[end - 1] in ".!?":
        end -= 1
    rest = (found.end(), end) if end - found.end() > 3 else None
    return Handed(outlet, found.span("cue"), found.span("who"), found.span("saying"), rest, sentence)


def set_right(text: str, found: list[Found], words: dict[str, Any]) -> tuple[list[Found], list[tuple[Found, Found]]]:
    """The statements with those of these forms set right, and those within them with what they are within."""
    kept, inner = list(found), []
    for handed in handed_on(text, words):
        mine = [one for one in kept if _in(handed, one, text)]
        # "..., Ann Roe was quoted as saying on Monday"
        before = any(one.content[0][1] <= handed.who[0] for one in mine)
        content = (handed.content,) if handed.content and not before else mine[0].content if mine else ()
        if not content:
            continue
        kept = [one for one in kept if one not in mine]
        score = max((one.score for one in mine), default=SURE)
        if handed.outlet:
            whole = ((handed.who[0], content[0][1]),) if not before and handed.outlet[1] <= handed.who[0] else content
            kept.append(Found(whole, (handed.cue,), (handed.outlet,), score))
            inner.append((Found(content, (handed.saying,), (handed.who,), score), kept[-1]))
        else:
            kept.append(Found(content, (handed.cue,), (handed.who,), score))
    return kept, inner


def _in(handed: Handed, one: Found, text: str) -> bool:
    """Whether a found statement is told by this form: the cue is the form's, or it has none and is in the sentence."""
    low, high = handed.cue[0], handed.saying[1]
    if one.cue:
        return any(start < high and low < end for start, end in one.cue)
    return not one.source and sentence_at(text, one.content[-1][0], "en") == handed.sentence
