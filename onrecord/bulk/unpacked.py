"""A file that was packed as a whole: it cannot be entered half-way, so it is unpacked from its beginning by each of
those who share it. What stands in it belongs to the block of packed bytes out of which it begins."""

from __future__ import annotations

import io
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

GZIP = b"\x1f\x8b"
BLOCK = 1 << 16


def unpacked(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
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


class Text(io.RawIOBase):
    """The text as a file that is read once, from its beginning. Raises EOFError where it cannot be unpacked."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self.blocks, self.held, self.at = unpacked(file), b"", 0
        self.spoilt: int | None = None  # the place of the block that cannot be unpacked
        self.begins, self.places, self.upto = [0], [0], 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        """Some bytes of it."""
        while not self.held and (block := next(self.blocks, None)):
            place, text = block
            if text is None:
                self.spoilt = place
                raise EOFError("spoilt or cut off")
            self._next(place, text)
        count = min(len(into), len(self.held))
        into[:count], self.held = self.held[:count], self.held[count:]
        self.at += count
        return count

    def _next(self, place: int, text: bytes) -> None:
        self.held = text
        self.begins.append(self.upto)
        self.places.append(place)
        self.upto += len(text)

    def tell(self) -> int:
        """How many bytes were read."""
        return self.at

    def place(self, at: int) -> int:
        """The packed block out of which the byte at a place of the text comes."""
        return self.places[bisect_right(self.begins, at) - 1]
