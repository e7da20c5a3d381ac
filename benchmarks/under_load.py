"""The discussion under load over HTTP, and Isso beside it in the same run.

python3 dev.py python -m benchmarks.under_load [REQUESTS]

Requests a second and percentiles depend on what else the machine does; CPU for a request hardly does. What asks runs
on the same machine and takes CPU itself: where that is more than the server's ("of the asker"), it was the limit."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks import _peers
from benchmarks.pressure import Answer, Connection, Load, Server, connected, load, onrecord, run
from onrecord.importing import Import
from onrecord.ledger import open_ledger
from onrecord.ledger.posts import Act, Draft
from onrecord.pages.discussion import place
from onrecord.pages.tokens import issue, secret_of
from onrecord.records import Stamp

TOKEN = "a token of the benchmark"
WORDS = "The ferry was late again on Monday, and nobody at the pier could say why. It had been taken off the timetable."
# A reader who hides somebody: their page is put together for them, none that is kept for everybody is theirs.
STRANGER = "Cookie: onrecord_hidden=nobodyatall0\r\n"
WARM = 40  # requests that are not measured: a server that has just begun loads what it needs then
NOW = Stamp(at="2026-03-03T12:00:00Z", by="benchmark")
OPEN = {
    "hold_first": "false",
    "desk_token": TOKEN,
    "base_url": "https://record.example",
    "trusted_proxies": "127.0.0.1",
    "proof": "0",
}


def thread(db: str, many: int, deep: bool = False) -> str:
    """A ledger with one article and its thread; the article's id. Every third comment answers, or each the last one."""
    usual = {"domain": "news.test", "url": "/ferry", "markdown": WORDS}
    parents = [f"c{at - 1}" if at and (deep or at % 3) else "root" for at in range(many)]
    rows = [{**usual, "commentHex": f"c{at}", "parentHex": parent} for at, parent in enumerate(parents)]
    with open_ledger(db) as ledger:
        Import(ledger, "commento", "https://news.test", NOW).run(iter([json.dumps({"comments": rows})]))
        found = ledger.talk.article_at(["https://news.test/ferry"])
        assert found
        return found


def reading(server: Server, db: str, id: str, many: int) -> dict[str, float]:
    """The first page for a reader with a page of their own, after a write each, kept, and held already; all of it."""
    path = f"/articles/{id}"

    async def drawn(connection: Connection, _: int) -> Answer:
        return await connection.ask(path, STRANGER)

    async def kept(connection: Connection, _: int) -> Answer:
        return await connection.ask(path)

    async def whole(connection: Connection, _: int) -> Answer:
        return await connection.ask(f"{path}/discussion.json", STRANGER)

    tag = run(_tag(server, path))

    async def held(connection: Connection, _: int) -> Answer:
        return await connection.ask(path, f"If-None-Match: {tag}\r\n")

    return {
        **_figures("first page, of a reader's own", run(load(server, drawn, many, 4, before=WARM))),
        "first page, after a write each: CPU ms": _anew(server, db, [path], many // 2).work,
        **_figures("first page, kept", run(load(server, kept, many * 10, 4, before=WARM))),
        **_figures("first page, 304", run(load(server, held, many * 10, 4, right=304, before=WARM))),
        "whole thread of 1,000: CPU ms": run(load(server, whole, max(10, many // 10), 1, before=2)).work,
    }


def _anew(server: Server, db: str, paths: list[str], many: int) -> Load:
    """Pages where something is written before each request, as another worker would: everything is asked anew."""
    with open_ledger(db) as ledger:

        async def drawn(connection: Connection, number: int) -> Answer:
            ledger.talk.take(f"a write {number}", 5, 1.0, time.time())
            return await connection.ask(paths[number % len(paths)], STRANGER)

        return run(load(server, drawn, many, 1, before=2))


async def _tag(server: Server, path: str) -> str:
    async with connected(server.port) as connection:
        head = (await connection.ask(path)).head
    return next(line.partition(": ")[2] for line in head.split("\r\n") if line.lower().startswith("etag"))


def _figures(name: str, seen: Load) -> dict[str, float]:
    figures = {f"{name}: a second": seen.rate, f"{name}: p99 ms": seen.p99, f"{name}: CPU ms": seen.work}
    return figures | {f"{name}: CPU ms of the asker": seen.asking}


def form(id: str, number: object) -> dict[str, str]:
    """A form that was given out some seconds ago."""
    secret = secret_of(TOKEN, lambda made: made)
    return {"token": issue(secret, id, time.time() - 30), "name": "Ada", "text": f"{WORDS} {number}"}


def posting(server: Server, id: str, many: int) -> dict[str, float]:
    """Comments by as many readers over eight connections, each with the cookie that the form gave them."""
    forms = [form(id, number) for number in range(many + WARM)]

    async def post(connection: Connection, number: int) -> Answer:
        address = f"X-Forwarded-For: 10.{number // 250 % 250}.{number % 250}.1\r\n"
        return await connection.ask(
            f"/articles/{id}/comment", f"{address}Cookie: onrecord_reader={number:032}\r\n", forms[number]
        )

    return _figures("posting", run(load(server, post, many, 8, right=303, before=WARM)))


def live(server: Server, db: str, id: str, readers: int) -> dict[str, float]:
    """How long until the last of so many idle readers is told of a new comment."""
    took = run(_told(server, db, id, readers))
    return {f"live, {readers} readers: p99 ms": 1000 * sorted(took)[int(0.99 * (len(took) - 1))]}


async def _told(server: Server, db: str, id: str, readers: int) -> list[float]:
    with open_ledger(db) as ledger:
        after = ledger.talk.newest(id)
        ready, began = asyncio.Semaphore(0), [0.0]
        waiting = [
            asyncio.create_task(_reader(server, f"/articles/{id}/live?after={after}", ready)) for _ in range(readers)
        ]
        for _ in range(readers):
            await ready.acquire()
        await asyncio.sleep(1)
        began[0] = time.perf_counter()
        draft = Draft(key=f"live {began[0]}", document=id, text="now", html="<p>now</p>")
        ledger.talk.post(draft, Act(action="post", state="shown"), place, NOW)
        return [told - began[0] for told in await asyncio.gather(*waiting)]


async def _reader(server: Server, path: str, ready: asyncio.Semaphore) -> float:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await reader.readuntil(b"retry")
    ready.release()
    await reader.readuntil(b"event: new")
    writer.close()
    return time.perf_counter()


# --- Isso ---


@contextmanager
def isso(program: str, folder: Path) -> Iterator[Server]:
    """Isso as its documentation runs it, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = (
        f"[general]\ndbpath = {folder}/isso.db\nhost = http://news.test/\n[server]\nlisten = http://127.0.0.1:{port}/\n"
    )
    (folder / "isso.cfg").write_text(words + "[guard]\nenabled = false\n")
    process = subprocess.Popen([program, "-c", str(folder / "isso.cfg"), "run"], stderr=subprocess.DEVNULL, text=True)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(30)


def beside(program: str, folder: Path, comments: int, many: int) -> dict[str, float]:
    """The same of Isso: its whole thread, and its posting; it has no pages of a thread."""

    async def post(connection: Connection, number: int) -> Answer:
        body = json.dumps({"text": f"{WORDS} {number}", "author": "Ada", "title": "The ferry"}).encode()
        return await _alone(server, "/new?uri=%2Fferry%2F", body)

    async def whole(connection: Connection, _: int) -> Answer:
        return await _alone(server, "/?uri=%2Fferry%2F&nested_limit=0")

    with isso(program, folder) as server:
        posted = run(load(server, post, comments, 8, right=201, before=WARM))
        read = run(load(server, whole, max(5, many // 20), 1))
    return {**_figures("Isso: posting", posted), f"Isso: whole thread of {comments}: CPU ms": read.work}


async def _alone(server: Server, path: str, body: bytes = b"") -> Answer:
    """Isso's own server closes each connection."""
    async with connected(server.port) as connection:
        return await connection.ask(path, "Origin: http://news.test\r\nConnection: close\r\n", body=body)


def main(many: int = 600) -> dict[str, float]:
    """Measures and gives the figures."""
    figures = _Told()
    _peers.made()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = f"sqlite:///{folder}/thread.sqlite"
        id = thread(db, 1000)
        with onrecord(db, **OPEN) as server:
            figures |= reading(server, db, id, many)
            figures |= live(server, db, id, 500)
            figures |= posting(server, id, many)
            figures |= {"worker: megabytes": server.megabytes()}
        figures |= _large(folder)
        isso_program = _peers.FOLDER / "isso"
        if isso_program.exists():
            figures |= beside(str(isso_program), folder, 1000, many)
    return figures


class _Told(dict[str, float]):
    """Figures that are printed as they come: the whole takes minutes."""

    def __ior__(self, more: Mapping[str, float]) -> _Told:  # type: ignore[override,misc]
        for key, value in more.items():
            print(f"{key:52} {value:12.2f}", flush=True)
        self.update(more)
        return self


def _large(folder: Path) -> dict[str, float]:
    """A thread of a thousand levels and one of a hundred thousand comments: CPU for a page of each."""
    figures = {}
    for name, many, deep, page in (("deep", 1000, True, 20), ("wide", 100_000, False, 1000)):
        db = f"sqlite:///{folder}/{name}.sqlite"
        id = thread(db, many, deep)
        paths = [f"/articles/{id}", f"/articles/{id}?page={page}"]
        with onrecord(db, **OPEN) as server:
            figures[f"{name} thread: CPU ms a page, after a write each"] = _anew(server, db, paths, 10).work
    return figures


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
    print(f"load of the machine at the end: {', '.join(f'{one:.1f}' for one in os.getloadavg())}")
