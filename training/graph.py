"""An ONNX graph in the making, in operators of onnxruntime that already join what a BERT layer needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from onnx import TensorProto, helper, numpy_helper

OURS = "com.microsoft"


class Reach(NamedTuple):
    """How low and how high each column of a result was in some windows: a row a window."""

    low: np.ndarray
    high: np.ndarray

    def picked(self, columns: np.ndarray, parts: np.ndarray | int = 1) -> Reach:
        """Of some columns, divided by so much."""
        return Reach(self.low[:, columns] / parts, self.high[:, columns] / parts)

    @property
    def peaks(self) -> np.ndarray:
        """How far from nought each column ever was."""
        return np.maximum(-self.low, self.high).max(0)

    def steps(self) -> tuple[np.float32, np.uint8]:
        """Scale and zero of eight bits that hold all of nine windows in ten; what is beyond is cut off.

        Set once, not window by window: faster, a text reads the same whatever is read with it, and on the development
        part it was no worse (the widest of all windows, or their median: within .3 of each other)."""
        low, high = min(0.0, -np.quantile(-self.low.min(1), 0.9)), max(0.0, np.quantile(self.high.max(1), 0.9))
        scale = max(high - low, 1e-8) / 255
        return np.float32(scale), np.uint8(np.clip(round(-low / scale), 0, 255))


class Graph:
    """Nodes and constants as they are added; every result has a name, which its node bears too.

    In int8 where it is told how far the products' inputs reach."""

    def __init__(self, reach: Mapping[str, Reach] | None) -> None:
        self.reach = None if reach is None else dict(reach)
        self.nodes: list[Any] = []
        self.values: list[Any] = []
        self.axis = self.keep("axis0", np.array([0], dtype=np.int64))
        self.shorts: dict[str, list[str]] = {}
        self.spreads: dict[str, tuple[str, np.ndarray]] = {}

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
        if self.reach is None or len(weight) < 1000:
            return self.node("Gather", [self.keep(name, weight), index], f"{name}.rows")
        scale = np.abs(weight).max(1, keepdims=True) / 127
        rows = np.round(weight / scale).astype(np.int8)
        short = self.node("Gather", [self.keep(name, rows), index], f"{name}.short")
        size = self.node("Gather", [self.keep(f"{name}.scale", scale.astype(np.float32)), index], f"{name}.size")
        return self.node(
            "Mul", [self.node("Cast", [short], f"{name}.cast", to=TensorProto.FLOAT), size], f"{name}.rows"
        )

    def product(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray, room: int = 0) -> str:
        """x times a matrix of inputs by outputs, and the bias; in int8 where the graph is. So many columns more hold
        parts of the inputs that reach far, so that eight bits are fine for the others."""
        if self.reach is None:
            return self.exact(name, x, weight, bias)
        if room:
            x, whose = self.spread(x, self.reach[x], room)
            weight = weight[whose]
        short, size, zero = self.shortened(x, self.reach[x])
        rows, scale = narrow(weight)
        inputs = [short, self.keep(f"{name}.w", rows), size, self.keep(f"{name}.s", scale), zero, ""]
        return self.node("MatMulIntegerToFloat", [*inputs, self.keep(f"{name}.b", bias)], f"{name}.out", OURS)

    def shortened(self, x: str, reach: Reach) -> list[str]:
        """x in eight bits, with its scale and its zero: once, however many products ask."""
        if x not in self.shorts:
            scale, zero = reach.steps()
            parts = [self.keep(f"{x}.size", scale), self.keep(f"{x}.zero", zero)]
            self.shorts[x] = [self.node("QuantizeLinear", [x, *parts], f"{x}.short"), *parts]
        return self.shorts[x]

    def exact(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x times a matrix, and the bias, in float."""
        return self.node("Gemm", [x, self.keep(f"{name}.w", weight), self.keep(f"{name}.b", bias)], f"{name}.out")

    def add_product(self, name: str, x: str, weight: np.ndarray, so_far: str) -> str:
        """x times a matrix in float, on top of another result."""
        return self.node("Gemm", [x, self.keep(f"{name}.w", weight), so_far], f"{name}.out")

    def attention(self, name: str, three: Sequence[str], heads: int) -> str:
        """What each piece makes of all: queries, keys and values in, of one window."""
        whole = [self.node("Unsqueeze", [one, self.axis], f"{one}.whole") for one in three]
        seen = self.node("MultiHeadAttention", whole, f"{name}.whole", OURS, num_heads=heads)
        return self.node("Squeeze", [seen, self.axis], name)

    def spread(self, x: str, reach: Reach, room: int) -> tuple[str, np.ndarray]:
        """Its columns, each in so many equal parts, the first of each in its place; and whose each is: once."""
        if x not in self.spreads:
            parts = even_parts(reach.peaks, room)
            more = np.repeat(np.arange(len(parts)), parts - 1)
            whose = np.append(np.arange(len(parts)), more)
            even = self.node("Mul", [x, self.keep(f"{x}.part", (1 / parts).astype(np.float32))], f"{x}.even")
            again = self.node("Gather", [even, self.keep(f"{x}.more", more)], f"{x}.again", axis=1)
            self.spreads[x] = self.node("Concat", [even, again], f"{x}.spread", axis=1), whose
            self.reach[f"{x}.spread"] = reach.picked(whose, parts[whose])
        return self.spreads[x]

    def norm(self, name: str, x: str, skip: str, gamma: np.ndarray, beta: np.ndarray) -> str:
        """Layer norm of a sum. onnxruntime's operator for both at once goes number by number, eight times slower."""
        total = self.node("Add", [x, skip], f"{name}.sum")
        inputs = [total, self.keep(f"{name}.g", gamma), self.keep(f"{name}.b", beta)]
        return self.node("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=1e-12)


def narrow(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A matrix as int8 with a scale a column.

    Seven bits, not eight: on processors without VNNI the sum of two products of eight bits
    overflows its sixteen and is cut off, and the same words would read differently there."""
    scale = np.maximum(np.abs(weight).max(0), 1e-8) / 63
    return np.round(weight / scale).astype(np.int8), scale.astype(np.float32)


def even_parts(peaks: np.ndarray, room: int) -> np.ndarray:
    """Into how many equal parts to divide each column, so that none reaches far and all of them take `room` columns
    more (Zhao et al. 2019, outlier channel splitting)."""
    count = np.ones(len(peaks), dtype=np.int64)
    for _ in range(room):
        count[np.argmax(peaks / count)] += 1
    return count
