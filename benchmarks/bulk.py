"""`onrecord bulk` killed at random moments on each engine, worker or driver by turns, and begun again until it is done.

It has to leave the rows of a run that nobody killed."""

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

from benchmarks.archive import BRIEF, write
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


def weight(folder: Path) -> int:
    """Bytes of all files of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


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


def main(times: int = 3) -> dict[str, float]:
    """What is left after so many kills on each engine; twenty with `python -m benchmarks.bulk 20`."""
    with tempfile.TemporaryDirectory() as home:
        return kills(Path(home), times)


if __name__ == "__main__":
    print(main(*map(int, sys.argv[1:])))
