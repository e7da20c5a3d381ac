"""The discussion under an article: found, read, and taken out of the tree before the article is.

First what the page tells machines (JSON-LD), then the table of comment systems, then class names,
then what stands under a heading of comments, read as a text page would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml.etree import _Element as Element

from onrecord.reading import html_guess as guess
from onrecord.reading.html_dialects import Selectors, classes, fitting
from onrecord.reading.html_jsonld import told
from onrecord.reading.html_remark import Remark, author_of, heads, labelled, own, signed, time_of, tops, words_in
from onrecord.reading.html_replies import join, numbered
from onrecord.reading.html_tree import drop, words_of
from onrecord.records import ReaderComment

MOST = 20_000  # comments of one page
ALONE = 600  # characters: what may stand around the comments in a part of the page that goes with them


def take_comments(tree: Element, objects: Sequence[dict[str, Any]]) -> list[ReaderComment]:
    """The page's comments in order, their elements taken out of the tree."""
    _gather_terms(tree)
    remarks = _best(tree)
    join(remarks)
    shown = numbered(remarks)
    _take_out(tree, remarks)
    said = told(objects)
    return said if len(said) > len(shown) else shown


def _gather_terms(tree: Element) -> None:
    """In a list of terms (dl) each term and what is said of it become one element, as in other lists."""
    for node in [node for node in tree.iter("dl") if guess.is_zone(node) or guess.in_zone(node)]:
        box: Element | None = None
        for child in list(node):
            if child.tag == "dt":
                box = node.makeelement("div", {"class": "comment", "id": child.get("id") or ""})
                child.addprevious(box)
            if box is not None and child.tag in ("dt", "dd"):
                box.append(child)


def _best(tree: Element) -> list[Remark]:
    """The reading that finds most: of the systems' table first, else of the class names."""
    found: list[Remark] = []
    names = classes(tree)
    for row in fitting(tree, names):
        items = row.item(tree)
        if items and len(items) <= MOST:
            read = [remark for remark in _by_row(items, row) if remark.text]
            if _whole(read) > _whole(found):
                found = read
    if found and any(remark.author for remark in found):
        return found
    for items in guess.groups(tree, names):
        if len(items) <= MOST:
            read = [remark for remark in _by_names(items) if remark.text and (remark.author or remark.at)]
            if _whole(read) > _whole(found) and _credible(read):
                found = read
    return found


def _credible(remarks: Sequence[Remark]) -> bool:
    """Comments and not teasers, a by-lined article or an author's box: most have a writer, and a time
    or a place among comments; few are links; none holds the page's headline."""
    half = len(remarks) / 2
    timed = sum(remark.at is not None for remark in remarks)
    placed = sum(guess.in_zone(remark.node) for remark in remarks)
    if sum(remark.author is not None for remark in remarks) < half or max(timed, placed) < half:
        return False
    if len(remarks) == 1 and not (timed and placed):
        return False
    return (
        not any(next(remark.node.iter("h1"), None) is not None for remark in remarks)
        and sum(map(_is_teaser, remarks)) < half
    )


def _is_teaser(remark: Remark) -> bool:
    """A headline that is a link, or words that mostly are."""
    for node in remark.node.iter("h2", "h3", "h4"):
        link = next(node.iter("a"), None)
        if link is not None and len(words_of(link).split()) > 4:
            return True
    linked = sum(len(words_of(link)) for link in remark.node.iter("a"))
    return linked > 0.6 * len(words_of(remark.node))


def _whole(remarks: Sequence[Remark]) -> int:
    return sum((remark.author is not None) * 2 + (remark.at is not None) for remark in remarks)


def _by_row(items: Sequence[Element], row: Selectors) -> Iterator[Remark]:
    held = set(items)
    for item in items:
        authors = own(row.author(item), item, held)
        times = own(row.time(item), item, held)
        texts = list(tops(own(row.text(item), item, held)))
        author = author_of(authors, item)
        if author or times:
            head = heads(authors[:1] + times[:1], item)
            words = _text(texts[:1], held | head)
            if not words and "comment" in (item.get("class") or ""):
                words = words_in(item, held | head)
            yield Remark(item, author, time_of(times), words)


def _text(nodes: Sequence[Element], others: set[Element]) -> str:
    return "\n\n".join(filter(None, (words_in(node, others) for node in nodes)))


def _by_names(items: Sequence[Element]) -> Iterator[Remark]:
    held = set(items)
    for item in items:
        authors = own(guess.named(item, guess.AUTHOR, ("cite",)) or labelled(item), item, held)
        times = own(guess.named(item, guess.TIME, ("time", "relative-time")), item, held)
        head = {*authors, *times}
        texts = [node for node in own(guess.named(item, guess.TEXT), item, held) if not _holds(node, head)]
        author = author_of(_deepest(authors), item)
        words = _text(_widest(texts), held) or words_in(item, held | heads([*authors, *times], item))
        at = time_of(times) or item.get("time") or item.get("datetime")
        yield Remark(item, author, at, words) if author or at else signed(item, held)


def _deepest(nodes: Sequence[Element]) -> list[Element]:
    """Names in names: the inner one first ("author" around "fn")."""
    held = set(nodes)
    inner = [node for node in nodes if not any(other is not node and other in held for other in node.iter())]
    return inner + [node for node in nodes if node not in inner]


def _holds(node: Element, head: set[Element]) -> bool:
    return any(part in head for part in node.iter())


def _widest(nodes: Sequence[Element]) -> list[Element]:
    """The outermost element of words; of several, the one with most."""
    outer = list(tops(nodes))
    return [max(outer, key=lambda node: len("".join(node.itertext())))] if outer else []


def _take_out(tree: Element, remarks: Sequence[Remark]) -> None:
    """The comments' elements out of the tree, with the part of the page that holds nothing else."""
    nodes = [remark.node for remark in remarks]
    if not nodes:
        return
    around = nodes[0].getparent()
    outer = list(tops(nodes))
    while around is not None and not all(any(above is around for above in node.iterancestors()) for node in outer):
        around = around.getparent()
    for node in outer:
        drop(node)
    while around is not None and around.tag not in ("body", "html", "article", "main"):
        above = around.getparent()
        if len("".join(around.itertext()).strip()) > ALONE or not (
            guess.is_zone(around) or not "".join(around.itertext()).strip()
        ):
            break
        drop(around)
        around = above
