"""A part's pages, one after the other, each with where it came from: what the line is given."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from onrecord.bulk import archive, given
from onrecord.bulk.drops import Drops
from onrecord.bulk.parts import Part
from onrecord.bulk.rows import Origin
from onrecord.errors import ReadError
from onrecord.line import Options, pages_of
from onrecord.reading import MOST, Source
from onrecord.records import Page

DAMAGE = (ReadError, OSError, EOFError, ValueError, zlib.error)  # as the libraries tell that a table is spoilt


class Item(NamedTuple):
    """Something that may hold a page, or several as a feed does: read when it is its turn."""

    name: str
    origin: Origin
    pages: Callable[[], Iterator[Page]]


class Copies(NamedTuple):
    """What was fetched from far away: each file's path here, where in the whole an archive's begins, and whether all of
    it is this part's to read, since others cannot enter it."""

    paths: dict[str, str]
    base: int = 0
    whole: bool = False

    def path(self, name: str) -> Path:
        """Where a file lies on this machine."""
        return Path(self.paths.get(name, name))


def items(part: Part, columns: given.Columns, tally: Drops, copies: Copies) -> Iterator[Item]:
    """Everything in a part, in order; what gives no page is counted by reason."""
    if part.kind == "pages":
        yield from _files(part, copies)
        return
    with copies.path(part.files[0]).open("rb") as file:
        if part.kind == "warc":
            yield from _archive(part, file, copies, tally)
        else:
            yield from _rows(part, file, columns, tally)


def _files(part: Part, copies: Copies) -> Iterator[Item]:
    for at, name in enumerate(part.files):
        path = copies.path(name)
        url = name if name.startswith(("https://", "http://")) else None
        yield Item(name, Origin(Path(name).name, at), partial(_file, name, path, url))


def _file(name: str, path: Path, url: str | None) -> Iterator[Page]:
    if path.stat().st_size > MOST:
        raise ReadError("too large", name)
    yield from _read(Source(name, path.read_bytes(), url=url))


def _archive(part: Part, file: BinaryIO, copies: Copies, tally: Drops) -> Iterator[Item]:
    name, base = Path(part.files[0]).name, copies.base
    end = None if part.end is None or copies.whole else part.end - base
    for place, source in archive.pages(file, name, max(0, part.start - base), end, tally):
        yield Item(source.name, Origin(name, base + place), partial(_read, source))


def _rows(part: Part, file: BinaryIO, columns: given.Columns, tally: Drops) -> Iterator[Item]:
    name = Path(part.files[0]).name
    try:
        for place, row in given.rows(part, file):
            if row is None:
                tally.add("no JSON object", f"{name}, row {place}")
                continue
            origin = Origin(name, place, given.own_id(row, columns), given.others(row, columns))
            called = f"{name}, row {place}"
            yield Item(called, origin, partial(_row, row, columns, called))
    except DAMAGE as wrong:
        if isinstance(wrong, OSError) and wrong.errno:  # the disk's trouble, not the file's
            raise
        tally.add(archive.DAMAGED, name)


def _row(row: dict[str, Any], columns: given.Columns, called: str) -> Iterator[Page]:
    yield given.page(row, columns, called)


def _read(source: Source) -> Iterator[Page]:
    return pages_of(source, Options())
