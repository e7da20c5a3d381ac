"""What a reader's comment quotes from the article above it, hung on the passage it repeats.

A quotation is a quoted line (">"), a quoted paragraph, or a quoted string that opens a paragraph;
these are orphans when the article does not hold them. Any other quoted string counts only where
the article holds it: readers quote each other and the world, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.records import ReaderComment
from onrecord.text import FEW_WORDS, QUOTE_MARKS, Span, passage

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‘": "’", "‹": "›", "'": "'", "”": "”"}
_ELLIPSIS = re.compile(r"\s*[\[(]?\s*(?:…|\.\.\.+)\s*[\])]?\s*")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
MOST_READ = 20_000  # characters of a comment that are searched for quotations
LONGEST = 3_000  # characters of a quoted string
MOST_WORDS = 400  # of one quotation: more is a copy of the page, and looking it up would take minutes


class Quoted(NamedTuple):
    """Words that a comment quotes; `sure` where they are a quotation even if nobody said them here."""

    words: str
    sure: bool


def with_quotes(comment: ReaderComment, text: str) -> ReaderComment:
    """The comment with the passages of `text` that it quotes, and its quotes that are not there."""
    spans: list[Span] = []
    orphans: list[str] = []
    for quoted in quotations(comment.text):
        found = _places(quoted.words, text)
        spans += [span for span in found if span not in spans]
        if not found and quoted.sure:
            orphans.append(quoted.words)
    return replace(comment, quotes=tuple(spans), orphans=tuple(orphans))


def quotations(said: str) -> Iterator[Quoted]:
    """The quotations of a comment in order; a scare quote of a few words is none."""
    for lines, marked in _runs(said[:MOST_READ]):
        if marked:
            yield from _enough(Quoted(lines, True))
        else:
            for paragraph in re.split(r"\n\s*\n|\n", lines):
                yield from _in_paragraph(paragraph.strip())


def _runs(said: str) -> Iterator[tuple[str, bool]]:
    """Stretches of lines, and whether they are marked with ">"."""
    held: list[str] = []
    marked = False
    for line in said.splitlines():
        quoted = line.lstrip().startswith(">")
        if quoted != marked and line.strip() and held:
            yield "\n".join(held), marked
            held = []
        if line.strip():
            marked = quoted
        held.append(line.lstrip().lstrip("> ") if quoted else line)
    if held:
        yield "\n".join(held).strip(), marked


def _in_paragraph(words: str) -> Iterator[Quoted]:
    if not words:
        return
    if words[0] in _PAIRS and words.rstrip(" .,")[-1:] in QUOTE_MARKS and not _closed_early(words):
        yield from _enough(Quoted(words, True))
        return
    for at, end in _strings(words):
        yield from _enough(Quoted(words[at:end], at == 0))


def _closed_early(words: str) -> bool:
    """Whether a quoted paragraph is in truth two strings with the reader's words between them."""
    inner = [end for _, end in _strings(words)]
    return (
        len(inner) > 1 and words[inner[0] :].count(words[0]) > 0 and len(_WORD.findall(words[: inner[0]])) >= FEW_WORDS
    )


def _strings(words: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(words):
        closing = _PAIRS.get(words[at], "") if _opens(words, at) else ""
        end = _end(words, at, closing)
        if closing and end:
            yield at, end + 1
            at = end
        at += 1


def _end(words: str, at: int, closing: str) -> int:
    """Where the string that opens at `at` closes; nought where it does not within a long paragraph."""
    for place in range(at + 1, min(len(words), at + LONGEST)) if closing else ():
        if words[place] in closing and _closes(words, place):
            return place
    return 0


def _opens(words: str, at: int) -> bool:
    before = words[at - 1 : at]
    return not before or not before.isalnum()


def _closes(words: str, at: int) -> bool:
    after = words[at + 1 : at + 2]
    return not after or not after.isalnum()


def _enough(quoted: Quoted) -> Iterator[Quoted]:
    if FEW_WORDS <= len(_WORD.findall(quoted.words)) <= MOST_WORDS:
        yield Quoted(quoted.words.strip(), quoted.sure)


def _places(words: str, text: str) -> list[Span]:
    """The passage; or the passages, where the reader left words out with an ellipsis or quoted line by line."""
    whole = passage(words, text)
    if whole:
        return [whole]
    parts = [part for part in _ELLIPSIS.split(words) if len(_WORD.findall(part)) >= FEW_WORDS]
    if len(parts) < 2:
        parts = [part for part in words.split("\n") if len(_WORD.findall(part)) >= FEW_WORDS]
    found = [passage(part, text) for part in parts] if len(parts) > 1 else []
    spans = [span for span in found if span]
    in_order = all(one.end <= other.start for one, other in pairwise(spans))
    return spans if spans and len(spans) == len(found) and in_order else []
