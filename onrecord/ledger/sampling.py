"""Samples and codings as rows, and what there is to draw from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, exists, func, select

from onrecord.errors import NotFound, WrongUse
from onrecord.ledger.read import shown, withdrawn
from onrecord.ledger.rows import stamp_row
from onrecord.ledger.schema import documents, search, statements
from onrecord.ledger.schema_samples import codings, sample_units, samples
from onrecord.ledger.tables import add
from onrecord.records import Stamp, new_id
from onrecord.text import Span

UnitKind = Literal["document", "statement"]
Act = Literal["judged", "missed", "unmissed", "finished"]
PARTS = ("source", "cue", "content", "speaker")
SAID = ("right", "wrong", "unsure")


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A sample: what was drawn (documents or statements), with which seed, from which strata."""

    id: str
    name: str
    unit: UnitKind
    seed: int
    strata: tuple[str, ...]
    units: int = 0
    stamp: Stamp


class SampleUnit(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was drawn, its chance to be, and the statements found in it when it was drawn."""

    id: str
    sample: str
    place: int
    document: str
    statement: str | None = None
    stratum: str
    chance: float
    size: int
    found: tuple[str, ...] = ()


class Coding(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said: of a statement's parts, of one that was missed (`content`, `source` are its places),
    or that the unit is finished. The latest of a coder about one thing (`of`) counts."""

    id: str
    unit: str
    coder: str
    act: Act
    of: str
    parts: dict[str, str] = {}
    content: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    stamp: Stamp


class Drawable(msgspec.Struct, frozen=True, kw_only=True):
    """What can be drawn: an article in its newest version, or a statement of one."""

    id: str
    document: str
    publisher: str | None = None
    lang: str | None = None
    day: str = ""
    kind: str | None = None
    score: float | None = None
    statements: int = 0


def frame(db: Connection, unit: UnitKind) -> list[Drawable]:
    """Everything that can be drawn."""
    return _documents(db) if unit == "document" else _statements(db)


def _documents(db: Connection) -> list[Drawable]:
    later = documents.alias("newer")
    counted = select(func.count()).where(statements.c.document == documents.c.id, shown()).scalar_subquery()
    columns = (documents.c.id, documents.c.publisher, documents.c.lang, documents.c.published, documents.c.shown)
    newest = ~exists().where(later.c.replaces == documents.c.id)
    rows = db.execute(select(*columns, counted.label("statements")).where(newest, ~withdrawn(documents.c.id)))
    return [
        Drawable(id=row.id, document=row.id, publisher=row.publisher, lang=row.lang,
                 day=row.published or row.shown, statements=row.statements)
        for row in rows
    ]  # fmt: skip


def _statements(db: Connection) -> list[Drawable]:
    rows = db.execute(select(search, documents.c.lang).join(documents, documents.c.id == search.c.document))
    return [
        Drawable(id=row.statement, document=row.document, publisher=row.publisher, lang=row.lang,
                 day=row.day, kind=row.kind, score=row.score, statements=1)
        for row in rows
    ]  # fmt: skip


def found_in(db: Connection, document: str) -> tuple[str, ...]:
    """The statements of a document as they stand now."""
    query = select(statements.c.id).where(statements.c.document == document, shown())
    return tuple(db.execute(query.order_by(statements.c.start, statements.c.id)).scalars())


def new_sample(name: str, unit: UnitKind, seed: int, strata: Sequence[str], stamp: Stamp) -> Sample:
    """A sample, its id of its name."""
    return Sample(id=new_id("sample", name), name=name, unit=unit, seed=seed, strata=tuple(strata), stamp=stamp)


def make(db: Connection, one: Sample, drawn: Iterable[tuple[Drawable, str, float, int]]) -> Sample:
    """Keeps a sample with its units. Raises WrongUse where there is another of its name."""
    if db.execute(select(samples.c.id).where(samples.c.id == one.id)).first():
        raise WrongUse("there is a sample of this name already", one.name, "Choose another name, or code that one")
    kept = {name: getattr(one, name) for name in ("id", "name", "unit", "seed", "strata")}
    add(db, samples, [kept | stamp_row(one.stamp)])
    rows = []
    for place, (thing, stratum, chance, size) in enumerate(drawn, 1):
        statement = thing.id if one.unit == "statement" else None
        found = (thing.id,) if statement else found_in(db, thing.document)
        row = {"id": new_id("unit", one.id, thing.id), "sample": one.id, "place": place, "document": thing.document}
        rows.append(row | {"statement": statement, "stratum": stratum, "chance": chance, "size": size, "found": found})
    add(db, sample_units, rows)
    return sample(db, one.name)


def all_(db: Connection) -> list[Sample]:
    """Every sample, by name."""
    count = select(func.count()).where(sample_units.c.sample == samples.c.id).scalar_subquery()
    rows = db.execute(select(samples, count.label("units")).order_by(samples.c.name))
    return [_sample(row) for row in rows]


def _sample(row: Any) -> Sample:
    kept = {name: getattr(row, name) for name in Sample.__struct_fields__ if name != "stamp"}
    return Sample(**kept, stamp=Stamp(at=row.at, by=row.by))


def sample(db: Connection, name: str) -> Sample:
    """The sample of a name. Raises NotFound."""
    found = [one for one in all_(db) if one.name == name]
    if not found:
        raise NotFound("there is no sample of this name", name, "`onrecord sample NAME` draws one")
    return found[0]


def units(db: Connection, sample: str) -> list[SampleUnit]:
    """A sample's units in the order of coding."""
    rows = db.execute(select(sample_units).where(sample_units.c.sample == sample).order_by(sample_units.c.place))
    return [SampleUnit(**{name: getattr(row, name) for name in SampleUnit.__struct_fields__}) for row in rows]


def code(db: Connection, one: Coding) -> None:
    """Adds what a person said; the same again adds nothing."""
    kept = {name: getattr(one, name) for name in one.__struct_fields__ if name != "stamp"}
    add(db, codings, [kept | stamp_row(one.stamp)])


def coded(db: Connection, sample: str) -> list[Coding]:
    """What counts of what was said: each coder's latest about each thing, in the order it was said."""
    mine = select(sample_units.c.id).where(sample_units.c.sample == sample)
    newest = (
        select(func.max(codings.c.seq)).where(codings.c.unit.in_(mine)).group_by(codings.c.coder, codings.c.of)
    )  # fmt: skip
    rows = db.execute(select(codings).where(codings.c.seq.in_(newest)).order_by(codings.c.seq))
    return [_coding(row) for row in rows]


def _coding(row: Any) -> Coding:
    kept = {name: getattr(row, name) for name in Coding.__struct_fields__ if name != "stamp"}
    return Coding(**kept, stamp=Stamp(at=row.at, by=row.by))


def said(unit: SampleUnit, coder: str, act: Act, of: str, stamp: Stamp, **more: Any) -> Coding:
    """A person's word, its id of all that it says."""
    told = msgspec.to_builtins(more)
    key = new_id("coding", unit.id, coder, act, of, told, stamp.at)
    return Coding(id=key, unit=unit.id, coder=coder, act=act, of=of, stamp=stamp, **more)
