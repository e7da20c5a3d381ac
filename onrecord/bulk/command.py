"""`onrecord bulk`: plans, runs what is not done, settles; says on standard error how far it is."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from onrecord.bulk import NEEDED, engines, given, judged, settle
from onrecord.bulk.batch import AGAIN
from onrecord.bulk.desk import Desk, Plan, Report, put, summed
from onrecord.bulk.parts import SIZE, is_far, planned, share
from onrecord.clock import stamp as now
from onrecord.errors import OnrecordError, WrongUse
from onrecord.extraction import model_name
from onrecord.plural import counted
from onrecord.records import Stamp

SUMMARY = "summary.json"
NO_DISK = tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EROFS)))


class Progress:
    """Pages done, rate, time left and what was dropped, on standard error; silent where that is no terminal."""

    def __init__(self, parts: int, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.out, self.clock, self.begun = out or sys.stderr, clock, clock()
        self.parts, self.done, self.pages, self.read, self.last = parts, 0, 0, 0, 0.0
        self.drops: dict[str, int] = {}

    def page(self) -> None:
        """One page more is begun, somewhere."""
        self.pages += 1
        if self.out.isatty() and self.clock() - self.last > 0.2:
            self.last = self.clock()
            print(f"\r\x1b[K{self.line()}", end="", file=self.out, flush=True)

    def part(self, report: Report) -> None:
        """A part is done."""
        self.done += 1
        self.pages = max(0, self.pages - 1)  # a worker also says that it looked for one more
        self.read += report.pages + sum(report.drops.values())
        for reason, count in report.drops.items():
            self.drops[reason] = self.drops.get(reason, 0) + count

    def line(self) -> str:
        """ "3 of 40 parts, 912 pages, 9.1 a second, 1,204 s left; left out: 31 no article"."""
        spent = max(self.clock() - self.begun, 1e-6)
        left = f", {spent / self.done * (self.parts - self.done):,.0f} s left" if self.done else ""
        drops = ", ".join(f"{count} {reason}" for reason, count in sorted(self.drops.items()))
        pages = max(self.pages, self.read)  # of workers far away only whole parts are heard of
        head = f"{self.done} of {self.parts} parts, {pages:,} pages, {pages / spent:.1f} a second{left}"
        return f"{head}; left out: {drops}" if drops else head

    def say(self, words: str) -> None:
        """A line of its own."""
        print(f"\r\x1b[K{words}" if self.out.isatty() else words, file=self.out, flush=True)


def bulk(
    sources: list[str],
    out: Path,
    *,
    engine: engines.Name = "local",
    shard: str | None = None,
    columns: str | None = None,
    workers: int | None = None,
    seconds: float = 60.0,
    size: int = SIZE,
    stamp: Stamp | None = None,
    judgements: Path | None = None,
) -> dict[str, Any]:
    """Reads an archive into the datasets of `out`, going on where an earlier run stopped; what came of it.

    `judgements` is a ledger's export: what persons said of who is whom counts in the second step. With a `shard`
    ("3/16") only every so-many-th part is read, and nothing settled: `merge` does that."""
    _needs_arrow()
    said = judged.read(judgements)
    wanted = given.columns(columns)
    far = engines.listed(engine, [name for name in sources if is_far(name)])
    parts = tuple(planned(sources, size, far, out))
    share(list(parts), shard)
    given.check(parts, wanted, asked=columns is not None)
    desk, begun = Desk(out), stamp or now(model_name())
    plan = desk.begin(Plan(stamp=begun, columns=wanted, parts=parts))
    how = engines.How(engine, workers or os.cpu_count() or 1, seconds)
    with desk.alone(shared=shard is not None):
        _same_model(desk, plan, begun)
        failed = _read(desk, plan, shard, how)
        undone = {part.key for part in plan.parts} - desk.done()
        total = {"failed": [str(error) for error in failed], "unfinished": len(undone), **summed(desk.reports())}
        return total if shard or undone else _settled(desk, [desk], total, how, said)


def _same_model(desk: Desk, plan: Plan, begun: Stamp) -> None:
    """Each row says which model read it: one run is of one model."""
    if plan.stamp.by != begun.by and {part.key for part in plan.parts} - desk.done():
        hint = "End it with the onrecord that began it, or name another --out"
        raise WrongUse(f"this run was begun with {plan.stamp.by}, and this is {begun.by}", str(desk.out), hint)


def _read(desk: Desk, plan: Plan, shard: str | None, how: engines.How) -> list[OnrecordError]:
    """Has what is not done yet read; what could not be."""
    done = desk.done()
    todo = [part for part in share(list(plan.parts), shard) if part.key not in done]
    progress, failed = Progress(len(todo)), []
    for outcome in engines.run(how, str(desk.out), todo, progress.page):
        if isinstance(outcome, OnrecordError):
            failed.append(outcome)
            progress.say(f"onrecord: {outcome}")
            if any(word in str(outcome) for word in NO_DISK):  # every other part would be read for nothing
                break
        else:
            progress.part(outcome)
    if todo and progress.out.isatty():
        progress.say(progress.line())
    return failed


def merge(
    runs: list[str],
    out: Path,
    *,
    engine: engines.Name = "local",
    workers: int | None = None,
    judgements: Path | None = None,
) -> dict[str, Any]:
    """Settles the parts of runs that were shared out, by folders, into one."""
    _needs_arrow()
    said = judged.read(judgements)
    desks = [Desk(run) for run in runs]
    plans = [desk.plan() for desk in desks]
    if not all(plan.like(plans[0]) for plan in plans):
        raise WrongUse("these folders are of different runs", ", ".join(runs), "Merge shares of one run")
    if len({plan.stamp.by for plan in plans}) > 1:
        raise WrongUse("different models read these shares", ", ".join(runs), "Read all of them with one onrecord")
    undone = {part.key for part in plans[0].parts}.difference(*(desk.done() for desk in desks))
    if undone:
        raise WrongUse(parts_undone(len(undone)), ", ".join(runs), "Run every share to its end first")
    reports = {report.key: report for desk in desks for report in desk.reports()}
    total = {"failed": [], "unfinished": 0, **summed(reports[key] for key in sorted(reports))}
    desk = Desk(out)
    desk.make()
    with desk.alone():
        return _settled(desk, desks, total, engines.How(engine, workers or os.cpu_count() or 1, 0.0), said)


def parts_undone(count: int) -> str:
    """ "a part is not done yet"."""
    return "a part is not done yet" if count == 1 else f"{count} parts are not done yet"


def _settled(
    desk: Desk, desks: list[Desk], total: dict[str, Any], how: engines.How, said: judged.Judged
) -> dict[str, Any]:
    """Writes the datasets, unless that was done of the same parts and judgements, and the summary last of all."""
    summary = desk.out / SUMMARY
    held = settle.finished(desks)
    made = hashlib.sha256(json.dumps([[one.key for one in held], said.digest()]).encode()).hexdigest()[:20]
    if summary.exists():
        former: dict[str, Any] = json.loads(summary.read_text(encoding="utf-8"))
        if former.get("of") == made and all((desk.out / name).is_dir() for name in former["rows"]):
            return former
        summary.unlink()  # it is not true of what comes now, should that be stopped half-way
    with engines.hands(how) as hands, desk.written("Make room and run it again: what was read is kept."):
        whole = {**total, **settle.settle(desk.out, held, hands, said), "of": made}
        desk.tidy()
        draft = summary.with_suffix(".tmp")
        put(draft, json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n")
        draft.rename(summary)
    return whole


def _needs_arrow() -> None:
    try:
        import pyarrow  # noqa: F401
    except ModuleNotFoundError:
        raise WrongUse("bulk needs pyarrow", hint=NEEDED) from None


def told(total: dict[str, Any]) -> str:
    """What came of it, in a line for a person."""
    left = dict(total["drops"])
    if total.get("again"):
        left[AGAIN] = left.get(AGAIN, 0) + total["again"]
    drops = ", ".join(f"{count:,} {reason}" for reason, count in sorted(left.items())) or "nothing"
    copies = f", {total['copies']:,} linked as copies" if total.get("copies") else ""
    rows = total.get("rows", {"documents": total["pages"], "statements": total["statements"]})
    read = f"{counted(rows['documents'], 'page')}, {counted(rows['statements'], 'statement')}"
    undone = f"; {parts_undone(total['unfinished'])}: the same command goes on" if total["unfinished"] else ""
    return f"{read}{copies}; left out: {drops}{undone}"
