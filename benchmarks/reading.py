"""Reading pages: how much of the article and no more, how fast, beside its peers on the same pages in the same run.

The pages and their score are those of the article extraction benchmark (181 pages, ../shared/data/reading):
words as runs of letters and digits, four-word shingles as a multiset, precision and recall a page, their means
over pages, F1 of the two means. The gold holds the article's body, so title and captions are left out of ours
as well; with them the figure is given too. Halves by the pages' digests show whether rules fit only some.
Pages a second are of CPU time on one core, the best of three rounds, ours with metadata, pictures and discussion.
Peers read in a process of their own (_peer_reading.py), from the environment that `python3 dev.py bench` makes."""

from __future__ import annotations

import gzip
import json
import re
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import _peers
from onrecord.errors import ReadError
from onrecord.reading.html import read_html
from onrecord.reading.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data" / "reading" / "article-extraction-benchmark.tar.xz"
_WORD = re.compile(r"[^\W_]+")
ROUNDS = 3


class Score(NamedTuple):
    """Means over pages, and F1 of the means."""

    f1: float
    precision: float
    recall: float


def corpus(path: Path = CORPUS) -> tuple[dict[str, bytes], dict[str, str]]:
    """Every page's bytes and its article, by digest."""
    pages: dict[str, bytes] = {}
    gold: dict[str, str] = {}
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file and member.name.endswith("ground-truth.json"):
                gold = {key: value["articleBody"] for key, value in json.load(file).items()}
            elif file and member.name.endswith(".html.gz"):
                pages[Path(member.name).name.removesuffix(".html.gz")] = gzip.decompress(file.read())
    return {key: pages[key] for key in gold}, gold


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words with their counts; a shorter text is one run."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def score(found: dict[str, str], gold: dict[str, str]) -> Score:
    """As the benchmark has it."""
    precision = recall = 0.0
    for key, article in gold.items():
        ours, theirs = shingles(found[key]), shingles(article)
        both = (ours & theirs).total()
        precision += both / ours.total() / len(gold)
        recall += both / theirs.total() / len(gold)
    return Score(2 * precision * recall / (precision + recall), precision, recall)


def body(data: bytes) -> str:
    """What we read as the article's body; nothing where we say that there is no article."""
    return _read(data, ("title", "caption"))


def whole(data: bytes) -> str:
    """The document's whole text, title and captions too."""
    return _read(data, ())


def _read(data: bytes, without: tuple[str, ...]) -> str:
    try:
        document = read_html(Source("page", data)).document
    except ReadError:
        return ""
    return "\n\n".join(block.span.of(document.text) for block in document.blocks if block.kind not in without)


READERS: dict[str, Callable[[bytes], str]] = {
    "onrecord": body,
    "onrecord, whole text": whole,
}
RIVALS = {
    "trafilatura": "trafilatura",
    "trafilatura, precision": "trafilatura_precision",
    "readability-lxml": "readability",
    "resiliparse": "resiliparse",
}
NEEDS = ("reading",)
_ALL = ("onrecord", *RIVALS)
CHARTS = [
    {"title": "Article text of 181 pages", "unit": "F1", "bars": {name: (name, "f1") for name in _ALL}},
    {"title": "Reading on one core", "unit": "pages a second", "bars": {name: (name, "rate") for name in _ALL}},
]


def timed(reader: Callable[[bytes], str], pages: dict[str, bytes]) -> tuple[dict[str, str], float]:
    """What a reader makes of the pages, and how many it reads in a second of CPU time."""
    best, found = float("inf"), {}
    for _ in range(ROUNDS):
        start = time.process_time()
        found = {key: reader(data) for key, data in pages.items()}
        best = min(best, time.process_time() - start)
    return found, len(pages) / best


def halves(gold: dict[str, str]) -> list[dict[str, str]]:
    """The pages whose digest begins with an even figure, and the others."""
    return [{key: text for key, text in gold.items() if int(key[0], 16) % 2 == odd} for odd in (0, 1)]


def rival(name: str, pages: dict[str, bytes]) -> tuple[dict[str, str], float]:
    """What a peer makes of the pages, and how many it reads in a second of CPU time."""
    with tempfile.TemporaryDirectory() as folder:
        for key, data in pages.items():
            Path(folder, f"{key}.html").write_bytes(data)
        got = _peers.run("_peer_reading.py", name, folder)
    return got["texts"], got["rate"]


def main() -> dict[str, Any]:
    """Each reader's figures, and our speed beside trafilatura's."""
    pages, gold = corpus()
    read = {name: timed(reader, pages) for name, reader in READERS.items()}
    read |= {name: rival(script, pages) for name, script in RIVALS.items()}
    table: dict[str, Any] = {}
    for name, (found, rate) in read.items():
        even, odd = (score(found, half).f1 for half in halves(gold))
        table[name] = {**score(found, gold)._asdict(), "even": even, "odd": odd, "rate": rate}
    table["our speed by trafilatura's"] = table["onrecord"]["rate"] / table["trafilatura"]["rate"]
    return table


if __name__ == "__main__":
    print(json.dumps(main(), indent=1))
