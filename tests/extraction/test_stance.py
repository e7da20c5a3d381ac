"""Cues and what they do: input and expected side by side."""

from __future__ import annotations

import pytest

from onrecord.extraction.stance import speaks, stance_of

CUES = {
    "said": "says",
    "has often referred to": "says",
    "continues to say": "says",
    "According to": "says",
    ":": "says",
    "tweeted": "says",
    "told": "says",
    "has repeatedly denied": "denies",
    "denies": "denies",
    "rejected": "denies",
    "did not deny": None,
    "never denied": None,
    "would not confirm": None,
    "confirmed": "confirms",
    "admitted": "confirms",
    "declined": "refuses",
    "refused to say": "refuses",
    "did not say": "refuses",
    "would not comment": "refuses",
    "asked": "asks",
    "wondered": "asks",
    "is calling for": "demands",
    "called on": "demands",
    "urged": "demands",
    "vowed": "promises",
    "has pledged": "promises",
    "threatened": "threatens",
    "warns": "warns",
    "predicted": "predicts",
    "expects": "predicts",
    "thought": "believes",
    "does not believe": "believes",
    "accused": "alleges",
    "claims": "alleges",
    "suggested": "suggests",
    "agreed": "agrees",
    "didn’t agree": None,
    "did not provide": None,
    "has never said": None,
    "did not mention": None,
}


@pytest.mark.parametrize(("cue", "stance"), CUES.items(), ids=list(CUES))
def test_a_cue_has_a_stance(cue, stance):
    assert stance_of(cue) == stance


WORTH_READING = [
    "the treasurer had told the council that no ferry was paid for",
    "residents believe the dam will hold",
    "we were told that the dam would hold",
    "the road is open, according to the guards",
]
NOT_WORTH_READING = [
    "we have known this for years",
    "I don’t think it is safe",
    "it would not have happened in the State of Elm",
    "the Evening Post stands by it",
]


@pytest.mark.parametrize("words", WORTH_READING)
def test_words_that_may_hold_a_statement_of_another(words):
    assert speaks(words, ["i", "we", "you"])


@pytest.mark.parametrize("words", NOT_WORTH_READING)
def test_words_that_hold_no_statement_of_another(words):
    assert not speaks(words, ["i", "we", "you"])
