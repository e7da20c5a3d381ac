"""Marks in, spans out, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.marks import Kind, Marked, MarkedStatement, joined, parse, render
from onrecord.text import Span

Words = tuple[str, ...]
KINDS: tuple[Kind | None, ...] = (None, "direct", "indirect", "mixed")


def words(marked: str) -> dict[int, tuple[Words, Words, Words]]:
    """Source, cue and content of each statement, as words."""
    text, statements = parse(marked)
    return {
        one.number: (
            tuple(span.of(text) for span in one.source),
            tuple(span.of(text) for span in one.cue),
            tuple(span.of(text) for span in one.content),
        )
        for one in statements
    }


READ = [
    # one statement, source before cue before content
    ("{s1:Ada} {c1:said} {q1:it rained}.", {1: (("Ada",), ("said",), ("it rained",))}),
    # content in two places
    (
        "{q1:“Late,”} {s1:she} {c1:said}, {q1:“again.”}",
        {1: (("she",), ("said",), ("“Late,”", "“again.”"))},
    ),
    # one source, two statements
    (
        "{s1,2:He} {c1:hoped} {q1:for sun} and {c2:feared} {q2:rain}.",
        {1: (("He",), ("hoped",), ("for sun",)), 2: (("He",), ("feared",), ("rain",))},
    ),
    # neither source nor cue
    ("{q1:“Enough.”} And the door fell shut.", {1: ((), (), ("“Enough.”",))}),
    # said inside what is said
    (
        "{s1:Ada} {c1:said} {q1:{s2:he} {c2:swore} {q2<1:it rained}}.",
        {1: (("Ada",), ("said",), ("he swore it rained",)), 2: (("he",), ("swore",), ("it rained",))},
    ),
    # two marks that touch are one
    ("{q1:it }{q1:rained}", {1: ((), (), ("it rained",))}),
    # plain braces, quotes and brackets
    ("A set \\{1\\} [sic] \\\\ {q1:“x”}", {1: ((), (), ("“x”",))}),
]


@pytest.mark.parametrize(("marked", "expected"), READ)
def test_marks_become_spans(marked: str, expected: dict[int, tuple[Words, Words, Words]]) -> None:
    assert words(marked) == expected


@pytest.mark.parametrize("marked", [marked for marked, _ in READ if "}{" not in marked])
def test_rendering_gives_the_same_marks(marked: str) -> None:
    assert render(*parse(marked)) == marked


def test_marks_leave_the_text_as_it_was() -> None:
    assert parse("A \\{plain\\} {s1:Ada} {c1:said} {q1:so}.").text == "A {plain} Ada said so."


def test_within_and_kind_are_kept() -> None:
    outer, inner = parse("{q1 mixed:it “{q2<1 direct:rains}”}").statements
    assert (outer.within, outer.kind) == (None, "mixed")
    assert (inner.within, inner.kind) == (1, "direct")


def test_spans_that_cross_are_written_in_pieces() -> None:
    crossing = (MarkedStatement(1, (Span(0, 4),)), MarkedStatement(2, (Span(2, 6),)))
    assert render("abcdef", crossing) == "{q1:ab{q2:cd}}{q2:ef}"
    assert parse(render("abcdef", crossing)) == Marked("abcdef", crossing)


WRONG = [
    ("it {rained", "line 1, character 4, at '{rained': not a mark"),
    ("it rained}", "character 10, at '}': this brace closes nothing"),
    ("one\n{q1:two", "line 2, character 1, at '{q1:two': this mark is never closed"),
    ("{q1:}", "this mark holds no words"),
    ("{s1:Ada} spoke", "statement 1 has no content, {q1:...}"),
    ("{q1<2:so}", "statement 1 is within 2, which is not marked"),
    ("{q1<2:so} {q2<1:so}", "statement 1 is within itself"),
    ("{q1 direct:a} {q1 mixed:b}", "the marks of statement 1 disagree: ['direct', 'mixed']"),
    ("{s1<2:Ada}", "only content, {q...:, says what it is within"),
    ("{q1:a {q1:b}}", "{q1: stands inside another {q1:"),
    ("a \\n b", "a backslash stands before"),
    ("{x1:a}", "not a mark"),
]


@pytest.mark.parametrize(("marked", "said"), WRONG)
def test_errors_name_the_place(marked: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^line ") as caught:
        parse(marked)
    assert said in str(caught.value)


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="statement 1: no words at 2-9 of 3"):
        render("abc", [MarkedStatement(1, (Span(2, 9),))])


@st.composite
def marked_texts(draw: st.DrawFn) -> Marked:
    text = draw(st.text(alphabet="ab {}\\:“”é\n😀", min_size=1, max_size=24))
    edge = st.integers(0, len(text) - 1)
    span = st.tuples(edge, edge).map(lambda pair: Span(min(pair), max(pair) + 1))
    spans = st.lists(span, max_size=3).map(joined)
    statements: list[MarkedStatement] = []
    for number in draw(st.lists(st.integers(0, 30), unique=True, max_size=4).map(sorted)):
        within = draw(st.sampled_from([None, *(one.number for one in statements)]))
        content = draw(st.lists(span, min_size=1, max_size=3).map(joined))
        kind: Kind | None = draw(st.sampled_from(KINDS))
        statements.append(MarkedStatement(number, content, draw(spans), draw(spans), within, kind))
    return Marked(text, tuple(statements))


@given(marked_texts())
def test_parse_takes_out_what_render_put_in(marked: Marked) -> None:
    assert parse(render(*marked)) == marked
