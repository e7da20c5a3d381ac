"""A page's tree cut into blocks of words, as a reader sees them: paragraphs, headings, captions.

The words come from the tree itself and from nowhere else: what is inline is never glued or lost,
no-break spaces and typographic quotes stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from onrecord.reading.html_tree import one_line
from onrecord.records import BlockKind

_BLOCKS = frozenset(
    "html body main article section header footer nav aside div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table "
    "caption thead tbody tfoot tr td th blockquote figure figcaption pre form fieldset legend address center details "
    "summary hgroup "
    "noscript button select option textarea label iframe video audio hr dir menu".split()
)
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    "blockquote": "quote",
    "figcaption": "caption",
}
_UNSEEN = frozenset("head script style noscript template button select textarea iframe video audio input".split())
LONGEST_CAPTION = 1000  # characters; some themes call the whole article "caption"
_SHOWN = frozenset(("html", "body", "main", "article"))
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption(?:-?text)?|(?:image|photo|picture|img|media|figure)[_-]*(?:caption|legend)|bildunterschrift|legende)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PARTS = re.compile(r"\n[ \t\r\f\v]*(?:\n\s*)+")


@dataclass(eq=False)
class Piece:
    """A block of the page: its kind, its words, the element it is the words of, its place in the page."""

    kind: BlockKind
    words: str
    node: Element
    at: int
    linked: int = 0  # characters inside links
    chunks: list[tuple[Element, bool]] = field(default_factory=list)  # where its words stand: element, in its tail


@dataclass
class _Cutter:
    pieces: list[Piece] = field(default_factory=list)
    images: list[tuple[Element, int]] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    chunks: list[tuple[Element, bool]] = field(default_factory=list)
    context: list[tuple[BlockKind, Element]] = field(default_factory=list)
    linked: int = 0

    def hold(self, words: str, node: Element, tail: bool, linked: bool) -> None:
        self.held.append(words)
        if not words.isspace():
            self.chunks.append((node, tail))
            self.linked += len(words) if linked else 0

    def flush(self) -> None:
        if self.chunks:
            kind, node = self.context[-1]
            for words in _stretches("".join(self.held), kind, node):
                self.pieces.append(Piece(kind, words, node, len(self.pieces), self.linked, self.chunks))
        self.held, self.chunks, self.linked = [], [], 0


# A <br> is a break of the line; a mark no page holds tells it from the source's own line ends.
_BREAK = "\x1e"


def _stretches(raw: str, kind: BlockKind, node: Element) -> Iterator[str]:
    """The paragraphs of a block: two breaks part them, one is a new line."""
    if _BREAK not in raw and node.tag != "pre":
        words = one_line(raw)
        if words and not words.isspace():
            yield words
        return
    text = raw.replace("\n", _BREAK) if node.tag == "pre" else raw
    lines = [one_line(line) for line in text.split(_BREAK)]
    if kind in ("heading", "caption"):
        lines = [" ".join(line for line in lines if line)]
    for part in _PARTS.split("\n".join(lines)):
        if part.strip():
            yield part.strip("\n ")


def cut(tree: Element) -> tuple[list[Piece], list[tuple[Element, int]]]:
    """The page's blocks in order, and its pictures with the number of blocks before each."""
    cutter = _Cutter(context=[("paragraph", tree)])
    walker = etree.iterwalk(tree, events=("start", "end"))
    links = 0
    for event, node in walker:
        tag = node.tag
        block = tag in _BLOCKS
        if event == "start":
            if tag in _UNSEEN or _is_hidden(node):
                if block:
                    cutter.flush()
                walker.skip_subtree()
                if block:
                    cutter.context.append(cutter.context[-1])
                continue
            if block:
                cutter.flush()
                cutter.context.append((_kind(node, cutter.context[-1][0]), node))
            elif tag == "br":
                cutter.held.append(_BREAK)
            elif tag == "img":
                cutter.images.append((node, len(cutter.pieces) + (1 if "".join(cutter.held).strip() else 0)))
            elif tag == "a":
                links += 1
            if node.text:
                cutter.hold(node.text, node, False, links > 0)
        else:
            if block:
                cutter.flush()
                cutter.context.pop()
            elif tag == "a":
                links = max(0, links - 1)
            if node.tail and node is not tree:
                cutter.hold(node.tail, node, True, links > 0)
    cutter.flush()
    return cutter.pieces, cutter.images


def is_block(node: Element) -> bool:
    """Whether an element stands on lines of its own."""
    return node.tag in _BLOCKS


def _is_hidden(node: Element) -> bool:
    if not node.attrib or node.tag in _SHOWN:  # scripts show these once they have run
        return False
    style = node.get("style")
    return node.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _kind(node: Element, around: BlockKind) -> BlockKind:
    own = _KINDS.get(str(node.tag))
    if own:
        return "quote" if own == "list" and around == "quote" else own
    name = node.get("class")
    if name and "aption" in name and _CAPTION.search(name) and len("".join(node.itertext())) < LONGEST_CAPTION:
        return "caption"
    return around


def cut_words(node: Element, skip: set[Element], drop: Callable[[Element], bool]) -> list[tuple[str, bool]]:
    """The paragraphs of one element and whether each is quoted; what is in `skip` or fits `drop` left out."""
    out: list[tuple[str, bool]] = []
    held: list[str] = []
    quotes = 0

    def flush() -> None:
        out.extend((words, quotes > 0) for words in _stretches("".join(held), "paragraph", node))
        held.clear()

    walker = etree.iterwalk(node, events=("start", "end"))
    gone: set[Element] = set()
    for event, part in walker:
        block = part.tag in _BLOCKS
        if block:
            flush()
        if event == "start":
            if part is not node and (part in skip or part.tag in _UNSEEN or drop(part)):
                gone.add(part)
                walker.skip_subtree()
                continue
            quotes += part.tag == "blockquote" and part is not node
            held.append(_BREAK if part.tag == "br" else part.text or "")
        else:
            quotes -= part.tag == "blockquote" and part is not node and part not in gone
            if part is not node:
                held.append(part.tail or "")
    flush()
    return out
