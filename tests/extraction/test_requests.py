"""Requests for comment: sentences, who was asked and by whom."""

from __future__ import annotations

import pytest

from onrecord.extraction import requests_of
from onrecord.extraction.sentences import sentences
from onrecord.marks import parse
from onrecord.records import Document, Stamp, new_statement

ASKED = {
    "Newsbird reached out to the Institute for Rail and Road Safety for comment.": (
        "Newsbird",
        "Institute for Rail and Road Safety",
    ),
    "The Elm Post has contacted the ministry for comment.": ("Elm Post", "ministry"),
    "We have approached Anna Roe for comment.": (None, "Anna Roe"),
    "The company did not immediately respond to a request for comment from the Harbour Times.": (
        "Harbour Times",
        "company",
    ),
    "The company didn’t respond to an emailed request for comment.": (None, "company"),
    "A lawyer for Mr. Hale did not return calls seeking comment.": (None, "lawyer for Mr. Hale"),
    "Mr. Brandt could not be reached for comment.": (None, "Mr. Brandt"),
    "Anna Roe has been approached for comment.": (None, "Anna Roe"),
    "Roe’s attorney, David Kern, declined to comment.": (None, "Roe’s attorney, David Kern"),
    "But the embassy would not comment on the letter.": (None, "embassy"),
    "The fire is out and the ministry declined to comment.": (None, "ministry"),
}
NOT_ASKED = [
    "The ministry did not respond to the fire for two days.",
    "“They declined to comment,” Roe said.",
    "The mayor was asked about the “not there yet” comment.",
    "Readers can comment below.",
]


@pytest.mark.parametrize(("words", "who"), ASKED.items())
def test_who_was_asked(words, who):
    (found,) = requests_of(document(words), ())
    assert (found.by, found.asked, found.span.of(words)) == (*who, words)


@pytest.mark.parametrize("words", NOT_ASKED)
def test_nobody_was_asked(words):
    assert requests_of(document(words), ()) == ()


def test_a_refusal_is_the_answer():
    text, (one,) = parse("{s1:A spokesman} {c1:declined} {q1:to comment}.")
    stamp = Stamp(at="2000-01-01T00:00:00Z", by="test")
    said = new_statement(document(text), one.content, kind="indirect", stamp=stamp, source=one.source, cue=one.cue)
    (found,) = requests_of(document(text), (said,))
    assert found.answer == said.id


def test_nothing_in_a_language_that_is_not_read():
    assert requests_of(Document(id="d", text="Anna Roe declined to comment.", lang="fr"), ()) == ()


def document(text):
    return Document(id="d", text=text, lang="en")


SENTENCES = {
    "Mr. Roe came. He left.": ["Mr. Roe came.", "He left."],
    "J. R. Brandt of the U.S. army left. “No,” she said.": ["J. R. Brandt of the U.S. army left.", "“No,” she said."],
    "“Go!” he said. “Now.” They went.": ["“Go!” he said.", "“Now.”", "They went."],
    "A headline\n\nA line.": ["A headline", "A line."],
    "It cost 3.5 million.": ["It cost 3.5 million."],
    "": [],
}


@pytest.mark.parametrize(("text", "parts"), SENTENCES.items())
def test_sentences(text, parts):
    assert [span.of(text) for span in sentences(text)] == parts
