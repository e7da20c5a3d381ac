"""What is found in the marked reports against what a person found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from onrecord.records import Claim, Document, Reading
from onrecord.resolution.gazetteer import folded, lookup
from tests.cases.claims.reports import HERE, Marked, Report, reports

Reader = Callable[[Document], Reading]
REGISTER = {"SOVEREIGNTY": "de jure", "RECOGNISE": "de jure", "DENY": "meta", "CONFIRM": "meta"}
REGISTER |= dict.fromkeys(("INTENT", "DEMAND", "NEGOTIATE"), "intention")
SIDE = ("extent", "since", "factuality", "phase")
PLAIN = {"extent": "unstated", "factuality": "CT", "phase": "completed"}


class Outcome(NamedTuple):
    """A report with the pairs of claims that agree, what was missed and what is false."""

    report: Report
    reading: Reading
    pairs: list[tuple[Marked, Claim]]
    missed: list[Marked]
    false: list[Claim]


def outcomes(read: Reader, folder: Path = HERE) -> list[Outcome]:
    """Every report of a folder, read and compared."""
    return [outcome(report, read(report.document)) for report in reports(folder)]


def outcome(report: Report, reading: Reading) -> Outcome:
    """Pairs each claim found with one that is marked: kind, actor, place and polarity must agree."""
    open_, pairs, rest = list(report.claims), [], []
    for claim in reading.claims:
        one = next((mark for mark in _best(open_, reading, claim) if agrees(mark, claim)), None)
        if one:
            open_.remove(one)
            pairs.append((one, claim))
        else:
            rest.append(claim)
    return Outcome(report, reading, pairs, [one for one in open_ if one.needed], rest)


def _best(marks: list[Marked], reading: Reading, claim: Claim) -> list[Marked]:
    """Those that are needed first, and of them those of the same speaker."""
    return sorted(marks, key=lambda one: (not one.needed, not spoken(one, reading, claim)))


def agrees(mark: Marked, claim: Claim) -> bool:
    """Kind, polarity, actor and place are the same."""
    same = mark.kind == claim.kind and mark.polarity == claim.polarity
    return (
        same
        and _named(mark.actor, claim.actor.name if claim.actor else None)
        and _placed(mark.place, claim.place.name if claim.place else None)
    )


def _named(names: Iterable[str], name: str | None) -> bool:
    return any(one == "?" if name is None else _bare(one) == _bare(name) for one in names)


def _bare(name: str) -> str:
    return folded(name).removeprefix("the ")


def _placed(names: Iterable[str], name: str | None) -> bool:
    if name is None:
        return "?" in names
    return any(_bare(one) == _bare(name) or name in [entry.name for entry in lookup(one)[:1]] for one in names)


def spoken(mark: Marked, reading: Reading, claim: Claim) -> bool:
    """Whether the claim hangs on the statement of the source that is marked, or on none where none is."""
    said = next((one for one in reading.statements if one.id == claim.by), None)
    if not said or not mark.by:
        return said is None and not mark.by
    who = next((one.referent.name for one in reading.judgements if one.of == said.id and one.referent), "")
    words = " ".join(span.of(reading.document.text) for span in said.source)
    return any(one.casefold() in f"{words} {who}".casefold() for one in mark.by)


def figures(found: list[Outcome]) -> dict[str, float]:
    """Precision, recall and F1 of claims; of those that agree, how often each other field is right."""
    needed = sum(len([mark for mark, _ in one.pairs if mark.needed]) for one in found)
    missed, false = sum(len(one.missed) for one in found), sum(len(one.false) for one in found)
    pairs = [(one, mark, claim) for one in found for mark, claim in one.pairs]
    precision, recall = needed / max(needed + false, 1), needed / max(needed + missed, 1)
    right = Counter[str]()
    for one, mark, claim in pairs:
        right["speaker"] += spoken(mark, one.reading, claim)
        right["register"] += claim.register == REGISTER.get(mark.kind, "de facto")
        for name in SIDE:
            right[name] += getattr(claim, name) == mark.said.get(name, PLAIN.get(name))
    share = {name: round(right[name] / max(len(pairs), 1), 3) for name in ("speaker", "register", *SIDE)}
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), **share}


def false_of_hundred(found: list[Outcome]) -> float:
    """False claims in a hundred reports that claim nothing."""
    return round(100 * sum(len(one.false) for one in found) / max(len(found), 1), 2)
