"""Marked words stay valid HTML, whatever overlaps: cut at every edge, each piece knows its marks."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from onrecord.pages.render import html_of, mark_rules, pieces, rows, statement_marks, voices
from onrecord.records import Stamp, new_speaker, new_statement
from onrecord.text import Span
from tests.pages import sample

STAMP = Stamp(at="2026-03-02T09:00:00Z", by="model")


class Strict(HTMLParser):
    """Fails where an element closes out of turn, keeps ids and the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.words = ""
        self.in_reference = False

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "sup" not in self.open:
            self.words += data


def parsed(html: str) -> Strict:
    seen = Strict()
    seen.feed(html)
    assert not seen.open
    return seen


def marks_of(text: str, *contents: list[tuple[int, int]]):
    document = sample.document([("paragraph", text)])
    said = [
        new_statement(document, [Span(*span) for span in spans], kind="indirect", stamp=STAMP) for spans in contents
    ]
    return document, statement_marks(text, said)


TEXT = "one two three four five six"
#       0   4   8     14   19   24
OVERLAPS = {
    "apart": [[(0, 3)], [(8, 13)]],
    "nested": [[(0, 18)], [(4, 7)]],
    "crossing": [[(0, 13)], [(8, 23)]],
    "same start": [[(4, 13)], [(4, 18)]],
    "same end": [[(4, 18)], [(8, 18)]],
    "identical words": [[(4, 7)], [(4, 7), (24, 27)]],
    "interleaved": [[(0, 3), (14, 18)], [(8, 13), (19, 23)]],
    "three deep": [[(0, 27)], [(4, 23)], [(8, 18)]],
}


@pytest.mark.parametrize("contents", OVERLAPS.values(), ids=OVERLAPS)
def test_overlapping_statements_nest(contents):
    document, marks = marks_of(TEXT, *contents)
    seen = parsed(str(rows(document, marks)[0].html))
    assert seen.words == TEXT
    assert sorted(seen.ids) == sorted(mark.key for mark in marks)


def test_each_piece_knows_its_marks():
    _, marks = marks_of(TEXT, [(0, 13)], [(8, 23)])
    cut = pieces(TEXT, Span(0, len(TEXT)), marks)
    assert [(piece.words, [mark.number for mark in piece.marks]) for piece in cut] == [
        ("one two ", [1]),
        ("three", [1, 2]),
        (" four five", [2]),
        (" six", []),
    ]


def test_a_statement_across_paragraphs_begins_and_ends_once():
    document = sample.document([("paragraph", "He said yes."), ("paragraph", "And then no.")])
    whole = new_statement(document, [Span(8, len(document.text))], kind="indirect", stamp=STAMP)
    drawn = rows(document, statement_marks(document.text, [whole]))
    both = "".join(str(row.html) for row in drawn)
    assert both.count(f'id="s-{whole.id}"') == 1
    assert both.count('class="ref') == 1
    assert [len(row.notes) for row in drawn] == [1, 0]


def test_a_statement_that_begins_between_paragraphs_keeps_its_address():
    document = sample.document([("paragraph", "Before."), ("paragraph", "After.")])
    gap = new_statement(document, [Span(8, len(document.text))], kind="indirect", stamp=STAMP)
    drawn = rows(document, statement_marks(document.text, [gap]))
    assert f'id="s-{gap.id}"' in drawn[1].html
    assert drawn[1].notes


def test_notes_run_on_beside_paragraphs_without_any():
    drawn = rows(sample.bridge().document, statement_marks(sample.bridge().document.text, sample.bridge().statements))
    assert [(row.kind, len(row.notes), row.room) for row in drawn if row.notes] == [
        ("title", 1, 2),
        ("paragraph", 1, 1),
        ("paragraph", 2, 3),
        ("paragraph", 2, 1),
        ("paragraph", 2, 2),
        ("paragraph", 1, 2),
    ]


def test_the_words_of_a_stranger_are_text():
    document = sample.hostile().document
    drawn = "".join(
        str(row.html) for row in rows(document, statement_marks(document.text, sample.hostile().statements))
    )
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "&lt;script&gt;" in drawn


def test_without_addresses_there_are_no_ids_and_no_numbers():
    _, marks = marks_of(TEXT, [(0, 13)])
    html = str(html_of(pieces(TEXT, Span(0, 27), marks), linked=False))
    assert "id=" not in html
    assert "<a" not in html
    assert "<mark" in html


def test_one_name_has_one_hue_and_nobody_has_none():
    reading = sample.bridge()
    hues = voices(reading.document.text, reading.statements, {})
    assert hues["wren"] == hues["wren"] > 0
    assert hues["the harbour board"] != hues["okafor"]
    assert "" not in hues


def test_two_names_of_one_speaker_have_one_hue():
    reading = sample.bridge()
    first, second = reading.statements[:2]
    chair = new_speaker("Ines Okafor", "person")
    marks = statement_marks(reading.document.text, (first, second), None, {first.id: chair, second.id: chair})
    assert marks[0].hue == marks[1].hue > 0


def test_the_style_sheet_pairs_as_many_as_it_says():
    rules = mark_rules(3)
    assert all(f".m{number}" in rules for number in (1, 2, 3))
    assert ".m4" not in rules
