"""Roles: a source's words, and the name, the role and where it is held, as a reader has them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from onrecord.resolution.naming import Naming, naming

HALVES = {"open": Path(__file__).parent / "roles.txt", "kept": Path(__file__).parent / "kept" / "roles.txt"}


class Row(NamedTuple):
    """One source."""

    words: str
    name: str | None
    role: str | None
    of: str | None


def rows(half: str) -> list[Row]:
    """The rows of a half."""
    lines = (line for line in HALVES[half].read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    cells = (line.split(" | ") for line in lines)
    return [Row(words, *(None if cell == "-" else cell for cell in told)) for words, *told in cells]


def right(row: Row, got: Naming) -> bool:
    """Whether name, role and place are all as a reader has them; case of letters aside."""
    told = [(value or "").lower() for value in (got.name, got.role, got.of)]
    return told == [(value or "").lower() for value in (row.name, row.role, row.of)]


def misses(half: str) -> list[tuple[Row, Naming]]:
    """The rows read otherwise."""
    return [(row, naming(row.words)) for row in rows(half) if not right(row, naming(row.words))]
