"""GUM as our encoder reads it: texts, tokens with their arcs, and the mentions that its annotators drew."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_MENTION = re.compile(r"\((\d+)-([a-z]+)-[^()|]*?\)|\((\d+)-([a-z]+)-[^()|]*|(\d+)\)")


class Token(NamedTuple):
    """A token's place in the text, its tag, its head (number in the document, -1 for a root) and relation."""

    start: int
    end: int
    tag: str
    head: int
    relation: str


class Mention(NamedTuple):
    """Tokens `start` up to `end`, what is mentioned, and which mentions are one (`entity`)."""

    start: int
    end: int
    kind: str
    entity: int


class Tree(NamedTuple):
    """A document: `sentences` are ranges of tokens."""

    name: str
    text: str
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    mentions: list[Mention]


def trees(folder: Path) -> list[Tree]:
    """Every document of a folder, in order of name."""
    return [read(path) for path in sorted(folder.glob("*.conllu.gz"))]


def parts(folder: Path) -> tuple[list[Tree], list[Tree], list[Tree]]:
    """What is trained on, tuned on, and held out: every fifth news document of the training part."""
    every = trees(folder / "train")
    news = [one.name for one in every if one.name.startswith("GUM_news_")]
    held = set(news[4::5])
    kept = [one for one in every if one.name not in held]
    return kept, trees(folder / "dev"), [one for one in every if one.name in held]


def read(path: Path) -> Tree:
    """Sentences joined as they stood, paragraphs by a blank line."""
    text, sentence, gap, at = "", "", "", 0
    tokens: list[Token] = []
    ranges: list[tuple[int, int]] = []
    mentions: list[Mention] = []
    open_: list[tuple[int, str, int]] = []
    first = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newpar"):
                gap = "\n\n"
            elif line.startswith("# text = "):
                sentence = line[len("# text = ") :].rstrip("\n")
                text += (gap if text else "") + sentence
                gap, at, first = " ", len(text) - len(sentence), len(tokens)
                ranges.append((first, first))
            elif line[:1].isdigit():
                cells = line.rstrip("\n").split("\t")
                if not cells[0].isdigit():
                    continue
                start = text.find(cells[1], at)
                start = start if start >= 0 else at
                at = start + len(cells[1])
                head = int(cells[6]) - 1 + first if cells[6] != "0" else -1
                mentions.extend(_mentions(cells[9], len(tokens), open_))
                tokens.append(Token(start, at, cells[4], head, cells[7]))
                ranges[-1] = (first, len(tokens))
    return Tree(path.name.removesuffix(".conllu.gz"), text, tokens, ranges, sorted(mentions))


def _mentions(cell: str, at: int, open_: list[tuple[int, str, int]]) -> Iterator[Mention]:
    """The mentions that end at a token; those that begin there wait in `open_`."""
    notes = next((note[len("Entity=") :] for note in cell.split("|") if note.startswith("Entity=")), "")
    for whole, kind, begun, begun_kind, ended in _MENTION.findall(notes):
        if whole:
            yield Mention(at, at + 1, kind, int(whole))
        elif begun:
            open_.append((int(begun), begun_kind, at))
        elif ended:
            number = int(ended)
            place = next((i for i in reversed(range(len(open_))) if open_[i][0] == number), None)
            if place is not None:
                _, held, start = open_.pop(place)
                yield Mention(start, at + 1, held, number)


def head_of(tree: Tree, start: int, end: int) -> int:
    """The first token of a range whose head lies outside of it."""
    return next((i for i in range(start, end) if not start <= tree.tokens[i].head < end), start)
