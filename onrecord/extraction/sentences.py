"""Where sentences begin and end: a mark that ends one, its closing quotes, and what opens the next."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from itertools import pairwise

from onrecord.extraction.language import table
from onrecord.text import Span

_ENDS = re.compile(r"[.!?…]+[\"”’')\]»]*(?=\s+[\"“‘'(\[«]*[A-Z0-9À-Þ])|\n+")


@functools.lru_cache(maxsize=8)
def sentences(text: str, lang: str | None = None) -> tuple[Span, ...]:
    """Every sentence's place, in order; a line break ends one.

    >>> [s.of(t) for s in sentences(t := "Mr. Roe came. He left.")]
    ['Mr. Roe came.', 'He left.']
    """
    cuts = [found.end() for found in _ENDS.finditer(text) if not _short(text, found, lang)]
    edges = [0, *cuts, len(text)]
    spans = (_bare(text, start, end) for start, end in pairwise(edges))
    return tuple(span for span in spans if span.start < span.end)


def sentence_at(text: str, place: int, lang: str | None = None) -> Span:
    """The sentence that holds a place."""
    every = sentences(text, lang)
    at = bisect_right(every, place, key=lambda span: span.start) - 1
    return every[max(at, 0)] if every else Span(0, len(text))


def _short(text: str, found: re.Match[str], lang: str | None) -> bool:
    """Whether the stop belongs to a shortened word or to an initial."""
    if found.group() != ".":
        return False
    word = re.search(r"[\w.]*$", text[max(0, found.start() - 12) : found.start()])
    last = word.group() if word else ""
    return last in table(lang)["abbreviations"] or bool(re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", last))


def _bare(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
