"""Processes of this machine for the second step's pieces of work: a few are done here, sooner than a process begins."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from onrecord.bulk.second import told
from onrecord.errors import OnrecordError
from onrecord.threads import ALONE

FEW = 8  # pieces for which no process is begun; nearly every run of an archive has more parts
Hands = Callable[[list[str]], list[str]]


class Said(msgspec.Struct, omit_defaults=True):
    """What came of a piece: a count, or why not."""

    count: int = 0
    error: str = ""


def counts(said: list[str]) -> list[int]:
    """What the pieces counted. Raises OnrecordError for one that failed."""
    heard = [msgspec.json.decode(one, type=Said) for one in said]
    for one in heard:
        if one.error:
            raise OnrecordError(f"the second step failed ({one.error})", hint="Run it again: what was read is kept")
    return [one.count for one in heard]


class Crew:
    """So many processes, each begun with its first piece."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.mine = threading.local()
        self.all: list[subprocess.Popen[bytes]] = []

    def __call__(self, pieces: list[str]) -> list[str]:
        """What each piece says, in their order."""
        if self.workers < 2 or (len(pieces) < FEW and not self.all):
            return list(map(told, pieces))
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(self.beside, pieces))

    def beside(self, piece: str) -> str:
        """What a piece says, done by the process of the thread that asks."""
        child = self.mine.__dict__.get("child") or self._begun()
        assert child.stdin
        assert child.stdout
        try:
            child.stdin.write(piece.encode() + b"\n")
            child.stdin.flush()
            said = child.stdout.readline().decode()
        except OSError:
            said = ""
        return said or '{"error": "a process of it ended"}'

    def _begun(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "onrecord.bulk.second"]
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **ALONE}, start_new_session=True
        )
        self.mine.child = child
        self.all.append(child)
        return child

    def close(self) -> None:
        """Lets the processes go."""
        for child in self.all:
            child.kill()
            child.communicate()
