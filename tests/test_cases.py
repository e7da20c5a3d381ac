"""The marked sentences are well formed and enough, and their scorer counts as a reader would."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from onrecord.marks import MarkedStatement, parse
from onrecord.records import Document
from onrecord.text import Span
from tests.cases.score import EN, Case, failures, hits, outermost, passed, read_cases, score_cases

KEPT = EN / "kept"
OPEN = {case.marked.text: case for case in read_cases(EN)}


@dataclass(frozen=True)
class Said:
    """A statement as an extractor gives it."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    within: str | None = None


def marked_by_hand(document: Document) -> list[Said]:
    """The honest fake: reads off the marks themselves."""
    case = OPEN[document.text]
    return [Said(one.content, one.cue, one.source) for one in case.outermost]


def nothing(document: Document) -> list[Said]:
    return []


def whole_text(document: Document) -> list[Said]:
    return [Said((Span(0, len(document.text)),))]


# --- the cases ---


def test_there_are_enough_and_half_are_kept_aside():
    assert len(read_cases(EN)) >= 150
    assert len(read_cases(KEPT)) >= 150
    assert len(read_cases(EN)) + len(read_cases(KEPT)) >= 320


def test_both_halves_have_the_same_phenomena_with_eight_or_more_cases():
    counts = [
        {name: [case.phenomenon for case in cases].count(name) for name in {case.phenomenon for case in cases}}
        for cases in (read_cases(EN), read_cases(KEPT))
    ]
    assert counts[0].keys() == counts[1].keys()
    assert min(min(count.values()) for count in counts) >= 8


def test_no_text_stands_twice():
    texts = [case.marked.text for case in [*read_cases(EN), *read_cases(KEPT)]]
    assert sorted(texts) == sorted(set(texts))


def test_every_case_says_what_is_odd():
    assert [case for case in [*read_cases(EN), *read_cases(KEPT)] if not case.note] == []


def test_marked_words_have_no_space_at_their_ends():
    for case in [*read_cases(EN), *read_cases(KEPT)]:
        for one in case.marked.statements:
            for span in (*one.content, *one.cue, *one.source):
                words = span.of(case.marked.text)
                assert words == words.strip(), f"{case.phenomenon}, line {case.line}: {words!r}"


def test_thirty_cases_and_more_hold_no_statement():
    assert sum(not case.marked.statements for case in [*read_cases(EN), *read_cases(KEPT)]) >= 30


def test_a_broken_case_is_named_by_file_and_line(tmp_path):
    (tmp_path / "bad.txt").write_text("# fine\n{q1:Yes}\n# not closed\n{q1:No\n")
    with pytest.raises(ValueError, match=r"bad.txt, case at line 4: line 1, character 1"):
        read_cases(tmp_path)


def test_a_headline_is_a_title_and_its_article_a_paragraph():
    [document] = [case.document for case in read_cases(EN) if "Striker Dani" in case.marked.text]
    kinds = [(block.kind, block.span.of(document.text)[:6]) for block in document.blocks]
    assert kinds == [("title", "Coach "), ("paragraph", "Strike")]


# --- the scorer ---


def test_reading_the_marks_themselves_is_perfect():
    figures = score_cases(marked_by_hand)["all"]
    assert (figures["half_f1"], figures["content_f1"], figures["exact_f1"]) == (1, 1, 1)
    assert failures(marked_by_hand, way="exact") == []


def test_finding_nothing_recalls_nothing_and_passes_only_the_empty_cases():
    assert score_cases(nothing)["all"]["half_recall"] == 0
    assert len(passed(nothing)) == sum(not case.outermost for case in read_cases(EN))


def test_every_phenomenon_has_its_row_after_the_sum():
    rows = list(score_cases(whole_text))
    assert rows[0] == "all"
    assert set(rows[1:]) == {case.phenomenon for case in read_cases(EN)}


@pytest.mark.parametrize(
    ("found", "counted"),
    [
        ("{s1:Ada} {c1:said} {q1:it rained}.", {"half": 1, "content": 1, "exact": 1}),
        ("Ada {c1:said} {q1:it rained}.", {"half": 1, "content": 1, "exact": 0}),
        ("{s1:Ada} {c1:said} it {q1:rained}.", {"half": 1, "content": 0, "exact": 0}),
        ("{s1:Ada} {c1:said} {q1:it} rained.", {"half": 0, "content": 0, "exact": 0}),
        ("{q1:Ada said} {q2:it rained}.", {"half": 1, "content": 1, "exact": 0}),
    ],
)
def test_one_statement_is_counted_so(found, counted):
    case = Case("plain", 1, "", parse("{s1:Ada} {c1:said} {q1:it rained}."))
    said = [Said(one.content, one.cue, one.source) for one in parse(found).statements]
    count = hits(case, outermost(said))
    assert {way: count[way] for way in counted} == counted


def test_what_is_said_within_is_not_scored():
    inner = Said((Span(0, 2),), within="an outer one")
    assert outermost([inner]) == []


def test_a_failure_shows_expected_and_found_in_marks(tmp_path):
    (tmp_path / "plain.txt").write_text("# simple\n{s1:Ada} {c1:said} {q1:so}.\n")
    [failure] = failures(whole_text, tmp_path)
    assert str(failure) == (
        "plain.txt:2  simple\n  expected  {s1:Ada} {c1:said} {q1:so}.\n  found     {q1:Ada said so.}"
    )


def test_found_statements_are_numbered_in_the_order_of_the_text():
    said = [Said((Span(5, 6),)), Said((Span(0, 2),))]
    assert outermost(said) == [MarkedStatement(1, (Span(0, 2),)), MarkedStatement(2, (Span(5, 6),))]
