"""How well an extractor reads the marked cases: for each phenomenon, and case by case.

A statement found counts as
- `half`: of the characters of its content and of the marked content, at least half of the larger
  are shared;
- `content`: exactly the marked content;
- `exact`: exactly the marked content, cue and source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from onrecord.marks import Marked, MarkedStatement, joined, parse, render
from onrecord.records import Block, BlockKind, Document, document_id
from onrecord.text import Span

EN = Path(__file__).parent / "en"
FIRST_BLOCK: dict[str, BlockKind] = {"headlines": "title", "captions": "caption"}
WAYS = ("half", "content", "exact")


class Found(Protocol):
    """What an extractor gives for a statement: `onrecord.records.Statement` has this shape."""

    @property
    def content(self) -> tuple[Span, ...]: ...
    @property
    def cue(self) -> tuple[Span, ...]: ...
    @property
    def source(self) -> tuple[Span, ...]: ...
    @property
    def within(self) -> object: ...


Extract = Callable[[Document], Sequence[Found]]


@dataclass(frozen=True)
class Case:
    """One marked passage: where it stands, what is odd about it, its text and statements."""

    phenomenon: str
    line: int
    note: str
    marked: Marked

    @property
    def outermost(self) -> tuple[MarkedStatement, ...]:
        """The statements that are scored."""
        return tuple(one for one in self.marked.statements if one.within is None)

    @property
    def document(self) -> Document:
        """The case as an article: its paragraphs, the first of them what its file says."""
        text = self.marked.text
        spans = [Span(*found.span()) for found in re.finditer(r"[^\n](?:(?!\n\n).)*", text, re.DOTALL)]
        first = FIRST_BLOCK.get(self.phenomenon, "paragraph")
        blocks = tuple(
            Block(kind="paragraph" if nth else first, start=span.start, end=span.end) for nth, span in enumerate(spans)
        )
        return Document(id=document_id(None, text), text=text, blocks=blocks, lang="en")


def read_cases(folder: Path) -> list[Case]:
    """Every case of the folder's own files, in order; raises ValueError naming file and line."""
    return [case for path in sorted(folder.glob("*.txt")) for case in _cases(path)]


def _cases(path: Path) -> Iterable[Case]:
    text = path.read_text(encoding="utf-8")
    for found in re.finditer(r"((?:^#.*\n)+)((?:^(?!#).*\n?)*)", text, re.MULTILINE):
        note = " ".join(line.lstrip("# ") for line in found[1].splitlines())
        line = text.count("\n", 0, found.start(2)) + 1
        try:
            yield Case(path.stem, line, note, parse(found[2].strip()))
        except ValueError as error:
            raise ValueError(f"{path.name}, case at line {line}: {error}") from error


# --- what was found, beside what is marked ---


def outermost(found: Iterable[Found]) -> list[MarkedStatement]:
    """The extractor's outermost statements, numbered in the order of the text."""
    kept = sorted((one for one in found if one.within is None), key=lambda one: tuple(one.content))
    return [
        MarkedStatement(number, joined(one.content), joined(one.cue), joined(one.source))
        for number, one in enumerate(kept, 1)
    ]


def shared(one: Iterable[Span], other: Iterable[Span]) -> float:
    """The characters in both, as a part of the larger."""
    left = {at for span in one for at in range(*span)}
    right = {at for span in other for at in range(*span)}
    return len(left & right) / max(len(left), len(right), 1)


def pairs(
    marked: Iterable[MarkedStatement], found: Iterable[MarkedStatement]
) -> list[tuple[MarkedStatement, MarkedStatement]]:
    """Each marked statement with at most one found, best overlap first."""
    left = list(found)
    ranked = sorted(
        ((shared(one.content, other.content), one, other) for one in marked for other in left),
        key=lambda pair: -pair[0],
    )
    taken: list[tuple[MarkedStatement, MarkedStatement]] = []
    for overlap, one, other in ranked:
        free = all(one is not a and other is not b for a, b in taken)
        if overlap >= 0.5 and free:
            taken.append((one, other))
    return taken


def hits(case: Case, found: Sequence[MarkedStatement]) -> Counter[str]:
    """How many of a case's statements were found, in each of the ways."""
    both = pairs(case.outermost, found)
    same = [(one, other) for one, other in both if one.content == other.content]
    whole = [1 for one, other in same if (one.cue, one.source) == (other.cue, other.source)]
    return Counter(
        cases=1,
        marked=len(case.outermost),
        found=len(found),
        half=len(both),
        content=len(same),
        exact=len(whole),
    )


def score_cases(extract: Extract, folder: Path = EN) -> dict[str, dict[str, float]]:
    """For each phenomenon and for `all`: counts, and precision, recall and F1 in each of the ways."""
    counts: dict[str, Counter[str]] = {}
    for case in read_cases(folder):
        one = hits(case, outermost(extract(case.document)))
        counts.setdefault(case.phenomenon, Counter()).update(one)
        counts.setdefault("all", Counter()).update(one)
    return {name: _figures(count) for name, count in sorted(counts.items(), key=lambda item: item[0] != "all")}


def _figures(count: Counter[str]) -> dict[str, float]:
    figures: dict[str, float] = {name: count[name] for name in ("cases", "marked", "found")}
    for way in WAYS:
        figures[f"{way}_precision"] = round(count[way] / count["found"], 4) if count["found"] else 1.0
        figures[f"{way}_recall"] = round(count[way] / count["marked"], 4) if count["marked"] else 1.0
        figures[f"{way}_f1"] = round(2 * count[way] / max(1, count["found"] + count["marked"]), 4)
    return figures


@dataclass(frozen=True)
class Failure:
    """A case that was not read as marked, in the case's own notation."""

    case: Case
    found: tuple[MarkedStatement, ...]

    def __str__(self) -> str:
        expected = render(self.case.marked.text, self.case.outermost)
        got = render(self.case.marked.text, self.found)
        head = f"{self.case.phenomenon}.txt:{self.case.line}  {self.case.note}"
        return f"{head}\n  expected  {expected}\n  found     {got}"


def failures(extract: Extract, folder: Path = EN, way: str = "half") -> list[Failure]:
    """The cases where a statement was missed or one too many found, in the given way."""
    wrong = []
    for case in read_cases(folder):
        found = outermost(extract(case.document))
        count = hits(case, found)
        if not count[way] == count["marked"] == count["found"]:
            wrong.append(Failure(case, tuple(found)))
    return wrong


def passed(extract: Extract, folder: Path = EN, way: str = "half") -> set[str]:
    """The texts of the cases read as marked: what a gate compares with the last gate's."""
    wrong = {failure.case.marked.text for failure in failures(extract, folder, way)}
    return {case.marked.text for case in read_cases(folder)} - wrong
