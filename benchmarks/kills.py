"""`kill -9` under load, twenty times each: the server on SQLite, the server on PostgreSQL, PostgreSQL itself.

What a reader was told is posted must be there afterwards, once. `python3 dev.py bench kills`, minutes."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from benchmarks.pressure import Server, connected, onrecord
from benchmarks.under_load import OPEN, form, thread
from onrecord.ledger import open_ledger

if TYPE_CHECKING:
    from tests.servers import Postgres

WRITERS = 8
PATIENCE = 30.0  # seconds within which the server posts again once its database is back


def kills(db: str, id: str, many: int) -> dict[str, float]:
    """The server killed so often: what it had acknowledged, and how much of that is gone or there twice."""
    told: list[str] = []
    for at in range(many):
        with onrecord(db, **OPEN) as server:
            told += asyncio.run(storm(server, id, at, server.kill))
    return {"kills": many, **_found(db, told)}


def database_kills(postgres: Postgres, db: str, id: str, many: int) -> dict[str, float]:
    """PostgreSQL killed so often and started again, the server going on: the same."""
    told: list[str] = []
    with onrecord(db, **OPEN) as server:
        for at in range(many):
            told += asyncio.run(storm(server, id, at, postgres.kill))
            postgres.start()
            asyncio.run(_back(server, id, at))
    return {"kills": many, **_found(db, told)}


async def storm(server: Server, id: str, at: int, strike: Callable[[], None]) -> list[str]:
    """Writes over eight connections and strikes in the middle of it, now sooner, now later; what was acknowledged."""
    told: list[str] = []
    over = asyncio.Event()
    writers = [asyncio.create_task(_write(server, id, at, who, told, over)) for who in range(WRITERS)]
    while len(told) < 5 + 3 * (at % 7) and not all(one.done() for one in writers):
        await asyncio.sleep(0.01)
    await asyncio.to_thread(strike)
    await asyncio.sleep(0.2)  # what comes while the database is down counts too
    over.set()
    await asyncio.gather(*writers)
    return told


async def _write(server: Server, id: str, at: int, who: int, told: list[str], over: asyncio.Event) -> None:
    """One writer, until it is over or the server is gone."""
    with suppress(OSError, asyncio.IncompleteReadError):
        async with connected(server.port) as connection:
            for number in count():
                if over.is_set():
                    return
                entry = form(id, f"{at} {who} {number}")
                place = f"{20 + at % 200}.{25 * who + number // 250 % 25}.{number % 250}.1"  # each from elsewhere
                address = f"X-Forwarded-For: {place}\r\n"
                answer = await connection.ask(f"/articles/{id}/comment", address, entry)
                assert answer.status in (303, 503), f"{answer.status}: {answer.body[:300]!r}"
                if answer.status == 303:
                    told.append(entry["text"])


async def _back(server: Server, id: str, at: int) -> None:
    """Waits until the server posts again; a 503 is asked again, as its Retry-After says."""
    end = asyncio.get_running_loop().time() + PATIENCE
    async with connected(server.port) as connection:
        address = f"X-Forwarded-For: 10.0.{at}.1\r\n"
        while (await connection.ask(f"/articles/{id}/comment", address, form(id, f"after {at}"))).status != 303:
            assert asyncio.get_running_loop().time() < end, "the server does not find its database again"
            await asyncio.sleep(0.2)


def _found(db: str, told: list[str]) -> dict[str, float]:
    """How much was acknowledged, how much of it is lost, what is there twice."""
    with open_ledger(db) as ledger:
        kept = Counter(row["text"] for row in ledger.export() if row.get("table") == "post_texts")
    lost, twice = sum(words not in kept for words in told), sum(kept[words] > 1 for words in set(told))
    return {"acknowledged before them": len(told), "lost": lost, "twice": twice}


def main(many: int = 20) -> dict[str, dict[str, float]]:
    """Measures and gives the figures."""
    from tests.servers import postgres_server

    with tempfile.TemporaryDirectory() as folder:
        db = f"sqlite:///{folder}/thread.sqlite"
        figures = {"server on SQLite": kills(db, thread(db, 3), many)}
    with postgres_server(sync=True) as postgres:
        db = postgres.database()
        figures["server on PostgreSQL"] = kills(db, thread(db, 3), many)
        db = postgres.database()
        figures["PostgreSQL itself"] = database_kills(postgres, db, thread(db, 3), many)
    return figures


if __name__ == "__main__":
    for name, found in main(*map(int, sys.argv[1:])).items():
        print(name, *(f"{key} {value}" for key, value in found.items()), sep="; ")
