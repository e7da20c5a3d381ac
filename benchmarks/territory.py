"""Territory at 10 thousand, 100 thousand and 1 million claims over 10,000 places: milliseconds of an answer.

The history is made up and hangs together but for one claim in a hundred. `python -m benchmarks.territory SIZE...
[--postgresql]` measures; without a size the smallest.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

from onrecord.ledger import ContradictionQuery, Ledger, disputes, open_ledger
from onrecord.ledger.claim_rows import claim_row, place_row, within_rows
from onrecord.ledger.rows import document_row
from onrecord.ledger.schema import documents
from onrecord.ledger.schema_claims import claims, place_within, places
from onrecord.records import Actor, Claim, Document, Page, Place, Stamp, new_actor, new_claim, new_id
from onrecord.text import Span

REGIONS, TOWNS = 100, 99  # a region and its towns: 10,000 places
SIDES = (new_actor("Russia"), new_actor("Ukraine"))
FIRST = date(2022, 3, 1)
DAYS = 1_000
FALSE = 0.01
ASKED = 200  # questions of each kind
A_PAGE = 50  # claims of one made-up article
BATCH = 5_000
TOGETHER = 200  # places made anew in one transaction: as a bulk load leaves them, not as single articles do


def all_places() -> list[Place]:
    """A hundred regions with their towns."""
    out = []
    for region in range(REGIONS):
        name = f"Region {region}"
        out.append(Place(id=new_id("place", name), name=name, within=("Land",)))
        for town in range(TOWNS):
            within = (name, "Land")
            out.append(Place(id=new_id("place", town, name), name=f"Town {town} of {region}", within=within))
    return out


def day(number: int) -> str:
    """A day of the history."""
    return (FIRST + timedelta(days=number)).isoformat()


def history(rng: random.Random, place: Place, count: int) -> Iterator[tuple[int, str, Actor, str]]:
    """So many claims about a place: the day, the kind, the side, the extent. One in a hundred is false."""
    turns = [0, *sorted(rng.sample(range(20, DAYS), max(1, count // 20))), DAYS]
    extent = "part" if len(place.within) == 1 else "unstated"
    for _ in range(count):
        at = rng.randrange(DAYS - 1)
        turn = next(number for number in range(len(turns) - 1) if turns[number] <= at < turns[number + 1])
        side = SIDES[(turn + (rng.random() < FALSE)) % 2]
        if turn and rng.random() < 0.1:
            yield turns[turn], "CAPTURE", SIDES[turn % 2], extent
        elif rng.random() < 0.02:
            yield 0, "SOVEREIGNTY", SIDES[0], "unstated"
        else:
            yield at, "CONTROL", side, extent


def made(rng: random.Random, size: int) -> Iterator[tuple[Document, list[Claim]]]:
    """Articles with their claims; each is of a day and becomes known on it."""
    text = "\n".join(f"Somebody says so, number {number}." for number in range(A_PAGE))
    lines = [Span(at * 32, at * 32 + 20) for at in range(A_PAGE)]
    told = [(place, *row) for place in all_places() for row in history(rng, place, size // (REGIONS * (TOWNS + 1)))]
    told.sort(key=lambda row: row[1])
    for number in range(0, len(told), A_PAGE):
        rows = told[number : number + A_PAGE]
        when, id = day(rows[-1][1] + 1), new_id("document", number)
        document = Document(id=id, text=text, publisher=f"Outlet {number}", published=when)
        stamp = Stamp(at=f"{when}T10:00:00Z", by="benchmark")
        yield document, [_claim(id, lines[at], stamp, *row) for at, row in enumerate(rows)]


def _claim(
    document: str, span: Span, stamp: Stamp, place: Place, at: int, kind: str, side: Actor, extent: str
) -> Claim:
    register = "de jure" if kind == "SOVEREIGNTY" else "de facto"
    facts = {"kind": kind, "register": register, "actor": side, "place": place, "extent": extent}
    return new_claim(document, [span], stamp, since=day(at), until=day(at) if kind == "CONTROL" else None, **facts)


def fill(ledger: Ledger, size: int) -> float:
    """Puts the claims in as they would be after recording; seconds that finding the contradictions took."""
    rng = random.Random(5)
    stamp = Stamp(at="2022-01-01T00:00:00Z", by="benchmark")
    around = all_places()
    _write(ledger, places, (place_row(one, stamp) for one in around))
    _write(ledger, place_within, (row for one in around for row in within_rows(one)))
    held: list[tuple[Document, list[Claim]]] = []
    for number, page in enumerate(made(rng, size)):
        held.append(page)
        if number % 100 == 99:
            _pages(ledger, held)
            held = []
    _pages(ledger, held)
    began = time.perf_counter()
    for at in range(0, len(around), TOGETHER):
        ledger._store.write(lambda db, some=around[at : at + TOGETHER]: _anew(db, some))  # type: ignore[misc]
    return time.perf_counter() - began


def _anew(db: Connection, some: list[Place]) -> None:
    for one in some:
        disputes._anew(db, one.id)


def _pages(ledger: Ledger, held: list[tuple[Document, list[Claim]]]) -> None:
    rows = {one.id: document_row(Page(document=one), None, some[0].stamp) for one, some in held}
    _write(ledger, documents, iter(rows.values()))
    made = (claim_row(rows[one.id], claim, None, hand=False) for one, some in held for claim in some)
    _write(ledger, claims, made)


def _write(ledger: Ledger, table, rows: Iterator[dict[str, object]]) -> None:  # type: ignore[no-untyped-def]
    held = {tuple(row[key.name] for key in table.primary_key.columns): row for row in rows}
    batch = list(held.values())

    def work(db: Connection) -> None:
        for at in range(0, len(batch), BATCH):
            db.execute(insert(table), batch[at : at + BATCH])

    ledger._store.write(work)


def times(ask: Callable[[int], object]) -> tuple[float, float, float]:
    """Milliseconds of a question, at the median and at the 95th percentile; of this program's computing, the mean."""
    spent, computed = [], time.process_time()
    for number in range(ASKED):
        began = time.perf_counter()
        ask(number)
        spent.append(1000 * (time.perf_counter() - began))
    computed = 1000 * (time.process_time() - computed) / ASKED
    spent.sort()
    return spent[len(spent) // 2], spent[int(0.95 * len(spent))], computed


def measured(ledger: Ledger, size: int) -> dict[str, float]:
    """Every figure of one ledger."""
    anew = fill(ledger, size)
    _settle(ledger)
    return {**asked_of(ledger), "anew_ms_a_place": 1000 * anew / (REGIONS * (TOWNS + 1))}


def asked_of(ledger: Ledger) -> dict[str, float]:
    """Milliseconds of the three questions, of a ledger that was filled."""
    rng = random.Random(9)
    asked = rng.sample(all_places(), ASKED)
    status = times(lambda at: ledger.territory(asked[at], day(rng.randrange(DAYS)), day(rng.randrange(DAYS))))
    pairs = times(lambda at: ledger.contradictions(ContradictionQuery(place=asked[at])))
    days = times(lambda at: ledger.contradictions(ContradictionQuery(seen=day(5 * at), limit=1_000)))
    found = len(ledger.contradictions(ContradictionQuery(seen=day(DAYS // 2), limit=1_000)))
    return {
        "claims": ledger.counts()["claims"],
        "territory_ms": status[0],
        "territory_ms_p95": status[1],
        "territory_cpu_ms": status[2],
        "contradictions_ms": pairs[0],
        "contradictions_ms_p95": pairs[1],
        "contradictions_cpu_ms": pairs[2],
        "day_ms": days[0],
        "day_ms_p95": days[1],
        "day_cpu_ms": days[2],
        "found_on_a_day": found,
    }


def _settle(ledger: Ledger) -> None:
    """What PostgreSQL knows of its tables, as its own upkeep does it after a while; SQLite has none."""
    if ledger._store.engine.dialect.name == "sqlite":
        return
    with ledger._store._alone.connect() as db:
        db.exec_driver_sql("ANALYZE")


@contextmanager
def sqlite() -> Iterator[Ledger]:
    """A ledger in a file of its own."""
    with tempfile.TemporaryDirectory() as folder, open_ledger(f"sqlite:///{Path(folder) / 'l.sqlite'}") as ledger:
        yield ledger


@contextmanager
def postgresql() -> Iterator[Ledger]:
    """A ledger in a PostgreSQL of its own."""
    from tests.servers import postgres_server

    with postgres_server() as server, open_ledger(server.database()) as ledger:
        yield ledger


def main(size: int = 10_000, opened: Callable[[], object] = sqlite) -> dict[str, float]:
    with opened() as ledger:  # type: ignore[attr-defined]
        return measured(ledger, size)


if __name__ == "__main__":
    words = sys.argv[1:]
    where = postgresql if "--postgresql" in words else sqlite
    for number in [int(word) for word in words if word.isdigit()] or [10_000]:
        print(where.__name__, {name: round(value, 2) for name, value in main(number, where).items()}, flush=True)
