"""`onrecord bulk` by each engine over the same parts of one archive: one worker and two, words a second, the same rows.

Each runs in a process of its own. Between one worker and two the wall clock is compared, so the machine has to be quiet
for that figure; its load stands in the table's head. Words a second and core are of processor time."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.archive import write
from benchmarks.bulk import ENGINES, started, weight
from onrecord.bulk.desk import Desk
from tests.bulk.runs import everything

CHARTS = [
    {
        "title": "onrecord bulk by engine: two workers, times one",
        "unit": "times as fast",
        "bars": {f"onrecord, {name}": (name, "two workers, times one") for name in ENGINES},
    },
    {
        "title": "onrecord bulk by engine: from packed archive to Parquet",
        "unit": "words a second and core",
        "bars": {f"onrecord, {name}": (name, "words a second and core") for name in ENGINES},
    },
]


def timed(archive: Path, out: Path, engine: str, workers: int, size: int) -> tuple[float, dict[str, Any]]:
    """Seconds from the first part's beginning to the end of the last, and what the run said.

    Starting an engine is told apart: it is the same for a thousand pages and for a million."""
    done = started(archive, out, engine, workers, size)
    said = json.loads(done.communicate()[0].splitlines()[-1])
    ends = sorted(file.stat().st_mtime for file in Desk(out).parts.glob("*/report.json"))
    first = next(Desk(out).reports())
    return ends[-1] - ends[0] + first.seconds, said


def by(home: Path, engine: str, size: int, wanted: Any) -> dict[str, Any]:
    """One engine with one worker, then with two."""
    one, _ = timed(home / "archive", home / f"{engine}1", engine, 1, size)
    two, said = timed(home / "archive", home / f"{engine}2", engine, 2, size)
    return {
        "pages a second, two workers": said["pages"] / two,
        "two workers, times one": one / two,
        "words a second and core": said["words"] / said["seconds"],
        "a worker's megabytes": said["memory"] / 1e6,
        "rows as by one local worker": everything(home / f"{engine}2") == (wanted or everything(home / f"{engine}1")),
    }


def main(pages: int = 320) -> dict[str, Any]:
    """Every engine; how large archive and datasets are."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write(home / "archive", pages, pages)
        size = max(1, weight(home / "archive") // 20)
        figures: dict[str, Any] = {}
        wanted = None
        for engine in ENGINES:
            figures[engine] = by(home, engine, size, wanted)
            wanted = wanted or everything(home / "local1")
        total = json.loads((home / "local1" / "summary.json").read_text(encoding="utf-8"))
        datasets = sum(weight(home / "local1" / name) for name in total["rows"])
        return figures | {
            "pages": pages,
            "parts": total["parts"],
            "bytes of archive a page": weight(home / "archive") / pages,
            "bytes of datasets a page": datasets / total["pages"],
        }


if __name__ == "__main__":
    print(main())
