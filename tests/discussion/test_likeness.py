"""Which texts are nearly the same: a message in ever other words is, two people about one thing are not."""

from __future__ import annotations

import pytest

from onrecord.discussion.likeness import keys, plain

SPAM = "You will not believe the best watches that my neighbour found at our shop number 12 this week"
FERRY = "The ferry was late again on Monday and nobody at the pier could say why it had not come."


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (SPAM, SPAM.replace("12", "40381"), True),  # a number is a number
        (SPAM, SPAM.upper().replace(" ", "  "), True),
        (SPAM, f"> {FERRY}\n\n{SPAM}", True),  # what is quoted is somebody else's
        (SPAM, SPAM.replace("best watches", "finest shoes"), True),
        (SPAM, FERRY, False),
        (
            f"> {FERRY}\n\nI was there and it was on time.",
            f"> {FERRY}\n\nNo wonder, with that captain of theirs.",
            False,
        ),
        (FERRY, "The ferry was late again, and the harbour master blamed the fog for it, as always.", False),
        ("I agree.", "I agree.", False),  # said by many
    ],
)
def test_texts_that_are_nearly_the_same_meet(one, other, alike):
    assert bool(set(keys(one)) & set(keys(other))) is alike


def test_a_message_in_ever_other_words_meets_itself_most_times():
    ones = [
        SPAM.replace("best watches", f"{how} {what}") for how in ("cheap", "big", "new") for what in ("tea", "pens")
    ]
    met = [bool(set(keys(one)) & set(keys(other))) for one in ones for other in ones if one != other]
    assert sum(met) / len(met) > 0.8


def test_nothing_of_the_words_is_in_the_keys():
    assert plain("> quoted\nMy 3 Words") == "my 0 words"
    assert not any("neighbour" in key for key in keys(SPAM))
