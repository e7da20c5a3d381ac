"""Plain things set right in what the model finds, and what tells of nothing said."""

from __future__ import annotations

import pytest

from onrecord.extraction import extract
from onrecord.extraction.decode import Found
from onrecord.extraction.language import table
from onrecord.extraction.tidy import tidied
from onrecord.marks import parse
from onrecord.records import Document, Stamp
from onrecord.text import words_of

STAMP = Stamp(at="2000-01-01T00:00:00Z", by="test")

# Nobody said anything: somebody looked whether it is so, or turned to something.
IDLE = [
    "Reuters could not independently verify the claim.",
    "The Associated Press was unable to confirm the movements on the ground.",
    "AFP was not able to verify those reports.",
    "The Elm Courier has not been able to authenticate the video.",
    "We couldn't verify the figures.",
    "Q: How bad is it?",
    "The army is shifting its focus back to the north.",
]
# Much like them, and somebody's words.
SPOKEN = [
    "{s1:The ministry} {c1:said} {q1:it could not verify the claim}.",
    "{s1:The ministry} {c1:could neither confirm nor deny} {q1:that a fine had been issued}.",
]
DAYS = [
    "{q1:“We have no water,”} {s1:Ann Roe} {c1:said} Thursday.",
    "{s1:The army} {c1:said} Friday {q1:it had left the town}.",
    "{s1:The mayor} {c1:said} late Wednesday {q1:that the bridge would open}.",
]
LINES = [
    "QUETTA: {q1:Two people were killed when a bomb went off in a fruit market}, {s1:police} {c1:said}.",
]


@pytest.mark.parametrize("text", IDLE)
def test_nobody_is_made_to_say_what_was_only_looked_into(text):
    assert read(text) == ()


@pytest.mark.parametrize("marked", [*SPOKEN, *DAYS, *LINES])
def test_said(marked):
    text, wanted = parse(marked)
    [one] = [one for one in read(text) if one.within is None]
    assert [words_of(text, part) for part in (one.source, one.cue, one.content)] == [
        words_of(text, part) for part in (wanted[0].source, wanted[0].cue, wanted[0].content)
    ]


def test_a_cue_that_is_nothing_but_a_day_stays():
    text = "Thursday: rain, the mayor expects."
    one = Found(((10, 14),), ((0, 8),), ((16, 25),), 0.5)
    assert tidied(text, [one], table("en")) == [one]


def test_who_speaks_is_no_part_of_what_was_said():
    text = "“I do mine,” he said."
    one = Found(((0, 12), (13, 15)), ((16, 20),), ((13, 15),), 0.9)
    assert tidied(text, [one], table("en"))[0].content == ((0, 12),)


def test_an_earlier_sentences_words_are_anothers():
    text = "People say that bridges are dear. My grandmother said that ferries are dearer."
    first, second = text.index("that"), text.index("that ferries")
    one = Found(((first, first + 22), (second, len(text) - 1)), ((49, 53),), ((34, 48),), 0.9)
    assert tidied(text, [one], table("en"))[0].content == ((second, len(text) - 1),)


def test_a_quotation_before_the_sentence_is_whose_it_is():
    text = "“It is dear. We know it,” she said. “We pay.” "
    one = Found(((0, 25), (36, 45)), ((30, 34),), ((26, 29),), 0.9)
    assert tidied(text, [one], table("en")) == [one]


def test_a_headlines_label_is_no_part_of_what_was_said():
    text = "Exclusive: Elm weighs sale of ferries, sources say"
    assert words_of(text, read(text)[0].content) == "Elm weighs sale of ferries"


def read(text):
    return extract(Document(id="d", text=text, lang="en"), STAMP)
