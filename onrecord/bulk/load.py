"""A folder of datasets into a ledger: article by article what is there is skipped, and again adds nothing.

What is new goes in table by table, some articles a transaction, while the next are made ready; what has a past in
the ledger, article by article."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onrecord.bulk.batches import MANY, SOME, Known, counted, those
from onrecord.bulk.maker import Ask, beside
from onrecord.bulk.making import Made, made, stamped
from onrecord.ledger.load import Head

if TYPE_CHECKING:
    from onrecord.ledger import Ledger

ENOUGH = 1_000  # articles from which a second process is worth its beginning


class Added(NamedTuple):
    """What a folder gave: articles and statements that are new, articles that were known."""

    documents: int
    statements: int
    known: int


def add(ledger: Ledger, name: str, some: int | None = None) -> Iterator[Added]:
    """Records a folder's datasets, `some` articles at a time. Raises ReadError for tables of another make."""
    sight = Sight(ledger)
    days = counted(Path(name))
    with ledger.first_load() if sum(days.values()) > ENOUGH else nullcontext():
        for one in _made(name, days, ledger.dialect, sight.ask, some or (MANY if ledger.dialect == "sqlite" else SOME)):
            yield _added(ledger, Path(name), one, sight)
    ledger.settle()


def _made(name: str, days: dict[str, int], dialect: str, ask: Ask, some: int) -> Iterator[Made]:
    """Rows made ready by a second process, and by this one while that begins: the first days, if they are short."""
    short = sum(count <= ENOUGH for count in accumulate(days.values()))
    first, rest = list(days)[:short], list(days)[short:]
    if not rest:
        yield from made(name, dialect, ask, some)
        return
    with beside(name, dialect, ask, some, rest) as later:
        yield from made(name, dialect, ask, some, first)
        yield from later


def _added(ledger: Ledger, folder: Path, some: Made, sight: Sight) -> Added:
    """Fills the tables, and records what could not go that way."""
    documents, statements, known, left = 0, 0, some.known, some.left
    if some.ready:
        loaded = ledger.load(some.ready)
        documents, statements = len(some.ready.heads) - len(loaded.known | loaded.left), loaded.statements
        known += len(loaded.known)
        left = [*stamped(those(folder, loaded.left), loaded.left), *left] if loaded.left else left
    for reading, stamp in left:
        done = ledger.record(reading, stamp=stamp)
        documents, statements, known = documents + done.added, statements + done.statements, known + (not done.added)
    sight.landed([head.id for head in some.ready.heads] if some.ready else [])
    sight.landed([reading.document.id for reading, _ in some.left])
    return Added(documents, statements, known)


class Sight:
    """What is in the ledger, and what is on its way there: asked by a thread that is a few batches ahead."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.turn = ledger, threading.Lock()
        self.flying: dict[str, str | None] = {}

    def ask(self, heads: list[Head]) -> Known:
        """What is known of these. One that shares its address with another on its way is for `record`, which sees
        that one."""
        with self.turn:  # before the ledger is asked: what lands meanwhile is seen there
            ids, urls = set(self.flying), {url for url in self.flying.values() if url}
            self.flying |= {head.id: head.url for head in heads}
        known, left = self.ledger.sifted(heads)
        self.landed(known)
        near = {head.id for head in heads if head.id in ids or head.url in urls}
        return Known(known, left | (near - known))

    def landed(self, ids: Iterable[str]) -> None:
        """These are in the ledger."""
        with self.turn:
            for id in ids:
                self.flying.pop(id, None)
