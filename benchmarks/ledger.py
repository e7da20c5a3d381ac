"""Queries of the ledger at three sizes, on SQLite: milliseconds at the median and at the 95th percentile.

Statements are made of the words of tests/cases/echoes in orders of chance, fifty an article, so that common words are
in nearly all of them: the worst case of a full-text search."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.check import filled
from onrecord.ledger import Ledger, Query
from tests.cases import echoes

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 20
CHARTS = [
    {
        "title": "find: three words of one statement, in a ledger of so many statements",
        "unit": "milliseconds, median",
        "better": "less",
        "bars": {f"onrecord, {size:,}": (f"{size} statements", "find three words", "median") for size in SIZES},
    }
]


def queries(ledger: Ledger) -> dict[str, Callable[[int], object]]:
    """Each query, asked for the n-th time with words of its own."""
    said = [quote.said.split() for quote in echoes.bank()]
    newest = ledger.documents(limit=1)[0].id

    def three(n: int) -> str:
        return " ".join(said[n % len(said)][:3])

    return {
        "find three words": lambda n: ledger.find(Query(words=three(n), limit=50)),
        "find a phrase": lambda n: ledger.find(Query(words=f'"{three(n)}"', limit=50)),
        "find a word that most hold": lambda n: ledger.find(Query(words="the", limit=50)),
        "the newest statements": lambda n: ledger.find(Query(limit=50)),
        "the list of articles": lambda n: ledger.documents(limit=30),
        "an article": lambda n: ledger.document(newest),
        "near: what resembles a quotation": lambda n: ledger.near(" ".join(said[n % len(said)])),
    }


def timed(ask: Callable[[int], object]) -> dict[str, float]:
    """Milliseconds of a query."""
    spent = []
    for n in range(ROUNDS):
        start = time.perf_counter()
        ask(n)
        spent.append(1000 * (time.perf_counter() - start))
    return {"median": median(spent), "p95": sorted(spent)[int(0.95 * ROUNDS)]}


def main() -> dict[str, Any]:
    """Every query at every size, and how fast the ledger was filled."""
    table: dict[str, Any] = {}
    for size in SIZES:
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder, filled(folder, size) as ledger:
            rate = size / (time.perf_counter() - start)
            figures = {name: timed(ask) for name, ask in queries(ledger).items()}
        table[f"{size} statements"] = {**figures, "recorded a second": rate}
    return table


if __name__ == "__main__":
    print(main())
