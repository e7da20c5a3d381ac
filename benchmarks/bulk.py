"""`onrecord bulk` over a made-up archive: pages and words a second, one worker and two, each engine; what kills leave.

Every engine has the same parts, in a process of its own. Between one worker and two the wall clock is compared, so
the machine has to be quiet for that figure; its load stands in the table's head. A run that is killed at random
moments, worker or driver by turns, and begun again until it is done has to leave the rows of one that was not."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.archive import BRIEF, write
from onrecord.bulk.desk import Desk, Report
from tests.bulk.runs import children, everything

ENGINES = ("local", "daft", "ray")
PATIENCE = (4.0, 6.0, 20.0)  # seconds in which a kill comes, by how long each takes to begin
RUN = """
import json, sys
from pathlib import Path
from onrecord.bulk.command import bulk
from onrecord.records import Stamp
source, out, engine, workers, size = json.loads(sys.argv[1])
stamp = Stamp(at="2026-01-01T00:00:00Z", by="benchmark")
print(json.dumps(bulk([source], Path(out), engine=engine, workers=workers, size=size, stamp=stamp)))
"""


def started(archive: Path, out: Path, engine: str, workers: int, size: int) -> subprocess.Popen[str]:
    """A run in a process of its own."""
    words = json.dumps([str(archive), str(out), engine, workers, size])
    return subprocess.Popen(
        [sys.executable, "-c", RUN, words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def timed(archive: Path, out: Path, engine: str, workers: int, size: int) -> tuple[float, dict[str, Any]]:
    """Seconds from the first part's beginning to the end of the last, and what the run said.

    Starting an engine is told apart: it is the same for a thousand pages and for a million."""
    done = started(archive, out, engine, workers, size)
    said = json.loads(done.communicate()[0].splitlines()[-1])
    ends = sorted(file.stat().st_mtime for file in Desk(out).parts.glob("*/report.json"))
    first = next(Desk(out).reports())
    return ends[-1] - ends[0] + first.seconds, said


def killed(archive: Path, out: Path, engine: str, size: int, times: int, patience: float) -> int:
    """Kills a run so many times at random moments, lets it end; how many kills hit something that ran."""
    rng, hits = random.Random(times), 0
    for turn in range(times):
        run = started(archive, out, engine, 2, size)
        time.sleep(rng.uniform(0.2, patience))
        victims = children(run.pid) if turn % 2 else [run.pid]
        hits += run.poll() is None
        for pid in victims[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if turn % 2 == 0:
            run.communicate()
        else:
            run.kill()
            run.communicate()
    started(archive, out, engine, 2, size).communicate()
    return hits


def flat(reports: list[Report]) -> tuple[float, float]:
    """Milliseconds a page in the first and in the last tenth of the parts."""
    tenth = max(1, len(reports) // 10)
    first, last = reports[:tenth], reports[-tenth:]
    ms = [1000 * sum(one.seconds for one in some) / max(1, sum(one.pages for one in some)) for some in (first, last)]
    return ms[0], ms[1]


def weight(folder: Path) -> int:
    """Bytes of all files of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def speed(home: Path, pages: int) -> dict[str, float]:
    """Each engine with one worker and with two; rows the same."""
    write(home / "archive", pages, pages)
    size = max(1, weight(home / "archive") // 20)
    figures: dict[str, float] = {"pages": pages}
    for engine in ENGINES:
        spent = {}
        for workers in (1, 2):
            out = home / f"{engine}{workers}"
            spent[workers], said = timed(home / "archive", out, engine, workers, size)
        figures |= {
            f"{engine}_pages_per_second_2": said["pages"] / spent[2],
            f"{engine}_scaling_1_to_2": spent[1] / spent[2],
            f"{engine}_words_per_core_second": said["words"] / said["seconds"],
            f"{engine}_worker_megabytes": said["memory"] / 1e6,
            f"{engine}_rows_as_local": everything(out) == everything(home / "local1"),
        }
    figures["parts"] = said["parts"]
    figures["archive_bytes_a_page"] = weight(home / "archive") / pages
    figures["dataset_bytes_a_page"] = sum(weight(home / "local1" / name) for name in said["rows"]) / said["pages"]
    return figures


def kills(home: Path, times: int, pages: int = 60) -> dict[str, float]:
    """What is left after so many kills, beside a run without."""
    write(home / "small", pages, pages, length=BRIEF)
    size = max(1, weight(home / "small") // 20)
    started(home / "small", home / "whole", "local", 2, size).communicate()
    figures: dict[str, float] = {}
    for engine, patience in zip(ENGINES, PATIENCE, strict=False):
        out = home / f"killed-{engine}"
        figures[f"{engine}_kills"] = killed(home / "small", out, engine, size, times, patience)
        figures[f"{engine}_rows_after_kills_as_without"] = everything(out) == everything(home / "whole")
    return figures


def main(pages: int = 1_000, times: int = 20) -> dict[str, float]:
    """Speed, scaling, memory, rows; then the kills."""
    with tempfile.TemporaryDirectory() as home:
        return speed(Path(home), pages) | kills(Path(home), times)
