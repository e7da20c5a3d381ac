"""Text pages of many layouts: tests/reading/plain/NAME.txt and, beside it, what a person reads in it.

In the expected values " … " stands for any words between; `article` are the blocks below the title,
captions left out, in order. Half of the pages were written before the reader was and were not looked
at while it was made, or, of later pages, before they had been measured once: ASIDE."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from onrecord.reading import Source, read
from onrecord.reading.plain_head import outlet_of
from onrecord.reading.plain_lines import pieces_of
from onrecord.records import Page

PAGES = Path(__file__).parent / "plain"
KREMLIN = Path(__file__).resolve().parents[3] / "shared" / "pages" / "kremlin.txt"
NAMES = sorted(path.stem for path in PAGES.glob("*.txt"))
ASIDE = {
    "bare-comments", "crlf-dateline", "disqus-copied", "forum-quotes", "german", "glued-credits",
    "indented-names", "line-per-paragraph", "list-and-comments", "lynx-deep", "path-numbers",
    "w3m-quoted-replies", "bulleted-names", "thread-dividers", "first-in-line-dateline",
}  # fmt: skip


def page_of(data: bytes, name: str = "page.txt", **options: Any) -> Page:
    [page] = read(Source(name, data), **options)
    return page


def given(name: str) -> tuple[Page, dict[str, Any]]:
    expected = json.loads((PAGES / f"{name}.json").read_text())
    return page_of((PAGES / f"{name}.txt").read_bytes(), name), expected


def like(words: str | None, pattern: str | None) -> bool:
    """Whether the words are the pattern's, " … " standing for any."""
    if words is None or pattern is None:
        return words == pattern
    parts = [re.escape(re.sub(r"\s+", " ", part.strip())) for part in pattern.split("…")]
    return re.fullmatch(".*".join(parts), re.sub(r"\s+", " ", words)) is not None


def article_of(page: Page) -> list[str]:
    return [b.span.of(page.document.text) for b in page.document.blocks if b.kind not in ("title", "caption")]


@pytest.mark.parametrize("name", NAMES)
def test_article(name: str) -> None:
    page, expected = given(name)
    assert page.document.title == expected["title"]
    found = article_of(page)
    assert [like(*pair) for pair in zip(found, expected["article"], strict=False)] == [True] * len(found), found
    assert len(found) == len(expected["article"])
    for words in expected.get("absent", []):
        assert words not in page.document.text
    kinds = {b.span.of(page.document.text): b.kind for b in page.document.blocks}
    for words, kind in expected.get("kinds", {}).items():
        assert [of for block, of in kinds.items() if block.startswith(words)] == [kind]


@pytest.mark.parametrize("name", NAMES)
def test_pictures(name: str) -> None:
    page, expected = given(name)
    text = page.document.text
    found = [[image.caption.of(text) if image.caption else None, image.credit] for image in page.document.images]
    assert found == expected["images"]


@pytest.mark.parametrize("name", NAMES)
def test_byline_and_date(name: str) -> None:
    page, expected = given(name)
    assert page.document.byline == expected.get("byline")
    assert page.document.published == expected.get("published")
    assert page.document.lang == expected.get("lang", "en")


@pytest.mark.parametrize("name", NAMES)
def test_comments(name: str) -> None:
    page, expected = given(name)
    found = [(c.number, c.parent, c.author, c.at) for c in page.comments]
    assert found == [(c["number"], c["parent"], c["author"], c["at"]) for c in expected["comments"]]
    for comment, wanted in zip(page.comments, expected["comments"], strict=True):
        assert like(comment.text, wanted["text"]), comment.text
        quoted = [span.of(page.document.text).strip('“”"„ ,') for span in comment.quotes]
        assert quoted == [words.strip('“”"„ ,') for words in wanted["quotes"]]


@pytest.mark.corpus
@pytest.mark.skipif(not KREMLIN.exists(), reason=f"needs the worked example {KREMLIN.name} beside the project")
def test_the_worked_example_reads_as_its_gold() -> None:
    raw, gold = KREMLIN.read_text(), json.loads(KREMLIN.with_suffix(".gold.json").read_text())
    page = page_of(KREMLIN.read_bytes(), "kremlin.txt", published="2022-12-08")
    document = page.document
    assert (document.title, document.published) == (gold["title"]["exact"], gold["published"])
    [image] = document.images
    assert image.caption is not None
    [wanted] = gold["images"]
    assert (image.caption.of(document.text), image.credit) == (wanted["caption"]["exact"], wanted["credit"])
    article = raw[gold["article"]["start"] : gold["article"]["end"]]
    assert article_of(page) == [words for words in article.split("\n\n") if words]
    assert gold["form"]["exact"] not in document.text + "".join(c.text for c in page.comments)
    assert [(c.number, c.parent, c.author) for c in page.comments] == [
        (c["number"], c["parent"], c["author"]) for c in gold["comments"]
    ]
    for comment, told in zip(page.comments, gold["comments"], strict=True):
        assert comment.text.split() == raw[told["span"]["start"] : told["span"]["end"]].split()
        assert [span.of(document.text) for span in comment.quotes] == [quote["exact"] for quote in told["quotes"]]


WRAPPED = {
    "a no-break space holds two words together": (
        "the harbour master said that it\nwas\xa0about to be opened once more",
        1,
    ),
    "a broken word is joined": ("the harbour master and the vice-\nchairman said that it was opened", 1),
    "a number at a line's start is no list": (
        "the harbour master told us of the\n17. of May, and of what came after\nthat day in the old town of Selna",
        1,
    ),
    "a short line ends a paragraph": (
        "It opens.\nthe harbour master told us of the day\nand of all that came after",
        2,
    ),
    "nothing goes on in lower case": ("The Harbour Master Has Told Us All\nThe Ferry Sails Again On Monday", 2),
}


@pytest.mark.parametrize("how", WRAPPED)
def test_wrapped_lines(how: str) -> None:
    text, paragraphs = WRAPPED[how]
    found = pieces_of(text)
    assert len(found) == paragraphs
    assert " ".join(piece.words for piece in found).replace("vice-chairman", "vice- chairman").split() == text.split()


def test_plain_is_the_file_to_the_letter() -> None:
    text = "Title\r\n\r\n  1. one\r\n  2. two \r\n \r\nBy the sea\xa0it “rained”.\r\n\r\nComments\r\n\r\n"
    page = page_of(b"\xef\xbb\xbf" + text.encode(), plain=True)
    assert page.document.text == text
    blocks = [block.span.of(text) for block in page.document.blocks]
    assert blocks == ["Title", "1. one\r\n  2. two", "By the sea\xa0it “rained”.", "Comments"]
    assert {block.kind for block in page.document.blocks} == {"paragraph"}
    assert (page.document.title, page.comments) == (None, ())


def test_a_page_keeps_its_bytes_as_evidence() -> None:
    data = b"A sentence that stands alone and is long enough to be an article of its own.\n"
    page = page_of(data)
    assert page.evidence == data
    assert page.document.source == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("byline", "outlet"),
    [
        ("By Ann Lee | The Harbour Courier", "The Harbour Courier"),
        ("By Ann Lee | Northern Wire | 3 May 2022, 14:00", "Northern Wire"),
        ("By Ann Lee | Staff Writer", None),
        ("By Ann Lee | 3 May 2022", None),
        ("By Ann Lee · 5 min read", None),
        ("By Ann Lee", None),
    ],
)
def test_the_outlet_stands_behind_the_bylines_bar(byline, outlet):
    assert outlet_of(byline) == outlet
