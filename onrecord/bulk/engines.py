"""Who runs the parts where: processes of this machine, or an engine that has to be installed for it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from queue import Queue
from types import ModuleType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from onrecord.bulk import NEEDED
from onrecord.bulk.crew import Crew, Hands
from onrecord.bulk.guard import Guard
from onrecord.errors import OnrecordError, WrongUse

if TYPE_CHECKING:
    from onrecord.bulk.desk import Report
    from onrecord.bulk.parts import Part

Name = Literal["local", "daft", "ray"]
NAMES: tuple[Name, ...] = ("local", "daft", "ray")
Heard = Callable[[], object]
Outcomes: TypeAlias = "Iterator[Report | OnrecordError]"


class How(NamedTuple):
    """By which engine, how many at once, and how long one page may take."""

    engine: Name
    workers: int
    seconds: float


def run(how: How, out: str, parts: list[Part], heard: Heard) -> Outcomes:
    """The report of each part as it is done, in no order; an error for one that could not be begun."""
    if not parts:
        return iter(())
    if how.engine == "local":
        return local(how, out, parts, heard)
    spread: Outcomes = _engine(how.engine).spread(how, out, parts, heard)
    return spread


@contextmanager
def hands(how: How) -> Iterator[Hands]:
    """Who does the second step's pieces of work: gives what each says, in their order."""
    if how.engine != "local":
        engine = _engine(how.engine)
        yield lambda pieces: list(engine.done(how, pieces)) if pieces else []
        return
    crew = Crew(how.workers)
    try:
        yield crew
    finally:
        crew.close()


def listed(name: Name, far: Iterable[str]) -> list[tuple[str, int]]:
    """The files that far-away names stand for, with their sizes, as the engine's reader sees them."""
    names = list(far)
    if names and name == "local":
        raise WrongUse("this engine reads files of this machine only", names[0], "Add --engine daft")
    found: list[tuple[str, int]] = _engine(name).listed(names) if names else []
    return found


def _engine(name: Name) -> ModuleType:
    """The file that imports the engine. It writes no bars of its own, and tells nobody that it was used."""
    quiet = {"DAFT_PROGRESS_BAR": "0", "RAY_USAGE_STATS_ENABLED": "0", "DO_NOT_TRACK": "1", "SCARF_NO_ANALYTICS": "1"}
    for key, value in quiet.items():
        os.environ.setdefault(key, value)
    if name == "ray":
        _answers(os.environ.get("RAY_ADDRESS", ""))
    try:
        module = import_module("onrecord.bulk.engine")
        module.chosen(name)
    except ModuleNotFoundError as missing:
        raise WrongUse(f"--engine {name} needs {missing.name}", hint=NEEDED) from None
    except (OSError, RuntimeError, ValueError) as wrong:  # what Ray says where it cannot join or begin a cluster
        why = " ".join(str(wrong).split())[:200]
        raise OnrecordError(f"--engine {name} cannot begin ({why})", hint="--engine local needs no cluster") from wrong
    return module


def _answers(address: str) -> None:
    """Raises WrongUse for a cluster that is not there: Ray itself would ask for minutes, and then tell where in Ray."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not (host and port.isdigit()):  # none, or "auto"
        return
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except OSError as wrong:
        raise WrongUse(
            f"no Ray cluster answers ({wrong.strerror or wrong})",
            f"RAY_ADDRESS={address}",
            "Begin one with `ray start --head`, or take RAY_ADDRESS away: then one is begun here",
        ) from None


def local(how: How, out: str, parts: list[Part], heard: Heard) -> Outcomes:
    """A thread a worker, each with a reading process of its own, taking the next part as it is free."""
    workers = min(how.workers, len(parts))
    waiting: Queue[Part | None] = Queue()
    done: Queue[Report | OnrecordError | None] = Queue()
    for part in [*parts, *[None] * workers]:
        waiting.put(part)
    for _ in range(workers):
        threading.Thread(target=_work, args=(out, Guard(how.seconds), waiting, done, heard), daemon=True).start()
    while workers:
        outcome = done.get()
        if outcome is None:
            workers -= 1
        else:
            yield outcome


def _work(
    out: str, guard: Guard, waiting: Queue[Part | None], done: Queue[Report | OnrecordError | None], heard: Heard
) -> None:
    while part := waiting.get():
        try:
            done.put(guard.read(out, part, heard))
        except OnrecordError as error:
            done.put(error)
        except Exception as wrong:
            done.put(OnrecordError(f"failed ({type(wrong).__name__}: {wrong})", part.files[0]))
    guard.close()
    done.put(None)
