"""Writes the trained reader as the folder that the product ships."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from onrecord.extraction.model import feed
from onrecord.extraction.pieces import FEATURES, ROOM, Pieces, windows
from training.data import tokenizer
from training.graph import OURS, Graph, Reach
from training.model import DEEP, HEADS, HIDDEN, WIDTH, Reader

INPUTS = {"ids": ["pieces"], "features": ["pieces", len(FEATURES)], "places": ["pieces"], "words": ["words"]}
MORE = 16  # columns for parts of a norm's that reach far
APART = 16  # hidden units that reach far and are kept in float
SHOWN = (1, 3, 5)  # layers given out beside the heads
INNER = ("heads", "norm1.out", "gelu", "norm2.out")  # of a layer, what products begin with

Weights = dict[str, np.ndarray]


def reach(weights: Weights, reads: Sequence[Pieces]) -> dict[str, Reach]:
    """How far all that the products begin with reaches on some texts, in float."""
    names = ["norm.out", *(f"layer{i}.{name}" for i in range(DEEP) for name in INNER), "states"]
    model = graph(weights, None)
    model.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found: dict[str, list[np.ndarray]] = {name: [] for name in names}
    for given in (feed(read, window) for read in reads for window in windows(read)):
        for name, value in zip(names, session.run(names, given), strict=True):
            found[name].append(np.stack([value.min(0), value.max(0)]))
    return {name: Reach(*np.stack(rows, axis=1)) for name, rows in found.items()}


def graph(weights: Weights, reach: dict[str, Reach] | None) -> Any:
    """Encoder and heads for one window: ids, features and places of words in; tags, links and layers out.

    In int8 where it is told how far the inputs of the products reach."""
    g = Graph(reach)
    x = embedded(g, weights)
    for i in range(DEEP):
        part = {name.removeprefix(f"encoder.layers.{i}."): value for name, value in weights.items()}
        x = layer(g, f"layer{i}", x, part)
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
    return g.norm("norm", x, g.table("position", position, "places"), w["encoder.norm.weight"], w["encoder.norm.bias"])


def layer(g: Graph, at: str, x: str, part: Weights) -> str:
    """One layer of the encoder."""
    matrices, biases = (np.split(part[f"qkv.{name}"], 3) for name in ("weight", "bias"))
    three = [
        g.product(f"{at}.{name}", x, matrix.T, bias, MORE)
        for name, matrix, bias in zip("qkv", matrices, biases, strict=True)
    ]
    seen = g.attention(f"{at}.heads", three, HEADS)
    out = g.product(f"{at}.out", seen, part["out.weight"].T, part["out.bias"])
    x = g.norm(f"{at}.norm1", x, out, part["norm1.weight"], part["norm1.bias"])
    down = wide(g, at, x, part) if g.reach is None else parted(g, at, x, part, g.reach)
    return g.norm(f"{at}.norm2", x, down, part["norm2.weight"], part["norm2.bias"])


def wide(g: Graph, at: str, x: str, part: Weights) -> str:
    """The wide products, one after the other."""
    up = g.product(f"{at}.up", x, part["up.weight"].T, part["up.bias"])
    up = g.node("Gelu", [up], f"{at}.gelu", OURS)
    return g.product(f"{at}.down", up, part["down.weight"].T, part["down.bias"])


def parted(g: Graph, at: str, x: str, part: Weights, reach: dict[str, Reach]) -> str:
    """The wide products in int8. The hidden units that reach far are reckoned apart, in float (Dettmers et al. 2022,
    LLM.int8), from the start, so nothing has to be picked out of the others."""
    far = np.sort(np.argsort(reach[f"{at}.gelu"].peaks)[-APART:])
    near = np.setdiff1d(np.arange(HIDDEN), far)
    up, bias, down = part["up.weight"].T, part["up.bias"], part["down.weight"].T
    reach[f"{at}.gelu"] = reach[f"{at}.gelu"].picked(near)
    low = g.node("Gelu", [g.product(f"{at}.up.low", x, up[:, near], bias[near], MORE)], f"{at}.gelu", OURS)
    apart = g.node("Gelu", [g.exact(f"{at}.up.far", x, up[:, far], bias[far])], f"{at}.far.gelu", OURS)
    low = g.product(f"{at}.down.low", low, down[near], part["down.bias"])
    return g.add_product(f"{at}.down.far", apart, down[far], low)


def heads(g: Graph, w: Weights, x: str) -> list[Any]:
    """The heads over states of words; the graph's outputs: theirs, and the layers that the dependency head reads."""
    words = g.node("Gather", [x, "words"], "states", axis=0)
    tags = g.exact("tags", words, w["heads.tags.weight"].T, w["heads.tags.bias"])
    link = g.product("link", words, w["heads.link.weight"].T, w["heads.link.bias"])
    shapes: dict[str, list[Any]] = {name: ["words", None] for name in (tags, link)}
    shapes |= {f"layer{i}.norm2.out": ["pieces", WIDTH] for i in SHOWN}
    return [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]


def numbers(reader: Reader) -> Weights:
    """All weights by name."""
    return {name: value.detach().float().numpy() for name, value in reader.state_dict().items()}


def write(reader: Reader, folder: Path, tuned: dict[str, Any], texts: Sequence[Pieces], int8: bool = True) -> None:
    """The shipped folder: statements.onnx, tokenizer.json, heads.npz and settings.json.

    `texts` are some of the training texts, to see which inputs reach far."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = numbers(reader)
    onnx.save(graph(weights, reach(weights, texts) if int8 else None), str(folder / "statements.onnx"))
    tokenizer().save(str(folder / "tokenizer.json"), pretty=False)
    heads = {name: weights[f"heads.{name}"] for name in ("transitions", "begin", "end", "distance", "none")}
    np.savez(folder / "heads.npz", **heads)
    (folder / "settings.json").write_text(json.dumps(tuned, indent=1, sort_keys=True) + "\n")
