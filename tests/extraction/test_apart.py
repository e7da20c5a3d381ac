"""What stands in other blocks of a page is nobody's cue and nobody's words here: read by the shipped model."""

from __future__ import annotations

import pytest

from onrecord.extraction import extract
from onrecord.extraction.apart import set_apart
from onrecord.extraction.decode import Found
from onrecord.marks import parse
from onrecord.records import Block, BlockKind, Document, Stamp, compose
from onrecord.text import words_of

STAMP = Stamp(at="2000-01-01T00:00:00Z", by="test")

# A headline and the sentence under it that says the same again.
HEADLINES = [
    "{q1:Clerk lied to the inquiry}, {s1:lawyer} {c1:says}\n\n{q2:A former clerk “smiled and lied” about a boat}, "
    "{s2:a lawyer} {c2:told} the inquiry in Elm on Monday.",
    "{q1:Army is turning its attention to south}, {s1:observers} {c1:say}\n\n{q2:The army is turning its attention to "
    "the southern front}, {s2:two observers} {c2:said}.",
    "{q1:Mayor ‘never said’ tourists were a flood}, {s1:aide} {c1:insists}\n\n{q2:The mayor did not call tourists "
    "“a flood”}, {s2:her aide} {c2:said} on Tuesday.",
]


@pytest.mark.parametrize("marked", HEADLINES)
def test_a_headline_is_not_the_cue_of_the_sentence_below_it(marked):
    text, wanted = parse(marked)
    parts: list[tuple[BlockKind, str]] = [("title", text.split("\n\n")[0]), ("paragraph", text.split("\n\n")[1])]
    whole, blocks = compose(parts)
    assert whole == text
    outermost = [one for one in read(whole, blocks) if one.within is None]
    assert [shape(text, one) for one in outermost] == [shape(text, one) for one in wanted]


def test_who_stands_in_another_paragraph_does_not_speak_here():
    parts: list[tuple[BlockKind, str]] = [
        ("paragraph", "“We came with a pen,” the water minister told reporters."),
        ("quote", "The river is our life. — Elm Water Board (@elmwater) November 24, 2026"),
        ("paragraph", "A mediator, who asked not to be identified, said both sides were “tired”."),
    ]
    text, blocks = compose(parts)
    tired = next(one for one in read(text, blocks) if words_of(text, one.content) == "both sides were “tired”")
    assert words_of(text, tired.source).startswith("A mediator")


def test_blocks_that_were_not_run_together_are_not_read_again():
    text, blocks = compose([("title", "Bridge shut"), ("paragraph", "The bridge is shut, police said.")])
    found = [Found(((13, 31),), ((40, 44),), ((33, 39),), 0.9)]

    def never(texts):
        raise AssertionError(texts)

    assert set_apart(text, blocks, found, never) == found


def test_a_quotation_goes_on_in_the_next_paragraph():
    text, blocks = compose([("paragraph", "“We left.” So she began."), ("paragraph", "“It rained,” Ann said.")])
    found = [Found(((0, 10), (26, 38)), ((43, 47),), ((39, 42),), 0.9)]
    assert set_apart(text, blocks, found, lambda texts: [[] for _ in texts]) == found


def read(text: str, blocks: tuple[Block, ...]):
    return extract(Document(id="d", text=text, blocks=blocks, lang="en"), STAMP)


def shape(text, one):
    return words_of(text, one.source), words_of(text, one.cue), words_of(text, one.content).strip(" ,")
