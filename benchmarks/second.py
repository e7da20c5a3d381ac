"""The second step of `onrecord bulk`: milliseconds a page of the one process, and of those that any number may be.

The parts are those of a small made-up archive many times over, with ids of their own: every article has its copies,
which is the worst case for linking them. The files of one worker and of two are the same, byte for byte."""

from __future__ import annotations

import hashlib
import resource
import shutil
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.archive import write
from benchmarks.loading import copied
from onrecord.bulk.command import bulk
from onrecord.bulk.crew import Crew
from onrecord.bulk.desk import Desk
from onrecord.bulk.schema import datasets
from onrecord.bulk.settle import Held, settle


def grown(desk: Desk, home: Path, times: int) -> list[Held]:
    """The finished parts so many times over."""
    made = Desk(home)
    for copy in range(times):
        for key in sorted(desk.done()):
            place = made.parts / f"{copy:03}{key}"
            place.mkdir(parents=True)
            for name in datasets():
                pq.write_table(copied(pq.read_table(desk.file(key, name)), copy), place / f"{name}.parquet")
    return [Held(made, key) for key in sorted(made.done())]


def spent(who: int) -> float:
    """Processor seconds of this process, or of those it has ended."""
    return sum(resource.getrusage(who)[:2])


def timed(parts: list[Held], out: Path, workers: int) -> tuple[float, float, float]:
    """Seconds by the clock, processor seconds of the one process, and of the workers."""
    crew = Crew(workers)
    begun, alone, others = time.perf_counter(), spent(resource.RUSAGE_SELF), spent(resource.RUSAGE_CHILDREN)
    settle(out, parts, crew)
    clock, alone = time.perf_counter() - begun, spent(resource.RUSAGE_SELF) - alone
    crew.close()
    return clock, alone, spent(resource.RUSAGE_CHILDREN) - others


def digest(out: Path) -> str:
    """Of every byte of the datasets."""
    made = hashlib.sha256()
    for file in sorted(out.glob("*/**/*.parquet")):
        if ".bulk" not in file.parts:
            made.update(str(file.relative_to(out)).encode() + file.read_bytes())
    return made.hexdigest()


def main(pages: int = 100, times: int = 40) -> dict[str, float]:
    """Milliseconds a page, and how much sooner two are done than one."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write(home / "archive", pages, pages)
        size = max(1, sum(file.stat().st_size for file in (home / "archive").iterdir()) // 5)
        found = bulk([str(home / "archive")], home / "small", size=size)
        parts = grown(Desk(home / "small"), home / "large", times)
        count = found["pages"] * times
        one, _, _ = timed(parts, home / "one", 1)
        two, alone, others = timed(parts, home / "two", 2)
        same = digest(home / "one") == digest(home / "two")
        shutil.rmtree(home / "large")
    return {
        "pages": count,
        "parts": len(parts),
        "ms a page, the one process": 1000 * alone / count,
        "ms a page, the workers": 1000 * others / count,
        "times one worker": one / two,
        "same bytes": same,
    }


if __name__ == "__main__":
    print(main())
