"""`onrecord watch` and `onrecord searches`. Heavy imports come late."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli_common import Db, Json, by_hand, ledger_of, settings_of
from onrecord.errors import WrongUse

Minutes = Annotated[float | None, typer.Option(help="Minutes between two looks at a feed; else ONRECORD_WATCH_EVERY.")]


def watch(
    feed: Annotated[list[str] | None, typer.Argument(help="Addresses of feeds, or of pages.")] = None,
    once: Annotated[bool, typer.Option("--once", help="One round, then end: for cron.")] = False,
    every: Minutes = None,
    mail: Annotated[list[str] | None, typer.Option(help="Tell this address too.", metavar="ADDRESS")] = None,
    webhook: Annotated[list[str] | None, typer.Option(help="Tell this program too.", metavar="URL")] = None,
    forget: Annotated[list[str] | None, typer.Option(help="Watch this no more.", metavar="URL")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Print what is watched and end.")] = False,
    json: Json = False,
    db: Db = None,
) -> None:
    """Poll feeds and pages politely; record what is new, report silent edits and what saved searches find."""
    from onrecord.watch import running

    settings, ledger = settings_of(db), ledger_of(db)
    for url in forget or []:
        running.forget(ledger, url)
    if list_:
        running.listed(ledger, json)
        return
    if forget and not feed:
        return
    targets = running.targets(settings, mail or [], webhook or [])
    watcher = running.watcher(settings, ledger, every)
    for name in feed or []:
        running.begin(watcher, name)
    raise typer.Exit(running.run(watcher, targets, once=once, json=json))


def searches(
    forget: Annotated[list[str] | None, typer.Option(help="Search this no more.", metavar="NAME")] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Print the saved searches (`onrecord find ... --save NAME` makes one)."""
    from onrecord.watch import running

    ledger = ledger_of(db)
    for name in forget or []:
        if name not in {one.name for one in ledger.watch.searches()}:
            raise WrongUse("no search is saved under this name", name)
        ledger.watch.save(name, None, by_hand())
    if not forget:
        running.searches(ledger, json)
