"""Who speaks, kept: found by name, a person's word before every reading's, names joined only by a person."""

from __future__ import annotations

import pytest
from msgspec import structs

from onrecord.errors import NotFound, WrongUse
from onrecord.ledger import Ledger, Query
from onrecord.records import Reading, Request, Speaker, new_judgement, new_speaker
from onrecord.text import Span
from tests.ledger.news import EDITOR, MODEL, article, reading, said, words

OKAFOR = new_speaker("Ines Okafor", "person", role="chair", of="harbour board")


def told(url: str, who: Speaker | None, why: str = "Named here.", words_: str = "Rain is near") -> Reading:
    """An article in which "she" says one thing, and who we think she is."""
    document = article(url, f"{words_}, she said. ", "The ministry did not respond to a request for comment.")
    one = said(document, words_, "she")
    judged = new_judgement(document, one, who, score=0.7, why=why, stamp=MODEL)
    asked = Request(asked="ministry", span=Span(document.blocks[1].start, document.blocks[1].end))
    return structs.replace(reading(document, one), judgements=(judged,), requests=(asked,))


def test_what_is_recorded_comes_back(ledger: Ledger) -> None:
    made = told("https://news.test/1", OKAFOR)
    ledger.record(made)
    assert ledger.document(made.document.id) == made
    assert ledger.record(made, again=True).statements == 0
    assert ledger.counts()["judgements"] == ledger.counts()["requests"] == 1


def test_she_is_found_by_her_name_and_role(ledger: Ledger) -> None:
    made = told("https://news.test/1", OKAFOR)
    ledger.record(made)
    for speaker in ("okafor", "“Ines Okafor”", "she", "chair"):
        (found,) = ledger.find(Query(speaker=speaker))
        assert found.speaker == OKAFOR
        assert found.why == "Named here."
    assert words(ledger.find(Query(said_by=OKAFOR.id))) == ["Rain is near"]
    assert ledger.find(Query(said_by=new_speaker("Ada", "person").id)) == []


def test_nobody_is_sure(ledger: Ledger) -> None:
    ledger.record(told("https://news.test/1", None, "It could be either."))
    (found,) = ledger.find(Query(speaker="she"))
    assert (found.speaker, found.why) == (None, "It could be either.")
    assert ledger.speakers() == []


def test_a_later_reading_may_know_better(ledger: Ledger) -> None:
    first, second = told("https://news.test/1", None), told("https://news.test/1", OKAFOR, "Named above.")
    ledger.record(first)
    ledger.record(second, again=True)
    (found,) = ledger.find(Query(speaker="okafor"))
    assert found.why == "Named above."
    assert ledger.counts()["judgements"] == 2  # the former stays


def test_a_persons_word_survives_reading_again(ledger: Ledger) -> None:
    made = told("https://news.test/1", OKAFOR)
    ledger.record(made)
    id = made.statements[0].id
    other = new_speaker("Tam Ode", "person")
    ledger.judge(id, other, "Heard on the tape.", EDITOR)
    ledger.record(made, again=True)
    assert ledger.statement(id).speaker == other
    assert words(ledger.find(Query(said_by=other.id))) == ["Rain is near"]
    assert ledger.find(Query(said_by=OKAFOR.id)) == []
    ledger.judge(id, None, "Nobody can tell.", EDITOR)
    assert ledger.statement(id).speaker is None
    with pytest.raises(NotFound):
        ledger.judge("nothing", None, "", EDITOR)


def test_two_spellings_are_one_only_when_a_person_says_so(ledger: Ledger) -> None:
    one, other = new_speaker("Volodymyr Zelensky", "person"), new_speaker("Volodymyr Zelenskiy", "person")
    ledger.record(told("https://news.test/1", one))
    ledger.record(told("https://news.test/2", other))
    assert len(ledger.find(Query(said_by=one.id))) == 1
    assert {p.speaker.name for p in ledger.speakers("Zelenskyy")} == {one.name, other.name}
    ledger.identify(one.id, other.id, "same", "One man.", EDITOR)
    assert len(ledger.find(Query(said_by=other.id))) == 2
    profile = ledger.speaker(one.id)
    assert (set(profile.names), profile.same, profile.statements) == ({one.name, other.name}, (other.id,), 2)
    ledger.identify(other.id, one.id, "different", "Two men.", EDITOR)
    assert len(ledger.find(Query(said_by=one.id))) == 1
    assert ledger.decided(one.id) == {other.id: "different"}
    with pytest.raises(WrongUse):
        ledger.identify(one.id, one.id, "same", "", EDITOR)
    with pytest.raises(NotFound):
        ledger.identify(one.id, "nobody", "same", "", EDITOR)


def test_two_people_of_one_name_are_kept_apart(ledger: Ledger) -> None:
    smith = new_speaker("John Smith", "person", role="mayor", of="Elm")
    coach = new_speaker("John Smith", "person", role="coach")
    here, there = told("https://news.test/1", smith), told("https://news.test/2", coach)
    ledger.record(here)
    ledger.record(there)
    assert len(ledger.find(Query(said_by=smith.id))) == 2
    fresh = ledger.apart(smith.id, there.document.id, "Another John Smith.", EDITOR)
    ledger.record(there, again=True)
    assert [found.document.id for found in ledger.find(Query(said_by=smith.id))] == [here.document.id]
    assert ledger.speaker(fresh).roles[0].role == "coach"
    with pytest.raises(NotFound):
        ledger.apart(smith.id, there.document.id, "", EDITOR)


def test_names_of_one_item_become_one_person(ledger: Ledger) -> None:
    one, other = new_speaker("Ada Lund", "person"), new_speaker("A. Lund", "person")
    ledger.record(told("https://news.test/1", one))
    ledger.record(told("https://news.test/2", other))
    assert ledger.learn("Ada Lund", "Q1", EDITOR)
    assert ledger.learn("A. Lund", "Q1", EDITOR)
    assert not ledger.learn("A. Lund", "Q1", EDITOR)
    assert len(ledger.find(Query(said_by=one.id))) == 2
    assert ledger.speaker(other.id).qid == "Q1"


def test_who_is_named_once_in_no_role_may_be_private(ledger: Ledger) -> None:
    ledger.record(told("https://news.test/1", new_speaker("Bo Lind", "person")))
    ledger.record(told("https://news.test/2", OKAFOR))
    private = {p.speaker.name: p.private for p in ledger.speakers()}
    assert private == {"Bo Lind": True, "Ines Okafor": False}


def test_redacted_names_are_gone_from_judgements_too(ledger: Ledger) -> None:
    made = told("https://news.test/1", OKAFOR, "Ines Okafor is named in full.")
    ledger.record(made)
    ledger.redact(made.document.id, "Ines Okafor", EDITOR)
    ledger.record(made, again=True)
    (found,) = ledger.find(Query(words="rain"))
    assert found.speaker is None
    assert "Okafor" not in found.why
    assert ledger.speaker(OKAFOR.id) is None
    assert ledger.find(Query(speaker="okafor")) == []


def test_a_withdrawn_statement_has_no_speaker(ledger: Ledger) -> None:
    made = told("https://news.test/1", OKAFOR)
    ledger.record(made)
    ledger.withdraw(made.statements[0].id, "wrong", EDITOR)
    assert ledger.speaker(OKAFOR.id) is None
    assert ledger.speakers() == []
