"""Cues and what they do: input and expected side by side."""

from __future__ import annotations

import pytest

from onrecord.extraction.stance import stance_of

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
}


@pytest.mark.parametrize(("cue", "stance"), CUES.items(), ids=list(CUES))
def test_a_cue_has_a_stance(cue, stance):
    assert stance_of(cue) == stance
