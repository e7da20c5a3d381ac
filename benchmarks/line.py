"""The line on one core, from an archive's bytes to Parquet: where each millisecond of a page goes, and words a second.

Processor time of this process, the best of three rounds, on a made-up archive; the encoder's bare matrix products
run beside it where onnx is there to make them: on a shared machine only the ratio to them means something."""

from __future__ import annotations

import functools
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.archive import write
from onrecord import line
from onrecord.bulk.crew import Crew
from onrecord.bulk.desk import Desk, Plan, Report
from onrecord.bulk.drops import Drops
from onrecord.bulk.inputs import Copies, items
from onrecord.bulk.parts import planned
from onrecord.bulk.rows import Origin, rows_of
from onrecord.bulk.schema import Rows, datasets
from onrecord.bulk.settle import finished, settle
from onrecord.errors import OnrecordError
from onrecord.extraction.model import opened
from onrecord.extraction.pieces import pieces
from onrecord.records import Page, Stamp

CHARTS = [
    {
        "title": "From a packed archive to Parquet, one core",
        "unit": "milliseconds a page",
        "better": "less",
        "bars": {
            "onrecord, all": ("ms_a_page",),
            "onrecord, the model": ("ms_a_page_extract",),
            "onrecord, reading": ("ms_a_page_read",),
            "onrecord, who and where": ("ms_a_page_resolve",),
            "onrecord, second step": ("ms_a_page_settle",),
        },
    }
]
STAMP = Stamp(at="2026-01-01T00:00:00Z", by="benchmark")
ORIGIN = Origin("archive", 0)
STEPS = {  # of line.py, and the account of each
    "extract": "extract",
    "trees_of": "trees",
    "states_of": "states",
    "resolve": "resolve",
    "events_of": "events",
    "requests_of": "requests",
    "claims": "claims",
}


class Clock:
    """Processor seconds by what they were spent on."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.within = 0.0

    def of(self, name: str, work: Callable[[], Any]) -> Any:
        """Does the work, on this name's account, but for what goes on another's meanwhile."""
        begun, before = time.process_time(), self.within
        self.within = 0.0
        made = work()
        took = time.process_time() - begun
        self.spent[name] += took - self.within
        self.within = before + took
        return made


def pages(archive: Path, clock: Clock) -> list[Page]:
    """Every article of the archive."""
    [part] = planned([str(archive)])
    found: list[Page] = []

    def read() -> None:
        for item in items(part, {}, Drops(), Copies({})):
            try:
                found.extend(item.pages())
            except OnrecordError:
                continue

    clock.of("read", read)
    return found


def read(page: Page, clock: Clock) -> Rows:
    """What line.py does with a page, each of its steps on its own account."""
    watched = {step: functools.partial(_watched, clock, name, getattr(line, step)) for step, name in STEPS.items()}
    with patch.multiple(line, **watched):
        reading = line.reading_of(page, STAMP)
    rows: Rows = clock.of("rows", lambda: rows_of(reading, ORIGIN, STAMP))
    return rows


def _watched(clock: Clock, name: str, step: Callable[..., Any], *given: Any, **named: Any) -> Any:
    return clock.of(name, lambda: step(*given, **named))


def written(home: Path, rows: Rows, clock: Clock) -> None:
    """A part's tables, then the datasets of them."""
    desk = Desk(home)
    desk.begin(Plan(stamp=STAMP, columns={}, parts=()))
    clock.of("parquet", lambda: desk.keep(Report(key="000000"), rows))
    clock.of("settle", lambda: settle(home, finished([desk]), Crew(1)))


def round_of(archive: Path, home: Path) -> tuple[Counter[str], list[Page], int]:
    """One round: seconds by step, the pages, how many statements."""
    clock = Clock()
    found = pages(archive, clock)
    rows: Rows = {name: [] for name in datasets()}
    for page in found:
        for name, more in read(page, clock).items():
            rows[name] += more
    written(home, rows, clock)
    return clock.spent, found, len(rows["statements"])


def bare(folder: Path, found: list[Page]) -> float:
    """Seconds that the bare matrix products take for these pages' pieces."""
    from benchmarks.extraction import LENGTH, rivals

    work = rivals(folder)["bare"]
    work()
    begun = time.process_time()
    for _ in range(20):
        work()
    count = sum(len(pieces(page.document.text, opened().tokenizer).ids) for page in found)
    return (time.process_time() - begun) / 20 / LENGTH * count


def main(count: int = 100) -> dict[str, float]:
    """Milliseconds a page by step, words a second of them all, and beside the bare products."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write(home / "archive", count, count)
        round_of(home / "archive", home / "warm")
        rounds = [round_of(home / "archive", home / f"out{n}") for n in range(3)]
        products = min(bare(home, rounds[0][1]) for _ in range(3)) if find_spec("onnx") else 0.0
    spent, found, statements = min(rounds, key=lambda one: sum(one[0].values()))
    whole, words = sum(spent.values()), sum(len(page.document.text.split()) for page in found)
    figures = {f"ms_a_page_{name}": 1000 * seconds / len(found) for name, seconds in spent.items()}
    figures |= {"ms_a_page": 1000 * whole / len(found), "words_a_page": words / len(found)}
    figures |= {"statements_a_page": statements / len(found), "words_per_second": words / whole}
    return figures | ({"of_bare_rate": products / whole} if products else {})
