"""Encoders of a shape with random weights, for comparing speed: what the arithmetic itself takes.

Run by the peers' Python, which has the library that writes models; `shapes.py FOLDER` makes both models there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic


class Shape(NamedTuple):
    """A BERT's measures."""

    layers: int
    width: int
    heads: int
    inner: int
    vocabulary: int = 30522


OURS = Shape(6, 384, 12, 1536)
BASE = Shape(12, 768, 12, 3072)


class Graph:
    """Nodes and weights as they are added; random weights of a fixed seed."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self.random = np.random.default_rng(7)

    def weight(self, name: str, *shape: int, kind: type = np.float32) -> str:
        """A random weight; its name."""
        values = self.random.normal(0, 0.02, shape) if kind is np.float32 else self.random.integers(-90, 90, shape)
        self.weights.append(numpy_helper.from_array(values.astype(kind), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **settings: Any) -> str:
        """A node of one output; its name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **settings))
        return output

    def linear(self, x: str, name: str, rows: int, columns: int) -> str:
        """x W + b."""
        product = self.node("MatMul", [x, self.weight(f"{name}.w", rows, columns)], f"{name}.m")
        return self.node("Add", [product, self.weight(f"{name}.b", columns)], name)

    def model(self, inputs: list[Any], outputs: list[Any]) -> onnx.ModelProto:
        """The graph as a model."""
        graph = helper.make_graph(self.nodes, "shape", inputs, outputs, self.weights)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def encoder(shape: Shape) -> onnx.ModelProto:
    """A BERT of this shape with the runtime's fused attention, normalisation and GELU; a window at a time."""
    g = Graph()
    x = g.node("Gather", [g.weight("words", shape.vocabulary, shape.width), "ids"], "x0")
    for at in range(shape.layers):
        x = _layer(g, x, f"l{at}", shape)
    tags = g.linear(x, "tags", shape.width, 13)
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "length"])
    return g.model([ids], [helper.make_tensor_value_info(tags, TensorProto.FLOAT, [1, "length", 13])])


def _layer(g: Graph, x: str, name: str, shape: Shape) -> str:
    width = shape.width
    parts = [g.linear(x, f"{name}.{part}", width, width) for part in "qkv"]
    mixed = g.node("MultiHeadAttention", parts, f"{name}.a", "com.microsoft", num_heads=shape.heads)
    x = _normal(g, x, g.linear(mixed, f"{name}.o", width, width), f"{name}.n1", width)
    inner = g.node("Gelu", [g.linear(x, f"{name}.f", width, shape.inner)], f"{name}.g", "com.microsoft")
    return _normal(g, x, g.linear(inner, f"{name}.s", shape.inner, width), f"{name}.n2", width)


def _normal(g: Graph, x: str, y: str, name: str, width: int) -> str:
    scale = [g.weight(f"{name}.g", width), g.weight(f"{name}.b", width)]
    return g.node("SkipLayerNormalization", [x, y, *scale], name, "com.microsoft", epsilon=1e-12)


def products(shape: Shape) -> onnx.ModelProto:
    """The matrix products alone: int8 weights by 8-bit words, and attention's two in float."""
    g = Graph()
    x = helper.make_tensor_value_info("x", TensorProto.UINT8, ["length", shape.width])
    y = helper.make_tensor_value_info("y", TensorProto.UINT8, ["length", shape.inner])
    q = helper.make_tensor_value_info("q", TensorProto.FLOAT, [shape.heads, "length", shape.width // shape.heads])
    k = helper.make_tensor_value_info("k", TensorProto.FLOAT, [shape.heads, shape.width // shape.heads, "length"])
    outputs = []
    for at in range(shape.layers):
        sizes = [  # queries, keys and values in one, as the shipped graph has them
            ("x", shape.width, 3 * shape.width),
            ("x", shape.width, shape.width),
            ("x", shape.width, shape.inner),
            ("y", shape.inner, shape.width),
        ]
        for i, (given, rows, columns) in enumerate(sizes):
            weight = g.weight(f"w{at}.{i}", rows, columns, kind=np.int8)
            outputs.append((g.node("MatMulInteger", [given, weight], f"o{at}.{i}"), TensorProto.INT32))
        scores = g.node("MatMul", ["q", "k"], f"s{at}")
        keys = g.node("Transpose", ["k"], f"t{at}", perm=[0, 2, 1])
        outputs.append((g.node("MatMul", [scores, keys], f"v{at}"), TensorProto.FLOAT))
    infos = [helper.make_tensor_value_info(name, kind, None) for name, kind in outputs]
    return g.model([x, y, q, k], infos)


def save(model: onnx.ModelProto, path: Path) -> Path:
    """The model as a file."""
    onnx.save(model, str(path))
    return path


def quantised(model: onnx.ModelProto, folder: Path, name: str) -> Path:
    """The model with int8 weights, the way the shipped one is made."""
    plain = save(model, folder / f"{name}.float.onnx")
    path = folder / f"{name}.onnx"
    extra = {"DefaultTensorType": TensorProto.FLOAT}  # the fused nodes have no shape inference
    quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True, extra_options=extra)
    return path


if __name__ == "__main__":
    made = Path(sys.argv[1])
    both = [save(products(OURS), made / "products.onnx"), quantised(encoder(BASE), made, "base")]
    print(json.dumps([str(path) for path in both]))
