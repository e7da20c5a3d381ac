"""What the rules find among the claims that the line reads out of the marked reports, against what they find among
the marked claims themselves: a contradiction is right where both of its claims are marked, and the rules say the same
of them as they are marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import structs

from onrecord.ledger.territory.facts import Fact, fact_of
from onrecord.ledger.territory.finding import Finding
from onrecord.ledger.territory.judge import findings, judged, moves_of
from onrecord.ledger.territory.sources import one_of_each
from onrecord.ledger.territory.where import related, where_of
from onrecord.records import Claim, Judgement, Reading
from tests.cases.claims.reports import Marked
from tests.cases.claims.score import PLAIN, SIDE, Outcome


class Judged(NamedTuple):
    """A contradiction found, and whether the marks give the same."""

    finding: Finding
    right: bool


def facts(found: Iterable[Outcome]) -> dict[str, Fact]:
    """Every claim read, as a fact, by its id."""
    made = (fact_in(one.reading, claim, claim) for one in found for claim in one.reading.claims)
    return {fact.id: fact for fact in made if fact}


def fact_in(reading: Reading, claim: Claim, as_: Claim) -> Fact | None:
    """A claim of this reading as a fact; `as_` has the fields that count."""
    said = next((row for row in reading.statements if row.id == claim.by), None)
    who = next((row for row in reading.judgements if said and row.of == said.id), None)
    document = reading.document
    words = " ".join(span.of(document.text) for span in (said.content if said else claim.evidence))
    source = _source(claim, who, document.publisher or claim.document)
    return fact_of(as_, document.published or "", source, _side(who), words.lower())


def _source(claim: Claim, who: Judgement | None, outlet: str) -> str:
    if who and who.referent and who.referent.named:
        return f"speaker {who.referent.id}"
    return f"somebody in {claim.document}" if claim.by else f"outlet {outlet}"


def _side(who: Judgement | None) -> tuple[str, ...]:
    names = (who.referent.name, who.referent.of, who.referent.stands_for) if who and who.referent else ()
    return tuple(name for name in names if name)


def disagreeing(facts: Iterable[Fact]) -> Iterator[Finding]:
    """What disagrees among facts of any places."""
    held = one_of_each(list(facts))
    for place in sorted({fact.where.id for fact in held}):
        own = [fact for fact in held if fact.where.id == place]
        around = [fact for fact in held if related(own[0].where, fact.where) == "inside"]
        yield from findings(own, around)


def judgements(found: list[Outcome]) -> list[Judged]:
    """Every contradiction found, with whether the marks give the same."""
    read = facts(found)
    marked = {claim.id: (mark, one) for one in found for mark, claim in one.pairs}
    truth = {id: fact for id, (mark, one) in marked.items() if (fact := _marked(read.get(id), mark, one))}
    moves = moves_of(truth.values())
    return [Judged(one, _right(one, truth, moves)) for one in disagreeing(read.values())]


def _marked(fact: Fact | None, mark: Marked, one: Outcome) -> Fact | None:
    """The claim with the fields that a person marked."""
    if fact is None:
        return None
    told = {name: mark.said.get(name, PLAIN.get(name)) for name in SIDE}
    as_ = structs.replace(fact.claim, until=mark.said.get("until"), **told)
    return fact_in(one.reading, fact.claim, as_)


def _right(finding: Finding, truth: dict[str, Fact], moves: list[Fact]) -> bool:
    one, other = truth.get(finding.one.id), truth.get(finding.other.id)
    if one is None or other is None:
        return False
    near = [move for move in moves if related(move.where, where_of(other.claim.place)) != "apart"]  # type: ignore[arg-type]
    again = judged(one, other, near)
    return again is not None and again.rule == finding.rule


def figures(found: list[Judged]) -> dict[str, float]:
    """How many were found, how many are right, by rule too."""
    right = sum(one.right for one in found)
    by_rule = Counter(one.finding.rule for one in found)
    good = Counter(one.finding.rule for one in found if one.right)
    shares = {f"{rule}": round(good[rule] / count, 3) for rule, count in sorted(by_rule.items())}
    return {"found": len(found), "right": right, "precision": round(right / max(len(found), 1), 3), **shares}
