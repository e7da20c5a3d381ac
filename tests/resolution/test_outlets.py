"""Outlets in words: names, what papers are called, kinds before or after a name; and what only looks so."""

from __future__ import annotations

import pytest

from onrecord.resolution.described import own_words, well_of
from onrecord.resolution.naming import naming
from onrecord.resolution.outlets import outlet_at

NAMED = {
    "the Harbour Herald": "Harbour Herald",
    "Radio Elm": "Radio Elm",
    "the Telegram channel Sirena": "Sirena",
    "the Interfax news agency": "Interfax",
    "Italy’s ANSA": "ANSA",
    "the Times of Israel": "Times of Israel",
    "a report in the Wall Street Journal": "Wall Street Journal",
    "the BBC’s Elm correspondent": "BBC",
}


@pytest.mark.parametrize(("words", "name"), NAMED.items())
def test_an_outlet(words, name):
    assert naming(words)[:2] == (name, "outlet")


@pytest.mark.parametrize("words", ["Canada Post", "Emily Post", "Herald Hansen", "the BBC’s director"])
def test_no_outlet(words):
    assert naming(words).type != "outlet"


TOLD = {
    "state television that": "state television",
    "the newspaper the Guardian.": "Guardian",
    "France 24, was": "France 24",
    "radio listeners that": None,  # who listens is no station
    "the media on Monday": None,  # nobody in particular
    "social media that": None,
    "his own newspaper, said": None,
}


@pytest.mark.parametrize(("words", "name"), TOLD.items())
def test_an_outlet_that_was_told(words, name):
    assert outlet_at(words, 0) == name


OWN = {
    "a transcript of the call seen by Reuters": "a transcript of the call",
    "An official briefed on the matter, who spoke on condition of anonymity,": "An official briefed on the matter",
    "two boys seen by a guard": "two boys seen by a guard",  # no paper
    "Reuters’ sources": "sources",
}


@pytest.mark.parametrize(("words", "own"), OWN.items())
def test_a_sources_own_words(words, own):
    assert own_words(words) == own


def test_whose_sources_they_are():
    assert well_of("the BBC’s sources") == "BBC"
    assert well_of("the minister’s sources") is None
