"""Throw-away servers for tests: each starts its own, on loopback, and leaves nothing behind.

REQUIRE_ALL=1 in the environment turns every skip into a failure."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest


def require(name: str, reason: str) -> NoReturn:
    """Skips the test for want of `name`; fails where everything is required.

    `reason` says what to install: require("PostgreSQL", "apt-get install postgresql")."""
    words = f"{name} is missing: {reason}"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


# --- PostgreSQL ---


def postgres_program(name: str) -> Path | None:
    """A program of PostgreSQL, of the newest version installed."""
    on_path = shutil.which(name)
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return Path(on_path) if on_path else next(reversed(packaged), None)


class Postgres:
    """A running server; `database()` makes an empty one and gives its address."""

    def __init__(self, folder: Path, port: int, run_as: str | None, sync: bool = False) -> None:
        self.folder, self.port, self.run_as, self.sync = folder, port, run_as, sync

    def run(self, program: str, *words: str, check: bool = True) -> str:
        """Runs one of PostgreSQL's programs as the server's user; what it printed."""
        command = [str(postgres_program(program)), *words]
        done = subprocess.run(command, user=self.run_as, cwd=self.folder, capture_output=True, text=True, timeout=120)
        if check and done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr or done.stdout}")
        return done.stdout

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{uuid4().hex[:12]}"
        self.sql("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Takes a database away, whoever is still connected."""
        self.sql("postgres", f"DROP DATABASE IF EXISTS {url.rsplit('/', 1)[1]} WITH (FORCE)")

    def sql(self, name: str, command: str) -> list[tuple[object, ...]]:
        """Runs one command in a database, outside of any transaction; its rows."""
        import psycopg

        with psycopg.connect(self.url(name), autocommit=True) as db:
            cursor = db.execute(command.encode())
            return cursor.fetchall() if cursor.description else []

    def dump(self, url: str) -> str:
        """The whole of a database as pg_dump writes it."""
        return self.run("pg_dump", url)

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder}{'' if self.sync else ' -F'}"
        data = str(self.folder / "data")
        self.run("pg_ctl", "-D", data, "-o", options, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self) -> None:
        """Stops the server, whoever is still connected."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop", check=False)

    def kill(self) -> None:
        """Ends the server and every process of it at once, as a lost machine would; `start` brings it back."""
        lock = self.folder / "data" / "postmaster.pid"
        main = int(lock.read_text().split()[0])
        pids = [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text().split())]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(_runs(pid) for pid in pids):
            time.sleep(0.01)
        # Where nobody collects the dead, as in a container, it would take its dead self for a running one.
        for held in (lock, *self.folder.glob(".s.PGSQL.*.lock")):
            held.unlink()


def _runs(pid: int) -> bool:
    """Whether a process is there and not dead yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def postgres_server(sync: bool = False, wal: Path | None = None) -> Iterator[Postgres]:
    """A PostgreSQL of the tests' own, or a skip that says what to install. With `sync` it waits for the disk; `wal` is
    another, small place for its write-ahead log."""
    if not postgres_program("initdb") or not postgres_program("pg_ctl"):
        require("PostgreSQL", "apt-get install postgresql")
    run_as = _user()
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    server = Postgres(folder, free_port(), run_as, sync)
    try:
        if run_as:
            shutil.chown(folder, run_as)
        places = _log_at(wal, run_as) if wal else []
        server.run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N", *places)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _log_at(wal: Path, run_as: str | None) -> list[str]:
    """What initdb is told so that the log lies there, in small files."""
    place = wal / "wal"
    place.mkdir()
    if run_as:
        shutil.chown(wal, run_as)
        shutil.chown(place, run_as)
    return ["--waldir", str(place), "--wal-segsize", "1"]


def _user() -> str | None:
    """The server refuses to run as root; Debian's package makes a user for it."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    require("a user to run PostgreSQL as", "the tests run as root, and the server refuses to: adduser postgres")


# --- fixtures: tests/conftest.py offers them to every folder ---


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the whole run."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty ledger: the test runs once on each database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.sqlite'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.database()
    yield url
    server.drop(url)


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of so many megabytes for PostgreSQL, or a skip that says what it takes."""
    folder = Path(tempfile.mkdtemp(prefix="onrecord-disk-"))
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.getuid() or not shutil.which("mount") or subprocess.run(["mount", *options], capture_output=True).returncode:
        folder.rmdir()
        require("a small disk for PostgreSQL", "run as root where mounting a tmpfs is allowed")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
