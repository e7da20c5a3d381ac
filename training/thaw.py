"""The shipped model as weights to go on from: int8 and its scales made numbers again."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from onrecord.extraction.model import FOLDER
from onrecord.extraction.pieces import FEATURES
from training.data import base, load
from training.model import DEEP, WIDTH, Reader, pretrained


def constants(folder: Path) -> dict[str, np.ndarray]:
    """Every constant of the shipped graph by its name."""
    graph = onnx.load(str(folder / "statements.onnx")).graph
    return {value.name: numpy_helper.to_array(value) for value in graph.initializer}


def table(held: dict[str, np.ndarray], name: str) -> np.ndarray:
    """A table of rows, each with its scale where it was made short."""
    rows = held[name].astype(np.float32)
    scale = held.get(f"{name}.scale")
    return rows if scale is None else rows * scale


def matrix(held: dict[str, np.ndarray], name: str) -> np.ndarray:
    """A product's matrix of inputs by outputs."""
    whole = held[f"{name}.w"].astype(np.float32)
    return whole * held[f"{name}.s"] if f"{name}.s" in held else whole


def wide(held: dict[str, np.ndarray], at: str) -> dict[str, np.ndarray]:
    """The two wide products put together again from what is in int8 and what is not; the hidden units that reach far
    come last, which changes nothing."""
    low = matrix(held, f"{at}.up.low")[:WIDTH]  # what follows are parts' copies
    return {
        "up.weight": np.concatenate([low, held[f"{at}.up.far.w"]], axis=1).T,
        "up.bias": np.concatenate([held[f"{at}.up.low.b"], held[f"{at}.up.far.b"]]),
        "down.weight": np.concatenate([matrix(held, f"{at}.down.low"), held[f"{at}.down.far.w"]]).T,
        "down.bias": held[f"{at}.down.low.b"],
    }


def layer(held: dict[str, np.ndarray], at: str) -> dict[str, np.ndarray]:
    """One encoder layer's weights as torch names and turns them."""
    out = wide(held, at)
    three = [(matrix(held, f"{at}.{name}")[:WIDTH].T, held[f"{at}.{name}.b"]) for name in "qkv"]
    out["qkv.weight"], out["qkv.bias"] = (np.concatenate(parts) for parts in zip(*three, strict=True))
    out["out.weight"], out["out.bias"] = matrix(held, f"{at}.out").T, held[f"{at}.out.b"]
    for name in ("norm1", "norm2"):
        out[f"{name}.weight"], out[f"{name}.bias"] = held[f"{at}.{name}.g"], held[f"{at}.{name}.b"]
    return out


def weights(held: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Encoder and heads by torch's names; places beyond the shipped window stay as they were before training."""
    out = {"encoder.word.weight": table(held, "word"), "encoder.position.weight": table(held, "position")}
    out |= {f"encoder.features.{name}.weight": table(held, name) for name in FEATURES}
    out |= {"encoder.norm.weight": held["norm.g"], "encoder.norm.bias": held["norm.b"]}
    for i in range(DEEP):
        out |= {f"encoder.layers.{i}.{name}": value for name, value in layer(held, f"layer{i}").items()}
    for name in ("tags", "link"):
        out |= {f"heads.{name}.weight": matrix(held, name).T, f"heads.{name}.bias": held[f"{name}.b"]}
    return out


def thaw(reader: Reader, folder: Path = FOLDER) -> None:
    """Puts the shipped weights into a reader; its silver heads and annotators begin anew."""
    own = reader.state_dict()
    chain = {f"heads.{name}": value for name, value in np.load(folder / "heads.npz").items()}
    for name, value in {**weights(constants(folder)), **chain}.items():
        given = torch.tensor(value, dtype=torch.float32)
        own[name][: len(given)] = given
    reader.load_state_dict(own)


def main() -> None:
    """`python -m training.thaw --data FOLDER OUT`: a checkpoint that training can start from."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True)
    parse.add_argument("out", type=Path)
    options = parse.parse_args()
    pos: list[str] = []
    ner: list[str] = []
    for name in ("train", "dev"):
        load(options.data / f"{name}.jsonl.gz", pos, ner)
    torch.manual_seed(0)
    reader = Reader(len(pos), len(ner))
    pretrained(reader, base())
    thaw(reader)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(reader.state_dict(), options.out)


if __name__ == "__main__":
    main()
