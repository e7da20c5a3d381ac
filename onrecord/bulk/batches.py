"""The datasets of a folder as they are loaded: some articles at a time, each with all rows of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onrecord.bulk.schema import arrow, without_day
from onrecord.errors import ReadError
from onrecord.ledger.load import Head

if TYPE_CHECKING:
    import pyarrow as pa

# Articles of one transaction, 500 of them some 7,000 statements. Ids fall all over the indexes: SQLite, which writes
# whole pages, writes less in few large ones. Elsewhere a watch looks back over 10,000 rows that may come late, no more.
SOME, MANY = 500, 2_000
FIRST = 100  # of the first transaction: the database is not to wait while hundreds are made ready
WRITTEN = "Load the folder as bulk wrote it."
FOLLOWING = ("statements", "mentions", "claims", "comments", "requests")
Tables = dict[str, "pa.Table"]


class Known(NamedTuple):
    """Which of some articles the ledger has, and which share an address with another: those are for `record`."""

    ids: set[str]
    left: set[str]


class Batch(NamedTuple):
    """Some articles with all rows of theirs, what is known of them, and how many were passed over as known."""

    tables: Tables
    known: Known
    passed: int


def batches(
    folder: Path, ask: Callable[[list[Head]], Known], some: int = SOME, days: Sequence[str] | None = None
) -> Iterator[Batch]:
    """Some articles with all rows of theirs, in the order in which bulk wrote them; of all days, or of these.

    The first batches are small, so that nobody waits long for something to load.

    Most days of an archive hold a few articles each: they go together. Of a day that is known, nothing is read but
    its articles' ids."""
    held: list[Tables] = []
    known, passed, enough = Known(set(), set()), 0, min(some, FIRST)
    for day in days_of(folder) if days is None else days:
        heads = list(_heads(folder / "documents" / day))
        mine = ask(heads)
        if len(mine.ids) == len(heads):
            passed += len(heads)
            continue
        known = Known(known.ids | mine.ids, known.left | mine.left)
        for tables in _day(folder, day, min(enough, SOME)):
            held.append(tables)
            if sum(one["documents"].num_rows for one in held) >= enough:
                yield Batch(_together(held), known, passed)
                held, known, passed, enough = [], mine, 0, min(some, enough * 2)
    if held or passed:
        empty = {name: schema_of(name).empty_table() for name in ("documents", *FOLLOWING)}
        yield Batch(_together(held or [empty]), known, passed)


def days_of(folder: Path) -> list[str]:
    """A folder's days, in their order."""
    return sorted(path.name for path in (folder / "documents").iterdir() if path.is_dir())


def counted(folder: Path) -> dict[str, int]:
    """How many articles each day of a folder has; a file that is no table is told when its turn comes."""
    return {day: sum(map(_count, (folder / "documents" / day).glob("*.parquet"))) for day in days_of(folder)}


def _count(file: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(file).num_rows)
    except (pa.ArrowException, OSError):
        return 0


def those(folder: Path, ids: set[str]) -> Tables:
    """All rows of these articles, wherever they are."""
    import pyarrow.dataset as ds

    def of(name: str) -> pa.Table:
        column = ds.field("id" if name == "documents" else "document")
        return ds.dataset(folder / name, schema=schema_of(name)).to_table(filter=column.isin(sorted(ids)))

    return {name: of(name) for name in ("documents", *FOLLOWING)}


def _heads(folder: Path) -> Iterator[Head]:
    """Each article's id and address, each id once."""
    seen: set[str] = set()
    for table in _tables(folder, "documents", "id", "url"):
        for id, url in zip(table["id"].to_pylist(), table["url"].to_pylist(), strict=True):
            if id not in seen:
                seen.add(id)
                yield Head(id, url)


def _together(held: list[Tables]) -> Tables:
    import pyarrow as pa

    return {name: pa.concat_tables([one[name] for one in held]).combine_chunks() for name in held[0]}


def _day(folder: Path, day: str, some: int) -> Iterator[Tables]:
    following = {name: Following(folder / name / day, name) for name in FOLLOWING}
    for documents in _tables(folder / "documents" / day, "documents", most=some):
        ids = documents["id"]
        yield {"documents": documents, **{name: one.upto(ids) for name, one in following.items()}}
    left = [name for name, one in following.items() if one.left()]
    if left:
        raise ReadError(
            f"rows of {', '.join(left)} stand in another order than their documents, or belong to none",
            str(folder / "documents" / day),
            WRITTEN,
        )


def schema_of(name: str) -> pa.Schema:
    """A dataset's columns as they lie in a file."""
    return without_day(arrow(name))


def _tables(folder: Path, name: str, *only: str, most: int = 10_000) -> Iterator[pa.Table]:
    """A day's rows, at `most` so many at a time; `only` these columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([schema_of(name).field(column) for column in only or schema_of(name).names])
    for file in sorted(folder.glob("*.parquet")):
        try:
            for batch in pq.ParquetFile(file).iter_batches(batch_size=most, columns=only or None, use_threads=False):
                yield pa.Table.from_batches([batch]).cast(schema)
        except (pa.ArrowException, ValueError) as wrong:
            raise ReadError(f"is no table of {name} ({wrong})", str(file), WRITTEN) from wrong


class Following:
    """Rows that follow their documents' order, taken as far as some documents reach."""

    def __init__(self, folder: Path, name: str) -> None:
        self.tables = _tables(folder, name)
        self.rest: pa.Table = schema_of(name).empty_table()

    def upto(self, ids: pa.ChunkedArray) -> pa.Table:
        """The rows of these documents."""
        import pyarrow as pa
        import pyarrow.compute as pc

        taken = []
        while True:
            other = pc.index(pc.is_in(self.rest["document"], ids.combine_chunks()), False).as_py()
            count = self.rest.num_rows if other < 0 else other
            taken.append(self.rest.slice(0, count))
            self.rest = self.rest.slice(count)
            more = None if self.rest.num_rows else next(self.tables, None)
            if more is None:
                return pa.concat_tables(taken).combine_chunks()
            self.rest = more

    def left(self) -> bool:
        """Whether rows remain that no document took."""
        return self.rest.num_rows > 0 or next(self.tables, None) is not None
