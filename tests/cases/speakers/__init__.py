"""Whom pronouns and descriptions mean, marked by hand in PolNeAR's development part: places and answers, no words.

A row: the document (first 16 digits of its text's SHA-256), the source's place, and who that is: the place of a
name in the text, "self" where the words themselves are all that is said, "unknown" where a reader cannot tell.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.extraction.syntax import parsed
from onrecord.records import Document, Judgement, Stamp, new_statement
from onrecord.resolution.naming import bare
from onrecord.resolution.speakers import judgements
from onrecord.text import Span

ROWS = Path(__file__).parent / "polnear_dev.jsonl"
EVERY = Path(__file__).parent / "polnear_dev_all.jsonl"  # of all sources of the same articles, drawn by chance
STAMP = Stamp(at="2000-01-01T00:00:00Z", by="gate")


def answers(corpus: Path, path: Path = ROWS) -> Iterator[tuple[dict[str, Any], str, Judgement]]:
    """Each row with its document's text and what we say of that source, the statements as marked by hand."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for digest, article in _articles(corpus).items():
        wanted = [row for row in rows if row["document"] == digest]
        said = _judged(digest, article) if wanted else {}
        for row in wanted:
            yield row, article["text"], said[tuple(row["source"])]


def _articles(corpus: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            found.setdefault(hashlib.sha256(article["text"].encode()).hexdigest()[:16], article)
    return found


def _judged(digest: str, article: dict[str, Any]) -> dict[tuple[int, ...], Judgement]:
    document = Document(id=digest, text=article["text"], lang="en")
    made = []
    for one in article["statements"]:
        parts = {name: [Span(*place) for place in one[name]] for name in ("content", "source", "cue")}
        if parts["content"] and parts["source"]:
            content = parts.pop("content")
            made.append(new_statement(document, content, kind="indirect", stamp=STAMP, **parts))
    made.sort(key=lambda row: row.content[0].start)
    found = judgements(document, tuple(made), STAMP, lambda: parsed(document.text))
    return {tuple(one.source[0]): judged for one, judged in zip(made, found, strict=True)}


def verdict(row: dict[str, Any], text: str, said: Judgement) -> str:
    """Right, wrong, or unknown where nobody was answered and a reader can tell."""
    name = said.referent.name if said.referent else None
    if name is None:
        return "right" if "unknown" in row["who"] else "unknown"
    names = [text[slice(*place)] for place in row["who"] if isinstance(place, list)]
    itself = "self" in row["who"] and bare(name).lower() == bare(text[slice(*row["source"])]).lower()
    return "right" if itself or any(_same(one, name) for one in names) else "wrong"


def _same(wanted: str, name: str) -> bool:
    """Whether the last name is the wanted one and no first name speaks against it."""
    one, other = (words.replace("’", "'").lower().replace(".", "").split() for words in (wanted, name))
    return one[-1] in other and (min(len(one), len(other)) < 2 or one[0] in other)


def digest(corpus: Path) -> str:
    """What is measured: the rows and the corpus."""
    return hashlib.sha256(ROWS.read_bytes() + EVERY.read_bytes() + corpus.read_bytes()).hexdigest()


def figures(corpus: Path, path: Path = ROWS) -> dict[str, float]:
    """Shares right and unknown, and of the answered how many are right."""
    count = Counter(verdict(*one) for one in answers(corpus, path))
    total = sum(count.values())
    return {
        "rows": total,
        "right": round(count["right"] / total, 3),
        "unknown": round(count["unknown"] / total, 3),
        "precision": round(count["right"] / (total - count["unknown"]), 3),
    }
