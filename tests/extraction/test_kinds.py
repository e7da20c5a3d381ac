"""Kinds by quotation marks."""

from __future__ import annotations

import pytest

from onrecord.extraction.kinds import kind_of, quoted
from onrecord.text import Span

CASES = [
    ("“We had no choice,” she said.", "“We had no choice,”", "direct"),
    ('"We had no choice," she said.', "We had no choice,", "direct"),
    ("‘We can’t stay,’ she said.", "‘We can’t stay,’", "direct"),
    ("« Nous restons », a-t-il dit.", "« Nous restons »", "direct"),
    ("„Wir bleiben“, said the mayor.", "„Wir bleiben“,", "direct"),
    ("She said the bridge was “a wreck” and closed.", "the bridge was “a wreck” and closed", "mixed"),
    ("She said the mayor’s bridge was closed.", "the mayor’s bridge was closed", "indirect"),
    # an apostrophe opens nothing
    (
        "She said the '90s and the mayors' bridge were gone.",
        "the '90s and the mayors' bridge were gone",
        "indirect",
    ),
    # no closing mark: the quotation goes on in the next paragraph
    ("“It fell.\n\n“Then it rained,” he said.", "“It fell.", "direct"),
]


@pytest.mark.parametrize(("text", "content", "kind"), CASES)
def test_kind(text, content, kind):
    start = text.index(content)
    assert kind_of([Span(start, start + len(content))], text, quoted(text)) == kind


def test_a_headline_does_not_go_on_in_the_caption_below_it():
    from onrecord.extraction import _together
    from onrecord.records import Document, compose

    text, blocks = compose(
        [("title", "Rain is near, Anna says"), ("caption", "Clouds over the bay"), ("paragraph", "It rained.")]
    )
    document = Document(id="d", text=text, blocks=blocks)
    pieces = (Span(0, 12), Span(25, 44))
    assert [span.of(text) for span in _together(document, pieces, (Span(19, 23),))] == ["Rain is near"]
    assert _together(document, (Span(46, 48), Span(49, 55)), ()) == (Span(46, 48), Span(49, 55))
