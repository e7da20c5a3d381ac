"""The commands. Heavy imports come late, so that `--help` is there at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from onrecord import cli_claims, cli_people, cli_territory
from onrecord.cli_common import Db, Id, Json, Why, by_hand, ledger_of, settings_of
from onrecord.cli_import import export, imports
from onrecord.cli_sample import sample, score
from onrecord.cli_speakers import speakers
from onrecord.cli_watch import searches, watch
from onrecord.errors import OnrecordError, WrongUse
from onrecord.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

app = typer.Typer(
    name="onrecord",
    help="Who said it, through whom, about which place, and does it hold?",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(imports, name="import")
app.add_typer(speakers, name="speakers")
app.command()(export)
app.command()(watch)
app.command()(searches)
app.command()(sample)
app.command()(score)

Sources = Annotated[list[str], typer.Argument(help="File, folder, URL, feed, WARC, or - for standard input.")]
Plain = Annotated[bool, typer.Option("--plain", help="The file is an article's words and nothing else.")]
Published = Annotated[str | None, typer.Option(help="The article's date, where the page has none.", metavar="DATE")]


@app.command()
def read(
    source: Sources,
    json: Json = False,
    plain: Plain = False,
    published: Published = None,
) -> None:
    """Read pages and print their article, discussion and statements; nothing is stored."""
    from onrecord import intake
    from onrecord.terminal import writer

    show = writer(json)
    run = intake.Run(settings_of(), plain=plain, published=intake.day(published))
    for name, reading in run.over(source):
        show(name, reading)
    raise typer.Exit(run.finish())


@app.command()
def add(
    source: Sources,
    json: Json = False,
    plain: Plain = False,
    published: Published = None,
    again: Annotated[bool, typer.Option(help="Read known documents anew.")] = False,
    own: Annotated[bool, typer.Option(help="The articles are ours: pages may show them whole.")] = False,
    db: Db = None,
) -> None:
    """Read pages and record them in the ledger; what is known is skipped."""
    from onrecord import intake
    from onrecord.bulk.loading import datasets_first
    from onrecord.terminal import recorded

    ledger = ledger_of(db)
    known = None if again else ledger.knows
    run = intake.Run(settings_of(db), plain=plain, published=intake.day(published), known=known, own=own)
    for name, reading in run.over(datasets_first(source, ledger, run.progress, json, again)):
        recorded(name, reading, ledger.record(reading, again=again, stamp=by_hand()), json)
    raise typer.Exit(run.finish())


@app.command()
def bulk(
    source: Annotated[list[str], typer.Argument(help="Files, folders, patterns: WARC, pages, Parquet, JSON Lines.")],
    out: Annotated[Path, typer.Option(help="The folder of the datasets; the same again goes on.", metavar="DIR")],
    engine: Annotated[str, typer.Option(help="local, daft or ray.")] = "local",
    shard: Annotated[str | None, typer.Option(help="Read a share only: 3/16.", metavar="I/N")] = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="The sources are folders of shares; make one of them.")
    ] = False,
    columns: Annotated[
        str | None, typer.Option(help="Columns of a table of texts: text=,published=,publisher=,id=,url=,title=,lang=.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="How many at once; else one a core.", min=1)] = None,
    seconds: Annotated[float, typer.Option(help="How long one page may take.", min=0.1)] = 60.0,
    judgements: Annotated[
        Path | None, typer.Option(help="A ledger's export: its merges and splits of speakers count.", metavar="FILE")
    ] = None,
    json: Json = False,
) -> None:
    """Read an archive into Parquet datasets; stopped at any moment, the same command goes on."""
    from onrecord import intake
    from onrecord.bulk import command, engines
    from onrecord.shapes import dumps

    chosen = intake.one_of(engine, engines.NAMES, "--engine")
    if merge and (shard or columns):
        raise WrongUse("--merge reads nothing: --shard and --columns belong to the runs that it joins")
    with_whom = {"engine": chosen, "workers": workers, "judgements": judgements}
    more = {"shard": shard, "columns": columns, "seconds": seconds}
    total = command.merge(source, out, **with_whom) if merge else command.bulk(source, out, **with_whom, **more)  # type: ignore[arg-type]
    typer.echo(dumps(total) if json else command.told(total), err=not json)
    raise typer.Exit(1 if total["failed"] or (total["unfinished"] and not shard) else 0)


@app.command()
def find(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words of the statement; quotes keep them together.")
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Words of the source.")] = None,
    via: Annotated[str | None, typer.Option(help="The outlet that relays, or the publisher.")] = None,
    kind: Annotated[str | None, typer.Option(help="direct, indirect or mixed.")] = None,
    since: Annotated[str | None, typer.Option(help="Said on this day or later.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option(help="Said on this day or before.", metavar="DATE")] = None,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="Only what a person confirmed.")] = False,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 100,
    save: Annotated[
        str | None, typer.Option(help="Keep the search: `watch` tells what it finds.", metavar="NAME")
    ] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Print the ledger's statements that hold these words."""
    from onrecord import intake
    from onrecord.ledger import Query
    from onrecord.records import KINDS
    from onrecord.terminal import found

    first, last = intake.between(since, until)
    query = Query(
        words=" ".join(words) if words else None,
        speaker=speaker,
        via=via,
        kind=intake.one_of(kind, KINDS, "--kind") if kind else None,
        since=first,
        until=last,
        confirmed=confirmed,
        limit=limit,
    )
    ledger = ledger_of(db)
    if save:
        ledger.watch.save(save, query, by_hand())
    found(ledger.find(query), json)


@app.command()
def check(
    text: Annotated[list[str] | None, typer.Argument(help="The words; without any, standard input is read.")] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Did they say it? Answer each quoted or attributed sentence of a text from the ledger."""
    from onrecord import intake
    from onrecord.checking import answers
    from onrecord.terminal import checked

    reading = intake.reading_of_text(" ".join(text) if text else sys.stdin.read())
    checked(answers(ledger_of(db), reading), json)


@app.command()
def review(
    id: Id, verdict: Annotated[str, typer.Argument(help="confirmed or wrong.")], why: Why = "", db: Db = None
) -> None:
    """Record a person's word on a machine's reading."""
    from onrecord import intake
    from onrecord.records import VERDICTS

    chosen = intake.one_of(verdict, VERDICTS, "VERDICT")
    ledger_of(db).review(id, chosen, why, by_hand())
    typer.echo(f"{id}: {chosen}", err=True)


@app.command()
def withdraw(id: Id, why: Why = "", db: Db = None) -> None:
    """Empty a record from pages, API, feeds and search; that it was withdrawn stays."""
    ledger_of(db).withdraw(id, why, by_hand())
    typer.echo(f"{id}: withdrawn", err=True)


@app.command()
def redact(id: Id, words: Annotated[str, typer.Argument(help="The exact words to blank.")], db: Db = None) -> None:
    """Blank words in every version, log and export of a record."""
    count = ledger_of(db).redact(id, words, by_hand())
    typer.echo(f"{id}: blanked in {count} places", err=True)
    if not count:
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Where to listen.")] = None,
    port: Annotated[int | None, typer.Option(help="On which port.", min=0, max=65535)] = None,
    db: Db = None,
) -> None:
    """Serve the pages and the API."""
    from onrecord.server import serve as run

    settings = settings_of(db)
    run(settings, host or settings.host, settings.port if port is None else port)


@app.command(hidden=True)
def demo(
    port: Annotated[int, typer.Option(help="On which port; 0 takes a free one.", min=0, max=65535)] = 8000,
    folder: Annotated[Path | None, typer.Option(help="Where the sample's ledger is kept.")] = None,
) -> None:
    """Record the packaged sample and serve it on loopback."""
    from onrecord.server import demo as run

    run(folder, port)


imports.command()(cli_claims.claims)
app.command()(cli_territory.territory)
app.command()(cli_territory.contradictions)
cli_people.register(app)


def main() -> NoReturn:
    """Runs a command; an error is words on standard error and an exit status, never a traceback."""
    _utf8()
    one_thread()
    sys.exit(guarded(lambda: app(standalone_mode=False, prog_name="onrecord")))


def guarded(command: Callable[[], object]) -> int:
    """The exit status of a command: 0 fine, 1 some input failed, 2 wrong use, 130 interrupted."""
    try:
        result = command()
        sys.stdout.flush()
        if result == 130:  # typer's word for a KeyboardInterrupt
            return _stopped()
        return result if isinstance(result, int) else 0
    except typer.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _stopped()
    except (BrokenPipeError, SystemExit):  # typer and rich make the one into the other
        return _nobody_listens()
    except WrongUse as error:
        typer.echo(f"onrecord: {error}", err=True)
        return 2
    except OnrecordError as error:
        typer.echo(f"onrecord: {error}", err=True)
        return 1
    except TyperException as error:
        _shown(error)
        return 2


def _stopped() -> int:
    """Told to stop by a person or a service manager."""
    typer.echo("onrecord: stopped; what was recorded is kept, the same command goes on from here", err=True)
    return 130


def _shown(error: TyperException) -> None:
    """Usage errors show how the command is used; others are their words."""
    show = getattr(error, "show", None)
    if show:
        show()
    else:
        typer.echo(f"onrecord: {error}", err=True)


def _nobody_listens() -> int:
    """Whoever read our output has enough (`| head`): what is still buffered goes nowhere, and that is fine."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _utf8() -> None:
    """Words are printed as they are, also where the terminal's locale says ASCII."""
    streams: Iterable[object] = (sys.stdout, sys.stderr)
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
