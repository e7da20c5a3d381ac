"""The discussion under an article: found, read, and taken out of the tree before the article is.

First what the page tells machines (JSON-LD), then the table of comment systems, then class names,
then what stands under a heading of comments, read as a text page would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml.etree import _Element as Element

from onrecord.reading import html_guess as guess
from onrecord.reading.html_dialects import READY, Selectors
from onrecord.reading.html_headed import headed
from onrecord.reading.html_jsonld import told
from onrecord.reading.html_remark import Remark, author_of, own, time_of, tops, words_in
from onrecord.reading.html_replies import join
from onrecord.reading.html_tree import drop
from onrecord.records import ReaderComment

MOST = 20_000  # comments of one page
ALONE = 600  # characters: what may stand around the comments in a part of the page that goes with them


def take_comments(tree: Element, objects: Sequence[dict[str, Any]]) -> list[ReaderComment]:
    """The page's comments in order, their elements taken out of the tree."""
    remarks = _best(tree)
    join(remarks)
    shown = numbered(remarks)
    _take_out(tree, remarks)
    if not shown:
        shown = headed(tree)
    said = told(objects)
    return said if len(said) > len(shown) else shown


def _best(tree: Element) -> list[Remark]:
    """The reading that finds most: of the systems' table first, else of the class names."""
    found: list[Remark] = []
    for row in READY:
        items = row.item(tree)
        if items and len(items) <= MOST:
            read = [remark for remark in _by_row(items, row) if remark.text]
            if _whole(read) > _whole(found):
                found = read
    if found and any(remark.author for remark in found):
        return found
    for items in guess.groups(tree):
        if len(items) <= MOST:
            read = [remark for remark in _by_names(items) if remark.text and (remark.author or remark.at)]
            if _whole(read) > _whole(found):
                found = read
    return found


def _whole(remarks: Sequence[Remark]) -> int:
    return sum((remark.author is not None) * 2 + (remark.at is not None) for remark in remarks)


def _by_row(items: Sequence[Element], row: Selectors) -> Iterator[Remark]:
    held = set(items)
    for item in items:
        authors = own(row.author(item), item, held)
        times = own(row.time(item), item, held)
        texts = list(tops(own(row.text(item), item, held)))
        author = author_of(authors, item)
        if texts and (author or times):
            yield Remark(item, author, time_of(times), _text(texts, held))


def _text(nodes: Sequence[Element], others: set[Element]) -> str:
    return "\n\n".join(filter(None, (words_in(node, others) for node in nodes)))


def _by_names(items: Sequence[Element]) -> Iterator[Remark]:
    held = set(items)
    for item in items:
        authors = own(guess.named(item, guess.AUTHOR, ("cite",)), item, held)
        times = own(guess.named(item, guess.TIME, ("time", "relative-time")), item, held)
        head = {*authors, *times}
        texts = [node for node in own(guess.named(item, guess.TEXT), item, held) if not _holds(node, head)]
        author = author_of(_deepest(authors), item)
        words = _text(_widest(texts), held) or words_in(item, held | head - {item})
        yield Remark(item, author, time_of(times) or item.get("time") or item.get("datetime"), words)


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


def numbered(remarks: Sequence[Remark]) -> list[ReaderComment]:
    """Comments with their numbers as paths; an answer comes after what it answers."""
    children: dict[int, list[Remark]] = {}
    for remark in remarks:
        children.setdefault(id(remark.parent) if remark.parent else 0, []).append(remark)
    out: list[ReaderComment] = []
    queue = [(remark, "", place) for place, remark in reversed(list(enumerate(children.get(0, []), 1)))]
    while queue:
        remark, above, place = queue.pop()
        number = f"{above}.{place}" if above else str(place)
        out.append(ReaderComment(number=number, parent=above or None, author=remark.author, at=remark.at, text=remark.text))
        queue += [(answer, number, at) for at, answer in reversed(list(enumerate(children.get(id(remark), []), 1)))]
    return out


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
        if len("".join(around.itertext()).strip()) > ALONE or not (guess.is_zone(around) or not "".join(around.itertext()).strip()):
            break
        drop(around)
        around = above
