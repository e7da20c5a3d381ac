"""Which of a page's blocks are the article: trafilatura's judgement, read back onto our own blocks.

Each block gets a mark, a letter that no page holds; the blocks whose marks come back in
trafilatura's extract are the article's. So the choice is trafilatura's and the words are the
page's. Its fallbacks (readability, jusText) are off: measured in benchmarks/reading.py, they cost
a third of the time and gain nothing once the rules below have run.
"""

# ruff: noqa: E501 (word lists and tables read better whole)
from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from onrecord.reading.furniture import is_button, is_form, is_tail
from onrecord.reading.html_blocks import Piece, is_block
from onrecord.reading.html_tree import drop

_FIRST = 0x20000  # CJK extension B: letters, so that nothing strips them, that no news page uses
_LAST = 0x2A6D0
_IDLE = (
    "meta",
    "link",
    "title",
    "button",
    "select",
    "option",
    "textarea",
    "input",
    "iframe",
    "video",
    "audio",
    "source",
)
_SIGNS = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
FILLS = 12  # words that a paragraph beside the article's must have to join it

_PROMO = re.compile(
    r"(?:[\[(]\s*)?(?:related|related (?:post|story|article|coverage)s?|read (?:more|also|next)|also read|see (?:more|also|:)|more(?= [A-Z])?(?: on this| stories)?|watch|"
    r"don'?t miss|you may also like|you might also like|also on \S+|also|leggi anche(?: su)?|lesen sie auch|mehr zum thema|lire aussi|à lire aussi|lea también|"
    r"lee también|leia também|lees ook|читайте также|читайте також|czytaj (?:też|także)|läs mer|les også|læs også|listen)\s*(?::|[.…]{3}|$|\|).*"
    r"|(?:sign up|subscribe|click here|join our|like this story|follow (?:us|@?\w+(?: \w+)?(?: opinion section)?) on|get the (?:day'?s|latest)|"
    r"download (?:our|the) app|have a (?:news )?tip|support (?:our|independent)|if you enjoyed this article|enter your email|"
    r"if you buy something through|this article may contain affiliate|this copy is for your personal|to order presentation-ready|"
    r"an error has occurred|thanks? (?:you )?for (?:signing|subscribing)|to read the full story|thank you$|this article has been sent|"
    r"copyright|©|all rights reserved|note: we are temporarily moderating)\b.*"
    r"|.*\b(?:newsletter|app)\b.{0,40}\b(?:sign(?:ed|ing)? up|subscri|click|here)\b.*|.*\b(?:clicking|click) here(?: to subscribe.*)?[.!]?",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"\w+")


def mark(pieces: Iterable[Piece]) -> None:
    """Puts each block's mark at the ends of its words in the tree; extra marks of the page's own go."""
    for piece in pieces:
        sign = chr(min(_FIRST + piece.at, _LAST))
        for place, at_end in ((piece.chunks[0], False), (piece.chunks[-1], True)):
            _write(*place, sign, at_end)


LINKED = 0.9  # of a block's characters: more, and it is a menu or a teaser


def _prune(tree: Element, pieces: Sequence[Piece]) -> None:
    """Takes out what holds nothing but links or no words at all: most of a page's elements, and
    trafilatura walks over every one of them some thirty times."""
    alive: set[Element] = {tree}
    for piece in pieces:
        if piece.linked < LINKED * len(piece.words):
            node: Element | None = piece.node
            while node is not None and node not in alive:
                alive.add(node)
                node = node.getparent()
    for node in alive:
        for child in list(node):
            if child not in alive and is_block(child):
                drop(child)


def _write(node: Element, tail: bool, sign: str, at_end: bool) -> None:
    words = (node.tail if tail else node.text) or ""
    signed = f"{words.rstrip()}{sign} " if at_end else f" {sign}{words.lstrip()}"
    if tail:
        node.tail = signed
    else:
        node.text = signed


def marked(words: Iterable[str]) -> set[int]:
    """The numbers of the blocks whose marks stand in these words."""
    return {ord(char) - _FIRST for char in _SIGNS.findall("".join(words))}


def unmarked(words: str) -> str:
    """Words without marks, on one line."""
    return " ".join(_SIGNS.sub("", words).split())


def chosen(tree: Element, pieces: Sequence[Piece]) -> tuple[list[Piece], list[str]]:
    """The article's blocks in page order; or, where its words stand in no block (a page drawn by
    script from its JSON-LD), the paragraphs themselves."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards, we say ourselves
    mark(pieces)
    # Once here instead of in each of its copies.
    etree.strip_elements(tree, *_IDLE, with_tail=False)
    _prune(tree, pieces)
    found = bare_extraction(tree, fast=True, include_comments=False)
    if found is None or isinstance(found, dict) or found.body is None:
        return [], []
    kept = marked(found.body.itertext())
    if kept:
        return _improved(pieces, kept), []
    return [], [words for child in found.body.iter("p") if (words := unmarked("".join(child.itertext())))]


# --- what the choice gains from a second look ---


def _improved(pieces: Sequence[Piece], kept: set[int]) -> list[Piece]:
    kept = kept | set(_beside(pieces, kept))
    kept = {at for at in kept if at < len(pieces) and not is_promo(pieces[at])}
    return _without_rows(_until_tail([pieces[at] for at in sorted(kept)]))


def _beside(pieces: Sequence[Piece], kept: set[int]) -> Iterable[int]:
    """Paragraphs of the make of the article's (element, class, its parent's class) between or after
    them, and what is quoted between them (tweets)."""
    own = [pieces[at] for at in sorted(kept) if at < len(pieces)]
    makes = {_make(piece) for piece in own if piece.node.tag == "p" and len(_WORD.findall(piece.words)) >= FILLS}
    first, last = min(kept), max(kept)
    for piece in pieces[first:]:
        long = len(_WORD.findall(piece.words)) >= FILLS
        if piece.at in kept or piece.linked * 3 > len(piece.words):
            continue
        if (piece.node.tag == "p" and long and _make(piece) in makes) or (piece.kind == "quote" and piece.at < last):
            yield piece.at


def _make(piece: Piece) -> tuple[str | None, ...]:
    parent = piece.node.getparent()
    grand = parent.getparent() if parent is not None else None
    return (
        piece.node.get("class"),
        str(parent.tag) if parent is not None else None,
        parent.get("class") if parent is not None else None,
        grand.get("class") if grand is not None else None,
    )


def is_promo(piece: Piece) -> bool:
    """A line that sells another page, a newsletter or an app, or a button."""
    words = piece.words
    if is_button(words) or is_form(words):
        return True
    if len(words) < 300 and _PROMO.fullmatch(words.replace("’", "'")):
        return True
    # A paragraph that is one link from end to end leads away from the article.
    return piece.linked >= 0.9 * len(words) and len(_WORD.findall(words)) >= 4 and piece.kind in ("paragraph", "list")


def _until_tail(article: Sequence[Piece]) -> list[Piece]:
    """Without the heading "Related stories" and the links under it."""
    out: list[Piece] = []
    skipping = False
    for piece in article:
        if is_tail(piece.words):
            skipping = True
        elif skipping and not _leads_away(piece):
            skipping = False
        if not skipping:
            out.append(piece)
    return out


def _leads_away(piece: Piece) -> bool:
    return piece.linked * 2 > len(piece.words) or len(_WORD.findall(piece.words)) < FILLS


def _without_rows(article: Sequence[Piece]) -> list[Piece]:
    """Without rows of headings with nothing under them (teasers), and a heading that ends the article."""
    out: list[Piece] = []
    row: list[Piece] = []
    for piece in article:
        if piece.kind == "heading":
            row.append(piece)
            continue
        out += row if len(row) < 4 else row[-1:]
        row = []
        out.append(piece)
    return out
