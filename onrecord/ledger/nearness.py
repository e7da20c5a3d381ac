"""Statements whose words are near to given words: found by runs of two words, then aligned word by word."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from sqlalchemy import Connection, column, literal, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY

from onrecord.echoes import SMALL, one_act
from onrecord.errors import NotFound
from onrecord.ledger.answers import Found
from onrecord.ledger.columns import tokens
from onrecord.ledger.schema import search
from onrecord.ledger.search import found_of
from onrecord.ledger.search import statement as statement_of

RUNS = 24  # runs of two words asked for at most, the longest ones
WINDOW = 21  # days between two tellings of one speech act
_INDEX = table("search_words", column("rowid"), column("search_words"), column("rank"))


def near(db: Connection, words: str, limit: int) -> list[Found]:
    """Statements that share runs of words with these, nearest first."""
    asked = runs(tokens(words))
    return found_of(db, _matching(db, asked, limit)) if asked else []


def runs(words: list[str]) -> list[str]:
    """Runs of two neighbouring words that say something, the rarest by their length first; of one word, itself."""
    pairs = [pair for pair in pairwise(words) if not SMALL.issuperset(pair)]
    heavy = sorted(dict.fromkeys(pairs), key=lambda pair: -sum(len(word) for word in pair if word not in SMALL))
    return [" ".join(pair) for pair in heavy[:RUNS]] or [word for word in words if word not in SMALL][:1]


def _matching(db: Connection, asked: list[str], limit: int) -> list[str]:
    if db.dialect.name == "postgresql":
        query = " | ".join("(" + " <-> ".join(f"'{word}'" for word in run.split()) + ")" for run in asked)
        wanted = literal(query).cast(TSQUERY)
        found = select(search.c.statement).where(search.c.words.op("@@")(wanted))
        ranked = found.order_by(text("ts_rank(words, CAST(:wanted AS tsquery)) DESC, statement"))
        return list(db.execute(ranked.limit(limit), {"wanted": query}).scalars())
    match = "words : (" + " OR ".join(f'"{run}"' for run in asked) + ")"
    rows = select(_INDEX.c.rowid).where(_INDEX.c.search_words.op("MATCH")(match)).order_by(_INDEX.c.rank).limit(limit)
    order = list(db.execute(rows).scalars())
    by_row = {
        row.seq: row.statement
        for row in db.execute(select(search.c.seq, search.c.statement).where(search.c.seq.in_(order)))
    }
    return [by_row[row] for row in order if row in by_row]


def echoes(db: Connection, id: str) -> list[Found]:
    """Other tellings of a statement's speech act, the earliest first."""
    mine = statement_of(db, id)
    if mine is None:
        raise NotFound("the ledger holds no statement of this id", id)
    others = near(db, mine.statement.anchor.exact, 100)
    told = [one for one in others if one.statement.id != id and _same_act(mine, one)]
    return sorted(told, key=lambda one: (one.document.published or "9999", one.statement.id))


def _same_act(one: Found, other: Found) -> bool:
    """Near-equal words, no other speaker, close dates; not twice in one article."""
    if one.document.id == other.document.id or not _close(one, other):
        return False
    speakers = {found.speaker.id for found in (one, other) if found.speaker and found.speaker.named}
    return len(speakers) < 2 and one_act(one.statement.anchor.exact, other.statement.anchor.exact)


def _close(one: Found, other: Found) -> bool:
    try:
        days = [date.fromisoformat((found.document.published or "")[:10]) for found in (one, other)]
    except ValueError:  # a date of no day: nothing speaks against it
        return True
    return abs((days[0] - days[1]).days) <= WINDOW
