# ruff: noqa: E501  (tables read best by the line)
"""Whatever comes in: pages, or an error of ours that names the input; never anything else."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import OnrecordError, ReadError
from onrecord.reading import Source, read
from onrecord.records import Page

STORY = b"The ferry sails again on Monday, the harbour master said, and the queue is two streets long.\n"

BAD = {
    "empty": (b"", "nothing in it"),
    "white space": (b" \n\t\n", "nothing in it"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), r"not text but a picture \(PNG\)"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not text but a PDF.*Save its text"),
    "an office document": (b"PK\x03\x04" + bytes(99), "not text but a zip archive or an office document"),
    "noise": (bytes(range(256)) * 9, "not text"),
    "zeros": (bytes(999), "not text but binary data"),
    "cut-off gzip": (gzip.compress(STORY)[:-9], "cut-off gzip"),
    "damaged gzip": (gzip.compress(STORY)[:12] + b"\xff" * 30, "damaged gzip|cut-off gzip"),
    "a gzip bomb": (gzip.compress(bytes(40_000_000)), "unpacks to more than 20 MB"),
    "gzip in gzip in gzip in gzip": (
        gzip.compress(gzip.compress(gzip.compress(gzip.compress(STORY)))),
        "packed more than 3 times",
    ),
    "100 MB": (b"word " * 20_000_000, r"too large for one page \(100 MB, at most 20 MB\)"),
    "only a menu": (b"Home\n\nShare\n\nSubscribe\n", "no article in this text"),
    "a page not found": (
        b"<title>Page not found - The Post</title><h1>404</h1><p>Sorry, the page you are looking for could not be found. It may "
        b"have been moved or deleted, or you may have typed the address wrong.</p>",
        "no article but an error page",
    ),
    "a page not found, as text": (
        b"404 Not Found\n\nSorry, the page you are looking for could not be found. It may have been moved or deleted.\n",
        "no article but an error page",
    ),
    "a wall of consent": (
        b"<title>Before you continue</title><h1>We value your privacy</h1><p>We and our 842 partners store and access information "
        b"on your device, such as cookies, and process personal data for personalised advertising, for the measurement of content and for research on those who read.</p><button>Accept</button>",
        "no article but a question for consent",
    ),
    "only a form": (b"Leave a comment:\n\nName *\n", "no article in this text"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_named(what: str) -> None:
    data, why = BAD[what]
    with pytest.raises(ReadError, match=why) as caught:
        list(read(Source("that.page", data)))
    assert caught.value.resource == "that.page"
    assert str(caught.value).startswith("that.page: ")


def test_an_error_that_kept_the_input_away_is_raised_when_it_is_read() -> None:
    with pytest.raises(ReadError, match=r"x: gone"):
        list(read(Source("x", b"", error=ReadError("gone", "x"))))


def test_packed_text_reads_and_its_packed_bytes_are_the_evidence() -> None:
    packed = gzip.compress(STORY[:40]) + gzip.compress(STORY[40:])
    [page] = read(Source("a.txt.gz", packed))
    assert page.document.text == STORY.decode().strip()
    assert page.evidence == packed


CHARSETS = {
    "UTF-8 with a mark": ("utf-8-sig", None),
    "UTF-16": ("utf-16", None),
    "UTF-32": ("utf-32", None),
    "as the sender says": ("cp1251", "windows-1251"),
    "the sender is wrong": ("utf-8", "latin-1"),
    "the sender names nothing known": ("utf-8", "klingon"),
    "the sender names no charset": ("utf-8", "base64"),
}


@pytest.mark.parametrize("how", CHARSETS)
def test_charsets(how: str) -> None:
    text = "Мэр сказал: «Мост закрыт до весны, и это решение окончательное»."
    charset, said = CHARSETS[how]
    [page] = read(Source("page", text.encode(charset), charset=said))
    assert (page.document.text, page.notes) == (text, ())


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(charset: str) -> None:
    text = "The harbour master said: “The ferry sails again on Monday, and the queue is two streets long.”"
    [page] = read(Source("page", text.encode(charset)))
    assert (page.document.text, page.notes) == (text, ())


def test_a_headline_about_errors_or_privacy_is_an_article() -> None:
    for title in (
        "404 families left the valley",
        "Before you vote: what the council kept",
        "Access denied to the quay, crews say",
    ):
        [page] = read(Source("page", f"{title}\n\n".encode() + STORY * 2))
        assert page.document.title == title


def test_an_article_s_beginning_before_a_wall_is_noted() -> None:
    [page] = read(
        Source(
            "page", b"The Deal Unravels Again\n\n" + STORY + b"\nAlready a subscriber? Log in here to go on with it.\n"
        )
    )
    assert page.notes == ("only the article's beginning may be here: the page asks to subscribe",)
    [whole] = read(Source("page", b"The Deal Unravels Again\n\n" + STORY))
    assert whole.notes == ()


def test_an_english_page_with_one_foreign_name_is_western() -> None:
    words = "The owner said that the café would close in May. " * 3 + "Guests were sad, said Ana Peña, a waitress."
    page = f'<meta charset="utf-8"><article><h1>Closed</h1><p>{words}</p></article>'
    [read_page] = read(Source("page", page.encode("latin-1")))
    assert "Ana Peña" in read_page.document.text


def test_a_guessed_charset_is_noted() -> None:
    text = "Le maire a déclaré lundi que le pont resterait fermé jusqu'à l'été, et que la décision était prise."
    [page] = read(Source("page", text.encode("cp1252"), charset="utf-8"))
    assert page.document.text == text
    [note] = page.notes
    assert note.startswith("charset guessed: cp125")


# --- invariants, whatever comes in ---


def pages(data: bytes, **options: object) -> Iterator[Page]:
    try:
        yield from read(Source("fuzz", data), **options)  # type: ignore[arg-type]
    except OnrecordError as wrong:
        assert wrong.resource  # noqa: PT017  (that it is ours, and names the input, is what is tested)


def check(page: Page) -> None:
    """Every span lies within the text and holds words; blocks follow one another."""
    text = page.document.text
    assert page.document.blocks
    last = 0
    for block in page.document.blocks:
        assert last <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip()
        last = block.end
    for image in page.document.images:
        assert image.caption is None or image.caption.of(text).strip()
    numbers = [comment.number for comment in page.comments]
    assert len(set(numbers)) == len(numbers)
    for comment in page.comments:
        assert comment.text.strip()
        assert comment.parent is None or comment.parent in numbers
        assert comment.number.rpartition(".")[0] == (comment.parent or "")
        for span in comment.quotes:
            assert 0 <= span.start < span.end <= len(text)
    text.encode()


LINES = st.sampled_from(
    [
        "A Headline Of Five Words",
        "By Ann Lee",
        "12 May 2021",
        "Photo: Ann Lee",
        "The quay on Monday.REUTERS",
        "Share",
        "Comments (3)",
        "Reply",
        "Ann says:",
        "\nMay 3, 2022 at 4:12 pm",
        "    Bob • 3 years ago",
        "  1. “The ferry sails again on Monday,”",
        "    • And so what?",
        "   o Set in.",
        "> the queue is two streets long",
        "----",
        "====",
        "\n1.1. A reply.",
        "# Heading",
        "![alt](http://x.example/a.jpg)",
        "Enter comments here:",
        "Leave a Reply",
        "© 2022",
        "References",
        "   1. http://x.example/",
        "[1]linked",
        "Related stories",
        "\nThe ferry sails again on Monday, the harbour master said, and the queue is two streets long.",
        "“We wait,” the driver told the paper, and did.",
        "\xa0",
        "#3 Carl",
        "\nA long paragraph that goes on and on about the ferry and the queue and the harbour master, who said:",
        "In reply to Ann:",
        "2.5 million people",
        "\x0c",
        "1. 2. 3.",
        "* *",
        '"',
        "<",
        "<p>",
        "&amp;",
    ]
)
WORDS = st.one_of(LINES, LINES.map("      {}".format), st.just(""), st.text(max_size=40))
MARKUP = st.lists(
    st.sampled_from(
        """<html>|<head><title>T</title>|<body>|<article>|<h1>Head</h1>|<p>The ferry sails again on Monday, the harbour master said, and waits.</p>|</div>|<div>|<ol class="commentlist">|<li class="comment">|
<ul class="children">|<cite class="fn">Ann</cite>|<blockquote>|<figure><img src=x><figcaption>C</figcaption>|<!--|-->|<script>|</script>|<![CDATA[|]]>|<table>|<p|&#0;|&#xD800;|\x00|<meta charset=utf-16>|<base href="http://[">|
<script type="application/ld+json">{"@type":"NewsArticle","headline":[1]}</script>|<time datetime="x">|</body>|</html>|<svg>|<template>|<rss>|<item>""".replace(
            "\n", ""
        ).split("|")
    ),
    max_size=30,
).map("".join)
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    for page in pages(data):
        check(page)


@FUZZ
@given(
    st.sampled_from(
        [
            b"\x1f\x8b\x08",
            b"WARC/1.0\r\n",
            b"<rss>",
            b"<feed>",
            b"<html>",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"# ",
        ]
    ),
    st.binary(max_size=200),
)
def test_any_bytes_behind_a_format_s_sign(sign: bytes, data: bytes) -> None:
    for page in pages(sign + data):
        check(page)


@FUZZ
@given(st.lists(WORDS, max_size=25), st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))
def test_any_text_page(lines: list[str], end: str) -> None:
    for page in pages(end.join(lines).encode("utf-8", "replace")):
        check(page)


@FUZZ
@given(st.lists(WORDS, max_size=12).map("\n".join))
def test_any_plain_text(text: str) -> None:
    for page in pages(text.encode("utf-8", "replace"), plain=True):
        check(page)


@FUZZ
@given(MARKUP)
def test_any_markup(markup: str) -> None:
    for page in pages(("<!doctype html>" + markup).encode("utf-8", "replace")):
        check(page)


@FUZZ
@given(st.data())
def test_any_damage_to_packed_bytes(data: st.DataObject) -> None:
    packed = bytearray(gzip.compress(STORY))
    for _ in range(data.draw(st.integers(1, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    for page in pages(bytes(packed)):
        check(page)


@pytest.mark.parametrize(
    "line",
    [
        "> " * 3000,
        "(" * 5000,
        "- " * 5000,
        "[1]" * 5000,
        "a" * 200_000,
        "“" * 5000,
        "1." * 5000,
        "By " * 3000,
        " ,A" * 20000,
        "A b. " * 20000,
        "Photo: " * 9000,
    ],
)
def test_long_lines_take_no_time(line: str) -> None:
    """Each would take longer than a test may, were a regular expression to try every way."""
    said = line[:2000]
    for page in pages(f"A Headline Of Five Words\n\n{line}\n\n{line}\n\nComments\n\n{said}\n{said}".encode()):
        check(page)


def test_a_page_of_twenty_thousand_lines() -> None:
    for page in pages(b"Ann says:\n1. yes it is so\n" * 10_000):
        check(page)


def test_random_megabytes_are_refused() -> None:
    assert list(pages(os.urandom(2_000_000))) == []
