"""A new text at a known address: a new document, linked; statements carried by their words."""

from __future__ import annotations

import pytest

from onrecord.ledger import Ledger, Query
from onrecord.records import Document, Statement
from tests.ledger.news import article, reading, said, words

URL = "https://news.test/bridge"
RAIN = "Rain will fall on the eastern hills before the evening"
FERRY = "The ferry runs as it always did, all through the night"
ASKED = "Asked about the weather at the harbour on Monday, Ada looked up."
FIRST = (ASKED, f"{RAIN}, said Ada.", f"{FERRY}, said Bo.")
SECOND = ("A new first paragraph about the bridge.", ASKED, f"{RAIN}, said Ada.", "Bo would not be reached.")


def version(*paragraphs: str) -> tuple[Document, list[Statement]]:
    document = article(URL, *paragraphs)
    return document, [said(document, one) for one in (RAIN, FERRY) if one in document.text]


@pytest.fixture
def two(ledger: Ledger) -> Ledger:
    for paragraphs in (FIRST, SECOND):
        document, statements = version(*paragraphs)
        ledger.record(reading(document, *statements))
    return ledger


def test_a_new_text_replaces_the_former(ledger: Ledger) -> None:
    old, statements = version(*FIRST)
    new, others = version(*SECOND)
    assert ledger.record(reading(old, *statements)).replaces is None
    assert ledger.record(reading(new, *others)).replaces == old.id
    assert ledger.document(new.id).document.replaces == old.id
    # The old one stays as it was read, its statements with it.
    assert ledger.document(old.id).document == old
    assert len(ledger.document(old.id).statements) == 2


def test_the_whole_chain_whichever_is_asked(two: Ledger) -> None:
    third, _ = version("Third.")
    two.record(reading(third))
    ids = [version(*FIRST)[0].id, version(*SECOND)[0].id, third.id]
    for id in ids:
        assert [head.id for head in two.versions(id)] == ids
    assert [head.replaced_by for head in two.versions(ids[0])] == [ids[1], ids[2], None]
    assert [head.id for head in two.documents()] == [third.id]
    assert two.versions("no such id") == []


def test_where_old_statements_stand_now(two: Ledger) -> None:
    old, (rain, ferry) = version(*FIRST)
    new, _ = version(*SECOND)
    states = {one.id: located for one, located in two.carried(old.id)}
    assert states[rain.id].state == "moved"
    assert states[rain.id].spans[0].of(new.text) == RAIN
    assert (states[ferry.id].state, states[ferry.id].spans) == ("orphan", ())
    assert [located.state for _, located in two.carried(new.id)] == ["exact"]
    assert two.carried("no such id") == []


def test_what_both_versions_hold_is_found_once(two: Ledger) -> None:
    found = two.find(Query())
    assert sorted(words(found)) == sorted([RAIN, FERRY])
    by_words = {one.statement.anchor.exact: one.document for one in found}
    # The rain from the newest; what is gone from the old one, which says that it was replaced.
    assert by_words[RAIN].replaced_by is None
    assert by_words[FERRY].replaced_by == by_words[RAIN].id


def test_words_that_come_back_are_found_in_the_newest(two: Ledger) -> None:
    third, statements = version(*FIRST, "And so it goes.")
    two.record(reading(third, *statements))
    assert {one.document.id for one in two.find(Query())} == {third.id}
    assert len(two.find(Query())) == 2


def test_a_text_without_address_has_no_versions(ledger: Ledger) -> None:
    for words_ in ("One.", "Two."):
        assert ledger.record(reading(article(None, words_))).replaces is None
    assert len(ledger.documents()) == 2


def test_a_statement_found_later_in_an_old_version_is_carried_too(two: Ledger) -> None:
    old, (rain, ferry) = version(*FIRST)
    late = said(old, RAIN, "Ada")
    two.record(reading(old, rain, ferry, late), again=True)
    assert sorted(words(two.find(Query()))) == sorted([RAIN, FERRY])
