"""Holds a reading process, gives it parts, and starts another where it died: of a page too long, or at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO

import msgspec

from onrecord.bulk.batch import Limits
from onrecord.bulk.desk import Report
from onrecord.bulk.inputs import Copies
from onrecord.bulk.parts import Part
from onrecord.bulk.reader import OVER, Job, Word
from onrecord.errors import OnrecordError
from onrecord.threads import ALONE

_HERE = Copies({})
TRIES = 3  # deaths at one page before it is passed over: a stranger may have killed the process, not the page
TOO_LONG, ENDED = "took too long", "ended the reading process"


class Died(OnrecordError):
    """The reading process ended at this thing's turn."""

    def __init__(self, turn: int, status: int) -> None:
        super().__init__(f"ended with status {status}")
        self.turn, self.status = turn, status


class Guard:
    """One reading process at a time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.child: subprocess.Popen[bytes] | None = None

    def read(self, out: str, part: Part, heard: Callable[[], object], copies: Copies = _HERE) -> Report:
        """Has a part read and kept; `heard` is called at each page. Raises OnrecordError where it cannot be begun."""
        skip: dict[int, str] = {}
        stop: int | None = None
        deaths: dict[int, int] = {}
        while True:
            job = Job(out=out, part=part, seconds=self.seconds, limits=Limits(skip=skip, stop=stop), copies=copies)
            try:
                return self._tried(job, heard)
            except Died as died:
                at = died.turn
                deaths[at] = deaths.get(at, 0) + 1
                if at in skip:  # even passing it over ends the process: the rest of this part cannot be reached
                    stop = at
                elif died.status == OVER or deaths[at] >= TRIES:
                    skip = {**skip, at: TOO_LONG if died.status == OVER else ENDED}
                if deaths[at] > 3 * TRIES:
                    raise OnrecordError("the reading process cannot be started or kept", part.files[0]) from died

    def _tried(self, job: Job, heard: Callable[[], object]) -> Report:
        child = self.child = self.child or _started()
        turn = 0
        with suppress(OSError):  # it died meanwhile: what it says next is nothing
            _of(child.stdin).write(msgspec.json.encode(job) + b"\n")
            _of(child.stdin).flush()
        for line in _of(child.stdout):
            if not line.endswith(b"\n"):
                break
            word = msgspec.json.decode(line, type=Word)
            if word.report:
                return word.report
            if word.wrong:
                raise OnrecordError(word.wrong, job.part.files[0], "Run it again: what is done stays done")
            turn = word.turn
            heard()
        status, self.child = child.wait(), None
        _closed(child)
        raise Died(turn, status)

    def close(self) -> None:
        """Lets the process go."""
        if self.child:
            _of(self.child.stdin).close()
            self.child.wait()
            _closed(self.child)
            self.child = None


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "onrecord.bulk.reader"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **ALONE}, start_new_session=True
    )


def _of(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _closed(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe and not pipe.closed:
            with suppress(OSError):  # what was still to be written to a dead process
                pipe.close()
