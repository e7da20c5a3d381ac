"""A process that reads a folder of datasets and makes rows ready, while another fills the database with those before.

`load` holds it: it is told what the ledger knows, and gives what is to be loaded, a few batches ahead and no more."""

from __future__ import annotations

import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Queue
from typing import IO, Any

from onrecord.bulk.batches import SOME, Known
from onrecord.bulk.making import Made, made
from onrecord.errors import LedgerError
from onrecord.ledger.load import Head

AHEAD = 2  # batches that wait to be loaded
_SIZE = struct.Struct(">Q")
Ask = Callable[[list[Head]], Known]


def beside(folder: str, dialect: str, ask: Ask, some: int = SOME) -> Iterator[Made]:
    """As `made`, by a process of its own. `ask` is called from a thread."""
    command = [sys.executable, "-m", "onrecord.bulk.maker"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    given: Queue[bytes | Exception] = Queue(AHEAD)
    over = threading.Event()
    listener = threading.Thread(target=_listen, args=(child, (folder, dialect, some), ask, given, over), daemon=True)
    listener.start()
    try:
        while (word := _word(given.get(), folder)) is not None:
            yield word
    finally:
        over.set()
        child.kill()
        with suppress(Exception):  # makes room, so that the thread sees that all is over
            while listener.is_alive():
                given.get(timeout=0.05)
        child.communicate()


def _word(got: bytes | Exception, folder: str) -> Made | None:
    """What the process said; raises what it failed with."""
    if isinstance(got, (OSError, EOFError)):
        raise LedgerError("the process that makes rows ready ended", folder, "Run it again: it goes on") from got
    found = got if isinstance(got, Exception) else pickle.loads(got)
    if isinstance(found, Exception):
        raise found
    word: Made | None = found
    return word


def _listen(
    child: subprocess.Popen[bytes], job: Any, ask: Ask, given: Queue[bytes | Exception], over: threading.Event
) -> None:
    """Answers what the process asks, and hands on what it gives."""
    assert child.stdin
    assert child.stdout
    try:
        _say(child.stdin, job)
        while not over.is_set():
            kind, got = _heard(child.stdout)
            if kind == b"?":
                _say(child.stdin, ask(pickle.loads(got)))
            else:
                given.put(got)
    except Exception as wrong:
        given.put(wrong)


# --- words between the two: a letter, how long, and what ---


def _say(pipe: IO[bytes], thing: Any, kind: bytes = b"!") -> None:
    packed = pickle.dumps(thing, protocol=5)
    pipe.write(kind + _SIZE.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def _heard(pipe: IO[bytes]) -> tuple[bytes, bytes]:
    head = pipe.read(1 + _SIZE.size)
    if len(head) < 1 + _SIZE.size:
        raise EOFError("nobody speaks")
    found = pipe.read(_SIZE.unpack(head[1:])[0])
    return head[:1], found


def main() -> None:
    """Makes rows of one folder."""
    voice, ear = sys.stdout.buffer, sys.stdin.buffer

    def ask(heads: list[Head]) -> Known:
        _say(voice, heads, b"?")
        known: Known = pickle.loads(_heard(ear)[1])
        return known

    folder, dialect, some = pickle.loads(_heard(ear)[1])
    try:
        for one in made(folder, dialect, ask, some):
            _say(voice, one)
        _say(voice, None)
    except (BrokenPipeError, EOFError, KeyboardInterrupt):
        return
    except Exception as wrong:
        _say(voice, wrong)


if __name__ == "__main__":
    main()
