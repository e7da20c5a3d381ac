"""GUM's sentences over our own words: what the dependency head is to say of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from onrecord.extraction.model import Look
from onrecord.trees import PART
from training.treebank import Mention, Tree, head_of

NONE = -100  # what a loss leaves out


class Names(NamedTuple):
    """Relations, tags and kinds of mention, numbered as met in training; kind 0 is no mention."""

    relations: dict[str, int]
    tags: dict[str, int]
    kinds: dict[str, int]


class Example(NamedTuple):
    """A sentence: layers a word; head (0 none, else number of the word + 1), relation, tag, kind, left, right edge."""

    layers: np.ndarray
    head: np.ndarray
    relation: np.ndarray
    tag: np.ndarray
    kind: np.ndarray
    left: np.ndarray
    right: np.ndarray


class Aligned(NamedTuple):
    """Tokens to our words: the first word of each token (-1: none), and of each word its first token (-1: none)."""

    word: np.ndarray
    token: np.ndarray


def aligned(tree: Tree, words: np.ndarray) -> Aligned:
    """Which words stand where a token stands."""
    first, owner = np.full(len(tree.tokens), -1), np.full(len(words), -1)
    for number, token in enumerate(tree.tokens):
        low = int(np.searchsorted(words[:, 1], token.start, "right"))
        high = int(np.searchsorted(words[:, 0], token.end, "left"))
        if low < high:
            first[number] = low
            owner[low:high] = np.where(owner[low:high] < 0, number, owner[low:high])
    return Aligned(first, owner)


def by_head(tree: Tree) -> dict[int, Mention]:
    """Mentions by their main token; of several with one main token (a pair and its first), the shortest."""
    out: dict[int, Mention] = {}
    for one in sorted(tree.mentions, key=lambda m: m.start - m.end):
        out[head_of(tree, one.start, one.end)] = one
    return out


def examples(tree: Tree, seen: Look, names: Names) -> Iterator[Example]:
    """The sentences of a document; those left out whose words and tokens do not go together."""
    pairs, mentions = aligned(tree, seen.read.words), by_head(tree)
    for low, high in tree.sentences:
        starts = [int(pairs.word[token]) for token in range(low, high) if pairs.word[token] >= 0]
        if not starts:
            continue
        start = end = starts[0]
        while end < len(pairs.token) and low <= pairs.token[end] < high:
            end += 1
        made = _example(tree, seen.layers[start:end], pairs, mentions, (start, end), names)
        if made is not None:
            yield made


def _example(
    tree: Tree,
    layers: np.ndarray,
    pairs: Aligned,
    mentions: dict[int, Mention],
    span: tuple[int, int],
    names: Names,
) -> Example | None:
    start, end = span
    columns = np.full((6, end - start), NONE)
    columns[3] = 0
    for at in range(start, end):
        token = int(pairs.token[at])
        if pairs.word[token] != at:  # a later piece of a token hangs on its first
            values = (pairs.word[token] - start + 1, _number(names.relations, PART), NONE)
            columns[:3, at - start] = values
            continue
        here = [other for other in range(token, len(tree.tokens)) if pairs.word[other] == at]
        main = next((one for one in here if tree.tokens[one].head not in here), token)
        told = tree.tokens[main]
        head = 0 if told.head < 0 else int(pairs.word[told.head]) - start + 1
        values = (head, _number(names.relations, told.relation), _number(names.tags, told.tag))
        columns[:3, at - start] = values
        mention = next((mentions[one] for one in here if one in mentions), None)
        if mention:
            columns[3:, at - start] = _edges(mention, pairs, start, names)
    size = end - start
    whole = (columns[0] >= 0).all() and (columns[0] <= size).all()
    fits = (columns[4:] == NONE) | ((columns[4:] >= 0) & (columns[4:] < size))
    return Example(layers, *columns) if whole and fits.all() else None


def _number(numbers: dict[str, int], name: str) -> int:
    return numbers.setdefault(name, len(numbers))


def _edges(mention: Mention, pairs: Aligned, start: int, names: Names) -> tuple[int, int, int]:
    kind = names.kinds.setdefault(mention.kind, len(names.kinds) + 1)
    last = np.flatnonzero(pairs.token == mention.end - 1)
    end = int(last[-1]) if len(last) else int(pairs.word[mention.end - 1])
    return kind, int(pairs.word[mention.start]) - start, end - start
