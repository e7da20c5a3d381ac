"""Writes the trained reader as the folder that the product ships."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from onrecord.extraction.pieces import FEATURES, ROOM, Pieces, windows
from training.data import tokenizer
from training.model import DEEP, HEADS, WIDTH, Reader
from training.train import fill

OURS = "com.microsoft"
INPUTS = {"ids": ["pieces"], "features": ["pieces", len(FEATURES)], "places": ["pieces"], "words": ["words"]}
NORM = "plain"
APART = {384: 4, 1536: 16}  # inputs kept in float, by how many there are
SHOWN = (1, 3, 5)  # layers given out beside the heads


class Graph:
    """An ONNX graph in the making: operators of onnxruntime that already join what a BERT layer needs."""

    def __init__(self, int8: bool, peaks: dict[str, np.ndarray] | None = None) -> None:
        self.int8, self.peaks = int8, peaks or {}
        self.nodes: list[Any] = []
        self.values: list[Any] = []
        self.last = self.keep("last", np.array([-1], dtype=np.int64))
        self.per = self.keep("per", np.array(1 / WIDTH, dtype=np.float32))
        self.tiny = self.keep("tiny", np.array(1e-12, dtype=np.float32))

    def keep(self, name: str, value: np.ndarray) -> str:
        """A constant."""
        self.values.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        """An operator with one output."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def table(self, name: str, weight: np.ndarray, index: str) -> str:
        """Rows of a table. In int8 each row has its scale: a rare word costs no common one precision."""
        if not self.int8 or len(weight) < 1000:
            return self.node("Gather", [self.keep(name, weight), index], f"{name}.rows")
        scale = np.abs(weight).max(1, keepdims=True) / 127
        rows = np.round(weight / scale).astype(np.int8)
        short = self.node("Gather", [self.keep(name, rows), index], f"{name}.short")
        size = self.node("Gather", [self.keep(f"{name}.scale", scale.astype(np.float32)), index], f"{name}.size")
        return self.node(
            "Mul", [self.node("Cast", [short], f"{name}.cast", to=TensorProto.FLOAT), size], f"{name}.rows"
        )

    def product(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray | None, exact: bool = False) -> str:
        """x times a matrix of inputs by outputs, and the bias."""
        if self.int8 and not exact:
            if name in self.peaks:
                return self.parted(name, x, weight, bias, np.argsort(self.peaks[name])[-APART[len(weight)] :])
            rows, scale = narrow(weight)
            inputs = [x, self.keep(f"{name}.w", rows), self.keep(f"{name}.s", scale)]
            inputs += [self.keep(f"{name}.z", np.zeros_like(scale, dtype=np.int8))]
            inputs += [self.keep(f"{name}.b", bias)] if bias is not None else []
            return self.node("DynamicQuantizeMatMul", inputs, f"{name}.out", OURS)
        out = self.node("MatMul", [x, self.keep(f"{name}.w", weight)], f"{name}.product")
        return out if bias is None else self.node("Add", [out, self.keep(f"{name}.b", bias)], f"{name}.out")

    def parted(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray | None, high: np.ndarray) -> str:
        """A product whose few far-reaching inputs are multiplied in float, so that int8's steps are fine for
        the rest (Dettmers et al. 2022, LLM.int8)."""
        high = np.sort(high).astype(np.int64)
        rest = np.ones(len(weight), dtype=np.float32)
        rest[high] = 0
        few = self.node("Gather", [x, self.keep(f"{name}.high", high)], f"{name}.few", axis=-1)
        few = self.node("MatMul", [few, self.keep(f"{name}.few.w", weight[high])], f"{name}.few.out")
        low = self.node("Mul", [x, self.keep(f"{name}.rest", rest)], f"{name}.low")
        return self.node("Add", [self.product(f"{name}.low", low, weight * rest[:, None], bias), few], f"{name}.sum")

    def norm(self, name: str, x: str, skip: str, gamma: np.ndarray, beta: np.ndarray) -> str:
        """Layer norm of a sum, written out: onnxruntime's own goes number by number, a fifth of a run."""
        if NORM == "skip":
            inputs = [x, skip, self.keep(f"{name}.g", gamma), self.keep(f"{name}.b", beta)]
            return self.node("SkipLayerNormalization", inputs, f"{name}.out", OURS, epsilon=1e-12)
        total = self.node("Add", [x, skip], f"{name}.sum")
        mean = self.node("ReduceMean", [total, self.last], f"{name}.mean")
        apart = self.node("Sub", [total, mean], f"{name}.apart")
        square = self.node("ReduceSumSquare", [apart, self.last], f"{name}.square")
        spread = self.node("Add", [self.node("Mul", [square, self.per], f"{name}.variance"), self.tiny], f"{name}.more")
        size = self.node("Reciprocal", [self.node("Sqrt", [spread], f"{name}.deviation")], f"{name}.size")
        even = self.node("Mul", [apart, size], f"{name}.even")
        scaled = self.node("Mul", [even, self.keep(f"{name}.g", gamma)], f"{name}.scaled")
        return self.node("Add", [scaled, self.keep(f"{name}.b", beta)], f"{name}.out")


def narrow(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A matrix as int8 with a scale a column.

    Seven bits, not eight: on processors without VNNI the sum of two products of eight bits
    overflows its sixteen and is cut off, and the same words would read differently there."""
    scale = np.maximum(np.abs(weight).max(0), 1e-8) / 63
    return np.round(weight / scale).astype(np.int8), scale.astype(np.float32)


@torch.no_grad()
def peaks(reader: Reader, reads: Sequence[Pieces]) -> dict[str, np.ndarray]:
    """How high each input of the wide products reaches on some texts."""
    found: dict[str, Tensor] = {}
    hooks = []
    for i, layer in enumerate(reader.encoder.layers):
        for part in ("up", "down"):

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


def graph(
    weights: dict[str, np.ndarray],
    int8: bool,
    high: dict[str, np.ndarray] | None = None,
    attention: str = "three",
) -> Any:
    """Encoder and heads for one window: ids, features and places of words in; tags and links out."""
    g = Graph(int8, high)
    w = weights
    x = g.table("word", w["encoder.word.weight"], "ids")
    position = w["encoder.position.weight"][: ROOM + 2] + w["encoder.annotator.weight"][0]
    for i, name in enumerate(FEATURES):
        column = g.node(
            "Gather",
            ["features", g.keep(f"column{i}", np.array(i, dtype=np.int64))],
            f"{name}.column",
            axis=1,
        )
        x = g.node("Add", [x, g.table(name, w[f"encoder.features.{name}.weight"], column)], f"{name}.sum")
    x = g.node("Unsqueeze", [x, g.keep("axis0", np.array([0], dtype=np.int64))], "embedded")
    places = g.table("position", position, "places")
    places = g.node("Unsqueeze", [places, "axis0"], "placed")
    x = g.norm("norm", x, places, w["encoder.norm.weight"], w["encoder.norm.bias"])
    for i in range(DEEP):
        at = f"layer{i}"

        def part(name: str) -> np.ndarray:
            return w[f"encoder.layers.{i}.{name}"]  # noqa: B023

        if attention == "fused" and not int8:
            a = g.node(
                "Attention",
                [x, g.keep(f"{at}.qkv.w", part("qkv.weight").T), g.keep(f"{at}.qkv.b", part("qkv.bias"))],
                f"{at}.heads",
                OURS,
                num_heads=HEADS,
            )
        elif attention == "fused":
            rows, scale = narrow(part("qkv.weight").T)
            g.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [f"{at}.x8", f"{at}.xs", f"{at}.xz"]))
            inputs = [
                f"{at}.x8",
                g.keep(f"{at}.qkv.w", rows),
                g.keep(f"{at}.qkv.b", part("qkv.bias")),
                f"{at}.xs",
                g.keep(f"{at}.qkv.s", scale),
                "",
                f"{at}.xz",
                g.keep(f"{at}.qkv.z", np.zeros_like(scale, dtype=np.int8)),
            ]
            a = g.node("QAttention", inputs, f"{at}.heads", OURS, num_heads=HEADS)
        elif attention == "three":
            three = []
            for j, name in enumerate("qkv"):
                rows = slice(j * WIDTH, (j + 1) * WIDTH)
                three.append(g.product(f"{at}.{name}", x, part("qkv.weight")[rows].T, part("qkv.bias")[rows]))
            a = g.node("MultiHeadAttention", three, f"{at}.heads", OURS, num_heads=HEADS)
        else:
            qkv = g.product(f"{at}.qkv", x, part("qkv.weight").T, part("qkv.bias"))
            g.nodes.append(helper.make_node("Split", [qkv], [f"{at}.q", f"{at}.k", f"{at}.v"], axis=-1, num_outputs=3))
            a = g.node("MultiHeadAttention", [f"{at}.q", f"{at}.k", f"{at}.v"], f"{at}.heads", OURS, num_heads=HEADS)
        out = g.product(f"{at}.out", a, part("out.weight").T, part("out.bias"))
        x = g.norm(f"{at}.norm1", x, out, part("norm1.weight"), part("norm1.bias"))
        up = g.product(f"{at}.up", x, part("up.weight").T, None)
        up = g.node("BiasGelu", [up, g.keep(f"{at}.up.bias", part("up.bias"))], f"{at}.gelu", OURS)
        down = g.product(f"{at}.down", up, part("down.weight").T, part("down.bias"))
        x = g.norm(f"{at}.norm2", x, down, part("norm2.weight"), part("norm2.bias"))
    words = g.node("Gather", [x, "words"], "states", axis=1)
    outputs: list[str] = []
    for name in ("tags", "link"):
        head = g.product(name, words, w[f"heads.{name}.weight"].T, w[f"heads.{name}.bias"], exact=name == "tags")
        outputs.append(g.node("Squeeze", [head, "axis0"], f"{name}_of_words"))
    told = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["words", None]) for name in outputs]
    made = helper.make_graph(
        g.nodes,
        "statements",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name, shape in INPUTS.items()],
        [*told, *layer_outputs()],
        g.values,
    )  # fmt: skip
    return helper.make_model(
        made, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(OURS, 1)], ir_version=9
    )


def layer_outputs() -> list[Any]:
    """The layers that the dependency head reads (training/syntax.py), as outputs of the graph."""
    shape = [1, "pieces", WIDTH]
    return [helper.make_tensor_value_info(f"layer{i}.norm2.out", TensorProto.FLOAT, shape) for i in SHOWN]


def show_layers(path: Path) -> None:
    """Adds the layers to a graph that was written without them; no number in it changes."""
    model = onnx.load(str(path))
    if len(model.graph.output) == 2:
        model.graph.output.extend(layer_outputs())
        onnx.save(model, str(path))


def numbers(reader: Reader) -> dict[str, np.ndarray]:
    """All weights by name."""
    return {name: value.detach().float().numpy() for name, value in reader.state_dict().items()}


def write(reader: Reader, folder: Path, tuned: dict[str, Any], texts: Sequence[Pieces], int8: bool = True) -> None:
    """The shipped folder: statements.onnx, tokenizer.json, heads.npz and settings.json.

    `texts` are some of the training texts, to see which inputs reach far."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = numbers(reader)
    high = peaks(reader, texts) if int8 else None
    onnx.save(graph(weights, int8, high), str(folder / "statements.onnx"))
    tokenizer().save(str(folder / "tokenizer.json"), pretty=False)
    heads = {name: weights[f"heads.{name}"] for name in ("transitions", "begin", "end", "distance", "none")}
    np.savez(folder / "heads.npz", **heads)
    (folder / "settings.json").write_text(json.dumps(tuned, indent=1, sort_keys=True) + "\n")
