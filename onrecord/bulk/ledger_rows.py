"""Columns of the datasets as rows of the ledger's tables, by columns: a record a row takes four times as long.

What they are is decided in ledger/rows.py and speaker_rows.py; a test compares the two on everything."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from onrecord.ledger.columns import tokens
from onrecord.ledger.days import days, moment
from onrecord.ledger.load import ESCAPED
from onrecord.names import key
from onrecord.records import SaidOn, Via

if TYPE_CHECKING:
    import pyarrow as pa

Columns = dict[str, Any]  # a list, or what Arrow has


def flat(table: pa.Table, *names: str) -> Columns:
    """Columns of plain values."""
    return {name: table[name] for name in names}


def statements(table: pa.Table) -> Columns:
    """The table of statements."""
    spans = {name: Spans(table, name) for name in ("content", "source", "cue")}
    return {
        **flat(table, "id", "document", "kind", "within", "stance", "score"),
        **{name: one.packed() for name, one in spans.items()},
        "start": spans["content"].firsts(),
        "via": _via(table),
        "said_on": [None if one is None else _json(one) for one in _said(table)],
        "at": table["read_at"],
        "by": table["read_by"],
    }


def judgements(table: pa.Table) -> Columns:
    """The table of who speaks: a row for each statement that somebody was looked for."""
    judged = table.filter(table["verdict"].is_valid())
    who = _speaker(judged)
    count = judged.num_rows
    of = judged["id"].to_pylist()
    return {
        "id": [_judgement(id) for id in of],
        "of": of,
        "document": judged["document"],
        "speaker": who["id"],
        "held": who["of"],
        **{name: who[name] for name in ("name", "type", "role", "stands_for")},
        "includes": ["[]" if not some else _json(some) for some in who["includes"]],
        "key": [None if name is None else _key(name) for name in who["name"]],
        "verdict": judged["verdict"],
        "score": judged["speaker_score"],
        "why": judged["why"],
        "hand": [False] * count,
        "at": judged["read_at"],
        "by": judged["read_by"],
    }


def _judgement(of: str) -> str:
    """The id that `new_judgement` gives; written out, since an id needs no escaping and there are a great many."""
    return hashlib.sha256(f'["judgement","{of}"]'.encode()).hexdigest()[:20]


def search(table: pa.Table, documents: dict[str, Any], bind: Callable[[Sequence[str]], str]) -> Columns:
    """What can be looked up; `bind` makes of tokens what the database takes."""
    who, source = _speaker(table), Spans(table, "source").words()
    of = [documents[id] for id in table["document"].to_pylist()]
    named = zip(source, who["id"], who["name"], who["role"], who["of"], strict=True)
    via = [[one["name"] for one in some] if some else () for some in table["via"].to_pylist()]
    dated = [
        _days(said["start"] if said else None, said["end"] if said else None, head["published"])
        for said, head in zip(_said(table), of, strict=True)
    ]
    evened = _bound(bind)
    return {
        **flat(table, "document", "kind", "score"),
        "statement": table["id"],
        "publisher": [head["publisher"] for head in of],
        "day": [said[0] if said else _fetched(head) for said, head in zip(dated, of, strict=True)],
        "first": [said[0] if said else None for said in dated],
        "last": [said[1] if said else None for said in dated],
        "words": [bind(tokens(words)) for words in table["words"].to_pylist()],
        "source": [evened(" ".join((words, *filter(None, who)) if id else (words,))) for words, id, *who in named],
        "via": [evened(" ".join((*some, head["publisher"] or ""))) for some, head in zip(via, of, strict=True)],
        "speaker": who["id"],
    }


def _fetched(head: dict[str, Any]) -> str:
    """The day a page was fetched on."""
    return (moment(head["retrieved"]) or "")[:10]


def _bound(bind: Callable[[Sequence[str]], str]) -> Callable[[str], str]:
    """Sources and outlets say the same again and again."""
    return functools.lru_cache(maxsize=50_000)(lambda words: bind(tokens(words)))


_key = functools.lru_cache(maxsize=50_000)(key)


@functools.lru_cache(maxsize=50_000)
def _days(start: str | None, end: str | None, published: str | None) -> tuple[str, str] | None:
    first, last = days(start), days(end)
    return (first[0], last[1]) if first and last else days(published)


# --- columns that hold more than a value ---


class Spans:
    """A column of places with their words."""

    def __init__(self, table: pa.Table, name: str) -> None:
        column = table[name].combine_chunks()
        self.offsets, self.held = column.offsets, column.values

    def packed(self) -> pa.Array:
        """As the ledger keeps places: [[start,end]]."""
        import pyarrow as pa
        import pyarrow.compute as pc

        start, end = (self.held.field(name).cast(pa.string()) for name in ("start", "end"))
        pairs = pc.binary_join_element_wise("[", start, ",", end, "]", "")
        return pc.binary_join_element_wise("[", self._joined(pairs, ","), "]", "")

    def firsts(self) -> pa.Array:
        """Where each row's first place begins."""
        return self.held.field("start").take(self.offsets[:-1])

    def words(self) -> list[str]:
        """Each row's words, an ellipsis where they are apart."""
        return list(self._joined(self.held.field("exact"), " … ").to_pylist())

    def _joined(self, values: pa.Array, between: str) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.binary_join(pa.ListArray.from_arrays(self.offsets, values), between)


def _via(table: pa.Table) -> list[str]:
    packed = ["[]" if not some else _json(msgspec.convert(some, tuple[Via, ...])) for some in table["via"].to_pylist()]
    return packed


def _said(table: pa.Table) -> list[Any]:
    return list(table["said_on"].to_pylist())


def _json(value: Any) -> str:
    made = msgspec.convert(value, SaidOn) if isinstance(value, dict) else value
    return msgspec.json.encode(made).decode()


def _speaker(table: pa.Table) -> Columns:
    import pyarrow.compute as pc

    column = table["speaker"]
    names = [field.name for field in column.type]
    return {name: pc.struct_field(column, name).to_pylist() for name in names}


@dataclass(frozen=True)
class Rows:
    """Columns as rows, made when they are asked for: columns go from process to process in a tenth of the time."""

    table: pa.Table

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return zip(*(column.to_pylist() for column in self.table.columns), strict=True)


def copied(table: pa.Table) -> bytes:
    """Columns as PostgreSQL's own form of text, as `ledger.load.copied` makes it of rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = [_cells(column.combine_chunks()) for column in table.columns]
    tab, end = pa.scalar("\t", pa.large_string()), pa.scalar("\n", pa.large_string())
    lines = pc.binary_join_element_wise(*cells, tab, null_handling="replace", null_replacement="\\N")
    whole = pc.binary_join(pa.LargeListArray.from_arrays([0, len(lines)], lines), end)
    return b"".join((whole[0].as_buffer(), b"\n")) if len(lines) else b""


def _cells(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = column.cast(pa.large_string())
    if not pa.types.is_string(column.type):
        return cells
    for special, written in ESCAPED:
        cells = pc.replace_substring(cells, special, written)
    return cells
