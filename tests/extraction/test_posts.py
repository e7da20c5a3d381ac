"""Posts set into an article: the line under them says whose words they are."""

from __future__ import annotations

import pytest

from onrecord.extraction import extract
from onrecord.records import Document, Stamp, compose
from onrecord.text import words_of

STAMP = Stamp(at="2000-01-01T00:00:00Z", by="test")
WORDS = "The river is our life. We will not sell it."

SIGNED = [
    # as two paragraphs of a quotation, with the link that stands for a picture
    [("quote", f"{WORDS} pic.twitter.com/x1"), ("quote", "— Elm Water Board (@elmwater) November 24, 2026")],
    # as one
    [("quote", f"{WORDS} — Elm Water Board (@elmwater) November 24, 2026")],
    # from a federated site, with its host
    [("quote", WORDS), ("quote", "— Elm Water Board (@water@elm.example) Nov 24, 2026")],
    # in a text without markup
    [("paragraph", WORDS), ("paragraph", "-- Elm Water Board (@elmwater) November 24, 2026")],
]


@pytest.mark.parametrize("parts", SIGNED)
def test_whoever_signs_a_post_wrote_it(parts):
    text, blocks = compose([("paragraph", "Talks on the dam have failed."), *parts])
    [one] = extract(Document(id="d", text=text, blocks=blocks, lang="en"), STAMP)
    assert words_of(text, one.content) == WORDS
    assert words_of(text, one.source) == "Elm Water Board"
    assert one.cue == ()
    assert one.kind == ("direct" if parts[0][0] == "quote" else "indirect")


def test_what_the_article_itself_tells_of_a_post_stays_as_it_is():
    parts = [("paragraph", "“We will not sell it,” the board wrote."), ("paragraph", "— Board (@board) May 4, 2026")]
    text, blocks = compose(parts)
    [one] = extract(Document(id="d", text=text, blocks=blocks, lang="en"), STAMP)
    assert (words_of(text, one.source), words_of(text, one.cue)) == ("the board", "wrote")


def test_a_line_that_only_names_somebody_signs_nothing():
    text, blocks = compose([("paragraph", "Rain fell all day in the valley."), ("paragraph", "— Ann Roe (left)")])
    assert extract(Document(id="d", text=text, blocks=blocks, lang="en"), STAMP) == ()
