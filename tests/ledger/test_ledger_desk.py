"""People's words on records: added, never edited."""

from __future__ import annotations

import pytest
from msgspec import structs

from onrecord.errors import NotFound
from onrecord.ledger import Ledger
from onrecord.records import Stamp
from tests.ledger.news import EDITOR, article, reading, said

READER = Stamp(at="2026-03-01T00:00:00Z", by="reader")


@pytest.fixture
def statement(ledger: Ledger) -> str:
    """The id of a recorded statement."""
    document = article("https://news.test/1", "Rain is near, says Ada.")
    one = said(document, "Rain is near", "Ada")
    ledger.record(reading(document, one))
    return one.id


def test_the_last_review_counts_and_the_first_stays(ledger: Ledger, statement: str) -> None:
    first = ledger.review(statement, "wrong", "it is Bo", EDITOR)
    second = ledger.review(statement, "confirmed", "", structs.replace(EDITOR, at="2026-02-09T00:00:00Z"))
    assert ledger.reviews(statement) == [first, second]
    assert ledger.statement(statement).review == "confirmed"


def test_a_review_sent_twice_is_one(ledger: Ledger, statement: str) -> None:
    ledger.review(statement, "wrong", "it is Bo", EDITOR)
    ledger.review(statement, "wrong", "it is Bo", EDITOR)
    assert len(ledger.reviews(statement)) == 1


def test_notes_reach_the_desk_and_are_answered(ledger: Ledger, statement: str) -> None:
    early = ledger.object(statement, "I said snow.", "ada@news.test", READER)
    late = ledger.object(statement, "Me too.", "", structs.replace(READER, at="2026-03-02T00:00:00Z"))
    assert ledger.notes() == [late, early]
    ledger.answer_note(late.id, "Did you?", EDITOR)
    answer = structs.replace(EDITOR, at="2026-03-04T00:00:00Z")
    answered = ledger.answer_note(late.id, "So you did.", answer)
    assert (answered.answer, answered.answered) == ("So you did.", answer)
    assert ledger.notes() == [early, answered]
    assert ledger.notes(limit=1) == [early]
    assert ledger.counts()["answers"] == 2


def test_words_on_nothing(ledger: Ledger) -> None:
    with pytest.raises(NotFound, match="nothing-here"):
        ledger.review("nothing-here", "wrong", "", EDITOR)
    with pytest.raises(NotFound):
        ledger.object("nothing-here", "wrong", "", READER)
    with pytest.raises(NotFound):
        ledger.answer_note("nothing-here", "no", EDITOR)
    with pytest.raises(NotFound):
        ledger.withdraw("nothing-here", "", EDITOR)
    with pytest.raises(NotFound):
        ledger.redact("nothing-here", "words", EDITOR)
