"""What stands under a heading of comments, where no name in the page says more: read as a text page is.

The part of the page is laid out as a text browser would, with columns for nesting and marks for
lists, and given to the reader of plain talk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from onrecord.reading.dates import find_moment
from onrecord.reading.furniture import is_footer, is_form, is_reaction, is_tail, is_talk
from onrecord.reading.html_blocks import Piece as Block
from onrecord.reading.html_remark import Remark, clean_name
from onrecord.reading.html_replies import join, numbered
from onrecord.reading.html_tree import drop
from onrecord.reading.plain_comments import Said, comments_of
from onrecord.reading.plain_lines import Piece
from onrecord.records import ReaderComment

_SENTENCE = re.compile(r"[.!?…][\"”’)]*$")
FEW = 8  # words of a comment without a name, on the average
COLUMNS = 4  # for each level of nesting
_DEEPER = frozenset("ul ol dl blockquote".split())


def headed(blocks: Sequence[Block]) -> list[ReaderComment]:
    """The comments under the last heading of comments among a page's blocks, taken out of its tree."""
    at = _heading(blocks)
    if at is None:
        return []
    talk = list(_talk(blocks[at + 1 :], blocks[at].node))
    listed = _listed(talk)
    if listed:
        join(listed)
        for remark in listed:
            if remark.node.getparent() is not None:
                drop(remark.node)
        return numbered(listed)
    said = comments_of([piece for block in talk for piece in _laid(block)])
    if not said or not _credible(said, talk):
        return []
    for block in talk:
        _take(block.node, blocks[: at + 1])
    return [
        ReaderComment(number=one.number, parent=one.parent, author=one.author, at=one.at, text=one.text) for one in said
    ]


def _heading(blocks: Sequence[Block]) -> int | None:
    """A short line of its own that says "Comments", with an article above it."""
    found = [block.at for block in blocks if is_talk(block.words) and block.linked * 2 < len(block.words)]
    long = [block.at for block in blocks if len(block.words.split()) > 15]
    above = [at for at in found if any(place < at for place in long)]
    return above[-1] if above else None


def _talk(blocks: Sequence[Block], heading: Element) -> Iterator[Block]:
    """The blocks after the heading, as far as its part of the page goes."""
    part = heading.getparent()
    while part is not None and part.tag not in ("body", "html") and not any(_in(block.node, part) for block in blocks):
        part = part.getparent()
    for block in blocks:
        away = any(above.tag in ("footer", "aside", "nav") for above in block.node.iterancestors())
        if part is None or not _in(block.node, part) or away or is_footer(block.words) or is_tail(block.words):
            return
        if is_form(block.words):
            return
        yield block


def _in(node: Element, part: Element) -> bool:
    return node is part or any(above is part for above in node.iterancestors())


def _credible(said: Sequence[Said], talk: Sequence[Block]) -> bool:
    """Comments without any name must be the items of a list and say something: a form is neither."""
    if any(one.author for one in said):
        return True
    listed = any(_item_of(block.node) is not None for block in talk)
    return listed and sum(len(one.text.split()) for one in said) >= FEW * len(said)


def _listed(talk: Sequence[Block]) -> list[Remark]:
    """List items that each begin with a name in a block of its own; nothing where some do not."""
    items = list(dict.fromkeys(item for block in talk if (item := _item_of(block.node)) is not None))
    found: list[Remark] = []
    for item in items:
        own = [block for block in talk if _item_of(block.node) is item]
        head = [block for block in own[:3] if len(block.words) < 80 and not _SENTENCE.search(block.words)]
        name = clean_name(head[0].words) if head and head[0] is own[0] and "\n" not in own[0].words else None
        rest = [block.words for block in own if block not in head and not is_reaction(block.words)]
        if not name or not rest:
            return []
        moment = next((dated.at for block in head if (dated := find_moment(block.words))), None)
        found.append(Remark(item, name, moment, "\n\n".join(rest)))
    return found


def _item_of(node: Element) -> Element | None:
    return next((above for above in (node, *node.iterancestors()) if above.tag == "li"), None)


def _laid(block: Block) -> Iterator[Piece]:
    """A block as a line of text: its column from the lists around it, a mark if it opens an item."""
    line = [block.node, *block.node.iterancestors()]
    depth = sum(1 for node in line if node.tag in _DEEPER)
    item = next((node for node in line if node.tag == "li"), None)
    opens = item is not None and _first_words(item) is block.node
    mark = ""
    if opens and item is not None:
        parent = item.getparent()
        mark = f"{_place(item)}." if parent is not None and parent.tag == "ol" else "•"
    column = depth * COLUMNS
    for number, words in enumerate(block.words.split("\n")):
        yield Piece(words=words, indent=column, hang=column, mark=mark if number == 0 else "", gap=number == 0)


def _place(item: Element) -> int:
    return 1 + sum(1 for node in item.itersiblings("li", preceding=True))


def _first_words(item: Element) -> Element:
    """The block in which an item's words begin."""
    for node in item.iter():
        if (node.text or "").strip():
            at = node
            while at is not item and at.tag in (
                "a",
                "b",
                "i",
                "em",
                "strong",
                "span",
                "small",
                "font",
                "time",
                "cite",
                "u",
            ):
                above = at.getparent()
                if above is None:
                    break
                at = above
            return at
    return item


def _take(node: Element, kept: Sequence[Block]) -> None:
    held = {block.node for block in kept[-60:]}
    if node.getparent() is not None and not any(part in held for part in node.iter()):
        drop(node)
