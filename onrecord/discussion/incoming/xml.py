"""XML read as a stream: elements come when they end and are dropped; nothing is fetched, no entity is expanded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree

from onrecord.discussion.incoming.arrival import Lines, Tally
from onrecord.discussion.incoming.mending import mended

Element: TypeAlias = Any  # lxml's, which brings no types


class Stream:
    """Elements of these names within those parents as they end, each with the line on which it began."""

    def __init__(self, lines: Lines, within: dict[str, str], tally: Tally) -> None:
        self.lines, self.within, self.tally = lines, within, tally
        self.at = 0
        self.begun: list[tuple[str, int]] = []

    def __iter__(self) -> Iterator[tuple[str, Element, int]]:
        parser = etree.XMLPullParser(
            events=("start", "end"), recover=True, resolve_entities=False, no_network=True, huge_tree=True
        )
        for line in mended(self.lines):
            parser.feed(line)
            yield from self._read(parser)
            self.at += line.count("\n")
        if self.begun:
            name, began = self.begun[-1]
            self.tally.fail(began, f"the file ends in the middle of this <{name}>")
        elif self.at == 0 and not len(parser.feed_error_log):
            self.tally.fail(1, "there is no XML in this file")
        self._note(parser)

    def _read(self, parser: etree.XMLPullParser) -> Iterator[tuple[str, Element, int]]:
        for event, element in parser.read_events():
            name, above = local(element), element.getparent()
            if name not in self.within or above is None or local(above) != self.within[name]:
                continue
            if event == "start":
                self.begun.append((name, self.at + 1))
                continue
            line = self.begun.pop()[1] if self.begun else self.at + 1
            yield name, element, line
            drop(element)

    def _note(self, parser: etree.XMLPullParser) -> None:
        log = parser.feed_error_log
        if len(log) and not self.tally.broken:
            self.tally.mend(log[0].line, f"broken XML in {len(log)} places, this the first: {log[0].message}")


def local(element: Element) -> str:
    """An element's name without its namespace, which changes with the exporter's version."""
    return _local(str(element.tag))


@lru_cache(1_000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


KEPT = {"title", "link"}  # of an article, for the comments to come


def drop(element: Element) -> None:
    """Forgets an element and what stood before it, so that a file of any length costs no memory."""
    above, before = element.getparent(), element.getprevious()
    element.clear()
    while above is not None and before is not None:
        earlier = before.getprevious()
        if local(before) not in KEPT:
            above.remove(before)
        before = earlier


def child(element: Element, *names: str) -> Element | None:
    """The element down this path, by local names."""
    for name in names:
        found = next((one for one in element if local(one) == name), None)
        if found is None:
            return None
        element = found
    return element


def words(element: Element, *names: str) -> str:
    """The words of the element down this path; "" where it is not there."""
    found = child(element, *names)
    return "".join(map(str, found.itertext())) if found is not None else ""


def fields(element: Element) -> dict[str, str]:
    """The words of everything that stands in an element, by local names; the first of a name counts."""
    found: dict[str, str] = {}
    for one in element:
        found.setdefault(local(one), "".join(map(str, one.itertext())) if len(one) else one.text or "")
    return found


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its local name."""
    held = element.attrib.items() if element is not None else ()
    return next((str(value) for key, value in held if str(key).rpartition("}")[2].rpartition(":")[2] == name), "")
