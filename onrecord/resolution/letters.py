"""What bears a name (person, organisation, place ...) and a first name's gender, from its letters alone.

Logistic regression over hashed letter groups; training/names.py makes the weights and says how often they are right.
"""

from __future__ import annotations

import functools
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

BINS = 1 << 14
KINDS = ("person", "organisation", "place", "other")
GENDERS = ("m", "f")
TABLE = Path(__file__).parent / "tables" / "names.npz"


class Likely(NamedTuple):
    """A label and its chance."""

    label: str
    chance: float


def features(name: str, *, first: bool = False) -> npt.NDArray[np.int64]:
    """The bins of a name's letter groups; `first`: of a first name alone."""
    words = name.replace("’", "'").split()
    told = [f"n{min(len(words), 4)}"] if not first else ["b"]
    for at, word in enumerate(words):
        told += _word(word, "a" if at == 0 else "z" if at == len(words) - 1 else "m")
    return np.array([zlib.crc32(one.encode()) % BINS for one in told], dtype=np.int64)


def _word(word: str, where: str) -> list[str]:
    low = f"^{word.lower()}$"
    groups = [low[at : at + size] for size in (3, 4, 5) for at in range(len(low) - size + 1)]
    shape = (
        "caps" if word.isupper() and len(word) > 1 else "dot" if "." in word else "small" if word.islower() else "cap"
    )
    return [f"{where}:{low}", low, f"{where}:{low[-4:]}", f"{where}:{low[:4]}", f"{where}:{shape}", *groups]


@functools.cache
def _table() -> dict[str, Any]:
    held = np.load(TABLE)
    return {name: held[name].astype(np.float32) * held[f"{name}_scale"] for name in ("kinds", "genders")}


def _likeliest(weights: Any, bins: npt.NDArray[np.int64], labels: tuple[str, ...]) -> Likely:
    worth = weights[bins].sum(0)
    chance = np.exp(worth - worth.max())
    chance /= chance.sum()
    return Likely(labels[int(chance.argmax())], float(chance.max()))


@functools.lru_cache(maxsize=10_000)
def kind_by_letters(name: str) -> Likely:
    """What most likely bears this name.

    >>> kind_by_letters("Anna Brandt").label
    'person'
    """
    return _likeliest(_table()["kinds"], features(name), KINDS)


@functools.lru_cache(maxsize=10_000)
def gender_by_letters(first_name: str) -> Likely:
    """A first name's gender, as the pronouns of news have it."""
    return _likeliest(_table()["genders"], features(first_name, first=True), GENDERS)
