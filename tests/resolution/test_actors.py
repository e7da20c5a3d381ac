"""Words to those who hold and take: a state's forces are the state, rebels are never it."""

from __future__ import annotations

import pytest

from onrecord.resolution.actors import actor_of


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Russian forces", "Russia"),
        ("some Russian forces", "Russia"),
        ("Sudan’s army", "Sudan"),
        ("the Iraqi government", "Iraq"),
        ("The Philippines", "Philippines"),
        ("Baghdad", "Iraq"),
        ("Syrian rebels", "Syrian rebels"),
        ("Kurdish fighters", "Kurdish fighters"),
        ("M23 rebels", "M23"),
        ("the Rapid Support Forces", "Rapid Support Forces"),
        ("North Korean troops", "North Korea"),
        ("Russian-held", "Russia"),
    ],
)
def test_who_is_named(words, name):
    assert actor_of(words).name == name


@pytest.mark.parametrize("words", ["the army", "rebels", "missiles", "it", "its territory"])
def test_what_may_hold_but_stays_open(words):
    found = actor_of(words)
    assert (found.name, found.open) == (None, True)


@pytest.mark.parametrize("words", ["wolves", "the brewer", "vandals", "a storm"])
def test_what_can_hold_nothing(words):
    found = actor_of(words)
    assert (found.name, found.open) == (None, False)
