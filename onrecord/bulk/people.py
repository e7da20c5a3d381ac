"""Who speaks in a whole archive: every speaker once, with names, roles and how much, and who may be the same.

A name is one speaker until a person says otherwise; those whose last names are alike are listed as who they may be,
and joined by nobody but persons. Each part is counted by itself, then each lot of speakers over all parts, and all
is sorted: it does not matter in how many parts they came, nor who counted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from onrecord.bulk.judged import Names
from onrecord.names import key

SAYS = "One row a speaker of the whole archive, the most quoted first."
COLUMNS = {
    "id": ("text", "The speaker's id: of name and type. Of several that persons said are one, the smallest."),
    "name": ("text", "The name; of several, the one most used."),
    "type": ("text", "person, organisation, country, group or outlet."),
    "roles": ("texts", "Roles that articles gave, the commonest first."),
    "statements": ("whole", "How many statements."),
    "documents": ("whole", "In how many articles."),
    "ids": ("texts", "The ids that articles have for it: several where persons said that they are one."),
    "perhaps": ("texts", "Ids of others of its type whose name sounds alike: for a person to look at."),
}
MOST = 20  # that one may be; a name that hundreds have says nothing
LOTS = 16  # of speakers, by their ids: always as many, whoever works on them


class Count(msgspec.Struct):
    """What is known of one speaker in some part of the archive: how often under which id, name and type; in how many
    articles; in which roles."""

    ids: list[tuple[str, str, str, int]]
    documents: int
    roles: dict[str, int]


Lot = dict[str, Count]


def counted(rows: Iterable[dict[str, Any]], names: Names) -> list[Lot]:
    """The speakers of some statements, in lots; each article is in one part only."""
    ids: dict[str, Counter[tuple[str, str, str]]] = {}
    documents: dict[str, set[str]] = {}
    roles: dict[str, Counter[str]] = {}
    for row in rows:
        who = speaker(row, names)
        if who:
            mine = names.identity(who["id"])
            ids.setdefault(mine, Counter())[who["id"], who["name"], who["type"]] += 1
            documents.setdefault(mine, set()).add(row["document"])
            held = f"{who['role']} of {who['of']}" if who["role"] and who["of"] else who["role"]
            roles.setdefault(mine, Counter()).update([held] if held else [])
    lots: list[Lot] = [{} for _ in range(LOTS)]
    for id in sorted(ids):
        named = [(*which, count) for which, count in sorted(ids[id].items())]
        lots[lot_of(id)][id] = Count(named, len(documents[id]), dict(sorted(roles[id].items())))
    return lots


def speaker(row: dict[str, Any], names: Names) -> dict[str, Any] | None:
    """Who made a statement: a person's word before the reading's. None where nobody is known by name."""
    by_hand = names.hands.get(row["id"])
    who = msgspec.to_builtins(by_hand) if by_hand else row["speaker"]
    return who if who and who["id"] and not who["id"].startswith("~") else None


def lot_of(id: str) -> int:
    """Which lot a speaker belongs to."""
    return hashlib.sha256(id.encode()).digest()[0] % LOTS


def gathered(lots: Iterable[Lot]) -> list[dict[str, Any]]:
    """One lot over all parts, as rows."""
    all: dict[str, list[Count]] = {}
    for lot in lots:
        for id, count in lot.items():
            all.setdefault(id, []).append(count)
    return [_row(id, all[id]) for id in sorted(all)]


def _row(id: str, counts: list[Count]) -> dict[str, Any]:
    named: Counter[tuple[str, str]] = Counter()
    roles: Counter[str] = Counter()
    for count in counts:
        for _, name, type, often in count.ids:
            named[name, type] += often
        roles.update(count.roles)
    name, type = min(named, key=lambda one: (-named[one], one))
    return {
        "id": id,
        "name": name,
        "type": type,
        "roles": [role for role, _ in sorted(roles.items(), key=lambda item: (-item[1], item[0]))],
        "statements": named.total(),
        "documents": sum(count.documents for count in counts),
        "ids": sorted({one[0] for count in counts for one in count.ids}),
    }


def ordered(rows: list[dict[str, Any]], names: Names) -> Iterator[dict[str, Any]]:
    """All speakers, the most quoted first, each with those that it may be."""
    alike: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        alike.setdefault((row["type"], key(row["name"])), []).append(row["id"])
    for row in sorted(rows, key=lambda row: (-row["statements"], row["id"])):
        near = sorted(alike[row["type"], key(row["name"])])
        others = [id for id in near if id != row["id"] and _may_be(row, id, names)]
        yield {**row, "perhaps": others if len(others) <= MOST else []}


def _may_be(row: dict[str, Any], other: str, names: Names) -> bool:
    """Whether no person told them apart, under whichever of its ids."""
    return all(names.may_be(one, other) for one in (row["id"], *row["ids"]))


def write(folder: Path, rows: list[dict[str, Any]]) -> int:
    """The dataset of speakers; how many there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"text": pa.string(), "whole": pa.int64(), "texts": pa.list_(pa.string())}
    schema = pa.schema([pa.field(name, kinds[kind], metadata={"says": says}) for name, (kind, says) in COLUMNS.items()])
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / "part-00000.parquet", compression="zstd")
    return len(rows)
