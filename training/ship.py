"""Weights to the shipped folder, with floors and score set on the development part."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.data import load
from training.export import write
from training.gate import CHOSEN, UNWEIGHED, tune
from training.model import Reader
from training.train import soup


def main() -> None:
    """`python -m training.ship --data FOLDER --out FOLDER WEIGHTS...`: the mean of the weights ships."""
    torch.set_num_threads(1)
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True)
    parse.add_argument("--out", type=Path, required=True)
    parse.add_argument("--float", action="store_true", help="no int8: to see what int8 costs")
    parse.add_argument("weights", type=Path, nargs="+")
    options = parse.parse_args()
    weights = soup(options.weights)
    reader = Reader(len(weights["heads.pos.bias"]), len(weights["heads.ner.bias"]))
    reader.load_state_dict(weights)
    reader.eval()
    texts = [one.read for one in load(options.data / "train.jsonl.gz", [], [])[:40:2]]
    write(
        reader,
        options.out,
        CHOSEN._replace(weights=UNWEIGHED)._asdict(),
        texts,
        int8=not options.float,
    )
    tune(options.data, options.out)


if __name__ == "__main__":
    main()
