"""Words a second on one core, beside the bare matrix products of the same shapes and beside a BERT-base tagger.

All three run in this process, in turn, in the same minute; only their ratios mean something. Then two threads beside
one, by the clock; and all three again as on a core without AMX, where this one has it. The text is made of templates
of our own, so that no corpus is needed.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import onnxruntime

from benchmarks import _peers, _without_amx
from onrecord.abreast import AT_ONCE, in_order
from onrecord.extraction import extract
from onrecord.extraction.model import looked, opened
from onrecord.extraction.pieces import ROOM, pieces
from onrecord.records import Block, Document, Stamp

ROUNDS = 7
LENGTH = ROOM + 2
WIDTH, HEADS, INNER = 384, 12, 1536  # the shipped model's shape, as shapes.OURS has it
CHARTS = [
    {
        "title": "Statements from text, one core",
        "unit": "words a second",
        "bars": {
            "onrecord": ("words_per_second",),
            "the bare matrix work": ("bare_words_per_second",),
            "a BERT-base tagger": ("bert_base_words_per_second",),
        },
    }
]
STAMP = Stamp(at="2000-01-01T00:00:00Z", by="benchmark")


def article(seed: int, paragraphs: int = 14) -> Document:
    """A news article of some 600 words, drawn from templates: a content in six or so is read again for what is said
    inside it, as in PolNeAR (one a 128 words)."""
    random = np.random.default_rng(seed)
    names = ["Anna Brandt", "the harbour office", "Tomas Weil", "a spokesman for the council", "engineers"]
    verbs = ["said", "warned", "told reporters", "denied", "insisted"]
    facts = [
        "the north bridge would stay closed until the cracks had been looked at by people from outside the city",
        "the treasurer had told the council two winters ago that no ferry would be paid for before the spring",
        "the water had risen faster than in any spring since the gauge at the old lock was first read",
    ]
    lines = []
    for _ in range(paragraphs):
        name, verb, fact = random.choice(names), random.choice(verbs), random.choice(facts)
        quote = f"“We have known this for years,” {name} {verb}. "
        lines.append(f"{quote}{name.capitalize()} {verb} that {fact}. Shops along the quay opened late on Monday.")
    text = "\n\n".join(lines)
    return Document(id=str(seed), text=text, blocks=(Block(kind="paragraph", start=0, end=len(text)),), lang="en")


def session(path: Path, threads: int = 1) -> Any:
    """A session of one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process for one round of the work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def rivals(folder: Path) -> dict[str, Callable[[], object]]:
    """The bare products and BERT-base, a full window each."""
    random = np.random.default_rng(1)
    bare, base = (session(Path(path)) for path in _peers.run("shapes.py", str(folder)))
    heads, width = HEADS, WIDTH // HEADS
    given = {
        "x": random.integers(0, 255, (LENGTH, WIDTH), dtype=np.uint8),
        "y": random.integers(0, 255, (LENGTH, INNER), dtype=np.uint8),
        "q": random.normal(size=(heads, LENGTH, width)).astype(np.float32),
        "k": random.normal(size=(heads, width, LENGTH)).astype(np.float32),
    }
    ids = {"ids": random.integers(1000, 20000, (1, LENGTH))}
    return {"bare": lambda: bare.run(None, given), "base": lambda: base.run(None, ids)}


def two_threads() -> dict[str, dict[str, float]]:
    """One thread and two over articles side by side, of one length and of several; and over one article alone."""
    even = [article(seed) for seed in range(16)]
    uneven = [article(seed, paragraphs=3 if seed % 5 else 60) for seed in range(20)]
    alone = article(0)

    def many(documents: list[Document], threads: int) -> None:
        list(in_order(lambda document: extract(document, STAMP), documents, threads))

    return {
        "sixteen articles": by_threads(even, lambda threads: many(even, threads)),
        "long and short articles": by_threads(uneven, lambda threads: many(uneven, threads)),
        "one article alone": by_threads([alone], lambda threads: extract(alone, STAMP, threads)),
    }


def by_threads(documents: list[Document], work: Callable[[int], object]) -> dict[str, float]:
    """Words a second with one thread and with two, by the clock: the best of all rounds, as the other core may be
    busy, which costs two threads more than one."""
    words = sum(len(document.text.split()) for document in documents)
    best = {1: math.inf, 2: math.inf}
    for _ in range(ROUNDS):
        for threads in best:
            looked.cache_clear()
            begun = time.perf_counter()
            work(threads)
            best[threads] = min(best[threads], time.perf_counter() - begun)
    return {"one_thread": words / best[1], "two_threads": words / best[2], "times": best[1] / best[2]}


def main() -> dict[str, Any]:
    """The three compared, two threads, and the three on such a core without AMX."""
    found: dict[str, Any] = {**compared(), "words a second by threads": two_threads()}
    return found | ({"without AMX": _without_amx.figures()} if _without_amx.there() else {})


def compared() -> dict[str, float]:
    """Words a second of each, and the ratios."""
    documents = [article(seed) for seed in range(2 * AT_ONCE)]  # more than are kept: each is read anew in each round
    model = opened()
    read = [pieces(document.text, model.tokenizer) for document in documents]
    count, words = sum(len(one.ids) for one in read), sum(len(document.text.split()) for document in documents)
    with tempfile.TemporaryDirectory() as folder:
        work = rivals(Path(folder)) | {"ours": lambda: [extract(document, STAMP) for document in documents]}
        for one in work.values():
            one()
        times: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(ROUNDS):
            for name, one in work.items():
                times[name].append(seconds(one))
    rate = {name: median(spent) for name, spent in times.items()}
    a_word = {"ours": rate["ours"] / words} | {n: rate[n] / LENGTH * count / words for n in ("bare", "base")}
    return {
        "words_per_second": 1 / a_word["ours"],
        "bare_words_per_second": 1 / a_word["bare"],
        "bert_base_words_per_second": 1 / a_word["base"],
        "of_bare_rate": a_word["bare"] / a_word["ours"],
        "times_bert_base": a_word["base"] / a_word["ours"],
    }
