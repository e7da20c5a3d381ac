"""A process that reads a folder of datasets and makes rows ready, while another fills the database with those before.

`load` holds it: it is told what the ledger knows, and gives what is to be loaded, a few batches ahead and no more."""

from __future__ import annotations

import gc
import pickle
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Queue
from typing import Any

from onrecord.bulk.batches import SOME, Known
from onrecord.bulk.making import Made, made
from onrecord.errors import LedgerError
from onrecord.ledger.load import Head

AHEAD = 1  # batches that wait to be loaded, while another is made
_SIZE = struct.Struct(">Q")
Ask = Callable[[list[Head]], Known]


@contextmanager
def beside(
    folder: str, dialect: str, ask: Ask, some: int = SOME, days: Sequence[str] | None = None
) -> Iterator[Iterator[Made]]:
    """As `made`, by a process of its own, which begins at once. `ask` is called from a thread."""
    mine, its = socket.socketpair()
    with its:
        command = [sys.executable, "-m", "onrecord.bulk.maker", str(its.fileno())]
        child = subprocess.Popen(command, pass_fds=[its.fileno()], stderr=subprocess.DEVNULL)
    given: Queue[bytes | Exception] = Queue(AHEAD)
    over = threading.Event()
    job = (folder, dialect, some, days)
    listener = threading.Thread(target=_listen, args=(mine, job, ask, given, over), daemon=True)
    listener.start()
    try:
        yield _words(given, folder)
    finally:
        over.set()
        child.kill()
        with suppress(Exception):  # makes room, so that the thread sees that all is over
            while listener.is_alive():
                given.get(timeout=0.05)
        child.wait()
        mine.close()


def _words(given: Queue[bytes | Exception], folder: str) -> Iterator[Made]:
    while (word := _word(given.get(), folder)) is not None:
        yield word


def _word(got: bytes | Exception, folder: str) -> Made | None:
    """What the process said; raises what it failed with."""
    if isinstance(got, (OSError, EOFError)):
        raise LedgerError("the process that makes rows ready ended", folder, "Run it again: it goes on") from got
    found = got if isinstance(got, Exception) else pickle.loads(got)
    if isinstance(found, Exception):
        raise found
    word: Made | None = found
    return word


def _listen(line: socket.socket, job: Any, ask: Ask, given: Queue[bytes | Exception], over: threading.Event) -> None:
    """Answers what the process asks, and hands on what it gives."""
    try:
        _say(line, job)
        while not over.is_set():
            kind, got = _heard(line)
            if kind == b"?":
                _say(line, ask(pickle.loads(got)))
            else:
                given.put(got)
    except Exception as wrong:
        given.put(wrong)


# --- words between the two: a letter, how long, and what ---


def _say(line: socket.socket, thing: Any, kind: bytes = b"!") -> None:
    packed = pickle.dumps(thing, protocol=5)
    line.sendall(kind + _SIZE.pack(len(packed)))
    line.sendall(packed)


def _heard(line: socket.socket) -> tuple[bytes, bytes]:
    head = _whole(line, 1 + _SIZE.size)
    return bytes(head[:1]), bytes(_whole(line, _SIZE.unpack(head[1:])[0]))


def _whole(line: socket.socket, size: int) -> bytearray:
    """So many bytes. They are waited for outside of Python: block by block, each would wait for a turn of the thread
    that loads, and the process that makes rows with them."""
    found = bytearray(size)
    view, at = memoryview(found), 0
    while at < size:
        got = line.recv_into(view[at:], size - at, socket.MSG_WAITALL)
        if not got:
            raise EOFError("nobody speaks")
        at += got
    return found


def main() -> None:
    """Makes rows of one folder."""
    gc.set_threshold(100_000)  # rows go in no circles: looking for some among millions took a tenth of the time
    line = socket.socket(fileno=int(sys.argv[1]))

    def ask(heads: list[Head]) -> Known:
        _say(line, heads, b"?")
        known: Known = pickle.loads(_heard(line)[1])
        return known

    folder, dialect, some, days = pickle.loads(_heard(line)[1])
    try:
        for one in made(folder, dialect, ask, some, days):
            _say(line, one)
        _say(line, None)
    except (ConnectionError, EOFError, KeyboardInterrupt):
        return
    except Exception as wrong:
        _say(line, wrong)


if __name__ == "__main__":
    main()
