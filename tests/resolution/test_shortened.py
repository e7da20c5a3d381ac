"""One organisation by its short and its long name in one article."""

from __future__ import annotations

import pytest

from onrecord.resolution.shortened import whole_name

SAME = [
    ("Wagner", "The Wagner group held Bakhmut. Wagner said so.", "Wagner"),
    ("The Wagner group", "The Wagner group said it held Bakhmut. Wagner said so again.", "Wagner"),
    ("New Dawn", "The New Dawn Front took Kidal. New Dawn said it would stay.", "New Dawn Front"),
    ("the New Dawn Front", "The New Dawn Front took Kidal. New Dawn said it would stay.", "New Dawn Front"),
]
OTHER = [
    ("Wagner", "Wagner wrote it in Venice, his wife said."),
    ("The Wagner group", "The Wagner group said it held Bakhmut."),
    ("Trump", "The Trump group said nothing. Trump said he would sell."),
    ("South Sudan", "A South Sudan Army column left Juba. South Sudan said so."),
    ("New Dawn", "The New Dawn Front and the New Dawn Army met. New Dawn said nothing."),
    ("rebels", "The rebels group said so. rebels said so."),
    ("New", "The New Front said so. New Dawn said so."),
]


@pytest.mark.parametrize(("words", "text", "name"), SAME)
def test_a_short_name_is_the_long_one_s(words: str, text: str, name: str):
    assert whole_name(words, text) == name


@pytest.mark.parametrize(("words", "text"), OTHER)
def test_in_doubt_nothing_is_made_one(words: str, text: str):
    assert whole_name(words, text) is None
