"""Who held and who claimed a place on a day, as known on another: the ledger's claims, judged."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from onrecord.errors import WrongUse
from onrecord.ledger.claim_answers import Held, TerritoryStatus
from onrecord.ledger.claim_facts import MOST, around, confirmed_ids, facts_by, same
from onrecord.ledger.days import days
from onrecord.ledger.schema_claims import claims
from onrecord.ledger.territory.sentences import why
from onrecord.ledger.territory.status import Side, standing
from onrecord.ledger.territory.where import where_of
from onrecord.records import Place


def territory(db: Connection, place: Place, on: str, known: str, confirmed: bool = False) -> TerritoryStatus:
    """The answer, by the claims about the place and about what contains it."""
    day, moment = last_day(on), until(known)
    own = same(db, place)
    facts = facts_by(db, own, around(db, place), day, moment)
    if confirmed:
        sure = confirmed_ids(db, [fact.id for fact in facts], moment)
        facts = [fact for fact in facts if fact.id in sure]
    found = standing(where_of(place), facts, day)
    reasons = found.reasons._replace(weighed=_weighed(db, own, len(facts)))
    return TerritoryStatus(
        place=place,
        on=on,
        known=known,
        held_by=tuple(map(_held, found.held)),
        claimed_by=tuple(map(_held, found.claimed)),
        disputed=found.disputed,
        why=why(reasons),
        reasons=reasons,
    )


def _held(side: Side) -> Held:
    actor = next(fact.claim.actor for fact in side.facts if fact.claim.actor)
    return Held(actor=actor, evidence=tuple(fact.id for fact in side.facts), part=side.part)


def last_day(date: str) -> str:
    """The last day that a date may mean. Raises WrongUse."""
    found = days(date)
    if not found:
        raise WrongUse("this is no date", date, "Write 2022-12-08, 2022-12 or 2022")
    return found[1]


def until(known: str) -> str:
    """The last moment of a date's last day, a moment itself as it is: as records' stamps are compared."""
    return known if "T" in known else f"{last_day(known)}T99"


def _weighed(db: Connection, ids: Iterable[str], count: int) -> tuple[int, int] | None:
    """Of how many claims how many were weighed, where a place has more."""
    total = sum(_count(db, id) for id in ids) if count >= MOST else 0
    return (MOST, total) if total > MOST else None


def _count(db: Connection, id: str) -> int:
    return int(db.execute(select(func.count()).where(claims.c.place == id)).scalar_one())
