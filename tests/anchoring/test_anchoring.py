"""Anchors that don't lie: where 2,000 edited quotes end up, against what was done to them."""

from __future__ import annotations

from collections import Counter
from functools import cache, partial

import pytest

from onrecord.text import Located, Span, anchor, locate
from tests.anchoring.mutate import ELSEWHERE, GONE, articles, table


@cache
def outcomes(slips: bool) -> dict[str, Counter[str]]:
    return table(partial(locate, slips=slips))


def share(rows: dict[str, Counter[str]], kinds: list[str], what: str) -> float:
    total = sum((rows[kind] for kind in kinds), Counter())
    return total[what] / total.total()


def test_there_is_enough_to_go_by():
    assert len(articles()) >= 20
    assert sum(row.total() for row in outcomes(True).values()) >= 1_000


@pytest.mark.parametrize("slips", [False, True])
def test_nothing_hangs_on_words_that_are_gone(slips):
    rows = outcomes(slips)
    assert share(rows, list(rows), "wrong") <= 0.02
    for edit in GONE:
        assert rows[edit.__name__]["wrong"] <= 1, edit.__doc__


@pytest.mark.parametrize("slips", [False, True])
def test_edits_elsewhere_leave_a_quote_in_place(slips):
    kinds = [edit.__name__ for edit in ELSEWHERE if edit.__name__ != "reordered"]
    assert share(outcomes(slips), kinds, "right") >= 0.98


def test_a_sentence_that_was_moved_is_found_or_an_orphan():
    assert outcomes(True)["reordered"]["wrong"] == 0
    assert share(outcomes(True), ["reordered"], "right") >= 0.8


def test_one_reworded_word_keeps_a_remark_and_never_a_statement():
    assert share(outcomes(True), ["reworded"], "right") >= 0.95
    assert outcomes(False)["reworded"] == Counter(orphan=outcomes(False)["reworded"].total())


def test_a_reworded_passage_keeps_the_ends_that_it_had():
    text = "Rain fell. “I took the net,” he said. Then he left."
    held = anchor("d", text, [Span(11, 37)])
    edited = text.replace("net", "rod")
    assert locate(held, edited, slips=True) == Located("moved", (Span(11, 37),))
    assert locate(held, edited).state == "orphan"


def test_a_quote_that_ends_with_a_word_is_not_found_inside_a_longer_one():
    text = "Hadrut, inside the old autonomous region, fell in autumn."
    held = anchor("d", text, [Span(8, 18)])
    assert held.exact == "inside the"
    assert locate(held, text.replace("the old", "then old"), slips=True).state == "orphan"
    assert locate(held, text.replace("the old", "the new"), slips=True).state == "exact"
