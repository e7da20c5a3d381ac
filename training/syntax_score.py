"""The dependency head against GUM: raw text in, our own sentences, every token of theirs counted."""

from __future__ import annotations

import numpy as np

from onrecord.extraction.model import Look
from onrecord.extraction.syntax import Head, context_of, ranges, read
from onrecord.trees import Sentence
from training.syntax_data import aligned
from training.treebank import Tree


def figures(trees: list[Tree], looks: list[Look], head: Head) -> dict[str, float]:
    """Shares of tokens with the right head (UAS), and the right relation too (LAS); F1 of mentions, exact spans."""
    told = np.zeros(4)
    spans = np.zeros(4)
    for tree, seen in zip(trees, looks, strict=True):
        made = list(read(tree.text, seen, head, context_of(tree.text, seen, head)))
        told += arcs(tree, seen, made)
        spans += mentions(tree, made)
    tokens, heads, whole, tags = told
    gold, guessed, same, typed = spans
    return {
        "tokens": int(tokens),
        "UAS": round(100 * heads / tokens, 1),
        "LAS": round(100 * whole / tokens, 1),
        "tags": round(100 * tags / tokens, 1),
        "mentions": int(gold),
        "mention F1": round(200 * same / (gold + guessed), 1),
        "mention F1 with kind": round(200 * typed / (gold + guessed), 1),
    }


def arcs(tree: Tree, seen: Look, made: list[Sentence]) -> np.ndarray:
    """Tokens, right heads, right heads with relation, right tags. A token that has no word of its own is wrong."""
    pairs = aligned(tree, seen.read.words)
    words = [word for sentence in made for word in sentence.words]
    offsets = [start for start, end in ranges(tree.text, seen.read.words) for _ in range(start, end)]
    count = np.zeros(4)
    for number, token in enumerate(tree.tokens):
        at = int(pairs.word[number])
        count[0] += 1
        if at < 0 or pairs.token[at] != number:
            continue
        word = words[at]
        head = int(pairs.token[word.head + offsets[at]]) if word.head >= 0 else -1
        count[1] += head == token.head
        count[2] += head == token.head and word.relation == token.relation
        count[3] += word.tag == token.tag
    return count


def mentions(tree: Tree, made: list[Sentence]) -> np.ndarray:
    """Mentions marked, guessed, with the same words, and of the same kind too."""
    gold = {(tree.tokens[m.start].start, tree.tokens[m.end - 1].end): m.kind for m in tree.mentions}
    guess = {(m.start, m.end): m.kind for sentence in made for m in sentence.mentions}
    same = gold.keys() & guess.keys()
    return np.array(
        [len(tree.mentions), len(guess), len(same), sum(gold[one] == guess[one] for one in same)], dtype=float
    )
