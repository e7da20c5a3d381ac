"""Writes the trained reader as the folder that the product ships."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from torch import Tensor

from onrecord.extraction.pieces import FEATURES, ROOM, Pieces, windows
from training.data import tokenizer
from training.graph import OURS, Graph
from training.model import DEEP, HEADS, HIDDEN, WIDTH, Reader
from training.train import fill

INPUTS = {"ids": ["pieces"], "features": ["pieces", len(FEATURES)], "places": ["pieces"], "words": ["words"]}
APART = {"up": 4, "down": 16}  # inputs of the wide products that are kept in float, by how many there are
SHOWN = (1, 3, 5)  # layers given out beside the heads

Weights = dict[str, np.ndarray]


@torch.no_grad()
def peaks(reader: Reader, reads: Sequence[Pieces]) -> dict[str, np.ndarray]:
    """How high each input of the wide products reaches on some texts."""
    found: dict[str, Tensor] = {}
    hooks = []
    for i, layer in enumerate(reader.encoder.layers):
        for part in APART:

            def note(_: Any, inputs: tuple[Tensor], name: str = f"layer{i}.{part}") -> None:
                high = inputs[0].float().abs().flatten(0, 1).amax(0)
                found[name] = torch.maximum(found.get(name, high), high)

            hooks.append(getattr(layer, part).register_forward_pre_hook(note))
    for read in reads:
        for window in windows(read):
            ids, features, _ = fill(read, window)
            reader.encoder(torch.from_numpy(ids)[None], torch.from_numpy(features)[None], None)
    for hook in hooks:
        hook.remove()
    return {name: value.numpy() for name, value in found.items()}


def graph(weights: Weights, high: dict[str, np.ndarray] | None = None) -> Any:
    """Encoder and heads for one window: ids, features and places of words in; tags, links and layers out.

    In int8 where `high` tells how far each input of the wide products reaches."""
    g = Graph(int8=high is not None)
    x = embedded(g, weights)
    for i in range(DEEP):
        part = {name.removeprefix(f"encoder.layers.{i}."): value for name, value in weights.items()}
        x = layer(g, f"layer{i}", x, part, high)
    outputs = heads(g, weights, x)
    ends = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name, shape in INPUTS.items()]
    made = helper.make_graph(g.nodes, "statements", ends, outputs, g.values)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(OURS, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=9)


def embedded(g: Graph, w: Weights) -> str:
    """The sum of all tables, normed."""
    x = g.table("word", w["encoder.word.weight"], "ids")
    for i, name in enumerate(FEATURES):
        index = g.keep(f"column{i}", np.array(i, dtype=np.int64))
        column = g.node("Gather", ["features", index], f"{name}.column", axis=1)
        x = g.node("Add", [x, g.table(name, w[f"encoder.features.{name}.weight"], column)], f"{name}.sum")
    position = w["encoder.position.weight"][: ROOM + 2] + w["encoder.annotator.weight"][0]
    places = g.node("Unsqueeze", [g.table("position", position, "places"), g.axis], "placed")
    x = g.node("Unsqueeze", [x, g.axis], "embedded")
    return g.norm("norm", x, places, w["encoder.norm.weight"], w["encoder.norm.bias"])


def layer(g: Graph, at: str, x: str, part: Weights, high: dict[str, np.ndarray] | None) -> str:
    """One layer of the encoder."""
    qkv = g.product(f"{at}.qkv", x, part["qkv.weight"].T, part["qkv.bias"])
    three = g.split(qkv, [f"{at}.q", f"{at}.k", f"{at}.v"])
    seen = g.node("MultiHeadAttention", three, f"{at}.heads", OURS, num_heads=HEADS)
    out = g.product(f"{at}.out", seen, part["out.weight"].T, part["out.bias"])
    x = g.norm(f"{at}.norm1", x, out, part["norm1.weight"], part["norm1.bias"])
    down = wide(g, at, x, part) if high is None else parted(g, at, x, part, high)
    return g.norm(f"{at}.norm2", x, down, part["norm2.weight"], part["norm2.bias"])


def wide(g: Graph, at: str, x: str, part: Weights) -> str:
    """The wide products, one after the other."""
    up = g.product(f"{at}.up", x, part["up.weight"].T, part["up.bias"])
    up = g.node("Gelu", [up], f"{at}.gelu", OURS)
    return g.product(f"{at}.down", up, part["down.weight"].T, part["down.bias"])


def parted(g: Graph, at: str, x: str, part: Weights, high: dict[str, np.ndarray]) -> str:
    """The wide products in int8, but for their few far-reaching inputs: those are multiplied in float, so that
    int8's steps are fine for the rest (Dettmers et al. 2022, LLM.int8). Hidden units that reach far are
    reckoned apart from the start, so nothing has to be picked out of the others."""
    few, far = (np.sort(np.argsort(high[f"{at}.{name}"])[-count:]) for name, count in APART.items())
    near = np.setdiff1d(np.arange(HIDDEN), far)
    up, bias, down = part["up.weight"].T, part["up.bias"], part["down.weight"].T
    rest = np.ones((WIDTH, 1), dtype=np.float32)
    rest[few] = 0
    low = g.node("Mul", [x, g.keep(f"{at}.up.rest", rest[:, 0])], f"{at}.up.masked")
    low = g.product(f"{at}.up.low", low, (up * rest)[:, near], bias[near])
    picked = g.node("Gather", [x, g.keep(f"{at}.up.high", few.astype(np.int64))], f"{at}.up.picked", axis=-1)
    low = g.node("Gelu", [g.add_product(f"{at}.up.few", picked, up[few][:, near], low)], f"{at}.gelu", OURS)
    apart = g.node("Gelu", [g.exact(f"{at}.up.far", x, up[:, far], bias[far])], f"{at}.far.gelu", OURS)
    low = g.product(f"{at}.down.low", low, down[near], part["down.bias"])
    return g.add_product(f"{at}.down.far", apart, down[far], low)


def heads(g: Graph, w: Weights, x: str) -> list[Any]:
    """The heads over states of words; the graph's outputs: theirs, and the layers that the dependency head reads."""
    words = g.node("Gather", [x, "words"], "states", axis=1)
    tags = g.exact("tags", words, w["heads.tags.weight"].T, w["heads.tags.bias"])
    link = g.product("link", words, w["heads.link.weight"].T, w["heads.link.bias"])
    names = [g.node("Squeeze", [tags, g.axis], "tags_of_words"), g.node("Squeeze", [link, g.axis], "link_of_words")]
    shapes: dict[str, list[Any]] = {name: ["words", None] for name in names}
    shapes |= {f"layer{i}.norm2.out": [1, "pieces", WIDTH] for i in SHOWN}
    return [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]


def numbers(reader: Reader) -> Weights:
    """All weights by name."""
    return {name: value.detach().float().numpy() for name, value in reader.state_dict().items()}


def write(reader: Reader, folder: Path, tuned: dict[str, Any], texts: Sequence[Pieces], int8: bool = True) -> None:
    """The shipped folder: statements.onnx, tokenizer.json, heads.npz and settings.json.

    `texts` are some of the training texts, to see which inputs reach far."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = numbers(reader)
    onnx.save(graph(weights, peaks(reader, texts) if int8 else None), str(folder / "statements.onnx"))
    tokenizer().save(str(folder / "tokenizer.json"), pretty=False)
    heads = {name: weights[f"heads.{name}"] for name in ("transitions", "begin", "end", "distance", "none")}
    np.savez(folder / "heads.npz", **heads)
    (folder / "settings.json").write_text(json.dumps(tuned, indent=1, sort_keys=True) + "\n")
