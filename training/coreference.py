"""Trains the head that says which mentions are one: `python -m training.coreference --data FOLDER/gum`.

Over the mentions that the shipped trees find, so that training and run time see the same; on GUM's training part but
for every fifth news document. Writes coreference.npz beside the model and the figures of dev and of what is held out,
by the standard definitions, with mentions that stand alone and without."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from onrecord.extraction import coreference as run
from onrecord.extraction.model import FOLDER, Model, look, opened
from onrecord.extraction.syntax import context_of, read, states_of
from onrecord.extraction.syntax import opened as trees_opened
from training.coreference_score import scores
from training.treebank import Tree, parts

SEED, EPOCHS, RATE = 3, 25, 2e-3


class Case:
    """A document: its mentions as found, their states, and which entity each is (-1: none marked there)."""

    def __init__(self, tree: Tree, model: Model) -> None:
        head = trees_opened()
        seen = look(tree.text, model)
        context = context_of(tree.text, seen, head)
        self.mentions = run.told(tree.text, list(read(tree.text, seen, head, context)), head.kinds)
        self.states = states_of(tree.text, seen, context)
        self.gold: dict[tuple[int, int], int] = {}
        for one in tree.mentions:
            self.gold[tree.tokens[one.start].start, tree.tokens[one.end - 1].end] = one.entity
        self.entity = np.array([self.gold.get((m.mention.start, m.mention.end), -1) for m in self.mentions])


def train(cases: list[Case], epochs: int) -> dict[str, np.ndarray]:
    """The trained numbers: each mention should find one of those before it that mean the same, or none."""
    import torch
    from torch import nn

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    width = cases[0].states.shape[1]
    parts_ = nn.ModuleDict({"ask": nn.Linear(width, 64), "answer": nn.Linear(width, 64), "apt": nn.Linear(width, 1)})
    sizes = {"sorts": run.SORTS**2, "sort_kind": run.SORTS * run.KINDS, "kinds": run.KINDS**2}
    sizes |= {"apart": 4 * run.NEAR, "between": 4 * run.NEAR, "same": len(run.SAME)}
    tables = nn.ParameterDict({name: nn.Parameter(torch.zeros(size)) for name, size in sizes.items()})
    chooser = torch.optim.AdamW([*parts_.parameters(), *tables.parameters()], lr=RATE, weight_decay=0.02)
    ready = [(*map(torch.from_numpy, run.pairs(one.mentions)), one) for one in cases if len(one.mentions) > 1]
    order = np.random.default_rng(SEED)
    plan = torch.optim.lr_scheduler.OneCycleLR(chooser, RATE * 3, total_steps=epochs * len(ready), pct_start=0.1)
    drop = nn.Dropout(0.3)
    for epoch in range(epochs):
        total = 0.0
        for at in order.permutation(len(ready)):
            rows, same, one = ready[at]
            x = drop(torch.from_numpy(one.states[[m.row for m in one.mentions]]))
            worth = drop(parts_["ask"](x)) @ parts_["answer"](x).T / 8 + parts_["apt"](x)
            for number, name in enumerate(("sorts", "sort_kind", "kinds", "apart", "between")):
                worth = worth + tables[name][rows[number]]
            worth = worth + torch.tensordot(tables["same"], same, 1)
            size = len(one.mentions)
            before = torch.tril(torch.ones(size, size, dtype=torch.bool), -1)
            worth = torch.cat([torch.zeros(size, 1), worth.masked_fill(~before, -1e9)], 1)
            entity = torch.from_numpy(one.entity)
            right = before & (entity[:, None] == entity[None]) & (entity >= 0)[:, None]
            right = torch.cat([~right.any(1, keepdim=True), right], 1)
            loss = (worth.logsumexp(1) - worth.masked_fill(~right, -1e9).logsumexp(1)).mean()
            chooser.zero_grad()
            loss.backward()
            chooser.step()
            plan.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(ready):.3f}", flush=True)
    told = {f"{name}.{key}": value for name, part in parts_.items() for key, value in part.state_dict().items()}
    return {name: value.detach().numpy() for name, value in {**told, **tables}.items()}


def figures(cases: list[Case]) -> dict[str, dict[str, float]]:
    """MUC, B3, CEAFe and their mean over exact mentions, with those that stand alone and without."""
    found = []
    for one in cases:
        groups: dict[int, set[tuple[int, int]]] = {}
        for place, entity in one.gold.items():
            groups.setdefault(entity, set()).add(place)
        guess = grouped(one)
        found.append(([frozenset(g) for g in groups.values()], guess))
    pairs = [[[c for c in side if len(c) > 1] for side in sides] for sides in found]
    return {"all mentions": scores(found), "without those alone": scores([(a, b) for a, b in pairs])}


def grouped(one: Case) -> list[frozenset[tuple[int, int]]]:
    """The mentions put together by the shipped numbers."""
    owner: list[int] = []
    groups: list[set[tuple[int, int]]] = []
    for at, best in enumerate(run.worth(one.mentions, one.states, run.opened()).argmax(1).tolist()):
        owner.append(owner[best - 1] if best else len(groups))
        if not best:
            groups.append(set())
        groups[owner[at]].add((one.mentions[at].mention.start, one.mentions[at].mention.end))
    return [frozenset(group) for group in groups]


def main() -> None:
    """Trains, writes, measures."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True, help="GUM's folder, with train and dev")
    parse.add_argument("--epochs", type=int, default=EPOCHS)
    parse.add_argument("--measure", action="store_true", help="train nothing")
    options = parse.parse_args()
    taught, tuned, held = parts(options.data)
    model = opened(threads=1)
    if not options.measure:
        weights = train([Case(one, model) for one in taught], options.epochs)
        np.savez_compressed(FOLDER / "coreference.npz", **{k: v.astype(np.float16) for k, v in weights.items()})
        run.opened.cache_clear()
    named = {"dev": tuned, "held out": held}
    result = {name: figures([Case(one, model) for one in part]) for name, part in named.items()}
    print(json.dumps(result, indent=1))
    (Path(__file__).parent / "coreference.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
