"""A long file as text, piece by piece: in the charset its bytes are in, whatever it says of itself."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import ReadError
from onrecord.reading.charset import likeliest, refuse_binary
from onrecord.reading.source import Source

PIECE = 1 << 16  # bytes of a line that are held at once: some exports are a single line
SAMPLE = 1 << 20
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding=[\"']([\w.-]+)")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def pieces(name: str) -> Iterator[str]:
    """A file's text in lines, long ones in several pieces; raises ReadError where it is none or cannot be opened."""
    try:
        with Path(name).open("rb") as file:
            head = file.read(SAMPLE)
            file.seek(0)
            refuse_binary(Source(name=name, data=head[:64]))
            if not head.strip():
                raise ReadError("there is nothing in it", name)
            yield from _wide(name, head[:2]) if head[:2] in _WIDE else _narrow(file, head)
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror})", name) from error


def _wide(name: str, mark: bytes) -> Iterator[str]:
    with Path(name).open(encoding=_WIDE[mark], errors="replace", newline="") as text:
        while piece := text.readline(PIECE):
            yield piece


def _narrow(file: BinaryIO, head: bytes) -> Iterator[str]:
    """UTF-8 where the bytes are; a line that is not is read as the file says, else as is likeliest."""
    other, rest = "", b""
    while piece := file.readline(PIECE):
        whole, rest = _cut(rest + piece)
        if whole:
            try:
                yield whole.decode()
            except UnicodeDecodeError:
                other = other or _other(head, whole)
                yield whole.decode(other, "replace")
    if rest:
        yield rest.decode(other or "utf-8", "replace")


def _cut(piece: bytes) -> tuple[bytes, bytes]:
    """A piece of a line that goes on ends after a tag or a space, so that nothing is torn apart."""
    if piece.endswith(b"\n") or len(piece) < PIECE:
        return piece, b""
    at = max(piece.rfind(b">"), piece.rfind(b" "), piece.rfind(b",")) + 1
    return (piece[:at], piece[at:]) if at else (b"", piece)


def _other(head: bytes, broken: bytes) -> str:
    said = _DECLARED.search(head[:512])
    name = said[1].decode().lower() if said else "utf-8"
    try:
        usable = codecs.lookup(name).name != "utf-8"
        broken.decode(name)
    except (LookupError, ValueError):
        usable = False
    return name if usable else likeliest(head if len(head) > len(broken) else broken)
