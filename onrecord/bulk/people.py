"""Who speaks in a whole archive: every speaker once, with names, roles and how much, and who may be the same.

A name is one speaker until a person says otherwise; those whose last names are alike are listed as who they may be,
and joined by nobody. It counts over all rows and sorts them, so it does not matter in how many parts they came."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from onrecord.names import key

SAYS = "One row a speaker of the whole archive, the most quoted first."
COLUMNS = {
    "id": ("text", "The speaker's id: of name and type."),
    "name": ("text", "The name."),
    "type": ("text", "person, organisation, country, group or outlet."),
    "roles": ("texts", "Roles that articles gave, the commonest first."),
    "statements": ("whole", "How many statements."),
    "documents": ("whole", "In how many articles."),
    "perhaps": ("texts", "Ids of others of its type whose name sounds alike: for a person to look at."),
}
MOST = 20  # that one may be; a name that hundreds have says nothing


class Gathered:
    """What is known of one speaker."""

    def __init__(self, id: str, name: str, type: str) -> None:
        self.id, self.name, self.type = id, name, type
        self.roles: Counter[str] = Counter()
        self.documents: set[str] = set()
        self.statements = 0


def gathered(folder: Path) -> int:
    """Writes the dataset of speakers from the statements that lie in a folder; how many there are."""
    people: dict[str, Gathered] = {}
    for row in _spoken(folder / "statements"):
        who = row["speaker"]
        mine = people.setdefault(who["id"], Gathered(who["id"], who["name"], who["type"]))
        mine.statements += 1
        mine.documents.add(row["document"])
        if who["role"]:
            mine.roles[f"{who['role']} of {who['of']}" if who["of"] else who["role"]] += 1
    rows = _rows(people)
    _written(folder / "speakers", rows)
    return len(rows)


def _spoken(folder: Path) -> Any:
    import pyarrow.parquet as pq

    for file in sorted(folder.rglob("*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(batch_size=4096, columns=["document", "speaker"]):
            yield from (row for row in batch.to_pylist() if row["speaker"] and not row["speaker"]["id"].startswith("~"))


def _rows(people: dict[str, Gathered]) -> list[dict[str, Any]]:
    alike: dict[tuple[str, str], list[str]] = {}
    for one in people.values():
        alike.setdefault((one.type, key(one.name)), []).append(one.id)
    ordered = sorted(people.values(), key=lambda one: (-one.statements, one.id))
    return [_row(one, sorted(alike[(one.type, key(one.name))])) for one in ordered]


def _row(one: Gathered, alike: list[str]) -> dict[str, Any]:
    others = [id for id in alike if id != one.id]
    return {
        "id": one.id,
        "name": one.name,
        "type": one.type,
        "roles": [role for role, _ in sorted(one.roles.items(), key=lambda item: (-item[1], item[0]))],
        "statements": one.statements,
        "documents": len(one.documents),
        "perhaps": others if len(others) <= MOST else [],
    }


def _written(folder: Path, rows: list[dict[str, Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"text": pa.string(), "whole": pa.int64(), "texts": pa.list_(pa.string())}
    schema = pa.schema([pa.field(name, kinds[kind], metadata={"says": says}) for name, (kind, says) in COLUMNS.items()])
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / "part-00000.parquet", compression="zstd")
