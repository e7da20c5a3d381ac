"""Looking statements up. A reader's text is words, never a database's search syntax."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    and_,
    cast,
    column,
    exists,
    false,
    literal,
    or_,
    select,
    table,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from onrecord.errors import NotFound, WrongUse
from onrecord.ledger import desk, speakers
from onrecord.ledger.answers import Found, Query
from onrecord.ledger.columns import named, tokens
from onrecord.ledger.days import days
from onrecord.ledger.read import heads, refuse_withdrawn
from onrecord.ledger.rows import head_of, search_row, statement_of
from onrecord.ledger.schema import documents, reviews, same_words, search, statements
from onrecord.ledger.speaker_rows import speaker_of

# A part in quotation marks of any make, or a run without spaces.
_PART = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]|(\S+)')


def phrases(words: str) -> list[list[str]]:
    """The parts of a search, each as tokens that must stand in this order."""
    parts = (tokens(quoted or plain) for quoted, plain in _PART.findall(words))
    return [part for part in parts if part]


# --- one search ---


def find(db: Connection, query: Query) -> list[Found]:
    """Statements that answer the query, latest said first."""
    return among(db, query)


def among(db: Connection, query: Query, *also: ColumnElement[bool]) -> list[Found]:
    """As `find`, with conditions of the caller's."""
    chosen = select(search.c.statement).where(*_asked(db, query), *also)
    if query.after is not None:
        key = tuple_(search.c.day, search.c.statement)
        chosen = chosen.where(key < tuple_(_day(db, query.after), query.after))
    order = (search.c.day.desc(), search.c.statement.desc())
    return _found(db, chosen.order_by(*order).limit(query.limit))


def _asked(db: Connection, query: Query) -> list[ColumnElement[bool]]:
    """The query's conditions."""
    asked = []
    texts = {"words": query.words, "source": query.speaker, "via": query.via}
    given = {column: phrases(text) for column, text in texts.items() if text is not None}
    if given:
        asked.append(_matches(db, given) if all(given.values()) else false())
    if query.since is not None:
        asked.append(search.c.last >= _days(query.since)[0])
    if query.until is not None:
        # `day` is `first` where there is one, and `day` has the index.
        asked += [search.c.first.is_not(None), search.c.day <= _days(query.until)[1]]
    if query.publisher is not None:
        asked.append(named(search.c.publisher, query.publisher))
    same = {"kind": query.kind, "document": query.document}
    asked += [search.c[name] == value for name, value in same.items() if value is not None]
    if query.said_by is not None:
        asked.append(search.c.speaker.in_(speakers.group(db, query.said_by)))
    if query.confirmed:
        asked.append(_confirmed())
    return asked


def _days(date: str) -> tuple[str, str]:
    found = days(date)
    if not found:
        raise WrongUse("this is no date", date, "Write 2022-12-08, 2022-12 or 2022")
    return found


# FTS5's table over `search`; a column of its own name stands for the whole row.
_INDEX = table("search_words", column("rowid", Integer), column("search_words", Text))


def _matches(db: Connection, given: dict[str, list[list[str]]]) -> ColumnElement[bool]:
    if db.dialect.name == "postgresql":
        wanted = {name: cast(literal(_tsquery(parts)), TSQUERY) for name, parts in given.items()}
        return and_(*(search.c[name].op("@@")(query) for name, query in wanted.items()))
    rows = select(_INDEX.c.rowid).where(_INDEX.c.search_words.op("MATCH")(_fts5(given)))
    return search.c.seq.in_(rows)


def _fts5(given: dict[str, list[list[str]]]) -> str:
    """FTS5's words for it: https://www.sqlite.org/fts5.html#full_text_query_syntax"""
    columns = []
    for name, parts in given.items():
        quoted = " AND ".join('"' + " ".join(part) + '"' for part in parts)
        columns.append(f"{name} : ({quoted})")
    return " AND ".join(columns)


def _tsquery(parts: Sequence[Sequence[str]]) -> str:
    """PostgreSQL's: https://www.postgresql.org/docs/current/datatype-textsearch.html"""
    return " & ".join(" <-> ".join(f"'{token}'" for token in part) for part in parts)


def _latest(of: ColumnElement[Any], column: ColumnElement[Any] = reviews.c.verdict) -> Any:
    """The last word on a statement, said of it or of an older version's that says the same words."""
    query = select(column).where(desk.about(of)).order_by(reviews.c.seq.desc())
    return query.limit(1).scalar_subquery()


def _confirmed() -> ColumnElement[bool]:
    said = select(reviews.c.of).where(reviews.c.verdict == "confirmed")
    later = select(same_words.c.into).where(same_words.c.statement.in_(said))
    here = or_(search.c.statement.in_(said), search.c.statement.in_(later))
    return and_(here, _latest(search.c.statement) == "confirmed")


def _day(db: Connection, statement: str) -> str:
    """Where a statement stands in the order, also when it is no longer found."""
    day: str | None = db.execute(select(search.c.day).where(search.c.statement == statement)).scalar()
    if day is not None:
        return day
    row = _row(db, statement)
    if row is None:
        raise NotFound("the list cannot go on from a statement that the ledger does not hold", statement)
    document = db.execute(select(documents).where(documents.c.id == row["document"])).mappings().one()
    return str(search_row(dict(document), row)["day"])


def _row(db: Connection, statement: str) -> dict[str, Any] | None:
    row = db.execute(select(statements).where(statements.c.id == statement)).first()
    return dict(row._mapping) if row else None


# --- others ---


def statement(db: Connection, id: str) -> Found | None:
    """One statement by its id, also one that is no longer in the newest version."""
    row = _row(db, id)
    if row is None:
        return None
    refuse_withdrawn(db, id, row["document"])
    return _found(db, select(statements.c.id).where(statements.c.id == id))[0]


def doubtful(db: Connection, limit: int, after: str | None) -> list[Found]:
    """Statements that nobody reviewed, least sure first."""
    query = select(search.c.statement).where(~exists().where(desk.about(search.c.statement)))
    if after is not None:
        row = _row(db, after)
        if row is None:
            raise NotFound("the queue cannot go on from a statement that the ledger does not hold", after)
        key = tuple_(search.c.score, search.c.statement)
        query = query.where(key > tuple_(row["score"], after))
    return _found(db, query.order_by(search.c.score, search.c.statement).limit(limit))


def found_of(db: Connection, ids: Sequence[str]) -> list[Found]:
    """The statements of these ids in their order, with what is shown beside each."""
    return _found(db, list(ids))


def _found(db: Connection, chosen: Select[Any] | list[str]) -> list[Found]:
    """The chosen statements in their order, with what is shown beside each."""
    ids = chosen if isinstance(chosen, list) else list(db.execute(chosen).scalars())
    if not ids:
        return []
    said = (_latest(statements.c.id).label("review"), _latest(statements.c.id, reviews.c.of).label("review_of"))
    rows = db.execute(select(statements, *said).where(statements.c.id.in_(ids)))
    by_id = {row.id: row for row in rows}
    wanted = {row.document for row in by_id.values()}
    docs = {row.id: row for row in db.execute(heads().add_columns(documents.c.text).where(documents.c.id.in_(wanted)))}
    who = speakers.judged(db, ids)
    return [_one(by_id[id], docs[by_id[id].document], who.get(id)) for id in ids]


def _one(row: Any, document: Any, who: Any) -> Found:
    return Found(
        statement=statement_of(row, document.text),
        document=head_of(document),
        text=document.text,
        review=row.review,
        followed=row.review_of not in (None, row.id),
        speaker=speaker_of(who) if who else None,
        why=who.why if who else "",
    )
