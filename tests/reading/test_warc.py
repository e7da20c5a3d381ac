"""Archives: what they hold is written out here record by record."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from onrecord.errors import ReadError
from onrecord.reading import Source, read
from onrecord.records import Page

WORDS = "The dam at {} held through the night, the engineer said, and the town below slept dry.\n"
TEXT = "Content-Type: text/plain; charset=utf-8"


def record(
    place: str, *headers: str, body: bytes | None = None, kind: str = "response", status: str = "200 OK"
) -> bytes:
    """One record of an archive: a page about the place, sent with these headers."""
    body = WORDS.format(place).encode() if body is None else body
    http = "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://dam.example/{place}\r\n"
        f"WARC-Date: 2022-12-08T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def pages(data: bytes, tally: Counter[str] | None = None) -> Iterator[Page]:
    return read(Source("news.warc.gz", data), tally=tally)


def urls(data: bytes) -> list[str | None]:
    return [page.document.url for page in pages(data)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_pages_with_what_the_archive_says_of_them(pack: type[bytes]) -> None:
    one, two = list(pages(pack(record("Orm", TEXT)) + pack(record("Varn", TEXT))))
    assert (one.document.url, two.document.url) == ("http://dam.example/Orm", "http://dam.example/Varn")
    assert one.document.text == WORDS.format("Orm").strip()
    assert one.document.retrieved == "2022-12-08T10:00:00Z"
    assert one.evidence == WORDS.format("Orm").encode()


ENCODED = {
    "chunked": ("Transfer-Encoding: chunked", lambda body: b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)),
    "gzip": ("Content-Encoding: gzip", gzip.compress),
    "deflate": ("Content-Encoding: deflate", zlib.compress),
    "raw deflate": ("Content-Encoding: deflate", lambda body: zlib.compress(body)[2:-4]),
    "brotli": ("Content-Encoding: br", brotli.compress),
    "said to be gzip, but unpacked": ("Content-Encoding: gzip", bytes),
    "said to be chunked, but joined": ("Transfer-Encoding: chunked", bytes),
}


def test_a_page_that_the_crawler_cut_off_is_said_to_be_a_beginning() -> None:
    whole, cut = record("Orm", TEXT), record("Varn", TEXT).replace(b"WARC-Date", b"WARC-Truncated: length\r\nWARC-Date")
    one, two = pages(whole + cut)
    assert one.notes == ()
    assert two.notes == ("only the article's beginning may be here: the archive holds the page's beginning only",)


@pytest.mark.parametrize("how", ENCODED)
def test_encodings_are_undone(how: str) -> None:
    header, encode = ENCODED[how]
    body = encode(WORDS.format("Orm").encode())
    [page] = pages(gzip.compress(record("Orm", TEXT, header, body=body)))
    assert page.document.text == WORDS.format("Orm").strip()


def test_the_charset_of_the_header_counts() -> None:
    body = "Сказал мэр: «Мост закрыт до весны, и это решение окончательное, обсуждать его мы не будем».".encode(
        "cp1251"
    )
    [page] = pages(record("Orm", "Content-Type: text/plain; charset=windows-1251", body=body))
    assert "Мост закрыт до весны" in page.document.text


def test_what_is_no_page_is_counted() -> None:
    tally: Counter[str] = Counter()
    archive = (
        record("Orm", "Content-Type: image/png", body=b"\x89PNG")
        + record("Orm", TEXT, kind="request")
        + record("Orm", TEXT, status="404 Not Found")
        + record("Orm", TEXT, body=b"Home\n\nShare\n")
        + record("Orm", TEXT, "Content-Encoding: gzip", body=b"\x1f\x8bnot really")
        + record("Varn", TEXT)
    )
    [page] = pages(archive, tally)
    assert page.document.url == "http://dam.example/Varn"
    assert tally == {"not HTML": 1, "not answered with 200": 1, "no article": 1, "not readable": 1}


THREE = [record("Orm", TEXT), record("Varn", TEXT), record("Meru", TEXT)]
PACKED = [gzip.compress(one) for one in THREE]
DAMAGED = {
    "cut off in the body": (b"".join(THREE)[:-60], 2),
    "cut off in the head": (b"".join(THREE[:2]) + THREE[2][:90], 2),
    "packed, cut off": (b"".join(PACKED)[:-20], 2),
    "packed, cut off at a head": (b"".join(PACKED[:2]) + PACKED[2][:12], 2),
    "garbage in between": (THREE[0] + b"\x00\xffnoise\r\n" * 9 + THREE[2], 1),
    "a bit turned over": (PACKED[0] + PACKED[1][:80] + b"\xff" + PACKED[1][81:] + PACKED[2], 1),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_what_came_before_the_damage_is_read(how: str) -> None:
    data, whole = DAMAGED[how]
    found: list[str | None] = []
    with pytest.raises(ReadError, match=r"news\.warc\.gz: damaged in the record at byte [\d,]+"):
        found.extend(page.document.url for page in pages(data))
    assert found == ["http://dam.example/Orm", "http://dam.example/Varn"][:whole]


def test_an_archive_is_streamed_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "news.warc"
    path.write_bytes(b"".join(THREE))
    source = Source(str(path), b"", path=str(path))
    assert [page.document.url for page in read(source, limit=100)] == urls(b"".join(THREE))
