"""An ONNX graph in the making, in operators of onnxruntime that already join what a BERT layer needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

OURS = "com.microsoft"


class Graph:
    """Nodes and constants as they are added; every result has a name, which its node bears too."""

    def __init__(self, int8: bool) -> None:
        self.int8 = int8
        self.nodes: list[Any] = []
        self.values: list[Any] = []
        self.axis = self.keep("axis0", np.array([0], dtype=np.int64))

    def keep(self, name: str, value: np.ndarray) -> str:
        """A constant."""
        self.values.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        """An operator with one output."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def split(self, x: str, outputs: Sequence[str]) -> list[str]:
        """Its last axis in equal parts."""
        self.nodes.append(helper.make_node("Split", [x], list(outputs), axis=-1, num_outputs=len(outputs)))
        return list(outputs)

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

    def product(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x times a matrix of inputs by outputs, and the bias; in int8 where the graph is."""
        if not self.int8:
            return self.exact(name, x, weight, bias)
        rows, scale = narrow(weight)
        inputs = [x, self.keep(f"{name}.w", rows), self.keep(f"{name}.s", scale)]
        inputs += [self.keep(f"{name}.z", np.zeros_like(scale, dtype=np.int8)), self.keep(f"{name}.b", bias)]
        return self.node("DynamicQuantizeMatMul", inputs, f"{name}.out", OURS)

    def exact(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x times a matrix, and the bias, in float."""
        return self._gemm(name, [self._flat(x), self.keep(f"{name}.w", weight), self.keep(f"{name}.b", bias)])

    def add_product(self, name: str, x: str, weight: np.ndarray, so_far: str) -> str:
        """x times a matrix in float, on top of another result."""
        return self._gemm(name, [self._flat(x), self.keep(f"{name}.w", weight), self._flat(so_far)])

    def _gemm(self, name: str, inputs: list[str]) -> str:
        return self.node("Unsqueeze", [self.node("Gemm", inputs, f"{name}.flat"), self.axis], f"{name}.out")

    def _flat(self, x: str) -> str:
        return self.node("Squeeze", [x, self.axis], f"{x}.rows")

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
