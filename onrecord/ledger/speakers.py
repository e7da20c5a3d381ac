"""Who speaks, as it stands now: judgements, the people behind them, and what persons said of who is whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from onrecord.errors import NotFound, WrongUse
from onrecord.ledger.answers import Profile, Role
from onrecord.ledger.rows import stamp_row
from onrecord.ledger.schema import search
from onrecord.ledger.schema_speakers import identities, judgements, known
from onrecord.ledger.speaker_rows import judgement_of, judgement_row, speaker_of
from onrecord.ledger.tables import add
from onrecord.names import key
from onrecord.records import (
    Judgement,
    Sameness,
    Speaker,
    Stamp,
    Statement,
    new_id,
    new_speaker,
)

Values = dict[str, Any]


@cache
def latest() -> ColumnElement[bool]:
    """Whether this row is the one that counts for its statement: a person's before any reading's, then the last."""
    later = judgements.alias("later")
    rank = [(table.c.hand, table.c.seq) for table in (later, judgements)]
    newer = or_(rank[0][0] > rank[1][0], (rank[0][0] == rank[1][0]) & (rank[0][1] > rank[1][1]))
    return ~select(later.c.seq).where(later.c.of == judgements.c.of, newer).exists()


def judged(db: Connection, ids: Iterable[str]) -> dict[str, Any]:
    """The row that counts of each of these statements."""
    ids = list(ids)
    if not ids:
        return {}
    rows = db.execute(select(judgements).where(judgements.c.of.in_(ids), latest()))
    return {row.of: row for row in rows}


def judgements_of(db: Connection, made: Sequence[Statement], text: str) -> tuple[Judgement, ...]:
    """The judgements on a document's statements, in their order."""
    rows = judged(db, [one.id for one in made])
    return tuple(judgement_of(rows[one.id], one, text) for one in made if one.id in rows)


def news(db: Connection, document: str, made: Sequence[Judgement]) -> list[Values]:
    """Rows for what these judgements say that is not recorded so already; a person's word stands."""
    held = judged(db, [one.of for one in made])
    fresh = (judgement_row(document, one) for one in made)
    same = ("speaker", "role", "held", "verdict", "why")
    return [
        row
        for row in fresh
        if row["of"] not in held
        or not (held[row["of"]].hand or all(getattr(held[row["of"]], name) == row[name] for name in same))
    ]


# --- a person's word ---


def identify(db: Connection, one: str, other: str, verdict: Sameness, why: str, stamp: Stamp) -> None:
    """Records a person's word on whether two speakers are one."""
    if one == other:
        raise WrongUse("these are one speaker already", one)
    for id in (one, other):
        if not _exists(db, id):
            raise NotFound("the ledger holds no speaker of this id", id)
    first, second = sorted((one, other))
    id = new_id("identity", first, second, verdict, why, stamp.at, stamp.by)
    add(
        db,
        identities,
        [{"id": id, "one": first, "other": second, "verdict": verdict, "why": why, **stamp_row(stamp)}],
    )


def _exists(db: Connection, id: str) -> bool:
    return any(
        db.execute(select(table.c.speaker).where(table.c.speaker == id).limit(1)).first()
        for table in (judgements, known)
    )


def learn(db: Connection, name: str, qid: str, stamp: Stamp) -> bool:
    """Records a person known from elsewhere; names with one item are one person. Whether it is new."""
    speaker = new_speaker(name, "person").id
    held = db.execute(select(known.c.qid).where(known.c.speaker == speaker, known.c.qid == qid)).first()
    others = db.execute(select(known.c.speaker).where(known.c.qid == qid, known.c.speaker != speaker)).scalars().all()
    add(db, known, [{"speaker": speaker, "qid": qid, "name": name, **stamp_row(stamp)}])
    if not held:
        for other in others:
            identify(db, speaker, other, "same", f"Both are {qid} in Wikidata.", stamp)
    return held is None


# --- who is whom ---


def group(db: Connection, id: str) -> list[str]:
    """The speaker with all that persons said are the same, smallest id first."""
    seen, fresh = {id}, {id}
    while fresh:
        fresh = {other for one in fresh for other in _same(db, one)} - seen
        seen |= fresh
    return sorted(seen)


def _same(db: Connection, id: str) -> set[str]:
    rows = db.execute(
        select(identities).where(or_(identities.c.one == id, identities.c.other == id)).order_by(identities.c.seq)
    )
    verdicts = {(row.one if row.other == id else row.other): row.verdict for row in rows}
    return {other for other, verdict in verdicts.items() if verdict == "same"}


def decided(db: Connection, id: str) -> dict[str, str]:
    """What persons said of this speaker and others: the latest word for each."""
    rows = db.execute(
        select(identities).where(or_(identities.c.one == id, identities.c.other == id)).order_by(identities.c.seq)
    )
    return {(row.one if row.other == id else row.other): row.verdict for row in rows}


# --- profiles ---


def profile(db: Connection, id: str) -> Profile | None:
    """A speaker in the roles that articles gave, with how much is recorded."""
    ids = group(db, id)
    shown = (
        select(judgements)
        .join(search, search.c.statement == judgements.c.of)
        .where(judgements.c.speaker.in_(ids), latest())
    )
    rows = db.execute(shown.order_by(judgements.c.seq)).all()
    if not rows:
        return None
    mine = [row for row in rows if row.speaker == id] or rows
    who = speaker_of(mine[0])
    assert who is not None
    return Profile(
        speaker=who,
        names=tuple(dict.fromkeys(row.name for row in rows)),
        roles=_roles(rows),
        statements=len(rows),
        documents=len({row.document for row in rows}),
        same=tuple(one for one in ids if one != id),
        qid=db.execute(select(known.c.qid).where(known.c.speaker.in_(ids)).limit(1)).scalar(),
    )


def _roles(rows: Sequence[Any]) -> tuple[Role, ...]:
    """Each role as articles gave it, and in how many."""
    told: dict[tuple[str | None, str | None], set[str]] = {}
    for row in rows:
        if row.role:
            told.setdefault((row.role, row.held), set()).add(row.document)
    ranked = sorted(told.items(), key=lambda item: -len(item[1]))
    return tuple(Role(role=role or "", of=held, documents=len(docs)) for (role, held), docs in ranked)


def _counted() -> Select[Any]:
    count = func.count(judgements.c.of)
    columns = (judgements.c.speaker, judgements.c.name, judgements.c.type)
    return (
        select(*columns, count.label("statements"), func.max(judgements.c.role).label("role"))
        .join(search, search.c.statement == judgements.c.of)
        .where(judgements.c.verdict == "same", search.c.speaker == judgements.c.speaker, latest())
        .group_by(*columns)
    )


def speakers(db: Connection, name: str | None, limit: int) -> list[Profile]:
    """Speakers by how much they said; `name` keeps those whose last name sounds like its own."""
    query = _counted()
    if name:
        query = query.where(judgements.c.key == key(name))
    rows = db.execute(query.order_by(func.count(judgements.c.of).desc(), judgements.c.name).limit(limit))
    return [
        Profile(
            speaker=Speaker(id=row.speaker, name=row.name, type=row.type, role=row.role),
            names=(row.name,),
            statements=row.statements,
        )
        for row in rows
    ]
