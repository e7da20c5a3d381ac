"""Sentences and what they tell of a territory: kind, who, where, and how it is meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from onrecord.extraction.events import events
from onrecord.records import Document, Stamp, compose, document_id, new_statement
from onrecord.text import Span

STAMP = Stamp(at="2024-01-01T00:00:00Z", by="test")


def document(text):
    text, blocks = compose([("paragraph", text)])
    return Document(id=document_id(None, text), text=text, blocks=blocks, lang="en", published="2024-05-17")


def told(text, statements=()):
    page = document(text)

    def words(span):
        return span.of(page.text) if span else None

    return [(one.kind + one.polarity, words(one.actor), words(one.place)) for one in events(page, statements)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # active, passive, and a participle that says more of a noun
        ("Rebels seized Elmstad.", [("CAPTURE+", "Rebels", "Elmstad")]),
        ("Elmstad was seized by rebels.", [("CAPTURE+", "rebels", "Elmstad")]),
        ("Rebels backed by Norland seized Elmstad.", [("CAPTURE+", "Rebels", "Elmstad")]),
        # an insertion between subject and verb
        ("The army, which had waited for weeks, retook Elmstad.", [("CAPTURE+", "The army", "Elmstad")]),
        # a list is one event a place
        (
            "Norland annexed Elm, Oak and Ash.",
            [
                ("SOVEREIGNTY+", "Norland", "Elm"),
                ("SOVEREIGNTY+", "Norland", "Oak"),
                ("SOVEREIGNTY+", "Norland", "Ash"),
            ],
        ),
        # the object stands before its clause
        ("The regions it annexed were poor.", [("SOVEREIGNTY+", "it", "The regions")]),
        # two verbs share a subject
        (
            "Norland troops left Elm and entered Oak.",
            [("WITHDRAW+", "Norland troops", "Elm"), ("ADVANCE+", "Norland troops", "Oak")],
        ),
        # whose forces are withdrawn is not the place
        ("Norland withdrew its forces from Elm.", [("WITHDRAW+", "Norland", "Elm")]),
        # planned, denied, demanded, tried
        ("Norland has no plans to seize Elm.", [("INTENT-", "Norland", "Elm")]),
        ("Norland vowed to retake Elm.", [("INTENT+", "Norland", "Elm")]),
        ("Suland demanded that Norland leave Elm.", [("DEMAND+", "Suland", "Elm")]),
        ("The army does not control Elm.", [("CONTROL-", "The army", "Elm")]),
        # must is a demand, by whoever says it; who refuses keeps
        ("Suland said Norland must leave Elm.", [("DEMAND+", None, "Elm")]),
        ("The army refused to withdraw its troops from Elm.", [("WITHDRAW-", "The army", "Elm")]),
        # whose subject a clause before "he said" takes
        ("Elm, which he said was taken by rebels, is small.", [("CAPTURE+", "rebels", "Elm")]),
        # who launched the offensive that takes a town
        ("Norland began an offensive that captured Elm.", [("CAPTURE+", "Norland", "Elm")]),
        # words apart
        ("Norland handed Elm over to Suland.", [("WITHDRAW+", "Norland", "Elm")]),
        ("Guns subjected the Elm plant to shelling.", [("ATTACK+", "Guns", "the Elm plant")]),
        # law
        ("Elm is part of Norland.", [("SOVEREIGNTY+", "Norland", "Elm")]),
        ("Elm is under the control of Norland.", [("CONTROL+", "Norland", "Elm")]),
        ("Elm is not under the control of Norland.", [("CONTROL-", "Norland", "Elm")]),
        ("Elm isn’t under the control of Norland.", [("CONTROL-", "Norland", "Elm")]),
        ("Elm is no longer part of Norland.", [("SOVEREIGNTY-", "Norland", "Elm")]),
        ("Norland rejected the annexation of Elm.", [("RECOGNISE-", "Norland", "Elm"), ("SOVEREIGNTY+", None, "Elm")]),
        # nouns
        ("Fighting in Elm went on.", [("CONTEST+", None, "Elm")]),
        ("The shelling of Elm went on.", [("ATTACK+", None, "Elm")]),
    ],
)
def test_who_does_what_to_which_place(text, wanted):
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "If rebels seize Elmstad, the road is lost.",
        "Has Norland seized Elmstad?",
        "The firm captured a third of the market in Elmstad.",
        "Police seized two tonnes of sugar in Elmstad.",
        "Norland met Suland in Elmstad.",
        "",
    ],
)
def test_what_tells_of_no_territory(text):
    assert told(text) == []


def test_what_somebody_denies_is_theirs_with_a_minus():
    page = document("Norland denied that rebels had seized Elm.")
    start = page.text.index("that")
    said = new_statement(page, [Span(start, len(page.text) - 1)], kind="indirect", stamp=STAMP)
    (event,) = events(page, (structs.replace(said, stance="denies"),))
    assert (event.kind, event.polarity, event.within) == ("CAPTURE", "-", said.id)


def test_the_date_of_the_own_clause():
    page = document("Rebels seized Elm on Monday, a day before talks began. Norland has held Oak since 1945.")
    assert [one.since for one in events(page, ())] == ["2024-05-13", "1945"]


def test_how_much_of_it():
    page = document("Norland controls most of Elm. Its troops are advancing on Oak.")
    assert [one.extent for one in events(page, ())] == ["part", "near"]


def test_a_word_that_takes_a_side_is_kept():
    page = document("Norland liberated Elm.")
    assert [one.framing for one in events(page, ())] == ["liberate"]


WORDS = (
    "the a Norland Norlanders’ forces captured seized take took control of in from to by and , . “ ” "
    "which that who it its they Elm Oak is was been has part ours will not never no plans vowed said "
    "demanded if until region city led rebels backed — ; 's Norland-held annexed annexation claim claims "
    "rejected recognise illegal move both Monday 2022 since there withdrew out handed over fell under "
    "half most \n ( : ? ! 1,500 al-Ayn U.S. declare independence such as"
).split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_run_of_words_gives_places_of_the_text(words):
    page = document(" ".join(words) or "Elm.")
    for event in events(page, ()):
        spans = (event.trigger, event.place, event.actor, event.counter)
        assert all(span is None or 0 <= span.start < span.end <= len(page.text) for span in spans)
        assert event.anchor.spans[0].of(page.text) == event.anchor.exact
