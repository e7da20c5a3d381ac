"""Bad conditions, for real: other writers, no room, no rights, damage, a lost server, a sudden end."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger, Query, open_ledger
from tests.ledger.news import article, page, reading
from tests.servers import Postgres, require

ROOT = Path(__file__).resolve().parents[2]


WRITER = """
import sys
from onrecord.ledger import open_ledger
from tests.ledger.news import page
url, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
with open_ledger(url) as ledger:
    for at in range(first, first + count):
        ledger.record(page(at, 20))
        print(at, flush=True)
"""


def writer(url: str, first: int, count: int) -> subprocess.Popen[str]:
    """Another program that records articles `first` and on."""
    words = [sys.executable, "-c", WRITER, url, str(first), str(count)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def whole(ledger: Ledger) -> bool:
    """Whether every document has its one statement, findable, and its bytes."""
    counts = ledger.counts()
    each = {counts[name] for name in ("documents", "statements", "sources", "evidence")}
    return each == {len(ledger.find(Query(limit=100_000)))}


# --- several at once ---


def test_three_programs_open_a_new_ledger_and_write_at_once(ledger_url: str) -> None:
    programs = [writer(ledger_url, first, 60) for first in (0, 50, 1000)]
    said_ = [program.communicate(timeout=120) for program in programs]
    assert [errors for _, errors in said_] == ["", "", ""]
    with open_ledger(ledger_url) as ledger:
        # 10 articles were recorded by two of them.
        assert ledger.counts()["documents"] == 170
        assert ledger.counts()["statements"] == 170
        assert len(ledger.find(Query(words="rain", limit=1000))) == 170


def test_threads_share_a_ledger(ledger: Ledger) -> None:
    failures: list[Exception] = []

    def work(first: int) -> None:
        try:
            for at in range(first, first + 10):
                ledger.record(page(at))
                ledger.find(Query(words="rain"))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in (0, 5, 10, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ledger.counts()["documents"] == 25


def test_versions_recorded_at_once_make_one_chain(ledger_url: str, ledger: Ledger) -> None:
    texts = [article("https://news.test/live", f"Update {at}.") for at in range(12)]

    def work(mine: Ledger, part: int) -> None:
        for document in texts[part::3]:
            mine.record(reading(document))

    opened = [open_ledger(ledger_url) for _ in range(3)]
    threads = [threading.Thread(target=work, args=(mine, part)) for part, mine in enumerate(opened)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for mine in opened:
        mine.close()
    assert len(ledger.versions(texts[0].id)) == 12
    assert len(ledger.documents()) == 1


# --- a sudden end ---


def test_killed_while_recording_every_document_is_whole_or_not_there(ledger_url: str) -> None:
    for delay, first in ((0.05, 0), (0.3, 1000), (0.7, 2000)):
        program = writer(ledger_url, first, 900)
        assert program.stdout is not None
        started = [program.stdout.readline(), program.stdout.readline()]
        time.sleep(delay)
        program.send_signal(signal.SIGKILL)
        rest = program.communicate(timeout=60)[0].split()
        told = [int(word) for word in [*started[1:], *rest] if word.strip().isdigit()]
        with open_ledger(ledger_url) as ledger:
            assert whole(ledger)
            # What it said was recorded is there; what it did not say may be.
            assert all(ledger.knows(page(at, 20).document.id) for at in told[:-1])
            # The same again adds what is missing and nothing else.
            before = ledger.counts()["documents"]
            for at in told[-3:]:
                ledger.record(page(at, 20))
            assert ledger.counts()["documents"] == before


# --- SQLite: locks, rights, room, damage ---


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ledger's file with one article in it."""
    path = tmp_path / "ledger.sqlite"
    with open_ledger(f"sqlite:///{path}") as ledger:
        ledger.record(page(1))
    return path


def test_a_locked_ledger_says_so_after_its_patience(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_ledger(f"sqlite:///{file}", patience=0.2) as ledger:
        with pytest.raises(LedgerError, match=r"ledger.sqlite: another program is writing.*Wait"):
            ledger.record(page(2))
        # Readers go on meanwhile.
        assert len(ledger.find(Query())) == 1
        other.execute("ROLLBACK")
        assert ledger.record(page(2)).added
    other.close()


def test_a_writer_waits_for_the_other(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    end = threading.Timer(0.4, lambda: other.execute("ROLLBACK"))
    end.start()
    with open_ledger(f"sqlite:///{file}", patience=20) as ledger:
        assert ledger.record(page(2)).added
    end.join()
    other.close()


def test_a_file_that_may_only_be_read(file: Path) -> None:
    with open_ledger(f"sqlite:///file:{file}?mode=ro&uri=true") as ledger:
        assert len(ledger.find(Query())) == 1
        with pytest.raises(LedgerError, match=r"may only be read.*permissions"):
            ledger.record(page(2))


READ_ONLY = """
import os, sqlite3, sys
import sqlalchemy.dialects.sqlite
from onrecord.errors import LedgerError
from onrecord.ledger import Query, open_ledger
from tests.ledger.news import page
os.chmod(sys.argv[1], 0o444)
if os.getuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    with open_ledger(f"sqlite:///{sys.argv[1]}") as ledger:
        print(len(ledger.find(Query())))
        ledger.record(page(2))
except LedgerError as error:
    print(error)
"""


def test_another_persons_file(file: Path) -> None:
    """As a user who may not write; root may do anything, so it becomes nobody first."""
    home = Path(tempfile.gettempdir())
    for folder in [folder for folder in [file.parent, *file.parent.parents] if home in folder.parents]:
        folder.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(file)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    assert "Traceback" not in done.stdout
    assert "permissions" in done.stdout
    assert str(file) in done.stdout


ADDRESSES = [
    # address, what is said
    ("ledger.sqlite", r"no ledger's address.*sqlite:///FILE"),
    ("", "no ledger's address"),
    ("mysql://root:secret@host/news", r"mysql://root:\*\*\*@host/news: this is no ledger's address"),
    ("sqlite://", "a ledger is a file"),
    ("sqlite:///:memory:", "a ledger is a file"),
    ("sqlite:////no/such/folder/ledger.sqlite", "no folder /no/such/folder.*Make it"),
    ("sqlite:////proc", "cannot be opened"),
    ("postgresql://127.0.0.1:1/news", "does not answer.*Check that it runs"),
    ("postgresql://me:secret@127.0.0.1:1/news", r"me:\*\*\*@"),
    ("postgresql://no-such-host.invalid/news", "does not answer"),
]


@pytest.mark.parametrize(("url", "words"), ADDRESSES)
def test_addresses_that_lead_nowhere(url: str, words: str) -> None:
    with pytest.raises(LedgerError, match=words) as error:
        open_ledger(url, patience=1)
    assert "secret" not in str(error.value)


def test_a_full_disk_records_nothing_and_loses_nothing(file: Path) -> None:
    """PRAGMA max_page_count gives the error that SQLite gives where there is no room."""
    with open_ledger(f"sqlite:///{file}") as ledger:

        @event.listens_for(ledger._store.engine, "begin")
        def small(db) -> None:  # type: ignore[no-untyped-def]
            pages = db.exec_driver_sql("PRAGMA page_count").scalar()
            db.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

        with pytest.raises(LedgerError, match=r"ledger.sqlite: the disk is full.*Make room"):
            ledger.record(page(2, size=50_000))
    with open_ledger(f"sqlite:///{file}") as ledger:
        assert whole(ledger)
        assert ledger.counts()["documents"] == 1
        assert ledger.record(page(2)).added


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of not quite a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=896k", "tmpfs", str(folder)]
    try:
        made = subprocess.run(["mount", *options], capture_output=True).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        require("a small disk", "run as root where mounting a tmpfs is allowed")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    with open_ledger(f"sqlite:///{small_disk / 'ledger.sqlite'}") as ledger:
        recorded, told = 0, ""
        while not told:
            try:
                ledger.record(page(recorded, 400))
                recorded += 1
            except LedgerError as error:
                told = str(error)
        assert "the disk is full; nothing of this was recorded. Make room" in told
        assert recorded >= 1
        assert ledger.counts()["documents"] == recorded
        assert whole(ledger)


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 400)
    with pytest.raises(LedgerError, match=r"notes.txt: this file is no ledger, or it is damaged.*backup"):
        open_ledger(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear diary")


def test_a_damaged_file(file: Path) -> None:
    with open_ledger(f"sqlite:///{file}") as ledger:
        for at in range(2, 60):
            ledger.record(page(at, 50))
        size = file.stat().st_size
    with open(file, "r+b") as damaged:
        damaged.seek(4096)
        damaged.write(os.urandom(size - 4096 - 4096))
    with (
        pytest.raises(LedgerError, match=r"ledger.sqlite: .*damaged.*backup"),
        open_ledger(f"sqlite:///{file}") as ledger,
    ):
        ledger.record(page(1000))


# --- PostgreSQL: a lost server ---


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    url = postgres.database()
    yield url
    postgres.drop(url)


def end_connections(postgres: Postgres, url: str) -> int:
    """The server ends every connection to this database, as in a restart; how many there were."""
    name = url.rsplit("/", 1)[1]
    ended = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    return len(postgres.sql("postgres", ended))


@pytest.mark.postgres
def test_a_connection_dropped_between_two_requests_is_made_anew(postgres: Postgres, postgres_url: str) -> None:
    with open_ledger(postgres_url) as ledger:
        ledger.record(page(1))
        assert end_connections(postgres, postgres_url) >= 1
        assert ledger.record(page(2)).added
        assert end_connections(postgres, postgres_url) >= 1
        assert len(ledger.find(Query())) == 2


@pytest.mark.postgres
@pytest.mark.parametrize("times", [1, 2])
def test_a_connection_dropped_midway(postgres: Postgres, postgres_url: str, times: int) -> None:
    """Once: it is tried again, since recording twice is recording once. Twice: it is told."""
    with open_ledger(postgres_url) as ledger:
        ledger.record(page(1))
        left = [times]

        @event.listens_for(ledger._store.engine, "after_cursor_execute")
        def drop(db, cursor, statement, values, context, many) -> None:  # type: ignore[no-untyped-def]
            if left[0] and statement.startswith("INSERT INTO statements"):
                left[0] -= 1
                end_connections(postgres, postgres_url)

        if times == 1:
            assert ledger.record(page(2)).added
        else:
            with pytest.raises(LedgerError, match=r"connection to the database was lost.*same again"):
                ledger.record(page(2))
            assert not ledger.knows(page(2).document.id)
            assert ledger.record(page(2)).added
        assert ledger.counts()["documents"] == 2
        assert len(ledger.find(Query(words="rain"))) == 2


@pytest.mark.postgres
def test_servers_that_say_no(postgres: Postgres, postgres_url: str) -> None:
    missing = postgres_url.rsplit("/", 1)[0] + "/no_such_news"
    with pytest.raises(LedgerError, match=r"no_such_news: there is no database of that name.*createdb"):
        open_ledger(missing)
    open_ledger(postgres_url).close()
    name = postgres_url.rsplit("/", 1)[1]
    postgres.sql("postgres", f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with open_ledger(postgres_url) as ledger:
        assert ledger.find(Query()) == []
        with pytest.raises(LedgerError, match="may only be read"):
            ledger.record(page(1))


@pytest.mark.postgres
def test_a_lock_held_by_another(postgres: Postgres, postgres_url: str) -> None:
    import psycopg

    with open_ledger(postgres_url, patience=0.3) as ledger, psycopg.connect(postgres_url) as other:
        other.execute("LOCK TABLE documents IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(LedgerError, match="another program is writing"):
            ledger.record(page(1))
        other.rollback()
        assert ledger.record(page(1)).added
