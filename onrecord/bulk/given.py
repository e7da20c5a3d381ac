"""Tables of texts as input: Parquet or JSON Lines whose columns a person names."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from msgspec import structs

from onrecord.bulk.parts import Part
from onrecord.errors import ReadError, WrongUse
from onrecord.line import Options, pages_of
from onrecord.reading import Source
from onrecord.records import Page, document_id

NAMED = ("text", "published", "publisher", "id", "url", "title", "lang", "byline")
USUAL = {"text": "text"}
Columns = Mapping[str, str]


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


def rows(part: Part, file: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The rows of a part with their places; none for a line that is no JSON object."""
    yield from _parquet(part, file) if part.kind == "parquet" else _lines(part, file)


def _parquet(part: Part, file: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The row groups that begin in the part's stretch; a row's place is its number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened, at = pq.ParquetFile(file), 0
        for number in range(opened.num_row_groups):
            group = opened.metadata.row_group(number)
            begins = min(group.column(i).data_page_offset for i in range(group.num_columns))
            if begins >= part.start and (part.end is None or begins < part.end):
                for batch in opened.iter_batches(batch_size=256, row_groups=[number]):
                    yield from ((at + i, row) for i, row in enumerate(batch.to_pylist()))
                    at += batch.num_rows
            else:
                at += group.num_rows
    except pa.ArrowException as wrong:
        raise ReadError(f"damaged ({wrong})", part.files[0], "Write it again.") from wrong


def _lines(part: Part, file: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The lines that begin in the part's stretch."""
    packed = part.files[0].endswith(".gz")
    stream = io.BufferedReader(gzip.GzipFile(fileobj=file)) if packed else file
    at = max(0, part.start - 1)
    if at:
        stream.seek(at)
        at += len(stream.readline())  # the line begun before is another part's
    while part.end is None or at < part.end:
        line = stream.readline()
        if not line:
            return
        if line.strip():
            yield at, _object(line)
        at += len(line)


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def page(row: Mapping[str, Any], named: Columns, name: str) -> Page:
    """A row's words as an article, to the letter, with what its columns say. Raises ReadError without words."""
    words = row.get(named["text"])
    if not isinstance(words, str) or not words.strip():
        raise ReadError(f'no words in its column "{named["text"]}"', name, "Name the column with --columns text=...")
    source = Source(name=name, data=words.encode("utf-8"), media="text/plain", charset="utf-8")
    made = next(pages_of(source, Options(plain=True)))
    said = {ours: _text(row.get(theirs)) for ours, theirs in named.items() if ours not in ("text", "id")}
    kept = {ours: theirs for ours, theirs in said.items() if theirs}
    own = kept.get("url") or (None if "id" not in named else _text(row.get(named["id"])))
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
    return json.dumps(rest, ensure_ascii=False, default=str, sort_keys=True) if rest else None
