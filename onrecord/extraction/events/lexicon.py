"""The table of what tells of a territory: which words, which kind, where its roles stand."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any, NamedTuple, cast

from onrecord.records import ClaimKind

TABLE = Path(__file__).parent / "lexicon.toml"
VERBAL = (
    "object",
    "goes",
    "either",
    "leaves",
    "hands",
    "drives",
    "falls",
    "passes",
    "cedes",
    "moves",
    "under",
    "act",
    "rejects",
    "loses",
    "own",
    "within",
)


class Row(NamedTuple):
    """One row: its kind, how its roles stand, its words and the word itself where it takes a side."""

    kind: ClaimKind
    roles: str
    words: tuple[str, ...]
    framing: bool = False


@functools.cache
def table() -> dict[str, dict[str, Any]]:
    """The table as written."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def kinds() -> dict[str, dict[str, Any]]:
    """The table's part for each kind of claim."""
    return {kind: said for kind, said in table().items() if kind.isupper() and kind != "META"}


@functools.cache
def among(part: str, name: str) -> frozenset[str]:
    """A list of words of the table."""
    return frozenset(table()[part].get(name, ()))


@functools.cache
def rows() -> dict[str, tuple[Row, ...]]:
    """The rows by their first word, those of more words first."""
    found: dict[str, list[Row]] = {}
    for kind, said in kinds().items():
        for roles in VERBAL:
            for entry in said.get(roles, ()):
                run = tuple(entry.split())
                row = Row(cast(ClaimKind, kind), roles, run, entry in said["side"])
                found.setdefault(run[0], []).append(row)
    return {first: tuple(sorted(held, key=lambda row: -len(row.words))) for first, held in found.items()}


@functools.cache
def nouns() -> dict[str, Row]:
    """The nouns that tell of a territory, by their words."""
    return {
        word: Row(cast(ClaimKind, kind), "noun", (word,), word in said["side"])
        for kind, said in kinds().items()
        for word in said.get("nouns", ())
    }


@functools.cache
def hyphens() -> dict[str, Row]:
    """What can stand after a holder and a hyphen: "Russian-held"."""
    return {
        word: Row(cast(ClaimKind, kind), "hyphen", (word,), word in said["side"])
        for kind, said in kinds().items()
        for word in said.get("hyphen", ())
    }


@functools.cache
def verbs() -> tuple[str, ...]:
    """The first word of every row that is a verb."""
    firsts = [
        entry.split()[0]
        for said in kinds().values()
        for roles in VERBAL
        if roles != "within"
        for entry in said.get(roles, ())
    ]
    return tuple(dict.fromkeys(word for word in (*firsts, "belong") if word not in ("be", "have", "not")))
