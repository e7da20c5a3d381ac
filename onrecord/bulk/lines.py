"""Lines of a file, packed or plain, each with its place in the text: those that begin in a stretch of its bytes.

A packed file cannot be entered half-way: it is unpacked from its beginning, which takes a thousandth of reading what
stands in it, and a line belongs to the block of packed bytes out of which it begins."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

BLOCK = 1 << 16
_PIECE = re.compile(rb"[^\n]*\n|[^\n]+")
_GZIP = b"\x1f\x8b"


def lines(file: BinaryIO, start: int, end: int | None) -> Iterator[tuple[int, bytes]]:
    """The lines that begin at `start` or later and before `end`. Raises EOFError behind the last that can be had
    where the file is spoilt in this stretch."""
    file.seek(0)
    packed = file.read(2) == _GZIP
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
    for place, text in _unpacked(file):
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


def _unpacked(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The text, block by block, with the place of each in the packed file; none where it cannot be unpacked."""
    file.seek(0)
    member, place, whole = _member(), 0, False
    while block := file.read(BLOCK):
        text = b""
        while block:
            before = member.copy()
            try:
                text += member.decompress(block)
            except zlib.error:
                yield place, text + _saved(before, block)
                yield place, None
                return
            whole = member.eof
            block = member.unused_data.lstrip(b"\0")
            member = _member() if whole else member
        yield place, text
        place += BLOCK
    if not whole:
        yield max(0, place - BLOCK), None


def _saved(member: zlib._Decompress, block: bytes) -> bytes:
    """What can be unpacked of a block up to where it is spoilt."""
    text = b""
    with suppress(zlib.error):
        for at in range(len(block)):
            text += member.decompress(block[at : at + 1])
    return text


def _member() -> zlib._Decompress:
    return zlib.decompressobj(zlib.MAX_WBITS | 16)
