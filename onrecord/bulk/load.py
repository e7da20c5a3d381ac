"""A folder of datasets into a ledger: article by article what is there is skipped, and again adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.bulk import ledger_rows
from onrecord.bulk.rows import comment_of_row, document_of_row, reading_of_rows, request_of_row
from onrecord.bulk.schema import Row, arrow
from onrecord.errors import ReadError
from onrecord.ledger.load import TABLES as LEDGER
from onrecord.ledger.load import Filled, Head, Ready, columns, packed, searchable
from onrecord.ledger.read import bare
from onrecord.ledger.rows import Values, comment_row, document_row, stamp_row
from onrecord.ledger.speaker_rows import request_row
from onrecord.records import Page, Reading, Stamp

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.ledger import Ledger

SOME = 1_000  # articles of one transaction: some 20,000 statements
WRITTEN = "Load the folder as bulk wrote it."
FOLLOWING = ("statements", "mentions", "claims", "comments", "requests")


class Added(NamedTuple):
    """What a folder gave: articles and statements that are new, articles that were known."""

    documents: int
    statements: int
    known: int


def add(ledger: Ledger, name: str) -> Iterator[Added]:
    """Records a folder's datasets, some articles at a time. Raises ReadError for tables of another make."""
    for tables in _batches(Path(name), ledger):
        yield _add(ledger, tables)


def _add(ledger: Ledger, tables: dict[str, pa.Table]) -> Added:
    import pyarrow as pa
    import pyarrow.compute as pc

    heads = _heads(tables["documents"])
    known, left = ledger.sifted(heads)
    plain = [head for head in heads if head.id not in known and head.id not in left]
    made = Added(0, 0, len(known))
    if plain:
        wanted = pa.array([head.id for head in plain], pa.string())
        kept = {
            name: table.filter(pc.is_in(table["id" if name == "documents" else "document"], wanted))
            for name, table in tables.items()
        }
        loaded = ledger.load(_ready(plain, kept, ledger.dialect))
        left |= loaded.left
        seen = len(loaded.known)
        made = Added(len(plain) - len(loaded.left) - seen, loaded.statements, len(known) + seen)
    stamps = _stamps(tables["documents"])
    for reading in _readings(tables, left):
        done = ledger.record(reading, stamp=stamps[reading.document.id])
        made = Added(made.documents + done.added, made.statements + done.statements, made.known + (not done.added))
    return made


def _heads(documents: pa.Table) -> list[Head]:
    ids, urls = documents["id"].to_pylist(), documents["url"].to_pylist()
    return [Head(id, url) for id, url in zip(ids, urls, strict=True)]


# --- fast: what is new, table by table ---


def _ready(heads: list[Head], tables: dict[str, pa.Table], dialect: str) -> Ready:
    """Every table's rows, those that others point at first."""
    documents = {row["id"]: row for row in tables["documents"].to_pylist()}
    said = tables["statements"]
    made = {name: _rows(name, rows, dialect) for name, rows in _few(documents, tables).items()}
    made["statements"] = _columns("statements", ledger_rows.statements(said))
    made["judgements"] = _columns("judgements", ledger_rows.judgements(said))
    made["search"] = _columns("search", ledger_rows.search(said, documents, searchable(dialect)))
    claiming = _readings(tables, set(tables["claims"]["document"].to_pylist()))
    told = [(_document(documents[one.document.id]), one) for one in claiming]
    return Ready(heads, {name: made[name] for name in LEDGER}, told)


def _few(documents: dict[str, Row], tables: dict[str, pa.Table]) -> dict[str, list[Values]]:
    """The tables with few rows, made as `record` makes them."""
    rows: dict[str, list[Values]] = {"documents": [_document(row) for row in documents.values()]}
    rows["sources"] = [_source(row) for row in documents.values() if row["digest"]]
    rows["comments"] = [
        comment_row(row["document"], row["place"], comment_of_row(row), _stamp(row))
        for row in tables["comments"].to_pylist()
    ]
    made = {id: document_of_row(documents[id]) for id in set(tables["requests"]["document"].to_pylist())}
    rows["requests"] = [
        request_row(made[row["document"]], request_of_row(row), _stamp(row)) for row in tables["requests"].to_pylist()
    ]
    return rows


def _document(row: Row) -> Values:
    """A document's row; its blocks are as the ledger keeps them, and most have no pictures."""
    page = Page(document=document_of_row({**row, "blocks": []}), notes=tuple(row["notes"]))
    return {**document_row(page, None, _stamp(row)), "blocks": row["blocks"]}


def _source(row: Row) -> Values:
    return {"document": row["id"], "digest": bare(row["digest"]), **stamp_row(_stamp(row))}


def _rows(name: str, rows: list[Values], dialect: str) -> Filled:
    of = [row["id" if name == "documents" else "document"] for row in rows]
    return Filled(of, packed(name, rows, dialect))


def _columns(name: str, made: ledger_rows.Columns) -> Filled:
    return Filled(made["document"], list(zip(*(made[key] for key in columns(LEDGER[name])), strict=True)))


def _stamps(documents: pa.Table) -> dict[str, Stamp]:
    """When each was read, and by what."""
    rows = documents.select(["id", "read_at", "read_by"]).to_pylist()
    return {row["id"]: _stamp(row) for row in rows}


def _stamp(row: dict[str, Any]) -> Stamp:
    return Stamp(at=row["read_at"], by=row["read_by"])


# --- slow: what has a past in the ledger, article by article ---


def _readings(tables: dict[str, pa.Table], wanted: set[str]) -> Iterator[Reading]:
    """The readings of these articles, in their order."""
    if not wanted:
        return
    held: dict[str, dict[str, list[Any]]] = {name: {} for name in FOLLOWING}
    for name in FOLLOWING:
        for row in tables[name].to_pylist():
            held[name].setdefault(row["document"], []).append(row)
    for row in tables["documents"].to_pylist():
        if row["id"] in wanted:
            yield reading_of_rows(row, {name: held[name].get(row["id"], []) for name in FOLLOWING})


# --- the tables, some articles at a time ---


def _batches(folder: Path, ledger: Ledger | None = None) -> Iterator[dict[str, pa.Table]]:
    """Some articles with all rows of theirs, day by day in the order in which bulk wrote them.

    Most days of an archive hold a few articles each: they go together. Of a day that the `ledger` has, only the
    articles themselves are given."""
    held: list[dict[str, pa.Table]] = []
    for day in sorted(path.name for path in (folder / "documents").iterdir() if path.is_dir()):
        for tables in _known(folder, day, ledger) or _day(folder, day):
            held.append(tables)
            if sum(one["documents"].num_rows for one in held) >= SOME:
                yield _together(held)
                held = []
    if held:
        yield _together(held)


def _together(held: list[dict[str, pa.Table]]) -> dict[str, pa.Table]:
    import pyarrow as pa

    return {name: pa.concat_tables([one[name] for one in held]).combine_chunks() for name in held[0]}


def _known(folder: Path, day: str, ledger: Ledger | None) -> list[dict[str, pa.Table]]:
    """A day's articles without anything of theirs, where the ledger has all of them; else nothing."""
    if ledger is None:
        return []
    found = []
    for documents in _tables(folder / "documents" / day, "documents"):
        heads = _heads(documents)
        if len(ledger.sifted(heads)[0]) < len({head.id for head in heads}):
            return []
        found.append({"documents": documents, **{name: _schema(name).empty_table() for name in FOLLOWING}})
    return found


def _day(folder: Path, day: str) -> Iterator[dict[str, pa.Table]]:
    following = {name: Following(folder / name / day, name) for name in FOLLOWING}
    for documents in _tables(folder / "documents" / day, "documents"):
        ids = set(documents["id"].to_pylist())
        yield {"documents": documents, **{name: one.upto(ids) for name, one in following.items()}}
    left = [name for name, one in following.items() if one.left()]
    if left:
        raise ReadError(
            f"rows of {', '.join(left)} stand in another order than their documents, or belong to none",
            str(folder / "documents" / day),
            WRITTEN,
        )


def _schema(name: str) -> pa.Schema:
    """A dataset's columns as they lie in a file; the day is the folder's."""
    whole = arrow(name)
    return whole.remove(whole.get_field_index("day"))


def _tables(folder: Path, name: str) -> Iterator[pa.Table]:
    """A day's rows, some at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, rows = _schema(name), SOME if name == "documents" else 20 * SOME
    for file in sorted(folder.glob("*.parquet")):
        try:
            for batch in pq.ParquetFile(file).iter_batches(batch_size=rows, use_threads=False):
                yield pa.Table.from_batches([batch]).cast(schema)
        except (pa.ArrowException, ValueError) as wrong:
            raise ReadError(f"is no table of {name} ({wrong})", str(file), WRITTEN) from wrong


class Following:
    """Rows that follow their documents' order, taken as far as some documents reach."""

    def __init__(self, folder: Path, name: str) -> None:

        self.tables = _tables(folder, name)
        self.rest: pa.Table = _schema(name).empty_table()

    def upto(self, ids: set[str]) -> pa.Table:
        """The rows of these documents."""
        import pyarrow as pa

        taken = []
        while True:
            of = self.rest["document"].to_pylist()
            count = next((at for at, id in enumerate(of) if id not in ids), len(of))
            taken.append(self.rest.slice(0, count))
            self.rest = self.rest.slice(count)
            more = None if self.rest.num_rows else next(self.tables, None)
            if more is None:
                return pa.concat_tables(taken).combine_chunks()
            self.rest = more

    def left(self) -> bool:
        """Whether rows remain that no document took."""
        return self.rest.num_rows > 0 or next(self.tables, None) is not None
