"""Did they say it? Questions and answers, from the marked quotations and from small ledgers."""

from __future__ import annotations

import pytest

from onrecord.checking import Asked, answer, asked
from onrecord.echoes import compare, one_act
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Judgement, Reading, Speaker, new_judgement, new_speaker
from onrecord.text import Span
from tests.cases import echoes
from tests.ledger.news import MODEL, article, reading, said

QUOTES = echoes.bank()
ROE, VIK = new_speaker("Ann Roe", "person", role="mayor"), new_speaker("Tom Vik", "person")


# --- pure ---


@pytest.mark.parametrize("kept", [False, True], ids=["open", "kept"])
def test_tellings_of_one_speech_act_are_told_from_others(kept):
    pairs = list(echoes.pairs([quote for quote in QUOTES if quote.kept == kept]))
    joined = [(one, other) for one, other, _ in pairs if one_act(one, other)]
    same = [(one, other) for one, other, act in pairs if act]
    right = [pair for pair in joined if pair in same]
    assert len(right) / len(joined) >= 0.98, [pair for pair in joined if pair not in same]
    assert len(right) / len(same) >= 0.85, [pair for pair in same if pair not in joined]


@pytest.mark.parametrize(
    ("asked_", "was_said", "kind"),
    [
        ("the road is open", "“The road is open,”", "thus"),
        ("the road is open", "I say that the road is open for everyone", "cut"),
        ("the road to Elm is not open", "the road to Elm is open", "changed"),
        ("the road to Elm is open", "the road to Elm is not open", "changed"),
        ("nine villages were lost last night", "eight villages were lost last night", "changed"),
        ("the road is open", "bread is dear", "other"),
        ("", "bread is dear", "other"),
        ("and so it was", "and so it was that nobody came", "other"),  # small words prove nothing
    ],
)
def test_how_two_quotations_stand_to_each_other(asked_, was_said, kind):
    assert compare(asked_, was_said).kind == kind


# --- with a ledger ---


@pytest.fixture
def ledger(ledger_url):
    with open_ledger(ledger_url) as opened:
        yield opened


def told(ledger: Ledger, url: str, words: str, who: Speaker | None, **facts: str) -> Reading:
    """An article in which somebody says these words."""
    document = article(url, f"“{words}” she said.", **facts)
    one = said(document, words, "she")
    judged = new_judgement(document, one, who, score=0.9, why="Named here.", stamp=MODEL)
    made = Reading(page=reading(document).page, statements=(one,), judgements=(judged,))
    ledger.record(made)
    return made


def question(words: str, who: Speaker | None = None) -> Asked:
    return Asked(words=words, span=Span(0, len(words)), speaker=who)


def test_every_question_of_the_bank(ledger):
    for at, quote in enumerate(QUOTES):
        told(ledger, f"https://news.test/{at}", quote.said, ROE)
    questions = list(echoes.questions(QUOTES))
    wrong = [
        (words, wanted, got)
        for words, wanted in questions
        if (got := answer(question(words), ledger.near(words)).verdict) != wanted
    ]
    assert len(questions) >= 120
    assert len(wrong) / len(questions) <= 0.05, wrong


def test_who_said_it_counts(ledger):
    told(ledger, "https://news.test/1", "The bridge will stay closed until April", ROE)
    words = "the bridge will stay closed until April"
    assert answer(question(words, ROE), ledger.near(words)).verdict == "thus"
    assert answer(question(words, None), ledger.near(words)).verdict == "thus"
    found = answer(question(words, VIK), ledger.near(words))
    assert (found.verdict, found.found[0].speaker) == ("someone else", ROE)
    assert answer(question("bread is dear"), ledger.near("bread is dear")).verdict == "not found"


def test_the_first_outlet_comes_first(ledger):
    words = "The bridge will stay closed until April"
    told(ledger, "https://late.test/1", words, ROE, published="2026-03-02")
    told(ledger, "https://early.test/1", words, ROE, published="2026-03-01")
    found = answer(question(words), ledger.near(words)).found
    assert [one.document.url for one in found] == ["https://early.test/1", "https://late.test/1"]


def test_forty_copies_are_one_speech_act(ledger):
    words = "The bridge will stay closed until April at least"
    copies = [told(ledger, f"https://{at}.test/", words, ROE, published="2026-03-01") for at in range(40)]
    other = told(ledger, "https://x.test/", words, VIK, published="2026-03-01")
    later = told(ledger, "https://y.test/", words, ROE, published="2027-03-01")
    cut = told(ledger, "https://z.test/", "The bridge will stay closed until April", None, published="2026-03-02")
    found = ledger.echoes(copies[0].statements[0].id)
    ids = {one.document.id for one in found}
    assert len(found) == 40
    assert cut.document.id in ids
    assert not {other.document.id, later.document.id} & ids
    assert found[-1].document.id == cut.document.id


# --- what is asked ---


def test_quotations_that_nobody_is_named_for_are_asked_too():
    document = article(None, "Rain is near, said Ada. Elsewhere it is written: “Snow is near too.”")
    one = said(document, "Rain is near", "Ada")
    judged: tuple[Judgement, ...] = (new_judgement(document, one, VIK, score=1, why="", stamp=MODEL),)
    made = Reading(page=reading(document).page, statements=(one,), judgements=judged)
    assert [(item.words, item.speaker) for item in asked(made)] == [
        ("Rain is near", VIK),
        ("“Snow is near too.”", None),
    ]


def test_a_text_without_quotes_is_asked_sentence_by_sentence():
    document = article(None, "Rain is near. Snow is far!")
    assert [item.words for item in asked(reading(document))] == ["Rain is near.", "Snow is far!"]
