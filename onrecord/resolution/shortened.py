"""One organisation by a short and by a long name in one article: "Wagner" and "the Wagner group" are one speaker."""

from __future__ import annotations

import re

from onrecord.resolution.actors import known
from onrecord.resolution.gazetteer import lookup
from onrecord.resolution.naming import bare


def whole_name(words: str, text: str) -> str | None:
    """The name of the organisation that words mean, where the article has it both short and long; else none.

    A single word may be a person's name too: it counts only where a table knows the movement."""
    name = bare(words)
    if not name[:1].isupper():
        return None
    short = _without_kind(name)
    longs = _longs(short, text)
    if not longs or not _alone(short, text):
        return None
    if short in known().movements:
        return known().movements[short]
    sure = len(short.split()) > 1 and len(longs) == 1 and not lookup(short)  # "South Sudan" is not its army
    return next(iter(longs)) if sure else None


def _without_kind(name: str) -> str:
    """A name without the word for what it is: "Wagner" of "Wagner group"."""
    first, _, last = name.rpartition(" ")
    return first if first and _is_kind(last) else name


def _is_kind(word: str) -> bool:
    return word in known().bodies or word.lower() == "group"


def _longs(short: str, text: str) -> set[str]:
    """The forms in which the article adds what it is to a name."""
    found = re.finditer(rf"\b{re.escape(short)} (\w+)\b", text)
    return {one.group() for one in found if _is_kind(one.group(1))}


def _alone(short: str, text: str) -> bool:
    """Whether the name stands by itself too, with no further name around it."""
    found = re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w’'-])(?! [A-Z])(?: (\w+))?", text)
    return any(not (one.group(1) and _is_kind(one.group(1))) for one in found)
