"""Trains the dependency head over the shipped encoder's layers: `python -m training.syntax --data FOLDER/gum`.

The encoder is frozen and run once, as shipped in int8, so that training and run time see the same numbers. Writes
syntax.npz and its figures beside the model; `--measure` only measures what is shipped."""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np

from onrecord.extraction.model import FOLDER, Look, Model, look, opened
from onrecord.extraction.syntax import opened as head_of_folder
from training.syntax_data import Example, Names, examples
from training.syntax_score import figures
from training.treebank import Tree, parts

SEED, EPOCHS, RATE, WORDS = 3, 12, 2e-3, 1200


def looks(trees: list[Tree], model: Model) -> list[Look]:
    """The encoder's pass over each document; the layers in half precision, as there are many."""
    every = (look(one.text, model) for one in trees)
    return [one._replace(layers=one.layers.astype(np.float16)) for one in every]


def batches(every: list[Example], rng: random.Random) -> list[list[Example]]:
    """Sentences of like length together, some `WORDS` words a batch, in an order of chance."""
    ranked = sorted(every, key=lambda one: len(one.head) + 3 * rng.random())
    out: list[list[Example]] = [[]]
    for one in ranked:
        if out[-1] and (len(out[-1]) + 1) * len(one.head) > WORDS:
            out.append([])
        out[-1].append(one)
    rng.shuffle(out)
    return out


def train(every: list[Example], names: Names, epochs: int) -> dict[str, np.ndarray]:
    """The trained numbers."""
    import torch

    from training.syntax_model import Parser, collate

    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # small products: two threads wait for each other more than they gain
    rng = random.Random(SEED)
    parser = Parser(every[0].layers.shape[1], names)
    chooser = torch.optim.AdamW(parser.parameters(), lr=RATE, weight_decay=0.01, betas=(0.9, 0.95))
    steps = epochs * (len(batches(every, rng)) + 5)
    plan = torch.optim.lr_scheduler.OneCycleLR(chooser, RATE, total_steps=steps, pct_start=0.1)
    for epoch in range(epochs):
        began, total, some = time.perf_counter(), 0.0, batches(every, rng)
        for batch in some:
            loss = parser.loss(*collate(batch))
            chooser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parser.parameters(), 1.0)
            chooser.step()
            plan.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(some):.3f}, {time.perf_counter() - began:.0f} s", flush=True)
    return {name: value.detach().numpy() for name, value in parser.state_dict().items()}


def write(weights: dict[str, np.ndarray], names: Names, folder: Path) -> None:
    """The head as the product reads it: half precision, and the names in their order."""
    told = {
        "relations": np.array(list(names.relations)),
        "tags": np.array(list(names.tags)),
        "kinds": np.array(["", *names.kinds]),
    }
    np.savez_compressed(folder / "syntax.npz", **{k: v.astype(np.float16) for k, v in weights.items()}, **told)
    head_of_folder.cache_clear()


def main() -> None:
    """Trains, writes, measures."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True, help="GUM's folder, with train and dev")
    parse.add_argument("--epochs", type=int, default=EPOCHS)
    parse.add_argument("--measure", action="store_true", help="train nothing")
    options = parse.parse_args()
    taught, tuned, held = parts(options.data)
    model = opened(threads=2)
    if not options.measure:
        names = Names({}, {}, {})
        every = [
            one for tree, seen in zip(taught, looks(taught, model), strict=True) for one in examples(tree, seen, names)
        ]
        print(f"{len(every)} sentences, {sum(len(one.head) for one in every)} words", flush=True)
        write(train(every, names, options.epochs), names, FOLDER)
    head = head_of_folder()
    result = {
        name: figures(part, [look(one.text, model) for one in part], head)
        for name, part in (("dev", tuned), ("held out", held))
    }
    print(json.dumps(result, indent=1))
    (Path(__file__).parent / "syntax.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
