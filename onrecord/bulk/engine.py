"""Daft, on this machine or on a Ray cluster: the only file that imports a distributed engine.

Daft deals the parts out, restarts what fails and fetches what lies far away; what is done with a part is what
`local` does with it, so the rows are the same. (docs/decisions/0007 says why not its own reader of WARC.)"""

from __future__ import annotations

import functools
import logging
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import daft
import msgspec
from daft import DataType, col

from onrecord.bulk.crew import Crew
from onrecord.bulk.desk import Report
from onrecord.bulk.engines import How
from onrecord.bulk.far import fetched, told
from onrecord.bulk.guard import Guard
from onrecord.bulk.parts import Part, is_far
from onrecord.errors import OnrecordError


@functools.cache
def chosen(name: str) -> None:
    """Makes Daft run here, or on the Ray cluster that RAY_ADDRESS names; where it names none, on one begun here."""
    if name == "ray":
        import ray

        if not ray.is_initialized():
            ray.init(log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
        daft.set_runner_ray(noop_if_initialized=True)
    else:
        daft.set_runner_native()


def listed(names: list[str]) -> list[tuple[str, int]]:
    """The files far away that these addresses and patterns stand for, with their sizes."""
    found: list[tuple[str, int]] = []
    for name in names:
        rows = _found(name)
        if not rows:
            raise told("nothing is found there", name)
        found += sorted((row["path"], row["size"]) for row in rows)
    return found


def _found(name: str) -> list[dict[str, Any]]:
    try:
        return daft.from_glob_path(name).select("path", "size").to_pylist()
    except Exception as wrong:  # each kind of store has errors of its own
        raise told(str(wrong), name) from wrong


def spread(how: How, out: str, parts: list[Part], heard: Callable[[], object]) -> Iterator[Report | OnrecordError]:
    """The report of each part as a worker is done with it."""
    jobs = daft.from_pydict({"job": [msgspec.json.encode(part).decode() for part in parts]})
    dealt = jobs.into_partitions(len(parts)) if how.engine == "ray" else jobs
    reader = daft.cls(Reader, max_concurrency=min(how.workers, len(parts)), use_process=False)(out, how.seconds)
    for row in dealt.select(reader.read(col("job")).alias("said")):
        yield _heard(str(row["said"]))


def done(how: How, pieces: list[str]) -> Iterator[str]:
    """The second step's pieces, each done by whatever worker is free; what they say, in their order."""
    jobs = daft.from_pydict({"at": list(range(len(pieces))), "piece": pieces})
    dealt = jobs.into_partitions(min(len(pieces), 4 * how.workers)) if how.engine == "ray" else jobs
    worker = daft.cls(Second, max_concurrency=min(how.workers, len(pieces)), use_process=False)()
    found = dealt.select(col("at"), worker.read(col("piece")).alias("said")).to_pydict()
    yield from (said for _, said in sorted(zip(found["at"], found["said"], strict=True)))


class Second:
    """A worker of the second step, with a process of its own."""

    def __init__(self) -> None:
        self.crew = Crew(1)

    @daft.method.batch(return_dtype=DataType.string(), batch_size=1)
    def read(self, pieces: daft.Series) -> list[str]:
        """Pieces to what they say."""
        return [self.crew.beside(piece) for piece in pieces.to_pylist()]


def _heard(said: str) -> Report | OnrecordError:
    told: dict[str, Any] = msgspec.json.decode(said)
    return OnrecordError(told["error"]) if "error" in told else msgspec.convert(told, Report)


class Reader:
    """A worker: a reading process of its own, kept as long as the worker is."""

    def __init__(self, out: str, seconds: float) -> None:
        self.out, self.guard = out, Guard(seconds)

    @daft.method.batch(return_dtype=DataType.string(), batch_size=1)
    def read(self, jobs: daft.Series) -> list[str]:
        """Parts to their reports, as JSON; an error is told, and the other parts go on."""
        return [self._told(msgspec.json.decode(job, type=Part)) for job in jobs.to_pylist()]

    def _told(self, part: Part) -> str:
        try:
            return msgspec.json.encode(self._read(part)).decode()
        except Exception as wrong:
            return msgspec.json.encode({"error": _named(wrong, part.files[0])}).decode()

    def _read(self, part: Part) -> Report:
        if not is_far(part.files[0]):
            return self.guard.read(self.out, part, _unheard)
        with tempfile.TemporaryDirectory() as folder:
            return self.guard.read(self.out, part, _unheard, fetched(part, _opened, Path(folder)))


def _named(wrong: Exception, name: str) -> str:
    """An error as a line for a person."""
    if is_far(name) and not isinstance(wrong, OnrecordError):
        return str(told(str(wrong), name))
    return str(wrong) if isinstance(wrong, OnrecordError) else f"{name}: {wrong}"


def _opened(name: str) -> BinaryIO:
    return cast(BinaryIO, daft.File(name).open())


def _unheard() -> None:
    """A worker on another machine: its driver hears of whole parts only."""
