"""What is said inside of what is said: marked sentences, read by the shipped model."""

from __future__ import annotations

import pytest

from onrecord.extraction import extract
from onrecord.extraction.decode import Found
from onrecord.extraction.language import table
from onrecord.extraction.nesting import rows
from onrecord.marks import parse
from onrecord.records import Document, Stamp
from onrecord.text import words_of

STAMP = Stamp(at="2000-01-01T00:00:00Z", by="test")

NESTED = [
    # an outlet relays
    "{c1:According to} {s1:CNN}, {q1:{s2:Ruritania} {c2:said} {q2<1:its troops were leaving Elm}}.",
    "{q1:{s2:The minister} {c2:denied} {q2<1:any plan to close it}}, {s1:the Baltic Post} {c1:reported} on Monday.",
    "{s1:State television} {c1:quoted} {q1:{s2:a commander} {c2:as saying} {q2<1:the village had been taken}}.",
    # an outlet and whom it heard
    "{c2:Citing} {s2:two people familiar with the talks}, {s1:the Courier} {c1:said} {q1:{q2<1:the deal was dead}}.",
    "{s1:The Courier} {c1:reported}, {c2:citing} {s2:two officials}, {q1:{q2<1:that the deal was dead}}.",
    # an outlet in the midst of another's sentence
    "{q1:{s2:Ruritania}}, {s1:the Courier} {c1:reports}, {q1:{c2:says} {q2<1:its troops hold the hill}}.",
    "{q1:{q2<1:The hill was lost}, {s2:the mayor} {c2:said} on Friday}, {s1:the Courier} {c1:reported}.",
    # a person hands on what another said
    "{s1:Brandt} {c1:said} {q1:{s2:her aide} {c2:had told} her {q2<1:that the money was gone}}.",
    # three deep
    "{s1:Roe} {c1:said} {q1:{s2:she} {c2:believes} {q2<1:{s3:the council} {c3:promised} {q3<2:the money}}}.",
    # the clause that hangs on it
    "{s1:Orlov} {c1:said} {q1:the town was Elm, {q2<1:which} {s2:he} {c2:said} "
    "{q2:was retaken by Ruritanian troops after it was annexed}}.",
]


@pytest.mark.parametrize("marked", NESTED)
def test_rows_within_rows(marked):
    text, wanted = parse(marked)
    found = read(text)
    assert [shape(text, one, found) for one in found] == [shape(text, one, wanted, key="number") for one in wanted]


PLAIN = [
    "{q1:“I think we will win,”} {s1:Roe} {c1:said}.",  # her thinking is her saying
    "{s1:The mayor} {c1:said} {q1:the bridge was built to say welcome}.",
]


@pytest.mark.parametrize("marked", PLAIN)
def test_no_row_within(marked):
    text, wanted = parse(marked)
    found = read(text)
    assert [one.within for one in found] == [None] * len(wanted)


def test_another_persons_clause_is_not_the_speakers():
    text = "She said the town was Elm, which he said was lost."
    found = rows(text, lambda texts: [two(text) if words == text else [] for words in texts], table("en")["nesting"])
    assert [one.within for one in found] == [None, None]


def two(text):
    def place(words):
        return ((text.index(words), text.index(words) + len(words)),)

    return [
        Found(place("the town was Elm"), place("said"), place("She"), 0.9),
        Found(place("was lost"), ((text.rindex("said"), text.rindex("said") + 4),), place("he"), 0.9),
    ]


def read(text):
    return extract(Document(id="d", text=text, lang="en"), STAMP)


def shape(text, one, every, key="id"):
    """A row's words, and those of the row it lies in."""
    outer = next((words_of(text, other.cue) for other in every if getattr(other, key) == one.within), None)
    content = words_of(text, one.content).removeprefix("that ")
    return words_of(text, one.source), words_of(text, one.cue), content.strip(" ,"), outer
