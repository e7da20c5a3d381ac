"""How far those who annotated the same articles agree, by the rules the model is measured with: what can be gained.

`python -m training.agreement --data FOLDER`, over the corpus's training part."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

from training.data import Example, load
from training.measure import KINDS, half, hand, kind
from training.score import prf


def pairs(examples: Iterable[Example]) -> Iterator[tuple[Example, Example]]:
    """Every two readings of one text, either way round: one as what is found, one as what there is."""
    readings: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        readings[one.text].append(one)
    for same in readings.values():
        yield from permutations(same, 2)


def agreement(both: Iterable[tuple[Example, Example]]) -> dict[str, Any]:
    """Whole statements exact, and contents found by half of their words by kind, in per cent, of such pairs."""
    right = guessed = gold = 0
    caught = {name: [0, 0] for name in KINDS}
    for mine, theirs in both:
        found, there = hand(mine), hand(theirs)
        right, guessed, gold = right + len({*found} & {*there}), guessed + len(found), gold + len(there)
        for parts in there:
            tally = caught[kind(theirs, parts)]
            tally[0], tally[1] = tally[0] + any(half(parts[2], other[2]) for other in found), tally[1] + 1
    shares = {name: round(100 * hit / count, 1) for name, (hit, count) in caught.items() if count}
    return {"statement": [round(value, 1) for value in prf(right, guessed, gold)], "recall by half": shares}


def main() -> None:
    """Prints the figures, and of how many texts they are."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True, help="folder of train.jsonl.gz (PolNeAR)")
    both = list(pairs(load(parse.parse_args().data / "train.jsonl.gz", [], [])))
    print(json.dumps({"texts": len({mine.text for mine, _ in both}), **agreement(both)}, indent=1))


if __name__ == "__main__":
    main()
