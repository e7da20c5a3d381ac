"""A long run in pieces: an archive made once, read as long as there is time, gone on with by the same command.

python -m benchmarks.archive FOLDER [PAGES [MINUTES]]

Each piece is ended by SIGKILL, so that going on is measured too. What it prints is of all pieces together: seconds of a
core and memory by fifths of the parts, which ought to be flat, and what was left out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.archive import BRIEF, SEED, records
from benchmarks.bulk import started
from onrecord.bulk.desk import Desk, Report, summed
from onrecord.bulk.parts import SIZE

A_FILE = 2_000  # records
PIECES = "pieces.json"


def made(folder: Path, pages: int) -> Path:
    """The archive; a file that is there already is not made again."""
    folder.mkdir(parents=True, exist_ok=True)
    for at, first in enumerate(range(0, pages, A_FILE)):
        file = folder / f"news-{at:05}.warc.gz"
        if not file.exists():
            draft = file.with_suffix(".tmp")
            with draft.open("wb") as out:
                out.writelines(records(min(A_FILE, pages - first), SEED + at, BRIEF))
            draft.rename(file)
    return folder


def piece(archive: Path, out: Path, seconds: float) -> bool:
    """Reads until the time is over; whether all is done."""
    run = started(archive, out, "local", os.cpu_count() or 1, SIZE // 16)
    try:
        run.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
        run.communicate()
        return False
    return run.returncode == 0


def fifths(reports: list[Report]) -> Iterator[str]:
    """Milliseconds of a core a page and a process's memory, from the first parts to the last."""
    for fifth in range(5):
        some = reports[fifth * len(reports) // 5 : (fifth + 1) * len(reports) // 5]
        pages = sum(one.pages for one in some)
        if pages:
            ms = 1000 * sum(one.seconds for one in some) / pages
            memory = max(one.memory for one in some) / 1e6
            yield f"  fifth {fifth + 1}: {pages:7,} pages {ms:7.1f} ms a page {memory:6.0f} MB"


def told(out: Path, archive: Path, done: bool) -> Iterator[str]:
    """What came of all pieces so far."""
    desk = Desk(out)
    reports, parts = list(desk.reports()), len(desk.plan().parts)
    total = summed(iter(reports))
    pieces = json.loads((out / PIECES).read_text(encoding="utf-8"))
    yield f"{len(reports)} of {parts} parts of {archive}: {total['pages']:,} pages, {total['statements']:,} statements"
    yield f"  {pieces['killed']} times ended by SIGKILL, load {', '.join(f'{one:.1f}' for one in os.getloadavg())}"
    yield from fifths(reports)
    yield f"  left out: {', '.join(f'{count} {reason}' for reason, count in total['drops'].items())}"
    if done:
        summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        yield f"  done: rows {summary['rows']}, {summary['copies']} copies, {summary['again']} the same page again"
    else:
        yield "  the same command goes on"


def go(folder: str, pages: int = 50_000, minutes: float = 9.0) -> None:
    """A piece of the run, and what came of it so far."""
    home = Path(folder)
    archive, out = made(home / "archive", pages), home / "out"
    out.mkdir(exist_ok=True)
    done = piece(archive, out, 60 * minutes)
    file = out / PIECES
    before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"killed": 0}
    file.write_text(json.dumps({"killed": before["killed"] + (not done)}), encoding="utf-8")
    print(*told(out, archive, done), sep="\n")
