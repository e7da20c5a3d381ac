"""Direct, indirect or mixed: by quotation marks alone, so anyone can check it on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.extraction.pieces import quotations
from onrecord.records import StatementKind
from onrecord.text import Span


def quoted(text: str) -> list[Span]:
    """The words between quotation marks; a quotation that goes on in the next paragraph is one a paragraph."""
    return [Span(opening + 1, closing) for opening, closing, _ in quotations(text)]


def kind_of(content: Iterable[Span], text: str, quotes: Sequence[Span]) -> StatementKind:
    """Direct where every word stands between quotation marks, mixed where some do."""
    inside = outside = 0
    for span in content:
        near = [quote for quote in quotes if quote.overlaps(span)]
        for at in range(span.start, span.end):
            if text[at].isalnum():
                if any(quote.start <= at < quote.end for quote in near):
                    inside += 1
                else:
                    outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"
