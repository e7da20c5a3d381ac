"""A dataset as it is written of the finished parts: a folder a day, rows in the parts' order, each article once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.bulk.copies import Links
from onrecord.bulk.desk import settled
from onrecord.bulk.judged import Names
from onrecord.bulk.people import speaker
from onrecord.bulk.schema import arrow, without_day

if TYPE_CHECKING:
    import pyarrow as pa

HELD = 64_000_000  # bytes that wait to be written, of all days together
OPEN = 200  # files open at once


def written(
    folder: Path,
    name: str,
    parts: Sequence[str],
    again: Mapping[int, frozenset[str]],
    links: Links,
    names: Names,
) -> int:
    """Writes a dataset; how many rows it has."""
    folder.mkdir(parents=True)
    writer = Days(folder, arrow(name))
    for table in _tables(name, parts, again):
        writer.add(_known(name, table, links, names))
    return writer.close()


def _tables(name: str, parts: Sequence[str], again: Mapping[int, frozenset[str]]) -> Iterator[pa.Table]:
    """The parts' tables without what an earlier part has already."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for at, part in enumerate(parts):
        table = pq.read_table(Path(part) / f"{name}.parquet")
        if gone := again.get(at):
            column = table["id" if name == "documents" else "document"]
            table = table.filter(pc.invert(pc.is_in(column, pa.array(sorted(gone), pa.string()))))
        yield table


def _known(name: str, table: pa.Table, links: Links, names: Names) -> pa.Table:
    """A part's rows with what is known from all parts together."""
    import pyarrow as pa

    if name == "documents":
        found = [links.get(id, (None, None)) for id in table["id"].to_pylist()]
        table = _with(table, "copy_of", pa.array([one[0] for one in found], pa.string()))
        return _with(table, "likeness", pa.array([one[1] for one in found], pa.float64()))
    if name == "statements":
        who = (speaker(row, names) for row in table.select(["id", "speaker"]).to_pylist())
        return _with(table, "identity", pa.array([one and names.identity(one["id"]) for one in who], pa.string()))
    return table


def _with(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), values)


class Days:
    """A dataset as it is written: a folder a day, rows in their order, no more in memory than `HELD`."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self.folder, self.schema = folder, schema
        self.waiting: dict[str, list[pa.Table]] = {}
        self.weight: dict[str, int] = {}
        self.files: dict[str, Any] = {}
        self.numbers: dict[str, int] = {}
        self.rows = 0

    def add(self, table: pa.Table) -> None:
        """More rows, each for its day."""
        import pyarrow.compute as pc

        self.rows += table.num_rows
        for day in sorted(set(table["day"].to_pylist())):
            mine = table.filter(pc.equal(table["day"], day))
            self.waiting.setdefault(day, []).append(mine)
            self.weight[day] = self.weight.get(day, 0) + mine.nbytes
        while sum(self.weight.values()) > HELD:
            self._write(max(self.weight, key=lambda day: (self.weight[day], day)))

    def _write(self, day: str) -> None:
        import pyarrow as pa

        table = pa.concat_tables(self.waiting.pop(day))
        del self.weight[day]
        self._file(day).write_table(table.drop_columns(["day"]))

    def _file(self, day: str) -> Any:
        """The file of a day that is open; of too many, the one written longest ago is closed."""
        import pyarrow.parquet as pq

        if day in self.files:
            self.files[day] = self.files.pop(day)
            return self.files[day]
        if len(self.files) >= OPEN:
            self._shut(next(iter(self.files)))
        number = self.numbers[day] = self.numbers.get(day, -1) + 1
        place = self.folder / f"day={day}"
        place.mkdir(exist_ok=True)
        schema = without_day(self.schema)
        self.files[day] = pq.ParquetWriter(
            place / f"part-{number:05}.parquet", schema, compression="zstd", use_dictionary=True
        )
        return self.files[day]

    def _shut(self, day: str) -> None:
        self.files.pop(day).close()
        settled(self.folder / f"day={day}" / f"part-{self.numbers[day]:05}.parquet")

    def close(self) -> int:
        """Writes what waits; how many rows there are. A dataset without rows still says what its columns are."""
        for day in sorted(self.waiting):
            self._write(day)
        if not self.numbers:
            self._file("unknown")
        for day in list(self.files):
            self._shut(day)
        return self.rows
