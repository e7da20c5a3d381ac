"""What changed, word by word."""

from __future__ import annotations

import pytest

from onrecord.pages.diff import changes, word_changes

CASES = {
    "a word": ("until March, he said", "until April, he said", "until [-March, -][+April, +]he said"),
    "added at the end": ("One.", "One. Two.", "[-One.-][+One. Two.+]"),
    "taken away": ("One two three", "One three", "One [-two -]three"),
    "nothing": ("One two", "One two", "One two"),
    "all new": ("", "One two", "[+One two+]"),
    "all gone": ("One two", "", "[-One two-]"),
}
MARKS = {"same": "{}", "gone": "[-{}-]", "came": "[+{}+]"}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_words(old, new, expected):
    assert "".join(MARKS[change.kind].format(change.words) for change in word_changes(old, new)) == expected


def test_unchanged_paragraphs_are_counted():
    found = changes("a\n\nb\n\nc d", "a\n\nb\n\nc e")
    assert [[tuple(part) for part in parts] for parts in found] == [
        [("skipped", "2")],
        [("same", "c "), ("gone", "d"), ("came", "e")],
    ]


def test_a_very_long_stretch_is_shown_whole():
    found = list(word_changes("a " * 5000, "b " * 5000))
    assert [change.kind for change in found] == ["gone", "came"]
