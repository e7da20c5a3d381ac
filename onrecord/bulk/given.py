"""Tables of texts as input: Parquet or JSON Lines whose columns a person names."""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec import structs

from onrecord.bulk.lines import lines
from onrecord.bulk.parts import Part, is_far
from onrecord.errors import ReadError, WrongUse
from onrecord.line import Options, pages_of
from onrecord.reading import Source
from onrecord.records import Page, document_id

if TYPE_CHECKING:
    import pyarrow as pa

NAMED = ("text", "published", "publisher", "id", "url", "title", "lang", "byline")
USUAL = {"text": "text"}
SOME = 100  # lines that tell which columns there are
Columns = Mapping[str, str]


class NoWords(ReadError):
    """A row without words in the column that should have them."""


def columns(words: str | None) -> dict[str, str]:
    """ "text=body,id=key" as a mapping; raises WrongUse, naming what may be named."""
    if words is None:
        return dict(USUAL)
    pairs = [word.partition("=")[::2] for word in words.split(",") if word.strip()]
    named = {ours.strip(): theirs.strip() for ours, theirs in pairs}
    wrong = [ours for ours, theirs in named.items() if ours not in NAMED or not theirs]
    if wrong or not pairs:
        raise WrongUse(f"--columns names {', '.join(NAMED)}, as in text=body,id=key", words)
    return {**USUAL, **named}


def check(parts: Sequence[Part], named: Columns, asked: bool) -> None:
    """Raises WrongUse for a column that none of the tables has, before any is read. `asked` is whether a person named
    columns: else a table beside archives may be none of texts."""
    tables = [part for part in parts if part.kind in ("parquet", "lines")]
    if not asked and len(tables) < len(parts):
        return
    missing, seen = set(named.values()), []
    for part in tables:
        if not part.start and not is_far(part.files[0]):
            seen += [name for name in _names(part) if name not in seen]
        if missing.issubset(seen):
            return
    if seen:
        lacking = ", ".join(f'"{name}"' for name in named.values() if name not in seen)
        hint = f"Its columns are {', '.join(seen[:20])}: name them with --columns text=..."
        raise WrongUse(f"no column {lacking}", tables[0].files[0], hint)


def _names(part: Part) -> list[str]:
    """A table's columns: of lines, what the first of them have; none of a table that cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with suppress(pa.ArrowException, OSError, EOFError), Path(part.files[0]).open("rb") as file:
        if part.kind == "parquet":
            return list(pq.read_schema(file).names)
        heads = [_object(line) or {} for _, line in islice(lines(file, 0, None), SOME)]
        return list(dict.fromkeys(name for head in heads for name in head))
    return []


def rows(part: Part, file: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The rows of a part with their places; none for a line that is no JSON object."""
    yield from _parquet(part, file) if part.kind == "parquet" else _lines(part, file)


def _parquet(part: Part, file: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The rows that stand in the part's stretch; a row's place is its number."""
    import pyarrow as pa

    try:
        for number, first, wanted in _groups(part, file):
            yield from _rows_of(file, number, first, wanted)
    except pa.ArrowException as wrong:
        raise ReadError(f"damaged ({wrong})", part.files[0], "Write it again.") from wrong


def _groups(part: Part, file: BinaryIO) -> Iterator[tuple[int, int, range]]:
    """Each group of rows, the number of its first, and which of them are the part's.

    Many programs write a whole table as one group: its rows are taken to lie evenly over its bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_metadata(file)
    except (pa.ArrowException, OSError):
        if part.start:  # told by the part that has the beginning
            return
        raise
    groups = [table.row_group(number) for number in range(table.num_row_groups)]
    begins = [min(group.column(i).data_page_offset for i in range(group.num_columns)) for group in groups]
    first = 0
    for number, (group, begin, after) in enumerate(zip(groups, begins, [*begins[1:], file.seek(0, 2)], strict=True)):
        rows = range(group.num_rows)
        place = partial(_place, begin, after, group.num_rows)
        wanted = range(
            *(len(rows) if at is None else bisect_left(rows, at, key=place) for at in (part.start, part.end))
        )
        if wanted:
            yield number, first, wanted
        first += group.num_rows


def _place(begin: int, after: int, rows: int, row: int) -> int:
    return begin + row * (after - begin) // rows


def _rows_of(file: BinaryIO, number: int, first: int, wanted: range) -> Iterator[tuple[int, dict[str, Any]]]:
    """Some rows of a group, which is read by and by, however large it is."""
    import pyarrow.parquet as pq

    at = 0
    for batch in pq.ParquetFile(file, buffer_size=1 << 20).iter_batches(batch_size=256, row_groups=[number]):
        skip, upto = max(0, wanted.start - at), min(batch.num_rows, wanted.stop - at)
        if skip < upto:
            rows = _listed(batch.slice(skip, upto - skip))
            yield from ((first + at + skip + i, row) for i, row in enumerate(rows))
        at += batch.num_rows
        if at >= wanted.stop:
            return


def _listed(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The rows as Python has them."""
    columns = [_values(column) for column in batch.columns]
    return [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: pa.Array) -> list[Any]:
    """A column's values; one that Python cannot hold, a nanosecond or a broken character, as words."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):  # UnicodeDecodeError is one
        return [_held(one) for one in column]


def _held(one: pa.Scalar) -> Any:
    import pyarrow as pa

    try:
        return one.as_py()
    except UnicodeDecodeError:
        return one.as_buffer().to_pybytes().decode("utf-8", "surrogateescape")  # refused as no character, by its row
    except (ValueError, OverflowError):
        return str(one.cast(pa.string()))


def _lines(part: Part, file: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The lines that begin in the part's stretch."""
    for at, line in lines(file, part.start, part.end):
        if line.strip():
            yield at, _object(line)


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def page(row: Mapping[str, Any], named: Columns, name: str) -> Page:
    """A row's words as an article, to the letter, with what its columns say. Raises ReadError without words."""
    words = row.get(named["text"])
    if not isinstance(words, str) or not words.strip():
        raise NoWords(f'no words in its column "{named["text"]}"', name, "Name the column with --columns text=...")
    source = Source(name=name, data=words.encode("utf-8"), media="text/plain", charset="utf-8")
    made = next(pages_of(source, Options(plain=True)))
    said = {ours: _text(row.get(theirs)) for ours, theirs in named.items() if ours not in ("text", "id")}
    kept = {ours: theirs for ours, theirs in said.items() if theirs}
    own = kept.get("url") or (None if "id" not in named else _text(row.get(named["id"])))
    "".join((own or "", *kept.values())).encode("utf-8")  # raises for half a character, which no file can hold
    document = structs.replace(made.document, id=document_id(own, made.document.text), **kept)
    return structs.replace(made, document=document)


def _text(value: Any) -> str | None:
    return None if value is None else value if isinstance(value, str) else str(value)


def own_id(row: Mapping[str, Any], named: Columns) -> str | None:
    """The input's own id of a row."""
    return _text(row.get(named["id"])) if "id" in named else None


def others(row: Mapping[str, Any], named: Columns) -> str | None:
    """Its columns that nobody named, as JSON."""
    rest = {key: value for key, value in row.items() if key not in named.values()}
    packed = json.dumps(_plain(rest), ensure_ascii=False, default=str, sort_keys=True)
    try:
        packed.encode("utf-8")
    except UnicodeEncodeError:  # half a character: JSON can write it, a file cannot hold it
        packed = json.dumps(_plain(rest), default=str, sort_keys=True)
    return packed if rest else None


def _plain(value: Any) -> Any:
    """What JSON can say: it has no word for what is no number or infinite, and its keys are words."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
