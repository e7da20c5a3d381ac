"""An article's versions, and where the statements of an older one stand in a newer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, exists, or_, select

from onrecord.ledger import quick
from onrecord.ledger.answers import DocumentHead
from onrecord.ledger.read import heads, standing, statements_of, withdrawn
from onrecord.ledger.rows import head_of, stamp_row, statement_of
from onrecord.ledger.schema import carried as held_on
from onrecord.ledger.schema import documents, same_words, search, statements, withdrawals
from onrecord.ledger.tables import add
from onrecord.records import Stamp, Statement
from onrecord.text import Located, Span, fold, locate, words_of


def chain(db: Connection, id: str) -> list[str]:
    """The ids of all versions of the document's article, oldest first; none for an unknown id."""
    held = _former(db, id)
    ids = [id] if held else []
    while held and held[0]:
        ids.insert(0, held[0])
        held = _former(db, held[0])
    while ids and (later := _after(db, ids[-1])):
        ids.append(later)
    return ids


# Built once: each post and each page asks these several times, and building costs more than asking.
_FORMER = select(documents.c.replaces).where(documents.c.id == bindparam("this"))
_AFTER = (
    select(documents.c.id)
    .where(documents.c.replaces == bindparam("this"))
    .order_by(documents.c.at, documents.c.id)
    .limit(1)
)


def _former(db: Connection, id: str) -> Any:
    """What the document replaces, in a row of its own; none for an unknown id."""
    return quick.first(db, _FORMER, this=id)


def _after(db: Connection, id: str) -> str | None:
    found: str | None = quick.value(db, _AFTER, this=id)
    return found


def latest_at(db: Connection, url: str | None) -> str | None:
    """The newest version recorded of the article at this address."""
    if not url:
        return None
    newer = documents.alias("newer")
    query = select(documents.c.id).where(documents.c.url == url, ~exists().where(newer.c.replaces == documents.c.id))
    return db.execute(query.order_by(documents.c.at.desc(), documents.c.id)).scalar()


def versions(db: Connection, id: str) -> list[DocumentHead]:
    """The heads of all versions, oldest first."""
    ids = chain(db, id)
    rows = db.execute(heads().where(documents.c.id.in_(ids), ~withdrawn(documents.c.id)))
    return sorted(map(head_of, rows), key=lambda head: ids.index(head.id))


def carried(db: Connection, old_id: str) -> list[tuple[Statement, Located]]:
    """Where a version's statements stand in the newest version."""
    ids = chain(db, old_id)
    shown = db.execute(select(documents.c.id).where(documents.c.id.in_(ids), ~withdrawn(documents.c.id)))
    open_ = set(shown.scalars())
    if old_id not in open_:
        return []
    newest = [id for id in ids if id in open_][-1]
    old_text, new_text = _text(db, old_id), _text(db, newest)
    return [(old, locate(old.anchor, new_text)) for old in statements_of(db, old_id, old_text)]


def _text(db: Connection, id: str) -> str:
    return str(db.execute(select(documents.c.text).where(documents.c.id == id)).scalar_one())


def carry(db: Connection, id: str, stamp: Stamp) -> None:
    """Notes which statements of older versions the newest holds too, so that one is found once.

    What was withdrawn stays so: the statement that repeats it is withdrawn with it."""
    ids = chain(db, id)
    if len(ids) < 2:
        return
    text = _text(db, ids[-1])
    fresh = statements_of(db, ids[-1], text)
    pairs = []
    for row in _open(db, ids[:-1]):
        old = statement_of(row, row.words)
        into = _covering(locate(old.anchor, text).spans, fresh)
        if into:
            pairs.append((row, into))
    _carry(db, pairs, stamp)
    _follow(db, [(row.id, into.id) for row, into in pairs if _says_the_same(row, into, text)])


def _says_the_same(row: Row[Any], into: Statement, text: str) -> bool:
    """Whether the newer statement says the same words, of the same source and by the same cue."""
    sides = ((row.content, into.content), (row.source, into.source), (row.cue, into.cue))
    return all(fold(words_of(row.words, a)).text == fold(words_of(text, b)).text for a, b in sides)


def _follow(db: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """Notes them, for what was said of still older versions too."""
    into = dict(pairs)
    before = db.execute(select(same_words).where(same_words.c.into.in_(into))).all()
    older = [(row.statement, into[row.into]) for row in before]
    add(db, same_words, [{"statement": one, "into": other} for one, other in [*pairs, *older]])


def _open(db: Connection, ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Statements of older versions that are not yet known to stand in a newer one."""
    onward = exists().where(held_on.c.statement == statements.c.id)
    query = (
        select(statements, documents.c.text.label("words"), withdrawn(statements.c.id).label("gone"))
        .join(documents, documents.c.id == statements.c.document)
        .where(statements.c.document.in_(ids), standing(), ~onward)
    )
    return db.execute(query).all()


def _covering(spans: Iterable[Span], among: Iterable[Statement]) -> Statement | None:
    """The statement whose content shares most with these places."""
    spans = tuple(spans)
    best = max(among, key=lambda one: _shared(spans, one.content), default=None)
    return best if best and _shared(spans, best.content) else None


def _shared(some: Iterable[Span], others: Sequence[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)


def _carry(db: Connection, pairs: Sequence[tuple[Row[Any], Statement]], stamp: Stamp) -> None:
    mark = stamp_row(stamp)
    add(db, held_on, [{"statement": row.id, "into": into.id, **mark} for row, into in pairs])
    gone = [into.id for row, into in pairs if row.gone]
    why = "an older version of it was withdrawn"
    add(db, withdrawals, [{"of": id, "why": why, **mark} for id in gone])
    hidden = [row.id for row, _ in pairs] + gone
    if hidden:
        db.execute(delete(search).where(search.c.statement.in_(hidden)))


def kin(db: Connection, statement: str) -> list[str]:
    """The statement with all that it was carried from and into."""
    known, fresh = set(), {statement}
    while fresh:
        known |= fresh
        near = or_(held_on.c.statement.in_(fresh), held_on.c.into.in_(fresh))
        pairs = db.execute(select(held_on.c.statement, held_on.c.into).where(near)).all()
        fresh = {id for pair in pairs for id in pair} - known
    return sorted(known)
