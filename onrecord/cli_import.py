"""What comes in from other systems and what goes out: `onrecord import ...`, `onrecord export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli_common import Db, Json, by_hand, ledger_of, settings_of

if TYPE_CHECKING:
    from onrecord.importing import Outcome

imports = typer.Typer(help="Take in what another system exported; again adds nothing.", no_args_is_help=True)
File = Annotated[str, typer.Argument(help="The exported file.")]
Hold = Annotated[bool, typer.Option("--hold", help="Nothing is shown until the desk looked at it.")]
SAID = 50  # lines named on a terminal; --json names every one that failed
Site = Annotated[str | None, typer.Option(help="The site whose paths the file names.", metavar="URL")]


@imports.command()
def wordpress(file: File, hold: Hold = False, json: Json = False, db: Db = None) -> None:
    """Comments of a WordPress export (WXR); pingbacks, trackbacks, spam and what is in the bin are left out."""
    _discussion("wordpress", file, None, hold, json, db)


@imports.command()
def disqus(file: File, hold: Hold = False, json: Json = False, db: Db = None) -> None:
    """Comments of a Disqus export (XML); spam and what is deleted are left out."""
    _discussion("disqus", file, None, hold, json, db)


@imports.command()
def isso(file: File, site: Site = None, hold: Hold = False, json: Json = False, db: Db = None) -> None:
    """Comments in Isso's generic JSON; its articles are paths, of this site where --site names no other."""
    _discussion("isso", file, site, hold, json, db)


@imports.command()
def commento(file: File, hold: Hold = False, json: Json = False, db: Db = None) -> None:
    """Comments of a Commento export (JSON)."""
    _discussion("commento", file, None, hold, json, db)


@imports.command("onrecord")
def own(file: File, json: Json = False, db: Db = None) -> None:
    """What `onrecord export` wrote, on either database; what is there already stays."""
    from onrecord.reading.stream import pieces
    from onrecord.terminal import print_line

    added = ledger_of(db).restore(pieces(file), file)
    if json:
        print_line({"source": file, "added": added})
    else:
        typer.echo(f"{file}: {sum(added.values())} rows were new", err=True)


def export(db: Db = None) -> None:
    """Print everything that the ledger keeps as JSON Lines; `import onrecord` takes it in again."""
    import sys

    from onrecord.shapes import dumps

    sys.stdout.writelines(dumps(row) + "\n" for row in ledger_of(db).export())


def _discussion(kind: str, file: str, site: str | None, hold: bool, json: bool, db: str | None) -> None:
    from onrecord.importing import Import
    from onrecord.intake import Progress
    from onrecord.reading.stream import pieces

    settings, progress = settings_of(db), Progress(what="comments")
    taken = Import(
        ledger_of(db),
        kind,
        site or settings.base_url,
        by_hand(),
        hold=hold or settings.hold_imports,
        tick=lambda: progress.tick(None),
    )
    outcome = taken.run(pieces(file))
    progress.failed = len(outcome.tally.broken)
    progress.end()
    _told(file, outcome, json)
    raise typer.Exit(1 if outcome.tally.broken else 0)


def _told(file: str, outcome: Outcome, json: bool) -> None:
    """What came in, what was left out and why, and each failure with its line."""
    from onrecord.terminal import print_line

    tally = outcome.tally
    for found in (tally.mended, tally.broken):
        for one in found[:SAID]:
            typer.echo(f"onrecord: {file}, line {one.line}: {one.why}", err=True)
        if len(found) > SAID:
            typer.echo(f"onrecord: {file}: and {len(found) - SAID} more like these", err=True)
    if json:
        counts = {"added": outcome.added, "known": outcome.known, "held": outcome.held, "articles": outcome.articles}
        broken = [{"line": one.line, "why": one.why} for one in tally.broken]
        print_line({"source": file, **counts, "left_out": dict(tally.left_out), "failed": broken})
        return
    typer.echo(f"{file}: {outcome.added} comments are new ({outcome.held} held), {outcome.known} were known")
    for why, count in sorted(tally.left_out.items()):
        typer.echo(f"  left out, {why}: {count}")
    if outcome.articles:
        typer.echo(f"  articles not known before, recorded by their headline and address: {outcome.articles}")
