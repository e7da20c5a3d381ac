"""`onrecord add DIR`: statements a second into SQLite, and into PostgreSQL where its programs are installed.

The datasets are those of a small made-up archive, many times over with ids and addresses of their own. Wall clock, as
a person waits: on SQLite one process does it all, on PostgreSQL the server works beside it."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.archive import write
from onrecord.bulk.command import bulk
from onrecord.bulk.load import add
from onrecord.bulk.schema import datasets
from onrecord.ledger import open_ledger
from tests.servers import postgres_program, postgres_server

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
    with postgres_server() as server:
        yield urls | {"postgresql": server.database()}


def main(times: int = 60) -> dict[str, float]:
    """Statements a second on each database, the first time and again."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as home:
        write(Path(home) / "archive", 100, 100)
        bulk([str(Path(home) / "archive")], Path(home) / "small")
        grown(Path(home) / "small", Path(home) / "large", times)
        with ledgers(Path(home)) as urls:
            for name, url in urls.items():
                with open_ledger(url) as ledger:
                    began, busy = time.perf_counter(), time.process_time()
                    count = sum(some.statements for some in add(ledger, str(Path(home) / "large")))
                    spent, worked = time.perf_counter() - began, time.process_time() - busy
                    began = time.perf_counter()
                    again = sum(some.statements for some in add(ledger, str(Path(home) / "large")))
                    figures |= {
                        f"{name}_statements": count,
                        f"{name}_statements_per_second": count / spent,
                        f"{name}_per_second_of_our_cpu": count / worked,
                        f"{name}_again_seconds": time.perf_counter() - began,
                        f"{name}_again_added": again,
                    }
    return figures
