"""Drawing from a ledger and scoring what was coded, at a door."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.table import Table

from onrecord.errors import WrongUse
from onrecord.ledger import Ledger
from onrecord.ledger.sampling import Sample, UnitKind, new_sample
from onrecord.records import Stamp
from onrecord.sampling import folder, strata
from onrecord.sampling.draw import Drawn, draw
from onrecord.sampling.estimate import Ratio
from onrecord.sampling.score import Score, score
from onrecord.shapes import Shape
from onrecord.terminal import console

_NAME = re.compile(r"\w[\w .-]{0,59}")


def drawn(
    ledger: Ledger,
    name: str,
    unit: UnitKind,
    size: int,
    seed: int,
    by: Sequence[str],
    stamp: Stamp,
    source: str | None = None,
) -> tuple[Sample, list[Drawn]]:
    """Draws a sample of the ledger, or of a folder that bulk wrote (`source`), and keeps it.

    Raises WrongUse where it cannot be drawn, or there is one of that name."""
    if not _NAME.fullmatch(name):
        raise WrongUse("a sample's name is made of letters, figures, spaces, dots and dashes, at most sixty", name)
    made_of = strata.checked(by, unit)
    _refuse_known(ledger, name)
    frame = folder.frame(source, unit) if source else ledger.samples.frame(unit)
    found = draw(strata.units(frame, made_of), size, seed)
    things = {one.id: one for one in frame}
    if source:
        folder.record(ledger, source, {things[one.id].document for one in found})
    sizes: dict[str, int] = {}
    for one in found:
        sizes[one.stratum] = sizes.get(one.stratum, 0) + 1
    rows = [(things[one.id], one.stratum, one.chance, round(sizes[one.stratum] / one.chance)) for one in found]
    return ledger.samples.make(new_sample(name, unit, seed, made_of, stamp), rows), found


def _refuse_known(ledger: Ledger, name: str) -> None:
    """Before anything is recorded for it."""
    if name in {one.name for one in ledger.samples.all()}:
        raise WrongUse("there is a sample of this name already", name, "Choose another name, or code that one")


def units_shapes(ledger: Ledger, sample: Sample) -> list[Shape]:
    """A sample's units, one a line of `sample --json`."""
    return [
        {
            "sample": sample.name,
            "place": one.place,
            "document": one.document,
            "statement": one.statement,
            "stratum": one.stratum,
            "probability": one.chance,
            "statements": len(one.found),
        }
        for one in ledger.samples.units(sample.id)
    ]


def scored(ledger: Ledger, sample: Sample) -> Score:
    """The figures of what is coded so far."""
    return score(sample, ledger.samples.units(sample.id), ledger.samples.coded(sample.id))


# --- in words and as data ---

METHOD = (
    "95 % intervals: Wilson's with the effective sample size and Student's t (Korn and Graubard 1998; Franco et al. "
    "2019); ratios of Horvitz-Thompson totals, variance by linearisation over the strata."
)


def score_shape(sample: Sample, got: Score) -> Shape:
    """A score, one line of `score --json`."""
    return {
        "sample": sample.name,
        "unit": sample.unit,
        "coded": got.coded,
        "units": got.units,
        "coders": list(got.coders),
        "missed": got.missed,
        "statements_in_corpus": list(got.there) if got.there else None,
        "uncoded_strata": list(got.uncoded),
        "parts": {
            one.part: {
                "precision": _ratio_shape(one.precision),
                "recall": _ratio_shape(one.recall),
                "alpha": one.alpha,
                "kappa": one.kappa,
                "compared": one.compared,
            }
            for one in got.lines
        },
        "method": METHOD,
    }


def _ratio_shape(one: Ratio) -> Shape | None:
    return {"share": one.share, "low": one.low, "high": one.high, "units": one.n} if one.share is not None else None


def show_score(sample: Sample, got: Score) -> None:
    """A table, and in words what it rests on."""
    out, table = console(), Table(box=None, pad_edge=False)
    for name in ("", "precision", "recall", "alpha", "kappa"):
        table.add_column(name, justify="left" if not name else "right")
    for one in got.lines:
        table.add_row(one.part, _said(one.precision), _said(one.recall), _number(one.alpha), _number(one.kappa))
    out.print(table)
    out.print(f"{got.coded} of {got.units} {sample.unit}s coded by {', '.join(got.coders) or 'nobody yet'}.")
    if got.there:
        out.print("The corpus holds some {:.0f} statements ({:.0f} to {:.0f}).".format(*got.there))
    if got.uncoded and got.coded:
        out.print(f"Nothing coded yet of: {', '.join(got.uncoded)}. They count as other strata of which little is.")
    out.print(METHOD, style="dim")


def _said(one: Ratio) -> str:
    return "-" if one.share is None else f"{one.share:.1%} ({one.low:.1%} to {one.high:.1%})"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
