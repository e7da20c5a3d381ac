"""A scripted flood: ten thousand posts in five minutes by twelve tricks, readers writing in between. What arrives?

Against the pages in this process, with a clock of the flood's own; what arrives is what the ledger
keeps, held or shown. `python3 dev.py bench floods` takes some minutes of one core."""

from __future__ import annotations

import heapq
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from benchmarks._flooders import ADDRESS, PEOPLE, TRICKS, Flooders, Purse, Readers, Story, Web

PACE = 0.03  # seconds from one post of the flood to the next
ONE, EIGHT = 2_000_000.0, 160_000_000.0  # tries a second: a script on one core; eight cores with the best of programs


class Clock:
    """A clock that the flood moves."""

    def __init__(self) -> None:
        self.at = 1_700_000_000.0

    def __call__(self) -> float:
        """Now, as the flood has it."""
        return self.at

    def stamp(self, by: str) -> Any:
        """Now, as the ledger writes it."""
        from onrecord.records import Stamp

        return Stamp(at=datetime.fromtimestamp(self.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), by=by)


class Flood:
    """So many posts against one article, and people who write there meanwhile."""

    def __init__(self, app: Any, clock: Any, article: str, speed: float = ONE, seed: int = 5) -> None:
        self.app, self.clock, self.article, self.speed, self.seed = app, clock, article, speed, seed
        self.ledger = app.state.site.ledger

    def run(self, posts: int, readers: int, tricks: tuple[str, ...] = TRICKS) -> dict[str, Any]:
        """Lets it happen; what arrived of each trick, and which readers were let in."""
        with Purse(self.seed) as purse:
            web = Web(self.app, self.article, purse, random.Random(self.seed))
            flooders, people = Flooders(web, self.clock, self.speed), Readers(web, self.clock, vocabulary())
            self.arrived: Counter[str] = Counter()
            flood = [(PACE * at, name, getattr(flooders, name)) for at, name in _turns(posts, tricks)]
            calm = [(PACE * posts / readers * at, "", getattr(people, name)) for at, name in _turns(readers, PEOPLE)]
            self._happen([*flood, *calm])
        shares = {kind: people.through.get(kind, 0) / asked for kind, asked in people.asked.items()}
        return {
            "arrived": self.arrived.total(),
            "stopped": 1 - self.arrived.total() / posts,
            **{f"arrived: {name.replace('_', ' ')}": self.arrived[name] for name in tricks if self.arrived[name]},
            **{f"let in: {kind}": share for kind, share in sorted(shares.items())},
            **{f"longest wait, s: {kind}": people.longest.get(kind, 0.0) for kind in sorted(shares)},
        }

    def _happen(self, events: list[tuple[float, str, Any]]) -> None:
        """Everything in the order of the clock; each story goes on when it said that it would."""
        began, order = self.clock(), count()
        waiting = [(began + at, next(order), name, begin) for at, name, begin in events]
        heapq.heapify(waiting)
        while waiting:
            at, _, name, story = heapq.heappop(waiting)
            self.clock.at = max(self.clock.at, at)
            going = story if isinstance(story, Iterator) else story()
            before = self._kept() if name else 0
            pause = _next(going)
            self.arrived[name] += self._kept() - before if name else 0
            if pause is not None:
                heapq.heappush(waiting, (self.clock() + pause, next(order), name, going))

    def _kept(self) -> int:
        """How many posts the ledger keeps: shown and held."""
        talk = self.ledger.talk
        return talk.total() + len(talk.queue(10**6))


def _turns(many: int, names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    return ((at, names[at % len(names)]) for at in range(many))


def _next(story: Story) -> float | None:
    return next(story, None)


def vocabulary() -> list[str]:
    """Words as people write them: those of the packaged sample."""
    from onrecord import sample

    text = " ".join(path.read_text(encoding="utf-8") for path in sample.files())
    return sorted(set(re.findall(r"\b[a-z]{4,}\b", re.sub(r"<[^>]*>", " ", text))))


def main(posts: int = 10_000) -> dict[str, dict[str, Any]]:
    """The figures: every trick at once; then only those that pay, with one core and with eight of the best."""
    return {
        "all tricks": _flood(posts, readers=60),
        "sums solved on one core": _flood(posts // 5, readers=24, tricks=("solving",)),
        "sums solved on eight cores": _flood(posts // 5, readers=24, tricks=("solving",), speed=EIGHT),
    }


def _flood(posts: int, readers: int, tricks: tuple[str, ...] = TRICKS, speed: float = ONE) -> dict[str, Any]:
    from onrecord.config import Settings
    from onrecord.ledger import open_ledger
    from onrecord.pages.app import create_app
    from onrecord.records import Document, Page, Reading, document_id

    with tempfile.TemporaryDirectory() as folder, open_ledger(f"sqlite:///{folder}/l.sqlite") as ledger:
        text = "A bridge was opened."
        one = Document(id=document_id(None, text), text=text, title=text, rights="own")
        ledger.record(Reading(page=Page(document=one)))
        given: dict[str, Any] = {"_env_file": None, "base_url": ADDRESS, "desk_token": "x" * 40, "hold_first": False}
        clock = Clock()
        app = create_app(Settings(**given), ledger, stamp=clock.stamp, now=clock, seconds=clock)
        return Flood(app, clock, one.id, speed).run(posts, readers, tricks)


if __name__ == "__main__":
    for name, found in main(*map(int, sys.argv[1:])).items():
        print(name, *(f"  {key:44} {value:10.3f}" for key, value in found.items()), sep="\n")
