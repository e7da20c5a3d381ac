"""WARC archives (ISO 28500), streamed: the web pages among their responses, one source each."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecordType

from onrecord.errors import ReadError
from onrecord.reading.source import Source

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
BLOCK = 1 << 20


class CutOff(Exception):
    """The archive ends in the middle of a record."""


def records(source: Source, limit: int, tally: Counter[str]) -> Iterator[Source]:
    """Every response that is a page, its transfer and content encodings undone.

    `tally` counts what is passed over: other kinds of content, answers that are no 200, pages of
    more than `limit` bytes. Raises ReadError with the offset where the archive is damaged or cut
    off, after all that came before."""
    at = 0
    with closing(_opened(source)) as file:
        try:
            # Encodings are undone apart from the archive: a broken one must not end the iteration.
            for record in ArchiveIterator(file, parse_http=False):
                at = record.stream_pos
                found = (
                    page_of_record(record, source, limit, tally)
                    if record.record_type == WarcRecordType.response
                    else None
                )
                if found:
                    yield found
            _check_end(source, at)
        except (OSError, ValueError, RuntimeError, EOFError, CutOff) as wrong:
            raise _damaged(source, at, wrong) from wrong


def _opened(source: Source) -> BinaryIO:
    return Path(source.path).open("rb") if source.path is not None else io.BytesIO(source.data)


def _damaged(source: Source, at: int, wrong: Exception) -> ReadError:
    return ReadError(
        f"damaged in the record at byte {at:,}, or after it ({str(wrong) or type(wrong).__name__})",
        source.name,
        "The pages before it were read; fetch the archive again for the rest.",
    )


def page_of_record(record: Any, source: Source, limit: int, tally: Counter[str]) -> Source | None:
    """A response as a source; None, and counted in `tally`, where it is no page. Raises CutOff where it ends early."""
    record.parse_http(auto_decode="none", strict_mode=False)
    length = record.content_length
    raw = record.reader.read(min(length, limit + 1))
    if record.http_headers is None or len(raw) < min(length, limit + 1):
        raise CutOff("it is cut off")
    passed_over = _why_not(record, raw, limit)
    if passed_over:
        tally[passed_over] += 1
        return None
    try:
        data = _undone(raw, record.http_headers, limit)
    except (OSError, ValueError, RuntimeError, EOFError):
        tally["not readable"] += 1
        return None
    if len(data) > limit:
        tally["too large"] += 1
        return None
    return _source(record, source, data)


def _why_not(record: Any, raw: bytes, limit: int) -> str | None:
    """Why a response gives no page, in the tally's words."""
    if (record.http_content_type or "").lower() not in PAGES:
        return "not HTML"
    if record.http_headers.status_code not in (200, None):
        return "not answered with 200"
    return "too large" if len(raw) > limit else None


def _undone(raw: bytes, headers: Any, limit: int) -> bytes:
    """The body without its transfer and content encodings, unpacked no further than just past `limit`."""
    encodings = f"{headers.get('Content-Encoding') or ''},{headers.get('Transfer-Encoding') or ''}".lower()
    for name in reversed([name.strip() for name in encodings.split(",")][:6]):
        # Many archives keep the header of an encoding that the crawler had undone already.
        if name == "chunked" and _is_chunked(raw):
            raw = ChunkedReader(io.BytesIO(raw)).read(limit + 1)
        elif name in ("gzip", "x-gzip") and raw.startswith(b"\x1f\x8b"):
            raw = GzipReader(io.BytesIO(raw)).read(limit + 1)
        elif name == "deflate" and not raw.lstrip().startswith(b"<"):
            raw = _inflated(raw, limit)
        elif name == "br" and not raw.lstrip().startswith(b"<"):
            raw = BrotliReader(io.BytesIO(raw)).read(limit + 1)
        elif name == "zstd" and raw.startswith(b"\x28\xb5\x2f\xfd"):
            raw = ZstdReader(io.BytesIO(raw)).read(limit + 1)
    return bytes(raw)


def _is_chunked(raw: bytes) -> bool:
    size = raw[:20].split(b"\n")[0].split(b";")[0].strip()
    try:
        return bool(size) and int(size, 16) >= 0
    except ValueError:
        return False


def _inflated(raw: bytes, limit: int) -> bytes:
    """Deflate with or without zlib's wrapping: servers send both."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(bits).decompress(raw, limit + 1)
        except zlib.error:
            continue
    raise ValueError("damaged deflate")


def _source(record: Any, source: Source, data: bytes) -> Source:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
    return Source(
        name=url or f"{source.name}@{record.stream_pos}",
        data=data,
        url=url,
        media=(record.http_content_type or "").lower() or None,
        charset=record.http_charset,
        retrieved=record.headers.get("WARC-Date"),
        cut=record.headers.get("WARC-Truncated") is not None,
    )


# --- the end: the iterator stops without a word where a record's head is cut off ---


def _check_end(source: Source, last: int) -> None:
    """Raises where the archive does not end with a whole record."""
    with closing(_opened(source)) as file:
        packed = file.read(2) == b"\x1f\x8b"
        whole = ends_whole(file, packed, last)
    if not whole:
        raise CutOff("its end is cut off")


def ends_whole(file: BinaryIO, packed: bool, last: int) -> bool:
    """Whether an archive ends with a whole record, the last of which begins at `last`."""
    return _ends_packed(file, last) if packed else _ends_plain(file)


def _ends_plain(file: BinaryIO) -> bool:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 64))
    return file.read().endswith((b"\r\n\r\n", b"\n\n"))


def _ends_packed(file: BinaryIO, last: int) -> bool:
    """Whether the gzip member of the last record, and whatever follows it, is whole."""
    file.seek(last)
    rest: bytes | None = file.read(BLOCK)
    while rest:
        rest = _after_member(file, rest)
        rest = rest or file.read(BLOCK) if rest is not None else None
    return rest is not None


def _after_member(file: BinaryIO, block: bytes) -> bytes | None:
    """The bytes read beyond the gzip member; None where it does not end."""
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while not member.eof:
        try:
            out = member.decompress(block, BLOCK)
        except zlib.error:
            return None
        block = member.unconsumed_tail or (b"" if member.eof else file.read(BLOCK))
        if not (block or out or member.eof):
            return None
    return member.unused_data
