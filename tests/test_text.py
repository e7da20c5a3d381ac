"""Anchors: what stays, what moves, and what is honestly gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import Span, anchor, from_utf16, locate, occurrences, passage, quotes, to_utf16, trimmed

RIVER = (
    "The mayor closed the north bridge on Monday. “We had no choice,” she said.\n\n"
    "Engineers had warned of cracks since spring. “We had no choice,” the governor said later."
)


def hang(words: str, text: str = RIVER, nth: int = 0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return anchor("d", text, [Span(start, start + len(words))])


def places(text: str, *words: str) -> list[str]:
    return [span.of(text) for word in words for span in occurrences(word, text)]


def test_an_anchor_keeps_words_and_surroundings():
    held = hang("cracks")
    assert held.exact == "cracks"
    assert held.prefix.endswith("warned of ")
    assert held.suffix.startswith(" since spring.")


@pytest.mark.parametrize("span", [Span(3, 3), Span(5, 2), Span(-1, 4), Span(0, 10_000)])
def test_an_anchor_outside_the_text_is_refused(span):
    with pytest.raises(ValueError, match="is not in a text of"):
        anchor("d", RIVER, [span])


def test_in_the_same_text_it_is_where_it_was():
    held = hang("“We had no choice,”", nth=1)
    assert locate(held, RIVER) == ("exact", held.spans)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The mayor", "On Sunday evening the mayor"),
        ("Engineers had warned of cracks since spring. ", ""),
        ("since spring", "since the spring floods"),
    ],
)
def test_it_moves_with_its_words(before, after):
    held = hang("the governor said later")
    edited = RIVER.replace(before, after)
    found = locate(held, edited)
    assert found.state in ("moved", "exact")
    assert [span.of(edited) for span in found.spans] == ["the governor said later"]


@pytest.mark.parametrize(
    ("words", "edited", "odd"),
    [
        ("Engineers had warned of cracks", RIVER.replace("cracks", "rust"), "a word is another"),
        ("no choice", RIVER.replace("“We had no choice,” she said.", ""), "its namesake is another's"),
        ("We", "We we We", "three alike"),
        ("the north bridge", "", "nothing is left"),
    ],
)
def test_gone_or_doubtful_words_are_an_orphan(words, edited, odd):
    assert locate(hang(words), edited).state == "orphan", odd


def test_a_quote_in_parts_moves_as_one():
    text = "“The bridge,” she said, “is safe for now.” Others differ."
    held = anchor("d", text, [Span(0, 13), Span(24, 42)])
    edited = "Rain fell. " + text
    found = locate(held, edited)
    assert quotes(held) == ["“The bridge,”", "“is safe for now.”"]
    assert [span.of(edited) for span in found.spans] == ["“The bridge,”", "“is safe for now.”"]


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ('"We had no choice," the governor said', "“We had no choice,” the governor said"),
        ("closed the  north\nbridge", "closed the north bridge"),
        ("ENGINEERS had warned", "Engineers had warned"),
    ],
)
def test_typographic_variants_are_the_same_words(typed, stands):
    assert places(RIVER, typed) == [stands]


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("“The mayor closed the north bridge on Monday.”", "The mayor closed the north bridge on Monday."),
        ("the mayor closed the old bridge on monday", "The mayor closed the north bridge on Monday"),
        ("Engineers have warned of cracks since spring.", "Engineers had warned of cracks since spring."),
        ("We had no choice", None),  # twice in the article: nobody knows which
        ("The mayor opened the south bridge on Friday", None),  # says something else
        ("bridge Monday", None),  # too few words to guess from
        ("", None),
    ],
)
def test_a_readers_quote_is_found_with_small_slips(quote, stands):
    found = passage(quote, RIVER)
    assert (found.of(RIVER) if found else None) == stands


def test_trimmed_leaves_out_the_space_around():
    assert trimmed("a  b ", Span(1, 5)) == Span(3, 4)


@given(st.text(alphabet="ab😀ß “”\n"), st.integers(0, 30))
def test_browser_offsets_go_there_and_back(text, at):
    at = min(at, len(text))
    assert from_utf16(text, to_utf16(text, at)) == at
    assert to_utf16(text, at) == len(text[:at].encode("utf-16-le")) // 2


@given(st.text(alphabet="ab “”'\n.", max_size=60), st.text(alphabet="ab “.", max_size=12))
def test_what_is_located_has_the_words(text, added):
    for start in range(0, max(0, len(text) - 3), 3):
        held = anchor("d", text, [Span(start, start + 3)])
        for edited in (added + text, text + added, text[2:]):
            found = locate(held, edited)
            assert all(
                fold_equal(span.of(edited), words)
                for span, words in zip(found.spans, quotes(held), strict=found.state != "orphan")
            )


def fold_equal(one: str, other: str) -> bool:
    from onrecord.text import fold

    return fold(one).text.strip() == fold(other).text.strip()
