"""What load tests need: a server as a process of its own, connections that ask it again and again, what that cost."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running server: where it listens, and what its process used so far."""

    process: subprocess.Popen[str]
    port: int

    def cpu(self) -> float:
        """Seconds of CPU."""
        parts = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / TICKS

    def megabytes(self) -> float:
        """The most memory that it held at once."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def kill(self) -> None:
        """Ends it at once, as a lost machine would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def onrecord(db: str, **settings: str) -> Iterator[Server]:
    """`onrecord serve` over a ledger, one worker, on a free port of loopback."""
    env = os.environ | {f"ONRECORD_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "onrecord", "serve", "--port", "0", "--db", db]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)
    try:
        assert process.stderr is not None
        line = next((one for one in process.stderr if "http://" in one), "")
        found = re.search(r"http://[^/]*:(\d+)/", line)
        assert found, f"the server did not start: {line}"
        yield Server(process, int(found[1]))
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(30)


@dataclass
class Answer:
    """One answer: its status, its head, its body."""

    status: int
    head: str
    body: bytes


class Connection:
    """A connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, path: str, headers: str = "", form: dict[str, str] | None = None, body: bytes = b"") -> Answer:
        """One request; the whole answer."""
        body = urlencode(form).encode() if form else body
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        about = f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n" if body else ""
        verb = "POST" if body else "GET"
        self.writer.write(f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}{about}\r\n".encode() + body)
        return await self._answer()

    async def _answer(self) -> Answer:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head[9:12])
        length = re.search(r"(?i)content-length: (\d+)", head)
        if "transfer-encoding: chunked" in head.lower():
            return Answer(status, head, await self._chunks())
        return Answer(status, head, await self.reader.readexactly(int(length[1])) if length and status != 304 else b"")

    async def _chunks(self) -> bytes:
        whole = b""
        while size := int(await self.reader.readline(), 16):
            whole += (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readline()
        return whole


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    """A connection to a server on loopback."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()


@dataclass
class Load:
    """What a load test saw: how long each request took, and what the server used, and the asker itself (`mine`)."""

    took: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    mine: float = 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.took) / self.seconds

    @property
    def p99(self) -> float:
        """Milliseconds within which 99 of 100 were answered."""
        return 1000 * sorted(self.took)[int(0.99 * (len(self.took) - 1))]

    @property
    def work(self) -> float:
        """Milliseconds of the server's CPU for one request, which other programs' load does not change much."""
        return 1000 * self.cpu / len(self.took)

    @property
    def asking(self) -> float:
        """Milliseconds of CPU that asking took: where that is more than `work`, the server was not the limit."""
        return 1000 * self.mine / len(self.took)


def run(asking: Coroutine[Any, Any, T]) -> T:
    """Runs an asker on the leanest event loop there is."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(asking)
    return uvloop.run(asking)


Ask = Callable[[Connection, int], "asyncio.Future[Answer] | object"]


async def load(
    server: Server, ask: Ask, many: int, connections: int, right: int = 200, before: int = 0, start: int = 0
) -> Load:
    """`many` requests over so many connections, counted from `start`; every answer must have the right status.

    The first `before` of them are not measured: a server that has just begun loads what it needs then."""
    numbers = iter(range(start, start + before + many))
    await asyncio.gather(
        *(_asker(server, ask, islice(numbers, before // connections), right, []) for _ in range(connections))
    )
    seen = Load()
    cpu, mine, began = server.cpu(), time.process_time(), time.perf_counter()
    await asyncio.gather(*(_asker(server, ask, numbers, right, seen.took) for _ in range(connections)))
    seen.seconds, seen.cpu = time.perf_counter() - began, server.cpu() - cpu
    seen.mine = time.process_time() - mine
    return seen


async def _asker(server: Server, ask: Ask, numbers: Iterator[int], right: int, took: list[float]) -> None:
    async with connected(server.port) as connection:
        for number in numbers:
            began = time.perf_counter()
            answer: Answer = await ask(connection, number)  # type: ignore[misc]
            took.append(time.perf_counter() - began)
            assert answer.status == right, f"{answer.status} for request {number}: {answer.body[:300]!r}"
