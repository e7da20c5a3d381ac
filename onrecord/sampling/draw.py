"""Drawing a stratified sample: which units, with which chance to be drawn. Pure: the seed decides.

Each stratum gives a simple random sample without replacement (Cochran, Sampling Techniques, 3rd ed., chapter 5),
its size in proportion to the stratum's, at least two where it has two, so that its variance can be told."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.errors import WrongUse

REST = "(the rest)"  # strata too small to be drawn from by themselves
LEAST = 2


class Unit(NamedTuple):
    """Something that can be drawn: its id and its stratum."""

    id: str
    stratum: str


class Drawn(NamedTuple):
    """A unit that was drawn, and the chance it had."""

    id: str
    stratum: str
    chance: float


def draw(frame: Iterable[Unit], size: int, seed: int) -> list[Drawn]:
    """The sample, in an order of chance across strata, so that whoever codes only its beginning codes a sample too.

    The order in which the frame comes does not matter. Raises WrongUse for a frame that is empty, or has more strata
    than can be drawn from."""
    strata = _strata(frame, size)
    sizes = allocate({name: len(ids) for name, ids in strata.items()}, size)
    chance = random.Random(seed)
    found = [
        Drawn(id, name, sizes[name] / len(ids))
        for name, ids in sorted(strata.items())
        for id in chance.sample(sorted(ids), sizes[name])
    ]
    chance.shuffle(found)
    return found


def _strata(frame: Iterable[Unit], size: int) -> dict[str, list[str]]:
    strata: dict[str, list[str]] = defaultdict(list)
    for unit in frame:
        strata[unit.stratum].append(unit.id)
    if not strata:
        raise WrongUse("there is nothing to draw from", hint="`onrecord add SOURCE` records what can be drawn")
    small = [name for name, ids in strata.items() if len(ids) < LEAST]
    if small and len(strata) > 1:
        strata[REST] = [id for name in small for id in strata.pop(name)] + strata.get(REST, [])
    if len(strata) * LEAST > size:
        raise WrongUse(
            f"a sample of {size} is too small for {len(strata)} strata",
            hint=f"Draw at least {len(strata) * LEAST}, or name fewer things in --by",
        )
    return dict(strata)


def allocate(sizes: dict[str, int], total: int) -> dict[str, int]:
    """How many of each stratum: in proportion, at least two (or all there are), never more than there are.

    >>> allocate({"a": 90, "b": 10, "c": 1}, 12)
    {'a': 9, 'b': 2, 'c': 1}
    """
    given = {name: min(LEAST, count) for name, count in sizes.items()}
    whole = sum(sizes.values())
    while sum(given.values()) < min(total, whole):
        open_ = [name for name in sizes if given[name] < sizes[name]]
        # The stratum that is furthest behind its share; the name decides a tie.
        given[max(open_, key=lambda name: (total * sizes[name] / whole - given[name], name))] += 1
    return given


def counts(drawn: Sequence[Drawn]) -> dict[str, tuple[int, int]]:
    """Of each stratum how many were drawn, and how many it has."""
    number = Counter(one.stratum for one in drawn)
    chance = {one.stratum: one.chance for one in drawn}
    return {name: (count, round(count / chance[name])) for name, count in sorted(number.items())}
