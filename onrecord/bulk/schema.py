"""The tables' columns: one table of words (datasets.toml) and the ledger's records, as Arrow has them.

This file alone turns records into rows' values and back, so that what is written can be read again unchanged.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import inspect

from onrecord import records
from onrecord.text import Span, words_of

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
Rows = dict[str, list[Row]]

DAY = "The day it is filed under: of publication, else when it was fetched; a month's first where no day is known."
STAMP = {"read_at": "When the row became known: the run's beginning, UTC.", "read_by": "The model that read it."}
_WORDS: dict[str, Any] = {
    "text": str,
    "whole": int,
    "number": float,
    "texts": tuple[str, ...],
    "spans": tuple[Span, ...],
}


class Column(NamedTuple):
    """A column: its name, the Python type of its values, what it is."""

    name: str
    kind: Any
    says: str


class Dataset(NamedTuple):
    """A table: its name, what a row is, its columns."""

    name: str
    says: str
    columns: tuple[Column, ...]


@functools.cache
def datasets() -> dict[str, Dataset]:
    """Every table by its name, in the order of datasets.toml."""
    written = tomllib.loads((Path(__file__).parent / "datasets.toml").read_text(encoding="utf-8"))
    return {name: Dataset(name, table["says"], tuple(_columns(table))) for name, table in written.items()}


def _columns(table: dict[str, Any]) -> list[Column]:
    record = getattr(records, table["record"]) if "record" in table else None
    skipped = {*table.get("without", ()), "stamp"}
    taken = [] if record is None else [f for f in msgspec.structs.fields(record) if f.name not in skipped]
    columns = [Column(f.encode_name, f.type, f"As the record {record.__name__} has it.") for f in taken]  # type: ignore[union-attr]
    for name, (kind, says) in table.get("own", {}).items():
        columns.append(Column(name, _WORDS[kind] if kind in _WORDS else getattr(records, kind), says))
    columns += [Column(name, str, says) for name, says in STAMP.items()]
    return [*columns, Column("day", str, DAY)]


# --- as Arrow has them ---


@functools.cache
def arrow(name: str) -> pa.Schema:
    """A dataset's schema, its columns' words kept as Arrow's metadata."""
    import pyarrow as pa

    columns = datasets()[name].columns
    return pa.schema([pa.field(one.name, _type(one.kind), metadata={"says": one.says}) for one in columns])


def without_day(whole: pa.Schema) -> pa.Schema:
    """The columns as they lie in a file: the day is the folder's."""
    return whole.remove(whole.get_field_index("day"))


def _type(kind: Any) -> Any:
    return _of(inspect.type_info(kind))


def _of(info: inspect.Type) -> Any:
    """The Arrow type for a type of the records; a span carries its words."""
    import pyarrow as pa

    if isinstance(info, inspect.UnionType):
        return next(_of(one) for one in info.types if not isinstance(one, inspect.NoneType))
    if isinstance(info, inspect.NamedTupleType) and info.cls is Span:
        return pa.struct([("start", pa.int64()), ("end", pa.int64()), ("exact", pa.string())])
    if isinstance(info, inspect.StructType):
        return pa.struct([(field.encode_name, _of(field.type)) for field in info.fields])
    if isinstance(info, inspect.VarTupleType | inspect.ListType):
        return pa.list_(_of(info.item_type))
    plain = {inspect.IntType: pa.int64(), inspect.FloatType: pa.float64(), inspect.BoolType: pa.bool_()}
    return plain.get(type(info), pa.string())


def table(name: str, rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table of the dataset's schema."""
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=arrow(name))


# --- records to values and back ---


def value(thing: Any, text: str) -> Any:
    """A record's value as a row has it: spans with the words that stand there."""
    if isinstance(thing, Span):
        return {"start": thing.start, "end": thing.end, "exact": thing.of(text)}
    if isinstance(thing, msgspec.Struct):
        return {field.encode_name: value(getattr(thing, field.name), text) for field in fields(type(thing))}
    if isinstance(thing, tuple):
        return [value(one, text) for one in thing]
    return thing


def columns_of(record: msgspec.Struct, text: str, *without: str) -> Row:
    """A record's fields as columns, without these and its stamp."""
    skipped = {*without, "stamp"}
    chosen = (field for field in fields(type(record)) if field.name not in skipped)
    return {field.encode_name: value(getattr(record, field.name), text) for field in chosen}


@functools.cache
def fields(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """A record's fields."""
    return msgspec.structs.fields(kind)


def record(kind: Any, row: Row, **more: Any) -> Any:
    """A row's columns as a record again; `more` are the fields that the row has elsewhere."""
    known = {field.encode_name for field in fields(kind)}
    return msgspec.convert({**{k: _back(v) for k, v in row.items() if k in known}, **more}, kind)


def _back(thing: Any) -> Any:
    if isinstance(thing, dict):
        return (thing["start"], thing["end"]) if thing.keys() == _SPAN else {k: _back(v) for k, v in thing.items()}
    return [_back(one) for one in thing] if isinstance(thing, list) else thing


def joined(text: str, spans: tuple[Span, ...]) -> str:
    """The words of spans in one piece."""
    return words_of(text, spans)


_SPAN = {"start", "end", "exact"}
