"""What bears a name, and a first name's gender: two small classifiers over letters, from silver and hand labels.

`python -m training.names --data ../shared/data` writes onrecord/resolution/tables/names.npz and prints how often
each is right on the development parts, for all names and for those that training never saw.
Labels: PolNeAR's automatic names and chains (CoreNLP, so silver), GUM's entities (by hand). Method: multinomial
logistic regression over hashed letter groups (Weinberger et al. 2009), weights in int8.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from onrecord.resolution.letters import BINS, GENDERS, KINDS, features

SILVER = {"PERSON": "person", "ORGANIZATION": "organisation", "LOCATION": "place", "MISC": "other"}
SILVER |= {"COUNTRY": "place", "CITY": "place", "STATE_OR_PROVINCE": "place", "NATIONALITY": "other"}
HAND = {"person": "person", "organization": "organisation", "place": "place"}
HAND |= dict.fromkeys(("object", "event", "abstract", "time", "substance", "plant", "animal"), "other")
OUT = Path(__file__).parent.parent / "onrecord" / "resolution" / "tables" / "names.npz"
NAME = re.compile(r"[A-ZÀ-Þ][\w’'.-]*(?: (?:[a-z]{2,3} )?[A-ZÀ-Þ][\w’'.-]*)*")
PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}


def articles(path: Path) -> Iterator[dict]:
    """PolNeAR's articles that have automatic layers, each once."""
    seen = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            if article["ner"] and article["text"] not in seen:
                seen.add(article["text"])
                yield article


def silver_names(path: Path) -> Counter[tuple[str, str]]:
    """Names with their kinds, counted."""
    found: Counter[tuple[str, str]] = Counter()
    for article in articles(path):
        for kind, start, end in runs(article):
            name = article["text"][article["tokens"][start][0] : article["tokens"][end - 1][1]]
            if kind in SILVER and NAME.fullmatch(name) and "\n" not in name:
                found[name, SILVER[kind]] += 1
    return found


def runs(article: dict) -> Iterator[tuple[str, int, int]]:
    """Stretches of one label."""
    start = 0
    labels = article["ner"]
    for at in range(1, len(labels) + 1):
        if at == len(labels) or labels[at] != labels[start]:
            if labels[start] != "O":
                yield labels[start], start, at
            start = at


def hand_names(folder: Path) -> Counter[tuple[str, str]]:
    """GUM's named entities: spans of proper nouns, in `Entity=` of its files."""
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.glob("*.conllu.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for name, kind in entities(lines):
                if kind in HAND and NAME.fullmatch(name) and name.count(" ") < 6:
                    found[name, HAND[kind]] += 1
    return found


def entities(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every entity's words and kind, out of brackets that open and close at its first and last word."""
    open_: list[tuple[str, list[str]]] = []
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        if len(cells) < 10 or not cells[0].isdigit():
            continue
        tag = re.search(r"Entity=(\S+?)(?:\||$)", cells[9])
        told = tag[1] if tag else ""
        open_.extend((one.split("-")[1] if "-" in one else "", []) for one in re.findall(r"\(([^()]+)", told))
        for _, words in open_:
            words.append(cells[1])
        for _ in range(min(told.count(")"), len(open_))):
            kind, words = open_.pop()
            yield " ".join(words), kind


def genders(path: Path) -> Counter[tuple[str, str]]:
    """First names with the gender of the pronouns in their chains, one vote a chain."""
    found: Counter[tuple[str, str]] = Counter()
    for article in articles(path):
        people = {
            start: article["text"][slice(*article["tokens"][start])]
            for kind, start, end in runs(article)
            if kind == "PERSON" and end - start > 1
        }
        for chain in article["coref"] or []:
            words = [article["text"][article["tokens"][a][0] : article["tokens"][b - 1][1]].lower() for a, b in chain]
            votes = Counter(PRONOUNS[word] for word in words if word in PRONOUNS)
            firsts = {people[a] for a, b in chain if a in people}
            if len(firsts) == 1 and len(votes) == 1 and sum(votes.values()) >= 2:
                found[firsts.pop(), votes.most_common(1)[0][0]] += 1
    return found


def fit(counted: Counter[tuple[str, str]], labels: tuple[str, ...], first: bool, steps: int = 400) -> np.ndarray:
    """Weights by Adam over all examples, each weighed by the root of its count."""
    rows = [
        (features(name, first=first), labels.index(kind), np.sqrt(n)) for (name, kind), n in sorted(counted.items())
    ]
    at = np.concatenate([np.full(len(f), i) for i, (f, _, _) in enumerate(rows)])
    which = np.concatenate([f for f, _, _ in rows])
    truth = np.eye(len(labels))[[y for _, y, _ in rows]]
    worth = np.array([w for _, _, w in rows])[:, None] / sum(w for _, _, w in rows)
    weights, mean, square = (np.zeros((BINS, len(labels))) for _ in range(3))
    for step in range(1, steps + 1):
        logits = np.zeros_like(truth)
        np.add.at(logits, at, weights[which])
        chance = np.exp(logits - logits.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        slope = np.zeros_like(weights)
        np.add.at(slope, which, ((chance - truth) * worth)[at])
        slope += 2e-6 * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-10)
    return weights


def right(weights: np.ndarray, counted: Counter[tuple[str, str]], labels: tuple[str, ...], first: bool) -> str:
    """How often the likeliest label is right, and how often where its chance is at least .9."""
    good = total = sure = sure_good = 0
    for (name, kind), n in counted.items():
        logits = weights[features(name, first=first)].sum(0)
        chance = np.exp(logits - logits.max())
        chance /= chance.sum()
        hit = labels[int(chance.argmax())] == kind
        good, total = good + hit * n, total + n
        if chance.max() >= 0.9:
            sure, sure_good = sure + n, sure_good + hit * n
    parts = (good / max(total, 1), sure / max(total, 1), sure_good / max(sure, 1))
    return f"{parts[0]:.3f} of {total}; sure {parts[1]:.3f}, of those right {parts[2]:.3f}"


def unseen(counted: Counter[tuple[str, str]], known: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Names none of whose spellings training saw."""
    names = {name for name, _ in known}
    return Counter({(name, kind): 1 for (name, kind), n in counted.items() if name not in names})


def packed(weights: np.ndarray) -> tuple[np.ndarray, np.float32]:
    """Weights as int8 and their scale."""
    scale = np.float32(np.abs(weights).max() / 127)
    return np.round(weights / scale).astype(np.int8), scale


def main() -> None:
    """Fits both, prints their figures, writes the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    silver, held = silver_names(data / "polnear/train.jsonl.gz"), silver_names(data / "polnear/dev.jsonl.gz")
    hand, hand_held = hand_names(data / "gum/train"), hand_names(data / "gum/dev")
    known = silver + Counter({pair: 3 * n for pair, n in hand.items()})
    kinds = fit(known, KINDS, first=False)
    for title, part in (("PolNeAR dev", held), ("GUM dev", hand_held)):
        print(f"{title}: {right(kinds, part, KINDS, False)}; unseen {right(kinds, unseen(part, known), KINDS, False)}")
    votes, votes_held = genders(data / "polnear/train.jsonl.gz"), genders(data / "polnear/dev.jsonl.gz")
    gender = fit(votes, GENDERS, first=True)
    fresh = right(gender, unseen(votes_held, votes), GENDERS, True)
    print(f"gender: {right(gender, votes_held, GENDERS, True)}; unseen {fresh}")
    tables = dict(
        zip(("kinds", "kinds_scale", "genders", "genders_scale"), (*packed(kinds), *packed(gender)), strict=True)
    )
    np.savez_compressed(OUT, **tables)
    print(OUT, OUT.stat().st_size)


if __name__ == "__main__":
    main()
