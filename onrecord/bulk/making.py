"""Rows of the ledger's tables from those of the datasets: what takes most of a load's time, done beside it.

Tables with many rows are made by columns, those with few as `record` makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.bulk import ledger_rows
from onrecord.bulk.batches import FOLLOWING, SOME, Known, Tables, batches
from onrecord.bulk.rows import comment_of_row, document_of_row, reading_of_rows, request_of_row
from onrecord.bulk.schema import Row
from onrecord.ledger.load import TABLES as LEDGER
from onrecord.ledger.load import Filled, Head, Ready, columns, copied, packed, searchable
from onrecord.ledger.read import bare
from onrecord.ledger.rows import Values, comment_row, document_row, stamp_row
from onrecord.ledger.speaker_rows import request_row
from onrecord.records import Page, Reading, Stamp

if TYPE_CHECKING:
    import pyarrow as pa


class Made(NamedTuple):
    """Some articles of a folder: the rows of those that are new, the readings of those for `record`, how many others
    are known."""

    ready: Ready | None
    left: list[tuple[Reading, Stamp]]
    known: int


def made(
    folder: str,
    dialect: str,
    ask: Callable[[list[Head]], Known],
    some: int = SOME,
    days: Sequence[str] | None = None,
) -> Iterator[Made]:
    """Everything in a folder, or in some of its days, some articles at a time; `ask` says what the ledger knows."""
    for tables, known, passed in batches(Path(folder), ask, some, days):
        ids = tables["documents"]["id"].to_pylist()
        plain = {id for id in ids if id not in known.ids and id not in known.left}
        yield Made(
            ready(only(tables, plain), dialect) if plain else None,
            list(stamped(tables, known.left.intersection(ids))),
            passed + len(known.ids.intersection(ids)),
        )


def ready(tables: Tables, dialect: str) -> Ready:
    """Every table's rows as this kind of database takes them, those that others point at first."""
    documents = {row["id"]: row for row in tables["documents"].to_pylist()}
    heads = [Head(row["id"], row["url"]) for row in documents.values()]
    said = _once(tables["statements"])
    made = {name: _rows(name, rows, dialect) for name, rows in _few(documents, tables).items()}
    made["statements"] = _columns("statements", ledger_rows.statements(said), dialect)
    made["judgements"] = _columns("judgements", ledger_rows.judgements(said), dialect)
    made["search"] = _columns("search", ledger_rows.search(said, documents, searchable(dialect)), dialect)
    claiming = stamped(tables, set(tables["claims"]["document"].to_pylist()))
    told = [(_document(documents[one.document.id]), one) for one, _ in claiming]
    return Ready(heads, {name: made[name] for name in LEDGER}, told)


def _once(said: pa.Table) -> pa.Table:
    """Each statement once, as `record` takes them; nearly always that is so already."""
    ids = said["id"].to_pylist()
    if len(set(ids)) == len(ids):
        return said
    places = {id: at for at, id in enumerate(ids)}
    return said.take(sorted(places.values())).combine_chunks()


def _few(documents: dict[str, Row], tables: Tables) -> dict[str, list[Values]]:
    """The tables with few rows, made as `record` makes them."""
    rows: dict[str, list[Values]] = {"documents": [_document(row) for row in documents.values()]}
    rows["sources"] = [_source(row) for row in documents.values() if row["digest"]]
    written = (
        comment_row(row["document"], row["place"], comment_of_row(row), stamp_of(row))
        for row in tables["comments"].to_pylist()
    )
    rows["comments"] = list({row["id"]: row for row in written}.values())
    made = {id: document_of_row(documents[id]) for id in set(tables["requests"]["document"].to_pylist())}
    rows["requests"] = [
        request_row(made[row["document"]], request_of_row(row), stamp_of(row)) for row in tables["requests"].to_pylist()
    ]
    return rows


def _document(row: Row) -> Values:
    """A document's row; its blocks are as the ledger keeps them, and most have no pictures."""
    page = Page(document=document_of_row({**row, "blocks": []}), notes=tuple(row["notes"]))
    return {**document_row(page, None, stamp_of(row)), "blocks": row["blocks"]}


def _source(row: Row) -> Values:
    return {"document": row["id"], "digest": bare(row["digest"]), **stamp_row(stamp_of(row))}


def _rows(name: str, rows: list[Values], dialect: str) -> Filled:
    made = packed(name, rows, dialect)
    return Filled(len(made), copied(made) if dialect == "postgresql" else made)


def _columns(name: str, made: ledger_rows.Columns, dialect: str) -> Filled:
    """Columns as rows; for PostgreSQL as the text that it copies."""
    import pyarrow as pa

    table = pa.table({key: made[key] for key in columns(LEDGER[name])})
    if dialect != "postgresql":
        return Filled(table.num_rows, ledger_rows.Rows(table))
    return Filled(table.num_rows, ledger_rows.copied(table))


def stamp_of(row: dict[str, Any]) -> Stamp:
    """When a row was read, and by what."""
    return Stamp(at=row["read_at"], by=row["read_by"])


def stamped(tables: Tables, wanted: set[str]) -> Iterator[tuple[Reading, Stamp]]:
    """The readings of these articles, in their order, and when each was read: for what has a past in the ledger."""
    if not wanted:
        return
    held: dict[str, dict[str, list[Any]]] = {name: {} for name in FOLLOWING}
    for name in FOLLOWING:
        for row in _of(tables[name], wanted).to_pylist():
            held[name].setdefault(row["document"], []).append(row)
    for row in _of(tables["documents"], wanted, "id").to_pylist():
        yield reading_of_rows(row, {name: held[name].get(row["id"], []) for name in FOLLOWING}), stamp_of(row)


def only(tables: Tables, wanted: set[str]) -> Tables:
    """What belongs to these articles."""
    return {name: _of(table, wanted, "id" if name == "documents" else "document") for name, table in tables.items()}


def _of(table: pa.Table, wanted: set[str], column: str = "document") -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    return table.filter(pc.is_in(table[column], pa.array(sorted(wanted), pa.string()))).combine_chunks()
