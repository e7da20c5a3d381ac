"""Interrupted and started again: nothing lost, nothing twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

PAGES = 60


@pytest.fixture()
def folder(tmp_path):
    home = tmp_path / "pages"
    home.mkdir()
    for n in range(PAGES):
        words = f"Bridge {n} closed\n\nIt was closed on Monday.\n\n“We had {n} choices,” Anna Brandt said.\n"
        (home / f"{n:03}.txt").write_text(words, encoding="utf-8")
    return home


def command(*words):
    return [sys.executable, "-m", "onrecord", *map(str, words)]


def heed():
    """A shell that starts the tests in the background has them ignore interrupts, and their children too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def documents(db):
    done = subprocess.run(command("find", "--db", db, "--limit", 1000, "--json"), capture_output=True, check=True)
    return sorted(json.loads(line)["document"]["title"] for line in done.stdout.splitlines())


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_stopped_and_started_again(folder, tmp_path, stop):
    db = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    adding = command("add", "--json", "--db", db, folder)
    first = subprocess.Popen(adding, stdout=subprocess.PIPE, text=True, preexec_fn=heed)
    seen = [json.loads(first.stdout.readline())["id"] for _ in range(5)]
    first.send_signal(stop)
    seen += [json.loads(line)["id"] for line in first.stdout if line.endswith("}\n")]
    first.stdout.close()
    assert first.wait(60) in (130, -signal.SIGKILL)
    again = subprocess.run(command("add", "--json", "--db", db, folder), capture_output=True, text=True, check=True)
    added = [json.loads(line)["id"] for line in again.stdout.splitlines()]
    assert not set(seen) & set(added), "what was reported as recorded is recorded"
    titles = documents(db)
    assert titles == sorted(f"Bridge {n} closed" for n in range(PAGES))
