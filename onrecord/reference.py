"""The pages of docs/ that are drawn from the code: commands, settings, kinds, schema, datasets.

`python3 dev.py docs` writes them; a test compares."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec

DOCS = Path(__file__).parent.parent / "docs"
NOTE = "<!-- Drawn from the code by `python3 dev.py docs`; edit there. -->\n\n"


def cli() -> str:
    """Every command with its arguments and options."""
    import typer
    import typer.main

    from onrecord.cli import app

    group = typer.main.get_command(app)
    lines = [
        "# Commands",
        "",
        "Exit status: 0 fine, 1 some input failed (the rest is done), 2 wrong use.",
        "",
    ]
    for name, command in _commands(group):
        context = typer.Context(command, info_name=name)
        usage = " ".join(command.collect_usage_pieces(context))
        lines += [f"## onrecord {name}", "", f"`onrecord {name} {usage}`", "", command.help or "", ""]
        lines += [_row(*record) for record in _options(command, context)]
        lines.append("")
    return "\n".join(lines)


def _commands(group: object, above: str = "") -> list[tuple[str, Any]]:
    """Every command by its whole name, those of a group after it."""
    named = sorted(getattr(group, "commands", {}).items())
    rows = [[(above + name, one), *_commands(one, f"{above}{name} ")] for name, one in named]
    return [row for part in rows for row in part]


def _options(command: object, context: object) -> list[tuple[str, str]]:
    params = getattr(command, "params", [])
    return [record for record in (p.get_help_record(context) for p in params) if record]


def _row(name: str, text: str) -> str:
    return f"- `{name}` {' '.join(text.split())}"


def settings() -> str:
    """Every setting, its environment variable and its default."""
    from onrecord.config import Settings

    lines = ["# Settings", "", "Read once, at start, from the environment and an `.env` file.", ""]
    lines += ["| Variable | Default | What it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = str(field.default).replace(str(Path.home()), "~")
        lines.append(f"| `ONRECORD_{name.upper()}` | `{default}` | {field.description} |")
    return "\n".join(lines)


def kinds() -> str:
    """Kinds of statement, block and right."""
    from onrecord import records

    said = {
        "direct": "the speaker's own words, all between quotation marks",
        "indirect": "told in the reporter's words",
        "mixed": "the reporter's words with some of the speaker's between quotation marks",
    }
    lines = ["# Kinds", "", "## Statements", ""]
    lines += [f"- **{kind}**: {said[kind]}" for kind in get_args(records.StatementKind)]
    lines += ["", "## Blocks of a document", "", *(f"- {kind}" for kind in get_args(records.BlockKind))]
    lines += ["", "## Rights", "", *(f"- {right}" for right in get_args(records.Rights))]
    lines += ["", *_claims()]
    return "\n".join(lines)


def _claims() -> list[str]:
    """Kinds of claim with the words that tell of each, as the extractor's table has them."""
    from onrecord.extraction.events import register_of
    from onrecord.extraction.events.lexicon import VERBAL, kinds

    lines = [
        "## Claims of territory",
        "",
        "What an article says of who holds, takes or claims a place. One claim names one place.",
        "",
    ]
    lines += ["| Kind | Register | Verbs and phrases | Nouns | Kept as a side's word |", "|---|---|---|---|---|"]
    for kind, said in kinds().items():
        verbs = ", ".join(dict.fromkeys(row.replace(" ~ ", " ... ") for roles in VERBAL for row in said.get(roles, ())))
        nouns = ", ".join([*said.get("nouns", ()), *(f"-{word}" for word in said.get("hyphen", ()))])
        lines.append(f"| {kind} | {register_of(kind)} | {verbs} | {nouns} | {', '.join(said['side'])} |")
    meant = {
        "INTENT": "what is planned, promised, threatened (or, denied, what is not): any of the acts above",
        "DEMAND": "what is demanded of another: any of the acts above",
    }
    return [*lines, "", *(f"- **{kind}** ({register_of(kind)}): {said}" for kind, said in meant.items())]


def schema() -> str:
    """Every record of the ledger with its fields and their types."""
    from onrecord import records

    lines = ["# Records", "", "Frozen values; rows are added, never edited.", ""]
    for kind in vars(records).values():
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            lines += [f"## {kind.__name__}", "", (kind.__doc__ or "").strip(), ""]
            lines += [f"- `{name}`: `{hint}`" for name, hint in kind.__annotations__.items()]
            lines.append("")
    return "\n".join(lines)


def datasets() -> str:
    """The tables that bulk writes, with their columns."""
    from onrecord.bulk.people import COLUMNS, SAYS
    from onrecord.bulk.schema import datasets as tables

    lines = [
        "# Datasets of bulk",
        "",
        "What `onrecord bulk SOURCE... --out DIR` writes: Parquet, a folder a dataset, and in",
    ]
    lines += [
        "it a folder a day (`DIR/statements/day=2026-01-02/`), read by DuckDB, pandas, Polars and Spark as it is.",
        "",
    ]
    for table in tables().values():
        lines += [f"## {table.name}", "", table.says, "", "| Column | Type | What it is |", "|---|---|---|"]
        lines += [f"| `{one.name}` | {_kind(one.kind)} | {one.says} |" for one in table.columns]
        lines.append("")
    lines += ["## speakers", "", SAYS, "", "| Column | Type | What it is |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| `{name}` | {kind} | {says} |" for name, (kind, says) in COLUMNS.items())])


def _kind(kind: object) -> str:
    """A column's type as Parquet has it, in words."""
    from msgspec import inspect

    names = {"Str": "text", "Literal": "text", "Int": "whole", "Float": "number", "Bool": "yes or no"}

    def said(info: inspect.Type) -> str:
        if isinstance(info, inspect.UnionType):
            return next(said(one) for one in info.types if not isinstance(one, inspect.NoneType))
        if isinstance(info, inspect.StructType):
            return "{" + ", ".join(field.encode_name for field in info.fields) + "}"
        if isinstance(info, inspect.NamedTupleType):
            return "{start, end, exact}"
        if isinstance(info, inspect.VarTupleType):
            return f"list of {said(info.item_type)}"
        return names[type(info).__name__.removesuffix("Type")]

    return said(inspect.type_info(kind))


PAGES: dict[str, Callable[[], str]] = {
    "cli": cli,
    "settings": settings,
    "kinds": kinds,
    "schema": schema,
    "datasets": datasets,
}


def drawn() -> dict[str, str]:
    """Each generated page's file name with its text."""
    return {f"{name}.md": NOTE + page().rstrip() + "\n" for name, page in PAGES.items()}


def main() -> None:
    """Writes them all."""
    for name, text in drawn().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(DOCS / name, file=sys.stderr)


if __name__ == "__main__":
    main()
