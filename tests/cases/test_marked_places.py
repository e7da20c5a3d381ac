"""The places marked in the sentences of cases/places, against what is found there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.extraction import states_of
from onrecord.records import Document, Toponym, document_id
from onrecord.resolution.places import places

HERE = Path(__file__).parent / "places"
_MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


def lines() -> Iterator[tuple[str, str]]:
    """Every marked line with the file it stands in."""
    for path in sorted(HERE.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield path.stem, line


def fits(wanted: str, one: Toponym | None) -> bool:
    """Whether a place is the one that a mark names."""
    name, _, container = wanted.partition(" in ")
    if one is None or one.place is None:
        return one is not None and wanted == "?"
    inside = {each.split(" (")[0] for each in one.place.within}
    return one.place.name == name and (not container or container in inside)


def told(line: str) -> str:
    """The line as the product reads it, with its own marks where they differ."""
    text = _MARK.sub(r"\1", line)
    wanted = dict(_wanted(line))
    out, at = [], 0
    document = Document(id=document_id(None, text), text=text)
    for one in places(document, (), lambda spans: states_of(document, spans)):
        mark = wanted.get(one.span.start, "")
        name = f"{one.place.name} in {one.place.within[0]}" if one.place and one.place.within else ""
        own = mark if fits(mark, one) else name or (one.place.name if one.place else "?")
        out += [text[at : one.span.start], f"[{one.span.of(text)}|{own}]"]
        at = one.span.end
    return "".join([*out, text[at:]])


def _wanted(line: str) -> Iterator[tuple[int, str]]:
    """Where each marked name stands in the bare words, with its mark."""
    before = 0
    for found in _MARK.finditer(line):
        yield found.start() - before, found[2]
        before += len(found.group()) - len(found[1])


@pytest.mark.parametrize(("file", "line"), list(lines()), ids=[f"{file}: {line[:60]}" for file, line in lines()])
def test_a_sentence_s_places_are_read_as_marked(file, line):
    assert told(line) == line
