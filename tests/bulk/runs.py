"""Small archives for the tests, and what a run wrote."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from onrecord.bulk.schema import datasets
from onrecord.records import Stamp
from tests.reading.test_warc import record

STAMP = Stamp(at="2026-01-01T00:00:00Z", by="test")
SIZE = 1_500  # bytes of a part: a few of these pages
HTML = "Content-Type: text/html; charset=utf-8"
PAGE = """<!doctype html><html lang="en"><head><title>Lock {n} to stay shut</title>
<meta property="article:published_time" content="2026-01-0{day}T08:00:00Z"></head><body><article>
<h1>Lock {n} to stay shut</h1><p>Lock {n} would stay shut until spring, Anna Brandt, the mayor, said on Monday.</p>
<p>“We had {n} offers and took none,” she said. Boats went round by the old canal, which is longer by a day.</p>
<p>The harbour office did not answer a request for comment. Rope and paint were sold out.</p></article></body>"""


def page(n: int, body: bytes | None = None) -> bytes:
    """The nth record of an archive."""
    words = PAGE.format(n=n, day=1 + n % 3).encode() if body is None else body
    return gzip.compress(record(f"lock{n}", HTML, body=words), mtime=0)


def archive(folder: Path, pages: int = 24) -> Path:
    """A folder with an archive of two files."""
    folder.mkdir()
    half = pages // 2
    (folder / "a.warc.gz").write_bytes(b"".join(page(n) for n in range(half)))
    (folder / "b.warc.gz").write_bytes(b"".join(page(n) for n in range(half, pages)))
    return folder


def rows(out: Path, name: str) -> list[dict[str, Any]]:
    """A dataset's rows, in the order in which they lie."""
    return ds.dataset(out / name, partitioning="hive").to_table().to_pylist()


def everything(out: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of a run."""
    return {name: rows(out, name) for name in (*datasets(), "speakers")}


def started(*words: object) -> subprocess.Popen[str]:
    """`onrecord WORDS`, running."""
    command = [sys.executable, "-m", "onrecord", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def children(pid: int) -> list[int]:
    """The processes that this one started, as the kernel lists them."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            if parent == pid:
                found.append(int(folder.name))
    return found


def end(pid: int, signal: int) -> None:
    """Sends a signal to a process that may be gone already."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal)
