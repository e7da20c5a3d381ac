"""`onrecord add DIR`: statements a second into SQLite, and into PostgreSQL where its programs are installed.

The datasets are those of a small made-up archive, many times over with ids and addresses of their own. Wall clock, as
a person waits: a process makes rows ready beside the one that fills the database. PostgreSQL waits for the disk."""

from __future__ import annotations

import hashlib
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.__main__ import measured, rows
from benchmarks.archive import write
from onrecord.bulk.command import bulk
from onrecord.bulk.load import add
from onrecord.bulk.schema import datasets
from onrecord.ledger import open_ledger
from tests.servers import postgres_program, postgres_server

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
CHARTS = [
    {
        "title": "onrecord add: statements loaded from Parquet",
        "unit": "a second",
        "bars": {f"onrecord, {said}": (name, "statements a second") for name, said in NAMES.items()},
    }
]
IDS = ("id", "document", "within", "of")


def other(value: str | None, copy: int) -> str | None:
    """An id of another article's."""
    return None if value is None else hashlib.sha256(f"{value} {copy}".encode()).hexdigest()[:20]


def copied(table: pa.Table, copy: int) -> pa.Table:
    """The rows as if they were of other articles."""
    for name in table.column_names:
        column = table.column_names.index(name)
        if name in IDS:
            made = pa.array([other(value, copy) for value in table[name].to_pylist()], pa.string())
            table = table.set_column(column, table.schema.field(name), made)
        elif name == "url":
            made = pa.array([value and f"{value}?{copy}" for value in table[name].to_pylist()], pa.string())
            table = table.set_column(column, table.schema.field(name), made)
    return table


def grown(small: Path, folder: Path, times: int) -> None:
    """A folder of datasets as large as so many small ones."""
    for name in datasets():
        for file in sorted((small / name).rglob("*.parquet")):
            place = folder / file.relative_to(small)
            place.parent.mkdir(parents=True, exist_ok=True)
            table = pq.read_table(file, partitioning=None)
            pq.write_table(pa.concat_tables([copied(table, copy) for copy in range(times)]), place, compression="zstd")


@contextmanager
def ledgers(folder: Path) -> Iterator[dict[str, str]]:
    """An empty ledger on each database there is."""
    urls = {"sqlite": f"sqlite:///{folder / 'ledger.sqlite'}"}
    if not postgres_program("initdb"):
        yield urls
        return
    with postgres_server(sync=True) as server:
        yield urls | {"postgresql": server.database()}


def busy() -> float:
    """Processor seconds of this process and of those it has ended; PostgreSQL's are its own."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def filled(url: str, folder: Path) -> dict[str, float]:
    """Statements a second by the clock, and by our processors; then the same folder again."""
    with open_ledger(url) as ledger:
        began, worked = time.perf_counter(), busy()
        count = sum(some.statements for some in add(ledger, str(folder)))
        spent, worked = time.perf_counter() - began, busy() - worked
        began = time.perf_counter()
        again = sum(some.statements + some.documents for some in add(ledger, str(folder)))
    return {
        "statements": count,
        "statements a second": count / spent,
        "statements a second of our processors": count / worked,
        "again: seconds": time.perf_counter() - began,
        "again: added": again,
    }


def main(times: int = 120) -> dict[str, dict[str, float]]:
    """Each database, the first time and again."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write(home / "archive", 100, 100)
        bulk([str(home / "archive")], home / "small")
        grown(home / "small", home / "large", times)
        with ledgers(home) as urls:
            return {name: filled(url, home / "large") for name, url in urls.items()}


if __name__ == "__main__":
    print(*rows({"loading": measured("loading")}), sep="\n")
