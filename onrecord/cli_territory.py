"""The commands of territory: who held a place, and what disagrees with what."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli_common import Db, Json

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.ledger import ClaimFound, Contradiction, TerritoryStatus

SHOWN = 5  # claims of a side that are printed


def territory(
    place: Annotated[str, typer.Argument(help="A place; with what contains it where there are several.")],
    on: Annotated[str | None, typer.Option(help="On this day; else today.", metavar="DATE")] = None,
    known: Annotated[str | None, typer.Option(help="As known on this day; else now.", metavar="DATE")] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Who held a place and who claimed it on a day, as known then, with the words."""
    from onrecord import clock, intake
    from onrecord.claim_shapes import territory_shape
    from onrecord.cli_common import ledger_of
    from onrecord.terminal import print_line
    from onrecord.whereabouts import place_of

    ledger = ledger_of(db)
    today = clock.now()[:10]
    found = ledger.territory(place_of(place, ledger), intake.day(on) or today, intake.day(known) or today)
    if json:
        print_line(territory_shape(found))
        return
    words = {
        id: side for one in (*found.held_by, *found.claimed_by) for id in one.evidence if (side := ledger.claim(id))
    }
    _status(found, words)


def _status(found: TerritoryStatus, words: dict[str, ClaimFound]) -> None:
    """A status as a person reads it: each side with its words."""
    from rich.text import Text

    from onrecord.terminal import console

    out = console()
    out.print(Text(f"{', '.join((found.place.name, *found.place.within))} on {found.on}, as known on {found.known}"))
    for label, sides in (("reported to hold", found.held_by), ("claims", found.claimed_by)):
        for side in sides:
            out.print(
                Text(f"{side.actor.name} ", style="bold") + Text(f"{label} {'part of it' if side.part else 'it'}")
            )
            for id in side.evidence[:SHOWN]:
                _claim(out, words[id])
            if len(side.evidence) > SHOWN:
                out.print(Text(f"  and {len(side.evidence) - SHOWN} more claims", style="dim"))
    out.print(Text("Disputed. " if found.disputed else "", style="bold") + Text(found.why))


def _claim(out: Console, side: ClaimFound) -> None:
    """A claim's words, who says it and where."""
    from rich.text import Text

    from onrecord.text import words_of

    claim, head = side.claim, side.document
    who = side.speaker.name if side.speaker else head.publisher
    facts = [who, head.published, claim.kind, claim.since, head.url, claim.id]
    out.print(Text(f"  “{words_of(side.text, claim.evidence)}”"))
    out.print(Text("  " + " · ".join(fact for fact in facts if fact), style="dim"))


def contradictions(
    place: Annotated[str | None, typer.Option(help="About this place and what lies in it.")] = None,
    actor: Annotated[str | None, typer.Option(help="In which this actor takes part.")] = None,
    rule: Annotated[str | None, typer.Option(help="By this rule: R1 to R12.")] = None,
    since: Annotated[str | None, typer.Option(help="Of this day or later.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option(help="Of this day or before.", metavar="DATE")] = None,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="Only what a person confirmed.")] = False,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 100,
    json: Json = False,
    db: Db = None,
) -> None:
    """What disagrees with what, by which rule, and what that hangs on."""
    from onrecord import intake
    from onrecord.claim_shapes import contradiction_shape
    from onrecord.cli_common import ledger_of
    from onrecord.ledger import ContradictionQuery
    from onrecord.ledger.territory.sentences import RULES
    from onrecord.terminal import console, print_line
    from onrecord.whereabouts import place_of

    ledger = ledger_of(db)
    first, last = intake.between(since, until)
    query = ContradictionQuery(
        place=place_of(place, ledger) if place else None,
        actor=actor,
        rule=intake.one_of(rule, tuple(RULES), "--rule") if rule else None,
        since=first,
        until=last,
        confirmed=confirmed,
        limit=limit,
    )
    found = ledger.contradictions(query)
    for one in found:
        print_line(contradiction_shape(one)) if json else _pair(console(), one)
    if not found and not json:
        print("Nothing in the ledger disagrees there. `onrecord add SOURCE` records more.", file=sys.stderr)


def _pair(out: Console, found: Contradiction) -> None:
    """Both sides' words, and the rule."""
    from rich.text import Text

    place = found.between[0].claim.place
    out.print(Text(f"{found.verdict}: ", style="yellow") + Text(f"{place.name if place else ''}", style="bold"))
    for side in found.between:
        _claim(out, side)
    facts = [found.rule, found.why, found.id, found.review or "not reviewed"]
    out.print(Text("  " + " · ".join(facts), style="dim"))
    out.print()
