"""Which mentions are one: each looks for the likeliest mention before it, or for none (word-level, after Dobrovolskii
2021). A small head over the trees' own states; trained on GUM by training/coreference.py."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onrecord.extraction.chains import Floats, Ints
from onrecord.extraction.model import FOLDER, looked
from onrecord.extraction.syntax import opened as trees_opened
from onrecord.extraction.syntax import states_in
from onrecord.trees import Mention, Sentence

CLASSES = {
    "he": "he him his himself",
    "she": "she her hers herself",
    "it": "it its itself",
    "they": "they them their theirs themselves",
    "i": "i me my mine myself",
    "we": "we us our ours ourselves",
    "you": "you your yours yourself",
    "this": "this that these those",
    "who": "who whom whose which",
    "here": "here there",
}
PRONOUNS = {word: at for at, words in enumerate(CLASSES.values(), start=1) for word in words.split()}
KINDS = 16  # room for kinds of mention
NAMED, DEFINITE, BARE = 11, 12, 13  # a name, "the ...", any other; 1 to 10 are the pronouns
SORTS = 14
SAME = (
    "name",
    "name_in",
    "head_name",
    "phrase",
    "head",
    "head_definite",
    "letters",
    "nested",
    "plural",
    "subject",
    "first",
)
NEAR = 12  # steps of distance


class Told(NamedTuple):
    """A mention with what its words say."""

    mention: Mention
    words: tuple[str, ...]
    head: str
    sort: int
    kind: int
    sentence: int
    row: int  # of the states
    plural: bool
    subject: bool


def told(text: str, sentences: Sequence[Sentence], kinds: Sequence[str]) -> list[Told]:
    """The mentions of a text in order, with what their words say."""
    out, row = [], 0
    for number, sentence in enumerate(sentences):
        ordered = sorted(sentence.mentions, key=lambda m: (m.head, m.start))
        out += [_told(text, sentence, one, number, row + one.head, kinds) for one in ordered]
        row += len(sentence.words)
    return out


def _told(text: str, sentence: Sentence, one: Mention, number: int, row: int, kinds: Sequence[str]) -> Told:
    main = sentence.words[one.head]
    inside = [word for word in sentence.words if one.start <= word.start and word.end <= one.end]
    words = tuple(text[word.start : word.end].lower() for word in inside)
    bare = tuple(word for word in words if word not in ("the", "a", "an", "this", "that", "’s", "'s", "s", "'", "’"))
    name = main.tag.startswith("NNP")
    only = PRONOUNS.get(words[0]) if len(words) == 1 else None
    sort = only or (NAMED if name else DEFINITE if words[:1] and words[0] in ("the", "this", "that", "these") else BARE)
    plural = main.tag in ("NNS", "NNPS") or sort in (4, 6)
    head = text[main.start : main.end].lower()
    acting = main.relation.startswith("nsubj")
    return Told(one, bare or words, head, sort, list(kinds).index(one.kind), number, row, plural, acting)


def letters(words: Sequence[str]) -> str:
    """The first letters of a name's words: what it is shortened to."""
    return "".join(word[0] for word in words if word not in ("of", "for", "and", "the"))


def pairs(mentions: Sequence[Told]) -> tuple[Ints, Floats]:
    """For each mention and each before it: four rows of the tables, and what the words have in common."""
    size = len(mentions)
    places = np.arange(size)
    sort, kind, sentence = (np.array([getattr(one, name) for one in mentions]) for name in ("sort", "kind", "sentence"))
    apart = np.minimum(_step(sentence[:, None] - sentence[None]), NEAR - 1)
    between = np.minimum(_step(places[:, None] - places[None]), NEAR - 1)
    point = np.where(sort < NAMED, 0, sort - NAMED + 1)[:, None]
    rows = np.stack(
        [
            sort[:, None] * SORTS + sort[None],
            sort[:, None] * KINDS + kind[None],
            kind[:, None] * KINDS + kind[None],
            point * NEAR + apart,
            point * NEAR + between,
        ]
    )
    return rows, _same(mentions)


def _step(gap: Ints) -> Ints:
    gap = np.maximum(gap, 0)
    return np.where(gap < 5, gap, 3 + np.log2(np.maximum(gap, 1)).astype(int))


def _same(mentions: Sequence[Told]) -> Floats:
    size = len(mentions)
    out = np.zeros((len(SAME), size, size), dtype=np.float32)
    short = [letters(one.words) if len(one.words) > 1 else "" for one in mentions]
    phrase, head = _codes([" ".join(one.words) for one in mentions]), _codes([one.head for one in mentions])
    names = np.array([one.sort == NAMED for one in mentions])
    nouns = np.array([one.sort > NAMED for one in mentions])
    definite = np.array([one.sort == DEFINITE for one in mentions])
    both = names[:, None] & names[None]
    out[0] = both & (phrase[:, None] == phrase[None])
    out[2] = both & (head[:, None] == head[None])
    out[3] = (nouns[:, None] & nouns[None]) & (phrase[:, None] == phrase[None])
    out[4] = (nouns[:, None] & nouns[None]) & (head[:, None] == head[None])
    out[5] = out[4] * definite[:, None]
    for i in np.flatnonzero(names).tolist():
        own = set(mentions[i].words)
        for j in np.flatnonzero(names[:i]).tolist():
            other = set(mentions[j].words)
            out[1, i, j] = own <= other or other <= own
            out[6, i, j] = mentions[i].head in (short[j],) or mentions[j].head == short[i]
    start, end = (np.array([getattr(one.mention, name) for one in mentions]) for name in ("start", "end"))
    out[7] = (start[:, None] < end[None]) & (start[None] < end[:, None])
    plural, acting = (np.array([getattr(one, name) for one in mentions]) for name in ("plural", "subject"))
    out[8] = plural[:, None] != plural[None]
    out[9] = (~(names | nouns))[:, None] & acting[None]
    out[10] = (np.array([one.sentence for one in mentions]) == 0)[None] & names[:, None]
    return out


def _codes(words: Sequence[str]) -> Ints:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(word, len(numbers)) for word in words])


def worth(mentions: Sequence[Told], states: Floats, w: dict[str, Floats]) -> Floats:
    """What each mention before is worth as what this one means; the first column is none."""
    rows, same = pairs(mentions)
    x = states[[one.row for one in mentions]]
    ask, answer = x @ w["ask.weight"].T + w["ask.bias"], x @ w["answer.weight"].T + w["answer.bias"]
    total = ask @ answer.T / np.float32(ask.shape[1] ** 0.5) + (x @ w["apt.weight"].T + w["apt.bias"])
    for at, name in enumerate(("sorts", "sort_kind", "kinds", "apart", "between")):
        total = total + w[name][rows[at]]
    total = total + np.tensordot(w["same"], same, 1)
    before = np.tril(np.ones((len(mentions), len(mentions)), dtype=bool), -1)
    total = np.where(before, total, np.float32(-1e9))
    return np.concatenate([np.zeros((len(mentions), 1), dtype=np.float32), total], axis=1)


@functools.cache
def opened(folder: Path = FOLDER) -> dict[str, Floats]:
    """The head's numbers, read once."""
    held = np.load(folder / "coreference.npz")
    return {name: held[name].astype(np.float32) for name in held.files}


def chains(text: str, sentences: Sequence[Sentence], states: Floats) -> list[list[Mention]]:
    """The mentions of a text, those that are one together, in the order of their first."""
    head = trees_opened()
    mentions = told(text, sentences, head.kinds)
    if not mentions:
        return []
    owner: list[int] = []
    groups: list[list[Mention]] = []
    for at, best in enumerate(worth(mentions, states, opened()).argmax(1).tolist()):
        owner.append(owner[best - 1] if best else len(groups))
        if not best:
            groups.append([])
        groups[owner[at]].append(mentions[at].mention)
    return groups


def coreferent(text: str, threads: int = 1) -> list[list[Mention]]:
    """The mentions of a text by whom or what they mean.

    >>> t = "Ann Roe left early. She was tired."
    >>> [[t[one.start : one.end] for one in group] for group in coreferent(t) if len(group) > 1]
    [['Ann Roe', 'She']]
    """
    from onrecord.extraction.syntax import parsed

    seen = looked(text, threads)
    if not len(seen.layers):
        return []
    return chains(text, parsed(text, threads), states_in(text, threads))
