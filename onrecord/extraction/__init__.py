"""Document to Statements: who said what by which words, found by the packaged model."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from msgspec import structs

from onrecord.extraction.kinds import kind_of, quoted
from onrecord.extraction.stance import stance_of
from onrecord.records import Document, Request, Stamp, Statement, new_statement
from onrecord.text import Span, words_of

__all__ = ["extract", "model_name", "reads", "requests_of"]

HOME = Path(__file__).parent


@functools.cache
def languages() -> dict[str, dict[str, Any]]:
    """The languages that can be read, by their code: a file each in languages/."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((HOME / "languages").glob("*.toml"))
    }


def reads(lang: str | None) -> bool:
    """Whether articles in this language ("en", "en-GB") can be read; one of no known language is tried."""
    return lang is None or lang.lower().replace("_", "-").split("-")[0] in languages()


def model_name() -> str:
    """The packaged model's name with a digest of its weights: the `by` of what it reads."""
    from onrecord.extraction.model import digest

    return f"onrecord-statements-{digest()[:12]}"


def extract(document: Document, stamp: Stamp, threads: int = 1) -> tuple[Statement, ...]:
    """Every attributed statement of the article, in the order of its words.

    Nothing for a language that cannot be read. Raises ModelError where the model is missing or damaged."""
    if not document.text.strip() or not reads(document.lang):
        return ()
    from onrecord.extraction.model import find, opened

    quotes = quoted(document.text)
    rows = [
        new_statement(
            document,
            _spans(found.content),
            kind=kind_of(_spans(found.content), document.text, quotes),
            stamp=stamp,
            source=_spans(found.source),
            cue=_spans(found.cue),
            score=round(found.score, 4),
        )
        for found in find(document.text, opened(threads=threads))
    ]
    return tuple(structs.replace(row, stance=stance_of(words_of(document.text, row.cue))) for row in rows)


def requests_of(document: Document, statements: tuple[Statement, ...]) -> tuple[Request, ...]:
    """Every request for comment that the article tells of."""
    return ()


def _spans(places: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    return tuple(Span(*place) for place in places)
