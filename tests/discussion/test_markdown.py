"""A safe part of Markdown: what becomes markup, what stays as typed, and that nothing runs or gets lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.discussion.markdown import ATTRIBUTES, TAGS, parsed, plain, render
from tests.shared import shared

REL = 'rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("Rain.", "<p>Rain.</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("*so* **loud** `x<y`", "<p><em>so</em> <strong>loud</strong> <code>x&lt;y</code></p>"),
        ("> she said\n\nNo.", "<blockquote>\n<p>she said</p>\n</blockquote>\n<p>No.</p>"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
        ("[here](https://a.example/b)", f'<p><a href="https://a.example/b" {REL}>here</a></p>'),
        ("<https://a.example>", f'<p><a href="https://a.example" {REL}>https://a.example</a></p>'),
        # stays as typed
        ("# not a headline", "<p># not a headline</p>"),
        ("a < b & c &amp; d", "<p>a &lt; b &amp; c &amp;amp; d</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](/desk)", "<p>[x](/desk)</p>"),
        ("[secret]: https://a.example 'words'", "<p>[secret]: https://a.example 'words'</p>"),
        ("***", "<p>***</p>"),
        ("", ""),
    ],
)
def test_rendered(typed, made):
    assert render(typed).strip() == made


def assert_harmless(made):
    """Only our tags, only our attributes, only addresses of the web."""
    for tag, rest in re.findall(r"<\s*/?\s*([^\s>/]*)([^>]*)>", made):
        assert tag in TAGS, made
        names = re.findall(r'([^\s="]+)="[^"]*"', rest)
        assert set(names) <= ATTRIBUTES.get(tag, set()) | {"rel"}, made
        assert re.sub(r'[^\s="]+="[^"]*"', "", rest).strip() in ("", "/"), made
        assert all(re.match("https?://", one) for one in re.findall(r'href="([^"]*)"', rest)), made


def payloads():
    """The fenced examples of the sheet beside the project, where it is."""
    sheet = shared("data/hostile/xss-filter-evasion.md").read_text(encoding="utf-8")
    return [one.strip("\n") for one in re.findall(r"```\w*\n(.*?)```", sheet, re.DOTALL)]


@pytest.mark.corpus
def test_every_hostile_payload_is_only_words():
    found = payloads()
    assert len(found) > 50
    for one in found:
        assert_harmless(render(one))
        assert_harmless(render(f"[x]({one})"))
        assert_harmless(render(f'<{one}> ![{one}]({one} "{one}")'))


MARKUP = st.text(alphabet="ab1 \n\t*_`>-.[]()<>!#~|\\&;:/\"'h", max_size=60)


@given(MARKUP)
def test_no_letter_gets_lost_and_nothing_runs(typed):
    made = render(typed)
    assert_harmless(made)
    addresses = " ".join(re.findall(r'(?:href|title)="([^"]*)"', made))
    shown = plain(made) + addresses
    assert all(shown.count(letter) >= typed.count(letter) for letter in "ab")


@given(st.text(max_size=200))
def test_any_text_is_harmless(typed):
    assert_harmless(render(typed))


def test_deep_and_long_words_are_no_trouble():
    for typed in ("> " * 5000 + "end", "*" * 20_000, "[" * 20_000, "- " * 3000 + "x"):
        assert_harmless(render(typed))


PLAIN = st.text("aZéїßǅ漢ا12²½ ,.;:!?'’“”„–—…%/()-")
MIXED = st.text("ab1 ,.*_`[]()<>#-+>&\\\"'\t  \u200b\u0301")


@given(st.lists(st.one_of(PLAIN, PLAIN, MIXED), max_size=4).map("\n".join))
def test_plain_words_are_rendered_as_the_parser_renders_them(words):
    """Most comments take the short way; it must lead to the same place."""
    assert render(words) == parsed(words)


@pytest.mark.parametrize("words", ["It rained.", "Two lines\nof words", "Дощ ішов, і (знову) пором запізнився…"])
def test_plain_words_need_no_parser(words, monkeypatch):
    expected = parsed(words)
    monkeypatch.setattr("onrecord.discussion.markdown.parsed", None)
    assert render(words) == expected
