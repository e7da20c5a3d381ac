"""Which of its namesakes a name means: what stands beside it, the article's other places, how near they lie, people.

Every namesake is given signs; a softmax over them, with "none of these" among the choices, makes chances. What the
other names support is weighed by their own chances of a first round (after Leidner 2007; Speriosu & Baldridge 2013).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.resolution.gazetteer import Entry, folded, people, stem

NEAR = 161.0  # kilometres: two places so near are one answer (Gritta et al. 2018)
AROUND = 100.0  # kilometres over which what a place lends to its neighbours falls to a third
FEW = 40  # names that are asked for support: an article's first
CITY = 500_000  # people of a city that is meant oftener than the region of its name


class Choice(NamedTuple):
    """The likeliest namesake, the chance that it is meant or what lies beside it, and of the next ones."""

    entry: Entry
    chance: float
    next: tuple[Entry, ...]


class Name(NamedTuple):
    """A name as the whole article uses it: its namesakes, the containers named beside it, how often it stands.

    `lends`: it says something of where the article's other places lie; "Russian troops" may be anywhere."""

    namesakes: tuple[Entry, ...]
    beside: frozenset[str]
    times: int
    lends: bool = True


Signs = dict[str, float]
Supports = list[tuple[Entry, float]]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two points of latitude and longitude in degrees."""
    (a, b), turn = (math.radians(one[0]), math.radians(other[0])), math.radians(other[1] - one[1])
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))


def inside(entry: Entry) -> set[str]:
    """The names of what contains it, without words for kinds, whoever's view that is."""
    return {stem(name.split(" (")[0]) for name in entry.within}


def region(entry: Entry) -> tuple[str, str]:
    """Its country and first-level region, by name."""
    within = [name.split(" (")[0] for name in entry.within]
    if entry.kind == "region":
        return (within[-1] if within else "", entry.name)
    return (within[-1] if within else entry.name, within[0] if len(within) > 1 else "")


def own_signs(entry: Entry, name: Name, key: str, named: dict[str, int]) -> Signs:
    """What speaks for a namesake by itself and by the names that stand in the article."""
    held = inside(entry)
    return {
        "people": math.log10(people(entry) + 1),
        "most": float(people(entry) == max(people(one) for one in name.namesakes)),
        "large": float(entry.people > 1_000_000),
        f"kind {entry.kind}": 1.0,
        "curated": float(entry.curated),
        "contested town": float(entry.curated and entry.kind in ("city", "village")),
        "other name": float(folded(entry.name) != key),
        "beside": float(bool(held & name.beside)),
        "named": math.log1p(sum(min(named.get(one, 0), 4) for one in held - {stem(key)})),
        "city of the name": float(
            entry.kind == "region"
            and any(one.kind == "city" and one.people > CITY and one.country == entry.country for one in name.namesakes)
        ),
    }


def support(entry: Entry, others: Iterable[Supports]) -> Signs:
    """What the article's other places lend to a namesake: nearness, one region, one country."""
    near = same = land = total = 0.0
    country, part = region(entry)
    for choices in others:
        total += 1
        best = 0.0
        for other, chance in choices:
            lands, parts = region(other)
            best = max(best, chance * math.exp(-_apart(entry, other) / AROUND))
            land += chance * (lands == country)
            same += chance * (lands == country and bool(part) and parts == part)
        near += best
    return {
        "near": math.log1p(near),
        "region": math.log1p(same),
        "country": math.log1p(land),
        "country share": land / total if total else 0.0,
    }


def _apart(one: Entry, other: Entry) -> float:
    """A cheap distance in kilometres, good enough for nearness; far is all one."""
    north = abs(one.lat - other.lat)
    if north > 5:
        return 1000.0
    east = abs(one.lon - other.lon) * math.cos(math.radians(one.lat))
    return 111 * math.hypot(north, east)


def nobody(name: Name, alone: bool) -> Signs:
    """What speaks for none of the namesakes; `alone` says that no other name could support one."""
    best = max(people(one) for one in name.namesakes)
    return {
        "none": 1.0,
        "none alone": float(alone),
        "none few": float(best < 5_000),
        "none known": math.log10(best + 1),
        "none many": math.log1p(len(name.namesakes)),
        "none beside": float(bool(name.beside)),
    }


def chances(rows: Sequence[Signs], weights: dict[str, float]) -> list[float]:
    """A softmax over weighed signs."""
    worth = [sum(weights.get(sign, 0.0) * value for sign, value in row.items()) for row in rows]
    top = max(worth)
    raw = [math.exp(one - top) for one in worth]
    return [one / sum(raw) for one in raw]


def first_round(names: dict[str, Name], named: dict[str, int], weights: dict[str, float]) -> dict[str, Supports]:
    """Every name's namesakes with their chances, before any supports another; the unlikely ones are left out."""
    out = {}
    for key, name in [pair for pair in names.items() if pair[1].lends][:FEW]:
        rows = [own_signs(entry, name, key, named) for entry in name.namesakes]
        pairs = zip(name.namesakes, chances([*rows, nobody(name, len(names) == 1)], weights), strict=False)
        out[key] = sorted(((e, c) for e, c in pairs if c > 0.05), key=lambda pair: -pair[1])[:4]
    return out


def all_signs(key: str, name: Name, named: dict[str, int], first: dict[str, Supports]) -> list[Signs]:
    """A row of signs for every namesake, and one for none of them."""
    others = [choices for other, choices in first.items() if other != key]
    rows = [own_signs(entry, name, key, named) | support(entry, others) for entry in name.namesakes]
    return [*rows, nobody(name, not others)]


def ranked(names: dict[str, Name], weights: dict[str, dict[str, float]]) -> dict[str, Choice]:
    """What every name of an article means."""
    named = containers(names)
    first = first_round(names, named, weights["first"])
    out = {}
    for key, name in names.items():
        share = chances(all_signs(key, name, named, first), weights["rank"])
        order = sorted(range(len(name.namesakes)), key=lambda at: (-share[at], at))
        best = name.namesakes[order[0]]
        sure = sum(share[at] for at in order if _apart(best, name.namesakes[at]) <= NEAR)
        out[key] = Choice(best, sure, tuple(name.namesakes[at] for at in order[1:4]))
    return out


def containers(names: dict[str, Name]) -> dict[str, int]:
    """How often the article names each container: by its own name, beside a place, or by a place that only it has."""
    told: dict[str, int] = defaultdict(int)
    for key, name in names.items():
        told[stem(key)] += name.times * name.lends
        for one in name.beside:
            told[one] += 2
        if len(name.namesakes) == 1 and name.lends:
            for one in inside(name.namesakes[0]):
                told[one] += 1
    return told
