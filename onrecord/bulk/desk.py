"""The folder of a run: its plan, and each finished part with its report. A part is there whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from onrecord.bulk.parts import Part
from onrecord.bulk.schema import Rows, datasets, table
from onrecord.errors import ReadError, WrongUse
from onrecord.records import Stamp

HIDDEN = ".bulk"
REPORT = "report.json"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a run reads, as whom, and when it began: the same for every worker, and after every stop."""

    stamp: Stamp
    columns: dict[str, str]
    parts: tuple[Part, ...]

    def like(self, other: Plan) -> bool:
        """Whether both read the same, wherever that lies."""
        keys = [[part.key for part in plan.parts] for plan in (self, other)]
        return keys[0] == keys[1] and self.columns == other.columns

    def unlike(self, other: Plan) -> str:
        """What is no longer as it was when this one was made, in words."""
        if self.columns != other.columns:
            return "its --columns were " + ",".join(f"{ours}={theirs}" for ours, theirs in self.columns.items())
        was, now = ({file for part in plan.parts for file in part.files} for plan in (self, other))
        for some, what in ((now - was, "was not among its sources"), (was - now, "is no longer among its sources")):
            if some:
                return f"{min(some)} {what}" + (f", nor {len(some) - 1} more" if len(some) > 1 else "")
        held = {part.key for part in self.parts}
        return next(f"{part.files[0]} has changed since" for part in other.parts if part.key not in held)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one part."""

    key: str
    pages: int = 0
    statements: int = 0
    words: int = 0
    drops: dict[str, int] = {}
    examples: dict[str, list[str]] = {}
    seconds: float = 0.0
    memory: int = 0


class Desk:
    """A run's folder."""

    def __init__(self, out: str | Path) -> None:
        self.out = Path(out)
        self.parts = self.out / HIDDEN / "parts"
        self.plan_file = self.out / HIDDEN / "plan.json"

    def make(self) -> None:
        """The folder, where it is not there yet."""
        with self.written():
            (self.out / HIDDEN).mkdir(parents=True, exist_ok=True)

    @contextmanager
    def written(self, hint: str = "Name another --out.") -> Iterator[None]:
        """What the disk refuses meanwhile is told in words."""
        try:
            yield
        except OSError as wrong:
            raise ReadError(f"cannot be written to: {wrong.strerror or wrong}", str(self.out), hint) from wrong

    def begin(self, plan: Plan) -> Plan:
        """Keeps the plan, or gives the one that was begun with; raises WrongUse where that is of other inputs."""
        with self.written():
            self.parts.mkdir(parents=True, exist_ok=True)
            draft = self.plan_file.with_name(f"plan-{uuid.uuid4().hex}.tmp")
            put(draft, msgspec.json.encode(plan))
            with suppress(FileExistsError):
                os.link(draft, self.plan_file)
            draft.unlink()
        kept = self.plan()
        if not kept.like(plan):
            raise WrongUse(
                f"this folder holds another run: {kept.unlike(plan)}",
                str(self.out),
                "Name the same sources and columns, or another --out",
            )
        return msgspec.structs.replace(kept, parts=plan.parts)  # its files may lie elsewhere by now

    @contextmanager
    def alone(self, shared: bool = False) -> Iterator[None]:
        """Nobody else works in this folder meanwhile; `shared` with others who do a share of it.

        Raises WrongUse where somebody does. The lock goes with its process, however that ends."""
        with (self.out / HIDDEN / "lock").open("w") as file:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WrongUse(
                    "another process works in this folder", str(self.out), "Wait until it has ended, or end it"
                ) from None
            except OSError:  # a file system without locks
                pass
            yield

    def plan(self) -> Plan:
        """The plan that is kept here; raises WrongUse where there is none."""
        try:
            return msgspec.json.decode(self.plan_file.read_bytes(), type=Plan)
        except (OSError, msgspec.DecodeError):
            raise WrongUse("this folder holds no run of bulk", str(self.out)) from None

    def keep(self, report: Report, rows: Rows) -> None:
        """Writes a part's tables and report beside, and puts them in place at once. Twice is once."""
        import pyarrow.parquet as pq

        draft = self.parts / f"{uuid.uuid4().hex}.tmp"
        draft.mkdir()
        try:
            for name in datasets():
                file = draft / f"{name}.parquet"
                pq.write_table(table(name, rows[name]), file, compression="zstd", use_dictionary=True)
                settled(file)
            put(draft / REPORT, msgspec.json.encode(report))
            settled(draft)
            self._place(draft, self.parts / report.key)
            settled(self.parts)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _place(self, draft: Path, place: Path) -> None:
        try:
            draft.rename(place)
        except OSError:
            if not place.exists():  # else somebody finished it first
                raise

    def done(self) -> set[str]:
        """The keys of the parts that are finished."""
        return {file.name for file in self.parts.glob("*") if file.suffix != ".tmp"} if self.parts.exists() else set()

    def reports(self) -> Iterator[Report]:
        """Every finished part's report, in order."""
        for key in sorted(self.done()):
            yield msgspec.json.decode((self.parts / key / REPORT).read_bytes(), type=Report)

    def tidy(self) -> None:
        """Takes away what was begun and never finished, and nobody writes any more."""
        for draft in self.parts.glob("*.tmp"):
            shutil.rmtree(draft, ignore_errors=True)

    def file(self, key: str, name: str) -> Path:
        """A part's table."""
        return self.parts / key / f"{name}.parquet"


def put(path: Path, data: bytes) -> None:
    """Writes a file through to the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def settled(path: Path) -> None:
    """Waits until a file or folder is on the disk."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def summed(reports: Iterator[Report]) -> dict[str, Any]:
    """What came of all of them together."""
    total: dict[str, Any] = {"parts": 0, "pages": 0, "statements": 0, "words": 0, "seconds": 0.0, "memory": 0}
    drops: dict[str, int] = {}
    examples: dict[str, list[str]] = {}
    for one in reports:
        total["parts"] += 1
        total["memory"] = max(total["memory"], one.memory)
        for name in ("pages", "statements", "words", "seconds"):
            total[name] += getattr(one, name)
        for reason, count in one.drops.items():
            drops[reason] = drops.get(reason, 0) + count
            examples[reason] = (examples.get(reason, []) + one.examples.get(reason, []))[:3]
    ordered = dict(sorted(drops.items()))
    return {**total, "drops": ordered, "examples": {reason: examples[reason] for reason in ordered}}
