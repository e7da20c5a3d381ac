"""`onrecord import claims`: claims that people made by hand, in tables of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli_common import Db, Json

File = Annotated[Path, typer.Argument(help="The table to read.", metavar="FILE")]


def claims(file: File, json: Json = False, db: Db = None) -> None:
    """Claims made by hand: a CSV table with a quotation and its address in every line, in any language."""
    from onrecord.claims_by_hand import take
    from onrecord.cli_common import by_hand, ledger_of
    from onrecord.terminal import print_line

    done = take(ledger_of(db), file, by_hand())
    for line, why in done.failed:
        typer.echo(f"onrecord: {file}, line {line}: {why}", err=True)
    if json:
        print_line({"added": done.added, "known": done.known, "failed": [one._asdict() for one in done.failed]})
    else:
        added, left = ("claim" if done.added == 1 else "claims"), ("line" if len(done.failed) == 1 else "lines")
        print(f"{done.added} {added} added, {done.known} known, {len(done.failed)} {left} not taken")
    if done.failed:
        raise typer.Exit(1)
