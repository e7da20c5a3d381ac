"""Broken and hostile HTML: a page, or an error that names the input; never a crash, a hang or a page of nonsense."""

# ruff: noqa: E501 (pages and sentences stand whole)
from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import ReadError
from onrecord.reading.html import read_html
from onrecord.reading.source import Source
from onrecord.records import Page

WORDS = "The harbour master closed the inner basin on Thursday after a barge lost its load of gravel in the fairway. "
GOOD = f"<h1>Basin closed</h1><article>{f'<p>{WORDS * 2}</p>' * 3}</article>"

# Name: the page, and whether an article can still be read of it (None: either).
PAGES: dict[str, tuple[bytes, bool | None]] = {
    "unclosed everything": (GOOD.replace("</p>", "").replace("</article>", "").encode(), True),
    "crossed tags": (b"<b><p><i></b></p>" + GOOD.encode() + b"</i></table></div>", True),
    "cut in a tag": (GOOD.encode() + b"<p>And then the <a href='", True),
    "a few nuls": (GOOD.replace("barge", "bar\x00ge").encode(), True),
    "nothing but nuls": (b"\x00" * 5000, False),
    "controls": (GOOD.replace("barge", "barge\x01\x02\x1b").encode(), True),
    "100,000 nested divs": (b"<div>" * 100_000 + GOOD.encode() + b"</div>" * 100_000, False),
    "100,000 nested inlines": (GOOD.encode() + b"<b><i>" * 50_000 + b"word", None),
    "300 nested divs around it": (b"<div>" * 150 + GOOD.encode() + b"</div>" * 150, True),
    "nested tables": (GOOD.encode() + b"<table><tr><td>" * 5_000, None),
    "nested lists of comments": (GOOD.encode() + b'<ol class="commentlist">' + b'<li class="comment"><cite class="fn">A</cite><div class="comment-content">Deep words here</div><ul>' * 60, True),
    "an element of 100,000 attributes": (f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>x</p>{GOOD}".encode(), False),
    "an attribute of a megabyte": (f"<p title='{'x ' * 500_000}'>{WORDS}</p>{GOOD}".encode(), True),
    "an entity bomb": (b'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "' + b"&a;" * 100 + b'"><!ENTITY c "' + b"&b;" * 100 + b'">]>' + GOOD.encode() + b"<p>&c;</p>", True),
    "entities out of range": (GOOD.encode() + b"<p>&#x110000; &#0; &#xD800; &nosuch; &amp</p>", True),
    "an external entity": (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + GOOD.encode() + b"<p>&e;</p>", True),
    "40,000 short paragraphs": (GOOD.encode() + b"<p>short words here</p>" * 40_000, True),
    "too many elements": (b"<i></i>" * 300_000, False),
    "json nested 100,000 deep": (GOOD.encode() + b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>", True),
    "json-ld comments in a ring": (GOOD.encode() + b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"Basin closed","comment":[{"@id":"1","text":"One here","parentItem":{"@id":"2"}},{"@id":"2","text":"Two here","parentItem":{"@id":"1"}}]}</script>', True),
    "unfinished comment": (GOOD.encode() + b"<!-- never closed " + b"x" * 100_000, True),
    "quotes without end in a comment": (GOOD.encode() + b'<ol class="commentlist"><li class="comment"><cite class="fn">A</cite><div class="comment-content">' + '“'.encode() * 50_000 + b"</div></li></ol>", True),
    "addresses that are none": (GOOD.encode() + b"<link rel=canonical href='http://[::1'><img src='http://[' width=300 height=200><base href='//['>", True),
    "utf-7 and other names": (b'<meta charset="utf-7">' + GOOD.encode(), True),
    "a charset that is a codec": (b'<meta charset="hex">' + GOOD.encode() + b"\xe4", True),
    "the marks we use ourselves": (GOOD.replace("barge", "barge \U00020000\U00020001").encode(), True),
}  # fmt: skip


def attempt(name: str, data: bytes) -> tuple[Page | None, str]:
    """The page, or what was said of it."""
    try:
        return read_html(Source(name, data, url="https://harbour.example/1")), ""
    except ReadError as wrong:
        return None, str(wrong)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.timeout(120)  # what is not linear takes longer
def test_hostile_pages(name: str) -> None:
    data, readable = PAGES[name]
    page, why = attempt(name, data)
    assert readable is None or readable == (page is not None), why
    if page is None:
        assert why.startswith(name)
        return
    assert "closed the inner basin on Thursday" in page.document.text
    assert "root:" not in page.document.text
    assert "lollol" not in page.document.text


@pytest.mark.timeout(120)
def test_fifty_megabytes_are_read_or_refused() -> None:
    data = b"<html><body>" + b"<p>word word word word word word word word</p>" * 1_100_000
    with pytest.raises(ReadError, match="too large for one page"):
        read_html(Source("big.html", data))


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", "nothing in it"), (b" \n ", "nothing in it"), (bytes(range(256)) * 50, "")],
)
def test_what_is_no_page_is_refused_by_name(data: bytes, why: str) -> None:
    with pytest.raises(ReadError, match=rf"odd\.html: .*{why}"):
        read_html(Source("odd.html", data))


def test_nothing_of_a_script_or_a_form_is_the_articles() -> None:
    trap = "<script>alert(1)</script><style>p{}</style><textarea>typed words</textarea><select><option>choice</option></select><p style='display:none'>Hidden words for robots only.</p><p onclick='x()'>Visible words that stay with the others in the article.</p>"
    text = read_html(Source("page.html", GOOD.replace("</article>", trap + "</article>").encode())).document.text
    for unseen in ("alert", "typed words", "choice", "Hidden words"):
        assert unseen not in text
    assert "Visible words that stay" in text


_TAGS = [
    "p",
    "div",
    "li",
    "ul",
    "ol class=commentlist",
    "li class=comment",
    "b",
    "a href=#1",
    "blockquote",
    "table",
    "td",
    "figure",
    "figcaption",
    "article",
    "h1",
    "br",
    "dl id=comments",
    "dt",
    "dd",
    "img src=x",
    "form",
    "title",
    "template",
    "svg",
]
_PIECES = st.one_of(
    st.sampled_from(_TAGS).map(lambda tag: f"<{tag}>"),
    st.sampled_from(_TAGS).map(lambda tag: f"</{tag.split(' ')[0]}>"),
    st.sampled_from(["Comments", "Ann says:", "3 May 2024", WORDS, "“quoted words stand here”", "> words of another", "&#0;", "<!--", "-->", "<![CDATA[", "]]>", "\x00"]),
    st.text(max_size=12),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=60))
def test_any_soup_gives_a_page_or_a_read_error(pieces: list[str]) -> None:
    page, why = attempt("soup", "".join(pieces).encode("utf-8", "replace"))
    if page is None:
        assert why.startswith("soup")
        return
    text = page.document.text
    assert all(0 <= block.start < block.end <= len(text) for block in page.document.blocks)
    assert all(span.of(text) for comment in page.comments for span in comment.quotes)
    numbers = {comment.number for comment in page.comments}
    assert all(comment.parent is None or comment.parent in numbers for comment in page.comments)
