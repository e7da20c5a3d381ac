"""Drawing from a folder that `bulk` wrote: its tables are the frame; only what was drawn comes into the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.bulk import NEEDED
from onrecord.bulk.loading import holds_datasets
from onrecord.errors import WrongUse
from onrecord.ledger import Ledger
from onrecord.ledger.sampling import Drawable, UnitKind

if TYPE_CHECKING:
    import pyarrow.dataset as ds

_FRAMES = {
    "document": ("documents", {"id": "id", "document": "id", "publisher": "publisher", "lang": "lang",
                               "day": "published", "statements": "statements"}),
    "statement": ("statements", {"id": "id", "document": "document", "publisher": "publisher", "day": "published",
                                 "kind": "kind", "score": "score"}),
}  # fmt: skip


def frame(name: str, unit: UnitKind) -> list[Drawable]:
    """Everything in the folder that can be drawn. Raises WrongUse where it holds no datasets."""
    if not holds_datasets(name):
        raise WrongUse("this folder holds no datasets", name, "Name the folder that `onrecord bulk --out` wrote")
    table, wanted = _FRAMES[unit]
    rows = _dataset(name, table).to_table(columns=sorted(set(wanted.values()))).to_pylist()
    langs = _langs(name) if unit == "statement" else {}
    return [_drawable({ours: row[theirs] for ours, theirs in wanted.items()}, langs) for row in rows]


def _drawable(row: dict[str, Any], langs: dict[str, str | None]) -> Drawable:
    lang = row.get("lang") or langs.get(row["document"])
    return Drawable(**{**row, "lang": lang, "day": row["day"] or "", "statements": row.get("statements") or 0})


def _langs(name: str) -> dict[str, str | None]:
    """Each article's language, which its statements do not repeat."""
    found = _dataset(name, "documents").to_table(columns=["id", "lang"]).to_pydict()
    return dict(zip(found["id"], found["lang"], strict=True))


def record(ledger: Ledger, name: str, documents: set[str]) -> None:
    """Records these articles of the folder; what the ledger has already stays as it is."""
    from onrecord.bulk.batches import those
    from onrecord.bulk.making import stamped

    for reading, stamp in stamped(those(Path(name), documents), documents):
        ledger.record(reading, stamp=stamp)


def _dataset(name: str, table: str) -> ds.Dataset:
    try:
        import pyarrow.dataset as ds
    except ModuleNotFoundError:
        raise WrongUse("a folder of datasets needs pyarrow", name, NEEDED) from None
    from onrecord.bulk.batches import schema_of

    return ds.dataset(Path(name) / table, schema=schema_of(table), format="parquet")
