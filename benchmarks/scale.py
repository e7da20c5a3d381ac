"""What a million pages cost, and how long 10 to 1,000 workers take: a model in a few lines, held against a simulation.

The model: work = pages x seconds a page; wall = work / workers + what slow machines, deaths and last parts cost.
The simulation deals parts out as the engines do, to workers some of which are slow and all of which may die; parts
are uneven. Constants are measured by `python3 dev.py bench line bulk second loading`; see docs/scale.md."""

from __future__ import annotations

import heapq
import math
import random
from typing import NamedTuple

PAGES = 1_000_000


class World(NamedTuple):
    """What is measured or assumed: seconds of a core a page, pages a part, and what goes wrong how often."""

    seconds_a_page: float = 0.111  # 500 words at 4,500 words a second
    pages_a_part: int = 300
    slow_share: float = 0.05  # of workers ...
    slow_by: float = 3.0  # ... that take so much longer
    deaths_a_day: float = 0.5  # of a worker: rented machines that may be taken back
    restart: float = 60.0  # seconds until another worker takes its place
    begin: float = 5.0  # seconds until a worker reads its first page
    skew: float = 0.5  # of the logarithm of a part's cost
    second_a_part: float = 0.66  # seconds of the second step that any worker does: 2.2 ms a page
    alone_a_part: float = 0.021  # seconds of it that one process does: 0.07 ms a page
    price: float = 0.04  # currency a core hour


class Outcome(NamedTuple):
    """Hours until all is done, hours of cores paid, and the share of them that read pages that were kept."""

    wall: float
    cores: float
    useful: float


def parts(world: World, pages: int, rng: random.Random) -> list[float]:
    """Seconds that each part takes a worker: skewed, their sum what the pages take."""
    count = max(1, round(pages / world.pages_a_part))
    raw = [rng.lognormvariate(0, world.skew) for _ in range(count)]
    scale = pages * world.seconds_a_page / sum(raw)
    return [one * scale for one in raw]


def simulated(world: World, workers: int, pages: int = PAGES, seed: int = 1) -> Outcome:
    """Deals parts to whoever is free. A worker that dies loses its part, which goes back to the others."""
    rng = random.Random(seed)
    waiting = parts(world, pages, rng)[::-1]
    useful = sum(waiting)
    speed = [world.slow_by if rng.random() < world.slow_share else 1.0 for _ in range(workers)]
    free = [(world.begin, worker) for worker in range(workers)]
    heapq.heapify(free)
    back: list[tuple[float, float]] = []  # parts that come back at a moment, by the death of their worker
    end = 0.0
    while waiting or back:
        now, worker = heapq.heappop(free)
        if back and (not waiting or back[0][0] <= now):
            at, part = heapq.heappop(back)
            now = max(now, at)
        else:
            part = waiting.pop()
        takes = part * speed[worker]
        dies = rng.expovariate(world.deaths_a_day / 86_400)
        if dies < takes:
            heapq.heappush(back, (now + dies, part))
            heapq.heappush(free, (now + dies + world.restart + world.begin, worker))
        else:
            end = max(end, now + takes)
            heapq.heappush(free, (now + takes, worker))
    count = len(parts(world, pages, random.Random(seed)))
    pace = sum(1 / one for one in speed)
    second = count * (world.second_a_part / pace + world.alone_a_part)
    paid = (end + second) * workers / 3600
    return Outcome((end + second) / 3600, paid, useful / 3600 / paid)


def longest(skew: float, count: float) -> float:
    """The longest of so many parts, by their mean, that are being read when no other waits (of a lognormal)."""
    return math.exp(skew * math.sqrt(2 * math.log(max(count, 1.0) + 1)) - skew**2 / 2)


def mean(world: World, workers: int, pages: int) -> Outcome:
    """The simulation's mean over a few throws of the dice."""
    found = [simulated(world, workers, pages, seed) for seed in range(1, 6)]
    return Outcome(*(sum(values) / len(found) for values in zip(*found, strict=True)))


def modelled(world: World, workers: int, pages: int = PAGES) -> Outcome:
    """The same in a formula: the mean worker's speed, parts lost half done, and half a slow part's wait at the end."""
    work = pages * world.seconds_a_page
    part = world.pages_a_part * world.seconds_a_page
    slow = workers * world.slow_share
    pace = workers * (1 - world.slow_share + world.slow_share / world.slow_by)
    lost = world.deaths_a_day / 86_400 * (part / 2 + world.restart + world.begin)
    tail = part * (world.slow_by if slow >= 1 else 1.0) * longest(world.skew, max(slow, 1.0))
    reading = world.begin + work / pace * (1 + lost) + tail
    second = pages / world.pages_a_part * (world.second_a_part / pace + world.alone_a_part)
    paid = (reading + second) * workers / 3600
    return Outcome((reading + second) / 3600, paid, work / 3600 / paid)


def main() -> dict[str, float]:
    """Hours and cost by workers for a million pages and for a hundred, simulated and modelled."""
    world, figures = World(), {}
    for pages, name in ((PAGES, "1m"), (100 * PAGES, "100m")):
        for workers in (10, 100, 1_000):
            found, told = mean(world, workers, pages), modelled(world, workers, pages)
            figures |= {
                f"{name}_{workers}_hours": found.wall,
                f"{name}_{workers}_model_by_simulation": told.wall / found.wall,
                f"{name}_{workers}_cost": found.cores * world.price,
                f"{name}_{workers}_useful": found.useful,
            }
    return figures
