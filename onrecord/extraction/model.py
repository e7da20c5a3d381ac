"""The shipped model: text to what it says of each word. Heavy imports wait until a model is opened."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from onrecord.abreast import AT_ONCE, helpers
from onrecord.errors import ModelError
from onrecord.extraction.chains import Floats, Ints, Scores
from onrecord.extraction.decode import Found, Linker, Settings, statements
from onrecord.extraction.pieces import CLS, SEP, Pieces, Window, pieces, windows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "model"
FILES = ("statements.onnx", "tokenizer.json", "heads.npz", "settings.json")
OPENING = threading.Lock()
HEADS = ("tags.out", "link.out")  # outputs for statements; those after them are layers of the encoder


class Model(NamedTuple):
    """A session, in how many threads it is asked, and the numbers that go with it."""

    session: Any
    threads: int
    tokenizer: Tokenizer
    chain: Scores
    linker: Linker
    settings: Settings


@functools.cache
def digest(folder: Path = FOLDER) -> str:
    """SHA-256 of all that decides what is found: weights, words, heads and settings."""
    import hashlib

    whole = hashlib.sha256()
    try:
        for name in FILES:
            whole.update((folder / name).read_bytes())
    except OSError as fault:
        raise ModelError("The statement model is missing or damaged", str(folder), str(fault)) from fault
    return whole.hexdigest()


def opened(folder: Path = FOLDER, threads: int = 1) -> Model:
    """Opens the model of a folder, once, whatever the number of threads. Raises ModelError where it cannot be read."""
    with OPENING:
        return loaded(folder)._replace(threads=threads)


@functools.lru_cache(maxsize=2)
def loaded(folder: Path) -> Model:
    """The model of a folder, for one thread."""
    try:
        return _open(folder)
    except Exception as fault:  # onnxruntime and tokenizers raise kinds of their own, tokenizers bare ones
        raise ModelError("The statement model is missing or damaged", str(folder), str(fault)) from fault


def _open(folder: Path) -> Model:
    from tokenizers import Tokenizer

    heads = np.load(folder / "heads.npz")
    tuned = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    return Model(
        session(folder / "statements.onnx"),
        1,
        Tokenizer.from_file(str(folder / "tokenizer.json")),
        Scores(*(np.float32(tuned["calm"]) * heads[name] for name in ("transitions", "begin", "end"))),
        Linker(heads["distance"], heads["none"]),
        _settings(tuned),
    )


def _settings(tuned: dict[str, Any]) -> Settings:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in tuned.items()}
    return Settings(**values)


def session(path: Path) -> Any:
    """An onnxruntime session on the processor. Each run takes one thread: the products of a window are too small to be
    dealt out (two threads 1.2 times as fast as one), several windows side by side gain what there are cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The graph is written as it should run. More would join the layer norms again, which is slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def feed(read: Pieces, window: Window) -> dict[str, Ints]:
    """A window as the session's inputs, between its two markers."""
    ends = np.append(read.first, len(read.ids))
    low, high = int(ends[window.start]), int(ends[window.end])
    features = np.zeros((high - low + 2, read.features.shape[1]), dtype=np.int64)
    sizes = np.diff(ends[window.start : window.end + 1])
    features[1:-1] = np.repeat(read.features[window.start : window.end], sizes, axis=0)
    return {
        "ids": np.concatenate([[CLS], read.ids[low:high], [SEP]]),
        "features": features,
        "places": np.arange(len(features)),
        "words": read.first[window.start : window.end] - low + 1,
    }


class Look(NamedTuple):
    """What one pass of the encoder says of a text: worth of each tag, link states, and the layers, a row a word."""

    read: Pieces
    worth: Floats
    links: Floats
    layers: Floats


def runs(model: Model, names: Sequence[str], given: Sequence[dict[str, Ints]]) -> list[list[Floats]]:
    """What the session says of each window, side by side where the model may take several threads.

    One window a run: windows are of every length, and filling them up to one length took longer."""

    def run(one: dict[str, Ints]) -> list[Floats]:
        said: list[Floats] = model.session.run(names, one)
        return said

    alone = model.threads == 1 or len(given) == 1
    return list(map(run, given) if alone else helpers(model.threads).map(run, given))


def states(model: Model, reads: Sequence[Pieces]) -> list[tuple[Floats, Floats]]:
    """Worth of each tag, and link states, of every word of each text."""
    cuts = [list(windows(read)) for read in reads]
    given = [feed(read, window) for read, mine in zip(reads, cuts, strict=True) for window in mine]
    parts = iter(runs(model, HEADS, given))
    return [_joined(model, list(islice(parts, len(mine)))) for mine in cuts]


def _joined(model: Model, parts: list[list[Floats]]) -> tuple[Floats, Floats]:
    if not parts:
        return np.zeros((0, len(model.chain.begin)), dtype=np.float32), np.zeros((0, 4), dtype=np.float32)
    calm = np.float32(model.settings.calm)
    return calm * np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def look(text: str, model: Model) -> Look:
    """One pass over a text, the encoder's layers kept: a word's state is the mean of its pieces'."""
    read = pieces(text, model.tokenizer)
    cuts = list(windows(read))
    parts = runs(model, [*HEADS, *layers(model)], [feed(read, window) for window in cuts])
    return Look(read, *_joined(model, parts), _layers_of_words(read, cuts, [part[2:] for part in parts]))


def _layers_of_words(read: Pieces, cuts: Sequence[Window], parts: Sequence[Sequence[Floats]]) -> Floats:
    """The layers side by side, a row a word, from those of each window's pieces."""
    if not parts:
        return np.zeros((0, 0), dtype=np.float32)
    edges = np.append(read.first, len(read.ids))
    every = np.empty((len(read.first), sum(one.shape[1] for one in parts[0])), dtype=np.float32)
    for (low, high), deep in zip(cuts, parts, strict=True):
        for one, room in zip(deep, np.split(every[low:high], len(deep), axis=1), strict=True):
            _of_words(one[1:-1], edges[low : high + 1] - edges[low], room)
    return every


def _of_words(states: Floats, ends: Ints, room: Floats) -> None:
    """Writes the mean of each word's pieces; most words are one piece."""
    starts, sizes = ends[:-1], np.diff(ends)
    room[:] = states[starts]
    for more in range(1, int(sizes.max())):
        rows = np.flatnonzero(sizes > more)
        room[rows] += states[starts[rows] + more]
    several = np.flatnonzero(sizes > 1)
    room[several] /= np.float32(sizes[several, None])


def layers(model: Model) -> list[str]:
    """The outputs that are the encoder's layers."""
    return [one.name for one in model.session.get_outputs() if one.name not in HEADS]


@functools.lru_cache(maxsize=AT_ONCE)
def looked(text: str, threads: int = 1) -> Look:
    """One pass over a text by the shipped model; the last ones are kept, so that what is asked of the same words
    later (who hangs on whom) needs no other pass."""
    return look(text, opened(threads=threads))


def found(seen: Look, model: Model) -> list[Found]:
    """Every statement of a text that was looked at."""
    return statements(seen.read, seen.worth, seen.links, model.chain, model.linker, model.settings)


def find(text: str, model: Model | None = None) -> list[Found]:
    """Every statement of a text.

    >>> [text[a:b] for a, b in find(text := "Rain is likely, the mayor said.")[0].source]
    ['the mayor']
    """
    return find_all([text], model)[0]


def find_all(texts: Sequence[str], model: Model | None = None) -> list[list[Found]]:
    """Every statement of each text."""
    model = model or opened()
    reads = [pieces(text, model.tokenizer) for text in texts]
    return [
        statements(read, *said, model.chain, model.linker, model.settings)
        for read, said in zip(reads, states(model, reads), strict=True)
    ]
