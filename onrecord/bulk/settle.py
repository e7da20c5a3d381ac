"""The second step: finished parts into datasets by day, each article once, copies linked, speakers gathered.

It goes by the parts' order and by nothing else, so it makes the same files whoever read them and whoever works on
it, on however many machines: its pieces (`second`) are dealt out as the parts were. It is done beside and put in
place at the end: stopped half-way, it begins again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from onrecord.bulk import NEEDED, copies, judged, people, second
from onrecord.bulk.crew import Hands, counts
from onrecord.bulk.desk import HIDDEN, Desk, put, settled
from onrecord.bulk.schema import datasets
from onrecord.bulk.second import Piece


class Held(NamedTuple):
    """A finished part, and the desk that has it."""

    desk: Desk
    key: str


def finished(desks: Sequence[Desk]) -> list[Held]:
    """Every finished part of these runs in the order of the input, each once."""
    found = {key: Held(desk, key) for desk in reversed(desks) for key in desk.done()}
    return [found[key] for key in sorted(found)]


def settle(out: Path, parts: Sequence[Held], hands: Hands, said: judged.Judged = judged.NOBODY) -> dict[str, Any]:
    """Writes every dataset anew from the parts; how many rows each has."""
    work, draft = out / HIDDEN / second.FOLDER, out / HIDDEN / "settling"
    for folder in (work, draft):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    judged.keep(said, work)
    plan = Plan(work, draft, tuple(str((one.desk.parts / one.key).resolve()) for one in parts), hands)
    again, linked = _copies(plan)
    rows = plan.all("write", names=datasets())
    rows["speakers"] = _speakers(plan)
    for name in rows:
        _placed(draft / name, out / name)
    shutil.rmtree(work)
    note = {} if copies.sketcher() else {"note": f"copies were not looked for: rensa is not installed. {NEEDED}"}
    return {"rows": rows, "again": again, "copies": linked, **note}


class Plan(NamedTuple):
    """Where the pieces of work are done, and by whom."""

    work: Path
    draft: Path
    parts: tuple[str, ...]
    hands: Hands

    def each(self, task: str) -> None:
        """A piece a part."""
        self._done(Piece(task=task, folder=str(self.work), at=at, parts=(part,)) for at, part in enumerate(self.parts))

    def some(self, task: str, count: int) -> None:
        """So many pieces over all parts."""
        self._done(Piece(task=task, folder=str(self.work), at=at, parts=self.parts) for at in range(count))

    def all(self, task: str, names: Iterable[str]) -> dict[str, int]:
        """A piece a dataset; what each counted."""
        named = list(names)
        whole = Piece(task=task, folder=str(self.work), parts=self.parts, draft=str(self.draft))
        counted = self._done(msgspec.structs.replace(whole, name=name) for name in named)
        return dict(zip(named, counted, strict=True))

    def _done(self, pieces: Iterable[Piece]) -> list[int]:
        packed = [msgspec.json.encode(piece).decode() for piece in pieces]
        return counts(self.hands(packed))


def _copies(plan: Plan) -> tuple[int, int]:
    """Finds what is there twice, and copies; how many of each."""
    plan.each("sketch")
    known = copies.together(second.sketches(plan.work, len(plan.parts)))
    put(plan.work / second.AGAIN, msgspec.json.encode(known.again))
    np.save(plan.work / second.MARKS, known.marks)
    plan.some("band", copies.BANDS)
    links = copies.links(known.ids, known.marks, second.bands(plan.work))
    put(plan.work / second.LINKS, msgspec.json.encode(links))
    return sum(map(len, known.again.values())), len(links)


def _speakers(plan: Plan) -> int:
    """Counts who speaks, part by part and then lot by lot."""
    plan.each("count")
    plan.some("gather", people.LOTS)
    rows = people.ordered(second.lots(plan.work), judged.kept(plan.work))
    return people.write(plan.draft / "speakers", list(rows))


def _placed(draft: Path, place: Path) -> None:
    """Puts a finished dataset where it belongs, in the place of a former."""
    if place.exists():
        shutil.rmtree(place)
    draft.rename(place)
    settled(place.parent)
