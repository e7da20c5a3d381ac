"""The process that reads: parts in on standard input, word of each page and a report out. `guard` holds it.

It ends by itself where a page takes too long, or where nobody holds it any more; whatever a page does to it,
a machine's memory, a library's fault, ends this process and no other."""

from __future__ import annotations

import faulthandler
import os
import queue
import resource
import sys
import threading
import time
from typing import IO

import msgspec

from onrecord.bulk import batch as work
from onrecord.bulk.desk import Desk, Plan, Report
from onrecord.bulk.drops import Drops
from onrecord.bulk.inputs import Copies, items
from onrecord.bulk.parts import Part
from onrecord.errors import OnrecordError

OVER = 1  # the exit status of a process that a page kept too long


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A part to read, and what an earlier try died of."""

    out: str
    part: Part
    seconds: float
    limits: work.Limits = work.Limits()
    copies: Copies = Copies({})


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader says: which thing it is at, or that the part is done, or why it cannot be."""

    turn: int = 0
    report: Report | None = None
    wrong: str = ""


def main() -> None:
    """Does parts until nobody wants any more."""
    voice, quiet = os.fdopen(os.dup(1), "wb"), os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    os.dup2(2, 1)  # a library that prints does not speak for us
    plans: dict[str, Plan] = {}
    for line in iter(_asked().get, b""):
        job = msgspec.json.decode(line, type=Job)
        say(voice, tried(job, plans, voice, quiet))


def _asked() -> queue.Queue[bytes]:
    """The parts as they are asked for. Where nobody can ask any more, the process ends at once, amid a page too."""
    asked: queue.Queue[bytes] = queue.Queue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            asked.put(line)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    return asked


def tried(job: Job, plans: dict[str, Plan], voice: IO[bytes], quiet: IO[str]) -> Word:
    """A part's report, or what stood in its way. An error must not end the process: that is for what a page does."""
    desk = Desk(job.out)
    try:
        return Word(report=done(job, desk, plans.setdefault(job.out, desk.plan()), voice, quiet))
    except OnrecordError as wrong:
        return Word(wrong=str(wrong))
    except OSError as wrong:
        named = f" ({wrong.filename})" if wrong.filename not in (None, *job.part.files) else ""
        return Word(wrong=f"{wrong.strerror or wrong}{named}")
    except Exception as wrong:
        return Word(wrong=f"failed with {type(wrong).__name__}: {wrong}")
    finally:
        faulthandler.cancel_dump_traceback_later()


def done(job: Job, desk: Desk, plan: Plan, voice: IO[bytes], quiet: IO[str]) -> Report:
    """Reads a part, keeps its tables; its report."""

    def turn(number: int) -> None:
        faulthandler.dump_traceback_later(job.seconds, exit=True, file=quiet)
        say(voice, Word(turn=number))

    begun, drops = time.process_time(), Drops()
    rows, counts = work.batch(items(job.part, plan.columns, drops, job.copies), plan.stamp, drops, job.limits, turn)
    faulthandler.cancel_dump_traceback_later()  # the disk may take its time
    report = Report(
        key=job.part.key,
        **counts,
        drops=dict(sorted(drops.items())),
        examples=drops.examples,
        seconds=round(time.process_time() - begun, 3),
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    )
    desk.keep(report, rows)
    return report


def say(voice: IO[bytes], word: Word) -> None:
    """One line to whoever holds us; without them there is nothing left to do."""
    try:
        voice.write(msgspec.json.encode(word) + b"\n")
        voice.flush()
    except OSError:
        os._exit(0)


if __name__ == "__main__":
    main()
