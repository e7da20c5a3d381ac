# ruff: noqa: E501  (tables read best by the line)
"""The table of formats: by what an input is known, and who reads it.

A format is one file and one row; the first row whose sign fits reads the input.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.errors import NoArticle, OnrecordError, ReadError
from onrecord.reading.source import Source
from onrecord.records import Page

MOST = 20_000_000  # bytes of one page; archives are streamed and may be of any size

Tally = Counter[str]


class Format(NamedTuple):
    """A kind of input: `fits` looks at the source and its first bytes (as Latin-1, in lower case)."""

    name: str
    fits: Callable[[Source, str], bool]
    pages: Callable[[Source, str | None, Tally], Iterator[Page]]


# --- signs ---

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|main|section|div|p|h1|meta|title|script|style)\b",
    re.DOTALL,
)
_FEED = re.compile(
    r"\s*(?:<\?xml.*?\?>\s*)?(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype rss.*?>\s*)*<(?:rss|feed|rdf:rdf)\b",
    re.DOTALL,
)
_HTML_MEDIA = ("text/html", "application/xhtml+xml")
_FEED_MEDIA = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


def _is_gzip(source: Source, head: str) -> bool:
    return head.startswith("\x1f\x8b")


def _is_warc(source: Source, head: str) -> bool:
    if head.startswith("\x1f\x8b"):
        from onrecord.reading.packed import opening

        return opening(source.head()).startswith(b"WARC/")
    return head.startswith("warc/")


def _is_feed(source: Source, head: str) -> bool:
    return bool(_FEED.match(head)) or (source.media in _FEED_MEDIA and head.lstrip().startswith("<"))


def _is_html(source: Source, head: str) -> bool:
    return bool(_HTML.match(head)) or source.media in _HTML_MEDIA


# --- readers, imported when their format comes ---


def _gzip(source: Source, published: str | None, tally: Tally) -> Iterator[Page]:
    from onrecord.reading.packed import unpacked

    for page in read(unpacked(source, MOST), published=published, tally=tally):
        # The evidence is what came: the packed bytes.
        yield replace(page, evidence=None)


def _warc(source: Source, published: str | None, tally: Tally) -> Iterator[Page]:
    from onrecord.reading.warc import records

    for record in records(source, MOST, tally):
        yield from _counted(record, published, tally)


def _feed(source: Source, published: str | None, tally: Tally) -> Iterator[Page]:
    from onrecord.reading.feed import read_feed

    yield from read_feed(source, published=published)


def _html(source: Source, published: str | None, tally: Tally) -> Iterator[Page]:
    from onrecord.reading.charset import refuse_binary
    from onrecord.reading.html import read_html

    refuse_binary(source)
    try:
        page = read_html(source, published=published)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as wrong:
        # Three libraries take the page apart; hostile markup finds faults in each, and one page's
        # fault must not end a folder or an archive.
        raise ReadError(
            f"its markup could not be followed ({type(wrong).__name__}: {wrong})",
            source.name,
            "Save the page's text, and read that.",
        ) from wrong
    yield _telling(page, source)


def _plain(source: Source, published: str | None, tally: Tally) -> Iterator[Page]:
    from onrecord.reading.plain import read_plain

    yield _telling(read_plain(source, published=published), source)


def _telling(page: Page, source: Source) -> Page:
    """The page, with a note where it is an article's beginning only; raises NoArticle for an error's page and the like."""
    from onrecord.reading.notices import BEGINNING, CUT, instead, only_beginning

    kind = instead(page)
    if kind:
        raise NoArticle(
            f"no article but {kind}", source.name, "Open the page in a browser, and save its article's text."
        )
    walled = (BEGINNING,) if only_beginning(page.document.text) else ()
    return replace(page, notes=(*page.notes, *walled, *((CUT,) if source.cut else ())))


def _words(source: Source, published: str | None, tally: Tally) -> Iterator[Page]:
    from onrecord.reading.plain import read_words

    yield read_words(source, published=published)


FORMATS = (
    Format("warc", _is_warc, _warc),
    Format("gzip", _is_gzip, _gzip),
    Format("feed", _is_feed, _feed),
    Format("html", _is_html, _html),
    Format("plain", lambda source, head: True, _plain),
)
WORDS = Format("words", lambda source, head: True, _words)


# --- reading ---


def read(
    source: Source,
    *,
    published: str | None = None,
    plain: bool = False,
    limit: int = MOST,
    tally: Tally | None = None,
) -> Iterator[Page]:
    """The pages of one input: one for a file, many for a feed or an archive.

    `published` stands in where a page has no date; `plain` takes a text file's words as they are.
    Of an archive, `tally` counts what gave no page ("no article", "not HTML" ...). Raises ReadError,
    naming the source, for what cannot be read (after the pages before the damage), NoArticle for a
    page without an article, and any error that kept the input from being had."""
    if source.error:
        raise source.error
    try:
        form = WORDS if plain else format_of(source)
        _fits(source, form, limit)
        for page in form.pages(source, published, Counter() if tally is None else tally):
            yield _kept(page, source)
    except OSError as wrong:
        raise ReadError(f"could not be read: {wrong.strerror or wrong}", source.name) from wrong


def format_of(source: Source) -> Format:
    """The first format of the table whose sign fits."""
    head = source.head().replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    shown = head.removeprefix(b"\xfe\xff").decode("latin-1").lower()
    return next(form for form in FORMATS if form.fits(source, shown))


def _fits(source: Source, form: Format, limit: int) -> None:
    if form.name == "warc":
        return
    if source.path is not None or len(source.data) > limit:
        size = f"{len(source.data) / 1e6:.0f} MB, " if source.data else ""
        raise ReadError(
            f"too large for one page ({size}at most {limit / 1e6:.0f} MB)",
            source.name,
            "Split it into its articles.",
        )


def _counted(record: Source, published: str | None, tally: Tally) -> Iterator[Page]:
    """A record's page; of an archive, pages without an article are counted and no failure."""
    try:
        yield from read(record, published=published)
    except NoArticle:
        tally["no article"] += 1
    except OnrecordError:
        tally["not readable"] += 1


def _kept(page: Page, source: Source) -> Page:
    """The page with its evidence: the bytes as they came, and their SHA-256."""
    if page.evidence is not None:
        return page
    digest = hashlib.sha256(source.data).hexdigest()
    retrieved = page.document.retrieved or source.retrieved
    return replace(page, evidence=source.data, document=replace(page.document, source=digest, retrieved=retrieved))
