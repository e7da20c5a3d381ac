"""Text to what the encoder reads: word pieces, their words, and what lower-casing throws away."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

CLS, SEP, PAD = 101, 102, 0
ROOM = 254  # pieces of a window beside its two markers
FEATURES = {"case": 8, "quote": 8, "start": 4, "paragraph": 4, "glued": 2}  # name: size of its table

_MARK = re.compile(r"``|''|[\"“”„«»‘’']")
_OPENERS = {"“": "”", "„": "“", "«": "»", "``": "''"}
_END = re.compile(r"[.!?…][\"”’'»)\]]*$")


class Pieces(NamedTuple):
    """A text as the encoder reads it.

    A word has a place `words[i]` in the text, belongs to `paragraph[i]` and begins at piece
    `first[i]`; `features` is one row a word, in the order of `FEATURES`."""

    ids: Ints
    first: Ints
    words: Ints
    paragraph: Ints
    features: Ints


class Window(NamedTuple):
    """Words `start` up to `end`, read at once."""

    start: int
    end: int


def pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cuts a text into words and their pieces; a paragraph ends at a line break."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    ids = np.array(encoded.ids, dtype=np.int64)
    owner = np.array(encoded.word_ids, dtype=np.int64)
    places = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
    if not len(ids):
        nothing = np.zeros(0, dtype=np.int64)
        return Pieces(ids, nothing, places, nothing, np.zeros((0, len(FEATURES)), dtype=np.int64))
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    last = np.append(first[1:], len(ids)) - 1
    words = np.stack([places[first, 0], places[last, 1]], axis=1)
    breaks = np.array([found.start() for found in re.finditer(r"\n", text)], dtype=np.int64)
    lines = np.searchsorted(breaks, words[:, 0])
    paragraph = np.unique(lines, return_inverse=True)[1].astype(np.int64)
    return Pieces(ids, first, words, paragraph, _features(text, words, paragraph))


def _features(text: str, words: Ints, paragraph: Ints) -> Ints:
    surface = [text[start:end] for start, end in words.tolist()]
    opens = np.diff(paragraph, prepend=-1) > 0
    return np.stack(
        [
            np.array([_case(word) for word in surface], dtype=np.int64),
            _quotes(text, words),
            _starts(surface, opens),
            np.minimum(paragraph, 3),
            (np.append(-1, words[:-1, 1]) == words[:, 0]).astype(np.int64),
        ],
        axis=1,
    )


@functools.lru_cache(maxsize=8192)  # the words of a language are few
def _case(word: str) -> int:
    if not word[0].isalnum():
        return 0
    if word.islower():
        return 1
    if word[0].isdigit():
        return 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 5
    return 6


def _starts(surface: Sequence[str], opens: npt.NDArray[np.bool_]) -> Ints:
    """1 where a paragraph begins, 2 where a sentence seems to, 3 after a closing mark that may end one."""
    starts = np.zeros(len(surface), dtype=np.int64)
    ended = False
    for i, word in enumerate(surface):
        if ended and word[0].isalnum():
            starts[i] = 2
        if word in ".!?…":
            ended = True
        elif word not in "\"”’'»)]":
            ended = False
        elif ended:
            starts[i] = 3
    starts[opens] = 1
    return starts


def _quotes(text: str, words: Ints) -> Ints:
    """For each word: 0 outside, 1 an opening mark, 2 inside, 3 a closing one; 4 to 6 for single marks."""
    places = words[:, 0]
    state = np.zeros(len(words), dtype=np.int64)
    for opening, closing, kind in quotations(text):
        low, high = np.searchsorted(places, [opening, closing])
        inside = state[low:high]
        inside[inside == 0] = kind + 1
        if low < len(state):
            state[low] = kind
        if high < len(state) and places[high] == closing:
            state[high] = kind + 2
    return state


def quotations(text: str) -> Iterator[tuple[int, int, int]]:
    """Places of opening and closing marks; 1 for double, 4 for single marks.

    One not closed lasts to its line's end: a quotation over several paragraphs is closed in the last."""
    offset = 0
    for line in text.split("\n"):
        for opening, closing, kind in _in_line(line):
            yield offset + opening, offset + closing, kind
        offset += len(line) + 1


def _in_line(line: str) -> Iterator[tuple[int, int, int]]:
    double: tuple[int, str] | None = None
    single: int | None = None
    for found in _MARK.finditer(line):
        mark, at = found.group(), found.start()
        before = line[at - 1 : at]
        after = line[found.end() : found.end() + 1]
        if mark in "‘’'":
            if single is None and not before.isalnum() and after.isalpha() and mark != "’":
                single = at
            elif single is not None and not after.isalnum() and mark != "‘":
                yield single, at, 4
                single = None
        elif double is None:
            if mark not in ("”", "»", "''"):
                double = (at, _OPENERS.get(mark, mark))
        elif mark == double[1] or (mark in '”"' and double[1] in '”"'):
            yield double[0], at, 1
            double = None
    if double is not None:
        yield double[0], len(line), 1


def windows(read: Pieces, room: int = ROOM) -> Iterator[Window]:
    """Whole paragraphs up to `room` pieces; a longer paragraph is cut after a sentence, or where it must."""
    ends = np.append(read.first[1:], len(read.ids))
    total = len(read.first)
    new = np.append(np.diff(read.paragraph) > 0, True)
    sentence = np.append(read.features[1:, 2] == 2, True) if total else new
    start = 0
    while start < total:
        limit = int(np.searchsorted(ends, read.first[start] + room, side="right"))
        limit = max(limit, start + 1)
        end = limit
        if limit < total:
            for marks in (new, sentence):
                cuts = np.flatnonzero(marks[start:limit])
                if len(cuts):
                    end = start + int(cuts[-1]) + 1
                    break
        yield Window(start, end)
        start = end
