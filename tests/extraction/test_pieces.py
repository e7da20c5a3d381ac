"""Quotation marks, as newspapers write them and forget them."""

import pytest

from onrecord.extraction.pieces import quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we left" and went.', ["we left"]),
        ("He said “we left” and went.", ["we left"]),
        ("Il a dit « on part ».", [" on part "]),
        ("``We left,'' he said.", ["`We left,"]),
        # An apostrophe opens nothing
        ("Kyiv's mayor doesn't agree.", []),
        # A quotation in a quotation: the inner one ends first
        ("“He said ‘no’ to me,” she said.", ["no", "He said ‘no’ to me,"]),
        # A quotation over two paragraphs is opened twice and closed once
        ("“We left.\n“We came back.”", ["We left.", "We came back."]),
    ],
)
def test_quotations(text, quoted):
    assert [text[opening + 1 : closing] for opening, closing, _ in quotations(text)] == quoted
