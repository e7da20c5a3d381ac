"""A trained reader says of every training text how likely each tag of each word is."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from onrecord.extraction.chains import posterior
from training.data import Example, load, unlabelled
from training.model import Reader
from training.train import emissions, scores


def texts(data: Path) -> tuple[list[Example], int, int]:
    """All texts to teach from, and how many values the silver layers have."""
    pos: list[str] = []
    ner: list[str] = []
    train = load(data / "train.jsonl.gz", pos, ner)
    load(data / "dev.jsonl.gz", pos, ner)
    return train + unlabelled(data.parent), len(pos), len(ner)


def main() -> None:
    """`python -m training.teach --data FOLDER WEIGHTS OUT`: the marginals of tags of every training text."""
    torch.set_num_threads(1)
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True)
    parse.add_argument("weights", type=Path)
    parse.add_argument("out", type=Path)
    options = parse.parse_args()
    examples, pos, ner = texts(options.data)
    reader = Reader(pos, ner)
    reader.load_state_dict(torch.load(options.weights))
    reader.eval()
    read = emissions(reader, [one.read for one in examples])
    chain = scores(reader)
    told = {
        one.id: posterior(tags, one.read.paragraph, chain).tags.astype(np.float16)
        for one, (tags, _) in zip(examples, read, strict=True)
    }
    np.savez(options.out, **told)


if __name__ == "__main__":
    main()
