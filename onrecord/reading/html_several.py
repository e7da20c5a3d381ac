"""Several articles on one page: the one under the page's headline is read, the others are named and left out.

They are told apart only by what the page itself says: elements `article` beside one another, each with a heading and
text of its own. Posts of a live report under one headline stay together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from onrecord.reading.html_blocks import Piece

FEWEST = 25  # words of its own without which an element is no article


class Own(NamedTuple):
    """The blocks of the headline's article, and the headings of the others."""

    kept: list[Piece]
    others: list[str]


def own_article(kept: list[Piece], pieces: Sequence[Piece], head: Piece | None) -> Own:
    """The blocks of the article that the headline stands in; all of them where it stands in none with text."""
    own = _around(head.node) if head else None
    if own is None or _length(kept, own) < FEWEST:
        return Own(kept, [])
    beside = {one: None for piece in kept if (one := _around(piece.node)) is not None and one is not own}
    others = {one: heading for one in beside if (heading := _heading(one, kept, pieces))}
    return Own([piece for piece in kept if _around(piece.node) not in others], list(others.values()))


def _around(node: Element) -> Element | None:
    """The outermost article that an element stands in."""
    return next((above for above in reversed([node, *node.iterancestors()]) if above.tag == "article"), None)


def _length(kept: Sequence[Piece], one: Element) -> int:
    return sum(len(piece.words.split()) for piece in kept if piece.kind != "heading" and _around(piece.node) is one)


def _heading(one: Element, kept: Sequence[Piece], pieces: Sequence[Piece]) -> str | None:
    """What heads it, before any of its text; none where it has none or too little text."""
    first = next((piece for piece in pieces if piece.words and _around(piece.node) is one), None)
    return first.words if first and first.kind == "heading" and _length(kept, one) >= FEWEST else None
