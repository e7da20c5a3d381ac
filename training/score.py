"""CofeNet's scorer: exact spans by type over the published items, from raw text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from training.data import TYPES, rows

Chars = tuple[str, int, int]  # type, start, end: code points


def spans(labels: Sequence[str]) -> set[tuple[str, int, int]]:
    """Spans of B and I labels; an I that follows no B of its type is ignored."""
    found: set[tuple[str, int, int]] = set()
    kind, start = "", 0
    for i, label in enumerate([*labels, "O"]):
        mark, _, name = label.partition("-")
        if mark == "I" and name == kind:
            continue
        if kind:
            found.add((kind, start, i))
        kind, start = (name, i) if mark == "B" else ("", 0)
    return found


def place(text: str, tokens: Iterable[str], start: int = 0) -> list[list[int]]:
    """Where a tokenizer's tokens are in the raw text, for an article whose places are not given."""
    placed = []
    for token in tokens:
        forms = _FORMS.get(token, (token, token.replace("'", "’"), token.replace("`", "‘")))
        here = [(text.find(form, start), len(form)) for form in forms]
        at, size = min(((at, size) for at, size in here if 0 <= at < start + 40), default=(start, 0))
        placed.append([at, at + size])
        start = at + size
    return placed


_FORMS = {
    "``": ('"', "“", "``"),
    "''": ('"', "”", "''"),
    "`": ("‘", "`", "'"),
    "'": ("’", "'"),
    "-LRB-": ("(",),
    "-RRB-": (")",),
    "-LSB-": ("[",),
    "-RSB-": ("]",),
    "--": ("—", "–", "--"),
    "...": ("…", "...", ". . ."),
}


def align(text: str, places: list[list[int]], listed: list[str]) -> list[list[int]]:
    """The places of the listed tokens; two articles of dev list them out of their text's order."""
    surface = [plain(text[start:end]) for start, end in places]
    wanted = [plain(token) for token in listed]
    if sum(a != b for a, b in zip(surface, wanted, strict=True)) < len(wanted) / 20:
        return places
    blocks = SequenceMatcher(None, surface, wanted, autojunk=False).get_opcodes()
    placed: list[list[int]] = []
    for _, low, high, start, end in blocks:
        here = places[low:high] if high - low == end - start else []
        stop = places[min(low, len(places) - 1)][0]
        placed += here or [[stop, stop]] * (end - start)
    return placed


def plain(token: str) -> str:
    """A token with its marks as the corpus's tokenizer writes them."""
    token = token.replace("’", "'").replace("‘", "`").replace("“", "``").replace("”", "''")
    return {'"': "``", "—": "--", "–": "--", "''": "``", "'": "`", "…": "..."}.get(token, token)


def read_items(folder: Path) -> Items:
    """The published dev items, placed."""
    listed: dict[str, list[str]] = {}
    for row in rows(folder / "dev_items.jsonl.gz"):
        listed.setdefault(row["id"], []).extend(row["tokens"])
    tokens = {}
    for row in rows(folder / "dev.jsonl.gz"):
        name = row["id"] + "_" + row["annotator"]
        if row["tokens"]:
            tokens[name] = align(row["text"], row["tokens"], listed[name])
        else:
            tokens[name] = place(row["text"], listed[name])
    return Items(folder / "dev_items.jsonl.gz", tokens)


class Items:
    """The published items of some articles, placed in their raw text."""

    def __init__(self, path: Path, tokens: Mapping[str, list[list[int]]]) -> None:
        self.gold: list[set[tuple[str, int, int]]] = []
        self.places: list[np.ndarray] = []
        self.owner: list[str] = []
        at: Counter[str] = Counter()
        for row in rows(path):
            name = row["id"]
            places = tokens[name][at[name] : at[name] + len(row["tokens"])]
            at[name] += len(row["tokens"])
            self.gold.append(spans(row["labels"]))
            self.places.append(np.array(places))
            self.owner.append(name)

    def project(self, item: int, found: Iterable[Chars]) -> set[tuple[str, int, int]]:
        """Spans of an article as spans of one item's tokens: those a span overlaps, cut at the item."""
        places = self.places[item]
        labels = ["O"] * len(places)
        for kind, start, end in found:
            low = int(np.searchsorted(places[:, 1], start, side="right"))
            high = int(np.searchsorted(places[:, 0], end, side="left"))
            if low < high:
                labels[low:high] = [f"I-{kind}"] * (high - low)
                labels[low] = f"B-{kind}"
        return spans(labels)

    def score(self, found: Mapping[str, Iterable[Chars]]) -> dict[str, tuple[float, float, float]]:
        """Precision, recall and F1 (0 to 100) a type."""
        counts = {kind: [0, 0, 0] for kind in TYPES}
        for item, gold in enumerate(self.gold):
            guess = self.project(item, found.get(self.owner[item], ()))
            for kind in TYPES:
                mine = {span for span in guess if span[0] == kind}
                theirs = {span for span in gold if span[0] == kind}
                counts[kind][0] += len(mine & theirs)
                counts[kind][1] += len(mine)
                counts[kind][2] += len(theirs)
        return {kind: prf(*counts[kind]) for kind in TYPES}


def prf(right: int, guessed: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1 in per cent."""
    precision, recall = 100 * right / max(guessed, 1), 100 * right / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
