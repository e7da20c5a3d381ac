"""Which mentions are one: names again, pronouns, letters that stand for a body; and what is none."""

from __future__ import annotations

import pytest

from onrecord.extraction.coreference import coreferent, letters


def groups(text):
    """The words of the mentions that are one, where there is more than one."""
    found = ([text[one.start : one.end] for one in group] for group in coreferent(text))
    return [group for group in found if len(group) > 1]


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Ann Roe left early. She was tired.", ["Ann Roe", "She"]),
        ("Tom Vik met Ann Roe in Elm. Vik was late.", ["Tom Vik", "Vik"]),
        ("The council met on Monday. It rejected the plan.", ["The council", "It"]),
    ],
)
def test_these_are_one(text, one):
    assert one in groups(text)


def test_two_people_are_two():
    assert groups("Ann Roe met Tom Vik in Elm.") == []


@pytest.mark.parametrize("text", ["", " \n ", "Rain."])
def test_hardly_a_word(text):
    assert groups(text) == []


def test_every_mention_is_in_one_group():
    text = "The mayor of Elm met Anna Brandt on Friday. She thanked the mayor for his help."
    places = [(one.start, one.end) for group in coreferent(text) for one in group]
    assert len(places) == len(set(places)) > 5


def test_what_a_name_is_shortened_to():
    assert letters(["world", "health", "organization"]) == "who"
    assert letters(["department", "of", "defense"]) == "dd"
