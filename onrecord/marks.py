"""Text with inline marks: how tests and bug reports write down who said what.

`{s1:Ada Lund} {c1:said} {q1:the ferry was late}.` marks statement 1: its source, its cue and what
was said. The grammar, whole:

- `{s1:...}`, `{c1:...}`, `{q1:...}`: source, cue and content of statement 1. Only content is a must.
- `{s1,2:He}`: these words serve statements 1 and 2.
- the same mark twice: the statement's words stand apart (`{q1:“Late,”} {s1:he} {c1:said}, {q1:“again.”}`);
  two that touch are one.
- `{q2<1:...}`: statement 2 was made within the content of statement 1; marks may stand inside marks.
- `{q1 direct:...}`: also says the kind (direct, indirect or mixed), where a test is about it.
- `\\{`, `\\}` and `\\\\` are a plain brace and backslash; every other character is itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, TypeVar

from onrecord.text import Span

Kind = Literal["direct", "indirect", "mixed"]
Spans = tuple[Span, ...]
T = TypeVar("T", int, str)


@dataclass(frozen=True)
class MarkedStatement:
    """One statement of a marked text; `kind` is None where the marks leave it open."""

    number: int
    content: Spans
    cue: Spans = ()
    source: Spans = ()
    within: int | None = None
    kind: Kind | None = None


class Marked(NamedTuple):
    """A text without its marks, and the statements they marked, by number."""

    text: str
    statements: tuple[MarkedStatement, ...]


class _Tag(NamedTuple):
    role: str
    numbers: tuple[int, ...]
    within: int | None = None
    kind: str | None = None

    def __str__(self) -> str:
        inside = "" if self.within is None else f"<{self.within}"
        kind = f" {self.kind}" if self.kind else ""
        return "{" + self.role + ",".join(map(str, self.numbers)) + inside + kind + ":"


class _Mark(NamedTuple):
    tag: _Tag
    span: Span
    at: int  # of its brace in the marked text: where an error points to


def parse(marked: str) -> Marked:
    """Takes the marks out: the plain text and the statements.

    >>> parse("{s1:Ada} {c1:said} {q1:it rained}.").statements[0].source
    (Span(start=0, end=3),)

    Raises ValueError, with the place, for a brace that opens or closes nothing, an empty mark, a
    statement without content, or a `within` that leads nowhere or in a circle."""
    text, marks = _scan(marked)
    return Marked(text, _statements(marks, marked))


def render(text: str, statements: Iterable[MarkedStatement]) -> str:
    """Puts marks around the statements' words: what `parse` takes out again.

    Spans that cross are written in pieces that touch. Raises ValueError for a span outside the text."""
    edges: defaultdict[int, list[str]] = defaultdict(list)
    open_: list[tuple[Span, _Tag]] = []
    waiting = sorted(_tags(statements, text), key=lambda mark: (mark[0].start, -mark[0].end, "qsc".index(mark[1].role)))
    for at in sorted({edge for span, _ in waiting for edge in span}):
        again = _close(open_, at, edges[at])
        new = [mark for mark in waiting if mark[0].start == at]
        for span, tag in sorted([*again, *new], key=lambda mark: -mark[0].end):
            edges[at].append(str(tag))
            open_.append((span, tag))
    return _woven(text, edges)


# --- from marks to spans ---

_OPENING = re.compile(r"\{([scq])(\d+(?:,\d+)*)(?:<(\d+))?(?: (direct|indirect|mixed))?:")
_PLAIN = re.compile(r"[^{}\\]+")


def _scan(marked: str) -> tuple[str, list[_Mark]]:
    """The text without marks, and every mark with its place in that text."""
    text, at = "", 0
    open_: list[tuple[_Tag, int, int]] = []
    marks: list[_Mark] = []
    while at < len(marked):
        if plain := _PLAIN.match(marked, at):
            text, at = text + plain.group(), plain.end()
        elif marked[at] == "\\":
            text, at = text + _escaped(marked, at), at + 2
        elif marked[at] == "}":
            if not open_:
                raise _error(marked, at, "this brace closes nothing; a plain one is written \\}")
            tag, start, brace = open_.pop()
            if start == len(text):
                raise _error(marked, brace, "this mark holds no words")
            marks.append(_Mark(tag, Span(start, len(text)), brace))
            at += 1
        else:
            tag, end = _opening(marked, at)
            open_.append((tag, len(text), at))
            at = end
    if open_:
        raise _error(marked, open_[-1][2], "this mark is never closed; a plain brace is written \\{")
    return text, marks


def _escaped(marked: str, at: int) -> str:
    char = marked[at + 1 : at + 2]
    if char not in ("{", "}", "\\"):
        raise _error(marked, at, "a backslash stands before {, } or another backslash; alone it is written \\\\")
    return char


def _opening(marked: str, at: int) -> tuple[_Tag, int]:
    found = _OPENING.match(marked, at)
    if not found:
        raise _error(marked, at, "not a mark such as {s1:, {c1,2: or {q2<1:; a plain brace is written \\{")
    role, numbers, within, kind = found.groups()
    if role != "q" and (within or kind):
        raise _error(marked, at, "only content, {q...:, says what it is within and of which kind")
    tag = _Tag(role, tuple(int(number) for number in numbers.split(",")), int(within) if within else None, kind)
    return tag, found.end()


def _statements(marks: list[_Mark], marked: str) -> tuple[MarkedStatement, ...]:
    of: defaultdict[int, list[_Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark.at):
        for number in mark.tag.numbers:
            of[number].append(mark)
    found = {number: _statement(number, of[number], marked) for number in sorted(of)}
    for number, statement in found.items():
        _check_within(statement, found, of[number][0].at, marked)
    return tuple(found.values())


def _statement(number: int, marks: list[_Mark], marked: str) -> MarkedStatement:
    spans: dict[str, Spans] = {}
    for role in "scq":
        own = [mark for mark in marks if mark.tag.role == role]
        for one, other in pairwise(own):
            if other.span.start < one.span.end:
                raise _error(marked, other.at, f"{{{role}{number}: stands inside another {{{role}{number}:")
        spans[role] = joined(mark.span for mark in own)
    if not spans["q"]:
        raise _error(marked, marks[0].at, f"statement {number} has no content, {{q{number}:...}}")
    within = _one({mark.tag.within for mark in marks}, number, marks, marked)
    kind = _one({mark.tag.kind for mark in marks}, number, marks, marked)
    return MarkedStatement(number, spans["q"], spans["c"], spans["s"], within, kind)  # type: ignore[arg-type]


def _one(said: set[T | None], number: int, marks: list[_Mark], marked: str) -> T | None:
    values = [value for value in said if value is not None]
    if len(values) > 1:
        raise _error(marked, marks[0].at, f"the marks of statement {number} disagree: {sorted(map(str, values))}")
    return values[0] if values else None


def _check_within(statement: MarkedStatement, found: dict[int, MarkedStatement], at: int, marked: str) -> None:
    seen = {statement.number}
    outer = statement.within
    while outer is not None:
        if outer not in found:
            raise _error(marked, at, f"statement {statement.number} is within {outer}, which is not marked")
        if outer in seen:
            raise _error(marked, at, f"statement {statement.number} is within itself")
        seen.add(outer)
        outer = found[outer].within


def joined(spans: Iterable[Span]) -> Spans:
    """The spans in order; those that touch or overlap become one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(Span(*span))
    return tuple(out)


def _error(marked: str, at: int, what: str) -> ValueError:
    line, column = marked.count("\n", 0, at) + 1, at - marked.rfind("\n", 0, at)
    return ValueError(f"line {line}, character {column}, at {marked[at : at + 24]!r}: {what}")


# --- from spans to marks ---


def _tags(statements: Iterable[MarkedStatement], text: str) -> Iterator[tuple[Span, _Tag]]:
    """Every span with its mark; the same words in the same role share one."""
    shared: defaultdict[tuple[Span, str, int | None, str | None], list[int]] = defaultdict(list)
    for statement in sorted(statements, key=lambda statement: statement.number):
        for role, spans in (("s", statement.source), ("c", statement.cue), ("q", statement.content)):
            for nth, span in enumerate(joined(spans)):
                if not 0 <= span.start < span.end <= len(text):
                    raise ValueError(
                        f"statement {statement.number}: no words at {span.start}-{span.end} of {len(text)}"
                    )
                first = role == "q" and nth == 0
                extra = (statement.within, statement.kind) if first else (None, None)
                shared[(span, role, *extra)].append(statement.number)
    for (span, role, within, kind), numbers in shared.items():
        yield span, _Tag(role, tuple(numbers), within, kind)


def _close(open_: list[tuple[Span, _Tag]], at: int, edge: list[str]) -> list[tuple[Span, _Tag]]:
    """Closes what ends here; what lies above it is closed too and handed back, to be opened again."""
    again: list[tuple[Span, _Tag]] = []
    while any(span.end == at for span, _ in open_):
        span, tag = open_.pop()
        edge.append("}")
        if span.end != at:
            again.append((span, tag._replace(within=None, kind=None)))
    return again


def _woven(text: str, edges: dict[int, list[str]]) -> str:
    out = [piece for at, char in enumerate(text) for piece in (*edges.get(at, ()), _escape(char))]
    return "".join([*out, *edges.get(len(text), ())])


def _escape(char: str) -> str:
    return "\\" + char if char in "{}\\" else char
