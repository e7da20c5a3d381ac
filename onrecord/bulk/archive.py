"""A stretch of a WARC archive: the records that begin in it, the damaged ones counted and passed over.

A packed archive is one gzip member a record, so it can be entered at any member that opens with "WARC/"; after
damage the next such member is looked for. Others, plain or packed as a whole, are walked from their beginning.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from onrecord.bulk.drops import Drops
from onrecord.bulk.unpacked import Text
from onrecord.reading import MOST, Source
from onrecord.reading.warc import CutOff, ends_whole, page_of_record

MEMBER = b"\x1f\x8b\x08"
STEP = 1 << 20
DAMAGED = "damaged in the archive"


def pages(file: BinaryIO, name: str, start: int, end: int | None, tally: Drops) -> Iterator[tuple[int, Source]]:
    """Each page whose record begins at `start` or later and before `end`, with its place in the file."""
    file.seek(0)
    packed = file.read(2) == MEMBER[:2]
    if packed and not enterable(file):
        yield from _unpacked(file, name, start, end, tally)
        return
    at: int | None = next_member(file, start, end) if packed else 0
    counted = False  # whether the damage in which the last try ended may be that of the record where this one begins
    while at is not None:
        last, whole = at, False
        try:
            for last, whole, page in _from(file, name, at, start, tally):
                if end is not None and last >= end:
                    return
                counted = counted and not whole
                if page:
                    yield last, page
            # The iterator stops without a word where a record's head is damaged.
            if ends_whole(file, packed, last):
                return
            raise CutOff("it stops too soon")
        except (OSError, ValueError, RuntimeError, EOFError, CutOff):
            if not counted and _is_ours(file, packed, last, whole, end):
                tally.add(DAMAGED, f"{name}@{last}")
            counted = whole
            at = next_member(file, last + 1, end) if packed else None


def _unpacked(file: BinaryIO, name: str, start: int, end: int | None, tally: Drops) -> Iterator[tuple[int, Source]]:
    """The pages of an archive that was packed as a whole, each with its place in the text."""
    text, last = Text(file), 0
    try:
        for last, place, page in _walked(text, name, start, tally):
            if end is not None and place >= end:
                return
            if page:
                yield last, page
        if text.spoilt is not None or text.read(1):
            raise CutOff("it stops too soon")
    except (OSError, ValueError, RuntimeError, EOFError, CutOff):
        place = text.place(last) if text.spoilt is None else text.spoilt
        if start <= place and (end is None or place < end):
            tally.add(DAMAGED, f"{name}@{last}")


def _walked(text: Text, name: str, start: int, tally: Drops) -> Iterator[tuple[int, int, Source | None]]:
    """Each record's place in the text, the block where it begins, and its page where it is one that is wanted."""
    source = Source(name, b"", path=name)
    for record in ArchiveIterator(text, parse_http=False):
        last = record.stream_pos
        yield last, text.place(last), None
        if text.place(last) >= start and record.record_type == WarcRecordType.response:
            tally.now = record.headers.get("WARC-Target-URI") or f"{name}@{last}"
            yield last, text.place(last), page_of_record(record, source, MOST, tally)


def _from(file: BinaryIO, name: str, at: int, start: int, tally: Drops) -> Iterator[tuple[int, bool, Source | None]]:
    """The records from a place on: the place of each before it is read, and again with its page when it was."""
    file.seek(at)
    source = Source(name, b"", path=name)
    for record in ArchiveIterator(file, parse_http=False):
        place = record.stream_pos
        yield place, False, None
        wanted = place >= start and record.record_type == WarcRecordType.response
        tally.now = record.headers.get("WARC-Target-URI") or f"{name}@{place}"
        yield place, True, page_of_record(record, source, MOST, tally) if wanted else None


def _is_ours(file: BinaryIO, packed: bool, last: int, whole: bool, end: int | None) -> bool:
    """Whether damage is this stretch's to count: not where the next stretch begins with it, and will find it."""
    if end is None or not packed or not whole:
        return True
    behind = _end_of(file, last)
    return behind is None or behind < end or not _opens(file, behind)


def _end_of(file: BinaryIO, at: int) -> int | None:
    """Where the gzip member that begins here ends; None where it does not."""
    file.seek(at)
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        while not member.eof and (block := file.read(STEP)):
            while block and not member.eof:
                member.decompress(block, STEP)
                block = member.unconsumed_tail
        return file.tell() - len(member.unused_data) if member.eof else None
    except zlib.error:
        return None


def next_member(file: BinaryIO, at: int, end: int | None = None) -> int | None:
    """Where the next record of a packed archive begins, from `at` on and before `end`; None where none does."""
    while end is None or at < end:
        file.seek(at)
        block = file.read(STEP)
        if len(block) < len(MEMBER):
            return None
        found = block.find(MEMBER)
        if found < 0:
            at += len(block) - len(MEMBER) + 1
        elif _opens(file, at + found):
            return at + found if end is None or at + found < end else None
        else:
            at += found + 1
    return None


def _opens(file: BinaryIO, at: int) -> bool:
    """Whether what stands here unpacks to the beginning of a record."""
    file.seek(at)
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(file.read(512), 64).startswith(b"WARC/")
    except zlib.error:
        return False


def enterable(file: BinaryIO) -> bool:
    """Whether an archive may be entered half-way: plain, or its first records packed one by one."""
    file.seek(0)
    if file.read(2) != MEMBER[:2]:
        return True
    file.seek(0)
    try:
        places = [
            record.stream_pos for record, _ in zip(ArchiveIterator(file, parse_http=False), range(2), strict=False)
        ]
    except (OSError, ValueError, RuntimeError):
        return True
    return len(places) < 2 or places[1] == next_member(file, 1)
