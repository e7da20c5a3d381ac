"""When to look again: pure, of what is known and of what came; chance is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from onrecord.ledger import Watched

DAY = 86_400.0
SPREAD = 0.1  # by which share a pause may be shorter or longer, so that a thousand pages do not come at once
FIRM = (400, 401, 402, 403, 404, 410, 451)  # answers that the next hour will not change
GONE_AFTER = 3  # times "not found" before an article counts as gone; "gone" (410) says so at once


@dataclass(frozen=True)
class Pace:
    """How often: `feed` and `page` are seconds between looks; a page that does not change is looked at
    less and less often, at least once a day, and no more `days` days after it was first seen.
    `gap` are the seconds between two requests to one host."""

    feed: float = 900.0
    page: float = 3_600.0
    days: float = 30.0
    gap: float = 2.0


def base(one: Watched, pace: Pace) -> float:
    """The shortest pause for its kind."""
    return pace.page if one.kind == "page" else pace.feed


def calm(one: Watched, pace: Pace, now: float, chance: Callable[[], float], *, changed: bool, age: float) -> Watched:
    """After a look that worked: soon again where something changed, later where a page stays as it is.

    `age` is how many seconds ago the page was first seen."""
    shortest = base(one, pace)
    quiet = min(max(one.pause, shortest) * 2, DAY) if one.kind == "page" and not changed else shortest
    over = one.kind == "page" and one.feed is not None and age > pace.days * DAY
    due = None if over else now + jittered(quiet, chance)
    return replace(one, due=due, pause=quiet, failures=0, error="")


def troubled(
    one: Watched, pace: Pace, now: float, chance: Callable[[], float], *, why: str, status: int, wait: float | None
) -> Watched:
    """After a look that failed: twice as long each time, at most a day, and never sooner than the server asks."""
    failures = min(one.failures + 1, 60)
    longer = DAY if status in FIRM and one.kind != "page" else min(base(one, pace) * 2.0**failures, DAY)
    due = now + max(jittered(longer, chance), wait or 0.0)
    return replace(one, due=due, failures=failures, error=why)


def jittered(seconds: float, chance: Callable[[], float]) -> float:
    """Up to a tenth sooner or later; `chance` is from 0 to 1."""
    return seconds * (1 + SPREAD * (2 * chance() - 1))


def is_gone(one: Watched, status: int) -> bool:
    """Whether an article counts as taken away."""
    return one.kind == "page" and (status == 410 or (status == 404 and one.failures + 1 >= GONE_AFTER))


def wave(due: list[Watched], free: dict[str, float], now: float, most: int) -> list[Watched]:
    """The next addresses to ask at once: of each host one, and of none that was asked just now."""
    chosen: dict[str, Watched] = {}
    for one in due:
        if len(chosen) < most and free.get(one.host, now) <= now:
            chosen.setdefault(one.host, one)
    return list(chosen.values())
