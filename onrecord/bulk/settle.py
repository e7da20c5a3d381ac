"""The second step: finished parts into datasets by day, each article once, copies linked, speakers gathered.

It goes by the parts' order and by nothing else, so it makes the same rows whoever read them, on however many
machines. It is done beside and put in place at the end: stopped half-way, it begins again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.bulk.desk import HIDDEN, Desk, settled
from onrecord.bulk.schema import arrow, datasets

if TYPE_CHECKING:
    import pyarrow as pa

HELD = 64_000_000  # bytes that wait to be written, of all days together
OPEN = 200  # files open at once


class Held(NamedTuple):
    """A finished part, and the desk that has it."""

    desk: Desk
    key: str


def finished(desks: Sequence[Desk]) -> list[Held]:
    """Every finished part of these runs in the order of the input, each once."""
    found = {key: Held(desk, key) for desk in reversed(desks) for key in desk.done()}
    return [found[key] for key in sorted(found)]


def settle(out: Path, parts: Sequence[Held]) -> dict[str, Any]:
    """Writes every dataset anew from the parts; how many rows each has."""
    from onrecord.bulk.copies import linked
    from onrecord.bulk.people import gathered

    draft = out / HIDDEN / "settling"
    shutil.rmtree(draft, ignore_errors=True)
    again, links, note = linked(parts)
    counts: dict[str, Any] = {name: _dataset(draft / name, name, parts, again, links) for name in datasets()}
    counts |= {"speakers": gathered(draft)}
    for name in counts:
        _placed(draft / name, out / name)
    return {"rows": counts, "again": sum(map(len, again.values())), "copies": len(links), **note}


def _placed(draft: Path, place: Path) -> None:
    """Puts a finished dataset where it belongs, in the place of a former."""
    if place.exists():
        shutil.rmtree(place)
    draft.rename(place)
    settled(place.parent)


def _dataset(
    folder: Path, name: str, parts: Sequence[Held], again: dict[str, set[str]], links: dict[str, tuple[str, float]]
) -> int:
    folder.mkdir(parents=True)
    writer = Days(folder, arrow(name))
    for table in _tables(name, parts, again):
        writer.add(_linked(table, links) if name == "documents" else table)
    return writer.close()


def _tables(name: str, parts: Sequence[Held], again: dict[str, set[str]]) -> Iterator[pa.Table]:
    """The parts' tables without what an earlier part has already."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for desk, key in parts:
        table = pq.read_table(desk.file(key, name))
        gone = again.get(key)
        if gone:
            column = table["id" if name == "documents" else "document"]
            table = table.filter(pc.invert(pc.is_in(column, pa.array(sorted(gone), pa.string()))))
        yield table


def _linked(table: pa.Table, links: dict[str, tuple[str, float]]) -> pa.Table:
    """The documents with what each is a copy of."""
    import pyarrow as pa

    found = [links.get(id, (None, None)) for id in table["id"].to_pylist()]
    for at, name, kind in ((0, "copy_of", pa.string()), (1, "likeness", pa.float64())):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(name), pa.array([one[at] for one in found], kind))
    return table


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
        schema = self.schema.remove(self.schema.get_field_index("day"))
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
