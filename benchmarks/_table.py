"""One table of all that is compared: table.toml says what, docs/bench.json has the figures, none that was not run."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks._chart import number, value

WORDS = Path(__file__).with_name("table.toml")


class Row(NamedTuple):
    """A figure: of what, whose, when it was taken and how busy the machine was. None where it was not measured."""

    section: str
    what: str
    who: str
    figure: float | None
    on: str
    load: float | None


def table(results: Mapping[str, Any]) -> list[Row]:
    """Every row that table.toml names."""
    return list(_rows(results, tomllib.loads(WORDS.read_text(encoding="utf-8"))["figures"]))


def _rows(results: Mapping[str, Any], figures: list[dict[str, Any]]) -> Iterator[Row]:
    for group in figures:
        for who, (name, *path) in ((key, held) for key, held in group.items() if key not in ("section", "what")):
            result = results.get(name, {})
            found = value(result.get("figures", {}), path)
            load = result["load"][0] if found is not None else None
            yield Row(group["section"], group["what"], who, found, result.get("on", ""), load)


def lines(results: Mapping[str, Any]) -> Iterator[str]:
    """The table for a terminal."""
    last = ("", "")
    for row in table(results):
        if (row.section, row.what) != last:
            yield f"{row.section}: {row.what}"
            last = (row.section, row.what)
        shown = "not run here" if row.figure is None else number(row.figure)
        when = "" if row.figure is None else f"  {row.on}, load {row.load:g}"
        yield f"  {row.who:40} {shown:>14}{when}"


def saved(results: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The table's rows for bench.json."""
    return [row._asdict() for row in table(results) if row.figure is not None]
