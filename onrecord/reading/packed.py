"""gzip around another format, unpacked with a limit."""

from __future__ import annotations

import zlib
from dataclasses import replace

from onrecord.errors import ReadError
from onrecord.reading.source import Source

_GZIP = zlib.MAX_WBITS | 16
LAYERS = 3  # gzip in gzip in gzip; more is no accident


def opening(head: bytes, size: int = 64) -> bytes:
    """The first unpacked bytes; nothing where the gzip is damaged."""
    try:
        return zlib.decompressobj(_GZIP).decompress(head, size)
    except zlib.error:
        return b""


def unpacked(source: Source, limit: int) -> Source:
    """The source with its bytes unpacked.

    Raises ReadError where they are cut off, damaged, or more than `limit` (a gzip bomb)."""
    data = source.data
    for _ in range(LAYERS):
        data = _gunzip(data, source.name, limit)
        if not data.startswith(b"\x1f\x8b"):
            return replace(source, data=data, path=None)
    raise ReadError(f"packed more than {LAYERS} times over", source.name, "Unpack it first.")


def _gunzip(data: bytes, name: str, limit: int) -> bytes:
    """All members of a gzip file (RFC 1952 lets several follow one another)."""
    out = bytearray()
    while data.startswith(b"\x1f\x8b"):
        member = zlib.decompressobj(_GZIP)
        try:
            out += member.decompress(data, limit + 1 - len(out))
        except zlib.error as wrong:
            raise ReadError("damaged gzip", name, "Fetch or pack it again.") from wrong
        if len(out) > limit:
            raise ReadError(f"unpacks to more than {limit / 1e6:.0f} MB", name, "Unpack it and split it.")
        if not member.eof:
            raise ReadError("cut-off gzip: its end is missing", name, "Fetch or pack it again.")
        data = member.unused_data
    return bytes(out)
