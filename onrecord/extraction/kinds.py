"""Direct, indirect or mixed: by quotation marks alone, so anyone can check it on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.extraction.pieces import quotations
from onrecord.records import Block, StatementKind
from onrecord.text import Span


def quoted(text: str, blocks: Sequence[Block] = ()) -> list[Span]:
    """The words between quotation marks, and blocks set off as another's words; a quotation that goes on in the next
    paragraph is one a paragraph."""
    marked = [Span(opening + 1, closing) for opening, closing, _ in quotations(text)]
    return [*marked, *(block.span for block in blocks if block.kind == "quote")]


def kind_of(content: Iterable[Span], text: str, quotes: Sequence[Span]) -> StatementKind:
    """Direct where every word stands between quotation marks, mixed where some do."""
    inside = outside = False
    for span in content:
        at = span.start
        for quote in sorted(quote for quote in quotes if quote.overlaps(span)):
            outside = outside or _has_words(text[at : quote.start])
            inside = inside or _has_words(text[max(quote.start, span.start) : min(quote.end, span.end)])
            at = max(at, quote.end)
        outside = outside or _has_words(text[at : span.end])
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _has_words(part: str) -> bool:
    return any(map(str.isalnum, part))
