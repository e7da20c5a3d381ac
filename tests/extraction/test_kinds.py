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
