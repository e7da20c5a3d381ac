"""An export taken in: rows that are not there yet are added, what is there stays."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from onrecord.errors import LedgerError, WrongUse
from onrecord.ledger import disputes, migrate
from onrecord.ledger.columns import Packed
from onrecord.ledger.exports import FINDABLE, KEPT, VERSION, bare
from onrecord.ledger.rows import Values, search_row
from onrecord.ledger.schema import documents, metadata, search, statements
from onrecord.ledger.speakers import judged

BATCH = 500
Numbered = tuple[int, Values]


def restore(db: Connection, lines: Iterable[str], name: str) -> Counter[str]:
    """Adds an export's rows; how many were new of each kind. Raises LedgerError with the line that does not fit."""
    added: Counter[str] = Counter()
    empty = {one: db.execute(select(func.count()).select_from(metadata.tables[one])).scalar() == 0 for one in KEPT}
    for kind, rows in _batches(_parsed(lines, name)):
        try:
            with db.begin_nested():
                added[kind] += _findable(db, rows) if kind == FINDABLE else _add(db, kind, rows, empty[kind])
        except DBAPIError as error:
            first, last = rows[0][0], rows[-1][0]
            what = f"rows of {kind} on lines {first} to {last} do not go with what the ledger holds"
            raise LedgerError(what, name, "Take the export into a ledger of its own") from error
    disputes.all_stale(db)
    _count_on(db)
    return added


def _parsed(lines: Iterable[str], name: str) -> Iterator[tuple[int, str, Values]]:
    held, number, head = "", 0, False
    for piece in lines:
        held += piece
        if not piece.endswith("\n"):
            continue
        number, line, held = number + 1, held, ""
        if line.strip():
            row = _row(line, number, name)
            if not head:
                head = _checked(row, number, name)
                continue
            yield number, str(row.pop("table")), row
    if held.strip():
        raise LedgerError(f"line {number + 1} is cut off", name, "Export it again")


def _row(line: str, number: int, name: str) -> Values:
    try:
        row: Values = json.loads(line)
    except ValueError as error:
        raise LedgerError(f"line {number} is no JSON: {error}", name) from None
    known = isinstance(row, dict) and ("onrecord" in row or row.get("table") in (*KEPT, FINDABLE))
    if not known:
        raise LedgerError(f"line {number} is no row of an export", name)
    columns = metadata.tables[row["table"]].columns.keys() if row.get("table") in KEPT else []
    missing = [one for one in columns if one not in row]
    if missing or ("table" in row and row["table"] in KEPT and set(row) - {"table", *columns}):
        raise LedgerError(f"line {number} has not the columns of {row['table']}", name)
    return row


def _checked(row: Values, number: int, name: str) -> bool:
    if row.get("onrecord") != VERSION:
        raise LedgerError(f"line {number} is not the head of an export of ours", name)
    if row.get("schema") != migrate.HEAD:
        hint = "Open the ledger that it came from with this version once, and export it again"
        raise WrongUse(f"it was written with schema {row.get('schema')}, this is {migrate.HEAD}", name, hint)
    return True


def _batches(rows: Iterable[tuple[int, str, Values]]) -> Iterator[tuple[str, list[Numbered]]]:
    """Rows of one table together, so many at once."""
    kind, batch = "", list[Numbered]()
    for number, name, row in rows:
        if batch and (name != kind or len(batch) >= BATCH):
            yield kind, batch
            batch = []
        kind = name
        batch.append((number, row))
    if batch:
        yield kind, batch


def _add(db: Connection, kind: str, rows: Sequence[Numbered], empty: bool) -> int:
    table = metadata.tables[kind]
    packed = [one.name for one in table.columns if isinstance(one.type, Packed)]
    values = [_values(row, packed) for _, row in rows]
    fresh = values if empty else [row for row in values if not _known(db, table, row)]
    if not empty and "seq" in table.columns:  # places in the order of coming are the ledger's own to give
        fresh = [{key: value for key, value in row.items() if key != "seq"} for row in fresh]
    if fresh:
        db.execute(insert(bare(table)), fresh)
    return len(fresh)


def _values(row: Values, packed: Sequence[str]) -> Values:
    dumped = {
        key: json.dumps(row[key], ensure_ascii=False, separators=(",", ":")) for key in packed if row[key] is not None
    }
    return {**row, **dumped}


def _known(db: Connection, table: Table, row: Values) -> bool:
    """By its key; where the key is only the order of coming, by all that it says."""
    plain = bare(table)
    keys = [one.name for one in table.primary_key.columns]
    named = [name for name in row if name != "seq"] if keys == ["seq"] else keys
    same = [plain.c[name].is_not_distinct_from(row[name]) for name in named]
    return db.execute(select(func.count()).select_from(plain).where(*same)).scalar_one() > 0


def _findable(db: Connection, rows: Sequence[Numbered]) -> int:
    """What could be found there can be found here."""
    ids = [row["statement"] for _, row in rows]
    held = set(db.execute(select(search.c.statement).where(search.c.statement.in_(ids))).scalars())
    found = db.execute(select(statements).where(statements.c.id.in_(ids))).mappings()
    by_id = {row["id"]: dict(row) for row in found}
    wanted = {row["document"] for row in by_id.values()}
    about = {row["id"]: dict(row) for row in db.execute(select(documents).where(documents.c.id.in_(wanted))).mappings()}
    who = judged(db, ids)
    fresh = [by_id[id] for id in ids if id in by_id and id not in held]
    made = [search_row(about[row["document"]], row, who.get(row["id"])) for row in fresh]
    if made:
        db.execute(insert(search), made)
    return len(made)


def _count_on(db: Connection) -> None:
    """PostgreSQL counts on after the rows that brought their own number."""
    if db.dialect.name != "postgresql":
        return
    for name in (*KEPT, "search"):
        if "seq" in metadata.tables[name].columns:
            last = f"SELECT setval(pg_get_serial_sequence('{name}', 'seq'), (SELECT max(seq) FROM {name}))"
            db.execute(text(f"{last} WHERE EXISTS (SELECT 1 FROM {name})"))
