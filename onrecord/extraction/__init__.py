"""Document to Statements: who said what by which words, found by the packaged model."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from msgspec import structs

from onrecord.extraction.apart import APART, set_apart
from onrecord.extraction.chains import Floats
from onrecord.extraction.decode import Found
from onrecord.extraction.events import events
from onrecord.extraction.kinds import kind_of, quoted
from onrecord.extraction.language import code, languages, table
from onrecord.extraction.nesting import Row, rows
from onrecord.extraction.posts import with_posts
from onrecord.extraction.requests import requests
from onrecord.extraction.stance import stance_of
from onrecord.extraction.tidy import tidied
from onrecord.extraction.times import said_on
from onrecord.records import Document, Event, Request, Stamp, Statement, new_statement
from onrecord.text import Span, words_of
from onrecord.trees import Sentence

__all__ = ["events_of", "extract", "model_name", "reads", "requests_of", "states_of", "trees_of"]


def reads(lang: str | None) -> bool:
    """Whether articles in this language ("en", "en-GB") can be read; one of no known language is tried."""
    return code(lang) in languages()


def model_name() -> str:
    """The packaged model's name with a digest of its weights: the `by` of what it reads."""
    from onrecord.extraction.model import digest

    return f"onrecord-statements-{digest()[:12]}"


def extract(document: Document, stamp: Stamp, threads: int = 1) -> tuple[Statement, ...]:
    """Every attributed statement of the article in the order of its words, those within another after it.

    Nothing for a language that cannot be read. Raises ModelError where the model is missing or damaged."""
    if not _has_words(document):
        return ()
    from onrecord.extraction.model import find_all, found, looked, opened

    model, text = opened(threads=threads), document.text
    known = table(document.lang)

    def find(texts: Sequence[str]) -> list[list[Found]]:
        every = [whole] if texts == [text] else find_all(texts, model)
        return [tidied(words, one, known) for words, one in zip(texts, every, strict=True)]

    whole = set_apart(
        text, document.blocks, found(looked(text, threads), model), functools.partial(find_all, model=model)
    )
    whole = with_posts(text, document.blocks, whole)
    held = rows(text, find, known["nesting"])
    return _ordered(_statements(document, held, stamp))


def requests_of(document: Document, statements: tuple[Statement, ...]) -> tuple[Request, ...]:
    """Every request for comment that the article tells of; nothing for a language that cannot be read."""
    return tuple(requests(document, statements)) if reads(document.lang) else ()


def events_of(document: Document, statements: tuple[Statement, ...]) -> tuple[Event, ...]:
    """Every event of a territory that the article tells of; nothing for a language that cannot be read."""
    return events(document, statements) if reads(document.lang) else ()


def trees_of(document: Document, threads: int = 1) -> tuple[Sentence, ...]:
    """The article's sentences as trees, from the pass that found its statements; none for a language not read."""
    if not _has_words(document):
        return ()
    from onrecord.extraction.syntax import parsed

    return parsed(document.text, threads)


def states_of(document: Document, spans: Sequence[Span], threads: int = 1) -> Floats | None:
    """How the encoder sees these words of the article, a row a span; none for a language not read."""
    if not _has_words(document):
        return None
    from onrecord.extraction.states import states

    return states(document.text, spans, threads)


def _has_words(document: Document) -> bool:
    """Whether there is anything that can be read."""
    return bool(document.text.strip()) and reads(document.lang)


def _statements(document: Document, found: list[Row], stamp: Stamp) -> list[Statement]:
    """Rows to statements with stance and date; a row stands before those within it, so `within` is known."""
    quotes = quoted(document.text, document.blocks)
    made: list[Statement] = []
    for row in found:
        one = _statement(document, row.found, quotes, stamp)
        outer = made[row.within].id if row.within is not None else None
        stance = stance_of(words_of(document.text, one.cue))
        made.append(structs.replace(one, within=outer, stance=stance, said_on=said_on(document, one)))
    return made


def _together(document: Document, content: tuple[Span, ...], told: tuple[Span, ...]) -> tuple[Span, ...]:
    """The pieces of a content that can be one: none of a headline with one of a caption or of the text below it.

    Those stay that stand with the words that tell of them, else with the longest piece."""
    apart = [block.span for block in document.blocks if block.kind in APART]

    def home(span: Span) -> Span | None:
        return next((block for block in apart if block.start <= span.start < block.end), None)

    longest = max(content, key=lambda span: span.end - span.start)
    near = home(told[0] if told else longest)
    return tuple(span for span in content if home(span) == near) or content


def _statement(document: Document, found: Found, quotes: list[Span], stamp: Stamp) -> Statement:
    content = _together(document, _spans(found.content), _spans(found.cue or found.source))
    return new_statement(
        document,
        content,
        kind=kind_of(content, document.text, quotes),
        stamp=stamp,
        source=_spans(found.source),
        cue=_spans(found.cue),
        score=round(found.score, 4),
    )


def _ordered(made: list[Statement]) -> tuple[Statement, ...]:
    """By the content's words, an outer statement before those within it; each once."""
    unique = {one.id: one for one in made}
    deep: dict[str, int] = {}
    for one in made:
        deep[one.id] = deep[one.within] + 1 if one.within in deep and one.within else 0
    return tuple(sorted(unique.values(), key=lambda one: (one.content[0].start, deep[one.id], one.content[-1].end)))


def _spans(places: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    return tuple(Span(*place) for place in places)
