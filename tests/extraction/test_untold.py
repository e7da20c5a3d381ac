"""What somebody says whom no statement has is not said in the article's own voice."""

from __future__ import annotations

import pytest

from onrecord.extraction.events import events
from onrecord.records import Document, Stamp, Statement, new_statement
from onrecord.text import Span


def kinds(text: str, *statements: Statement) -> list[str]:
    return [event.kind for event in events(Document(id="d", text=text, lang="en"), statements)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rebels seized Goma on Monday.", ["CAPTURE"]),
        ("Rebels seized Goma on Monday, residents and an officer said.", []),
        ("Rebels seized Goma, the defence ministry admitted on Sunday.", []),
        ("Rebels seized Goma, a monitoring group said in a statement.", []),
        ("Rebels seized Goma, according to two officials.", []),
        ("Rebels seized Goma, and residents fled.", ["CAPTURE"]),
        ("After rebels seized Goma, the mayor said that schools would open.", ["CAPTURE"]),
        ("Rebels seized Goma, which the report said nothing about.", ["CAPTURE"]),
    ],
)
def test_words_of_somebody_unknown(text: str, found: list[str]) -> None:
    assert kinds(text) == found


def test_words_of_a_statement_are_its_own() -> None:
    text = "Rebels seized Goma, the ministry said."
    document, stamp = Document(id="d", text=text, lang="en"), Stamp(at="2024-05-17T00:00:00Z", by="test")
    who, cue = [Span(20, 32)], [Span(33, 37)]
    said = new_statement(document, [Span(0, 18)], kind="indirect", stamp=stamp, source=who, cue=cue)
    assert kinds(text, said) == ["CAPTURE"]
