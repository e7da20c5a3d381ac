"""`onrecord sample` and `onrecord score`: how good is it on this corpus? Heavy imports come late."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onrecord.cli_common import Db, Json, by_hand, ledger_of


def sample(
    name: Annotated[str, typer.Argument(help="What the sample is called.")] = "",
    size: Annotated[int, typer.Option(help="How many to draw.", min=1)] = 100,
    unit: Annotated[str, typer.Option(help="document or statement.")] = "document",
    by: Annotated[
        str, typer.Option(help="What strata are made of, with commas: publisher, language, year, found, kind, sure ...")
    ] = "",
    seed: Annotated[int, typer.Option(help="The same seed draws the same.")] = 1,
    source: Annotated[
        str | None, typer.Option("--from", help="Draw from what bulk wrote there, not from the ledger.", metavar="DIR")
    ] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Draw a stratified sample for people to code; without a name, list the samples there are."""
    from onrecord import intake
    from onrecord.ledger.sampling import UnitKind
    from onrecord.plural import counted
    from onrecord.sampling import running
    from onrecord.terminal import print_line

    ledger = ledger_of(db)
    if not name:
        held = ledger.samples.all()
        if not held and not json:
            print("No sample has been drawn. `onrecord sample NAME` draws one.", file=sys.stderr)
        for one in held:
            print_line({"sample": one.name, "unit": one.unit, "units": one.units, "seed": one.seed})
        return
    units: tuple[UnitKind, ...] = ("document", "statement")
    kind = intake.one_of(unit, units, "--unit")
    named = [part.strip() for part in by.split(",") if part.strip()]
    made, drawn = running.drawn(ledger, name, kind, size, seed, named, by_hand(), source)
    if json:
        for shape in running.units_shapes(ledger, made):
            print_line(shape)
    else:
        strata = len({one.stratum for one in drawn})
        print(f"{name}: {counted(made.units, kind)} of {strata} {'stratum' if strata == 1 else 'strata'}, seed {seed}.")
        print(f"Code them at /samples/{name} of `onrecord serve`, then: onrecord score {name}", file=sys.stderr)


def score(
    name: Annotated[str, typer.Argument(help="The sample's name.")],
    json: Json = False,
    db: Db = None,
) -> None:
    """Precision and recall of a coded sample, with intervals, weighted back to the corpus."""
    from onrecord.sampling import running
    from onrecord.terminal import print_line

    ledger = ledger_of(db)
    found = ledger.samples.find(name)
    got = running.scored(ledger, found)
    if json:
        print_line(running.score_shape(found, got))
    else:
        running.show_score(found, got)
