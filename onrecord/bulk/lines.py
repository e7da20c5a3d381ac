"""Lines of a file, packed or plain, each with its place in the text: those that begin in a stretch of its bytes.

A packed file cannot be entered half-way: it is unpacked from its beginning, which takes a thousandth of reading what
stands in it, and a line belongs to the block of packed bytes out of which it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.bulk.unpacked import GZIP, unpacked

_PIECE = re.compile(rb"[^\n]*\n|[^\n]+")


def lines(file: BinaryIO, start: int, end: int | None) -> Iterator[tuple[int, bytes]]:
    """The lines that begin at `start` or later and before `end`. Raises EOFError behind the last that can be had
    where the file is spoilt in this stretch."""
    file.seek(0)
    packed = file.read(2) == GZIP
    yield from _packed(file, start, end) if packed else _plain(file, start, end)


def _plain(file: BinaryIO, start: int, end: int | None) -> Iterator[tuple[int, bytes]]:
    at = max(0, start - 1)
    file.seek(at)
    at += len(file.readline()) if at else 0  # the line begun before is another part's
    while (end is None or at < end) and (line := file.readline()):
        yield at, line
        at += len(line)


def _packed(file: BinaryIO, start: int, end: int | None) -> Iterator[tuple[int, bytes]]:
    at, held, begun = 0, b"", 0
    for place, text in unpacked(file):
        if text is None:
            if place >= start and (end is None or place < end):
                raise EOFError("spoilt or cut off")
            return
        for piece in _PIECE.findall(text):
            begun = begun if held else place
            if end is not None and begun >= end:
                return
            held += piece
            if piece.endswith(b"\n"):
                if begun >= start:
                    yield at, held
                at, held = at + len(held), b""
    if held and begun >= start:
        yield at, held
