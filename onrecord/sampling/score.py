"""From what coders said to how good the readings are: precision, recall, agreement. Pure.

A statement is right in a part where a coder says so. Precision of a part is the share of the found statements that are
right in it; recall the share of all statements there are (those found whose content is right, and those that coders
added as missed) that were found right in it. What a coder cannot say of a part counts neither way. Where several coded
a unit, their mean counts. Units are weighted back to the corpus by their stratum's share of coded ones: the order of
coding is of chance, so whoever coded only the beginning coded a smaller sample of the same kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from onrecord.ledger.sampling import PARTS, Coding, Sample, SampleUnit
from onrecord.sampling.agreement import alpha, kappa
from onrecord.sampling.draw import LEAST
from onrecord.sampling.estimate import Count, Ratio, Stratum, ratio, total

WHOLE = "whole"  # every part right
NOTHING = Ratio(None, None, None, 0)


class Line(NamedTuple):
    """One part's figures. `alpha` and `kappa` are of what more than one coder judged, `compared` how much that is."""

    part: str
    precision: Ratio
    recall: Ratio
    alpha: float | None
    kappa: float | None
    compared: int


class Score(NamedTuple):
    """A sample's figures. `found` and `there` are how many statements the corpus is estimated to hold: as found, and
    right or missed; `uncoded` are the strata of which nothing was coded: they count as those do of which little was."""

    lines: tuple[Line, ...]
    coders: tuple[str, ...]
    coded: int
    units: int
    missed: int
    there: tuple[float, float, float] | None
    uncoded: tuple[str, ...]


class Tally(NamedTuple):
    """One coder's counts in one unit, by part: judged, right; of those whose content is right (`real`, as `kept` where
    the part is right too); and how many were missed."""

    judged: dict[str, int]
    right: dict[str, int]
    real: dict[str, int]
    kept: dict[str, int]
    missed: int


def score(sample: Sample, units: Sequence[SampleUnit], codings: Iterable[Coding], level: float = 0.95) -> Score:
    """The figures of what is coded so far."""
    by_unit: dict[str, dict[str, list[Coding]]] = defaultdict(lambda: defaultdict(list))
    for one in codings:
        by_unit[one.unit][one.coder].append(one)
    tallies = {unit.id: _tallies(sample, unit, by_unit[unit.id]) for unit in units}
    done = [unit for unit in units if tallies[unit.id]]
    groups = _groups(units, done)
    strata = _strata(units, done, groups)

    def counted(count: Callable[[str, Sequence[Tally]], tuple[float, float]], part: str) -> list[Count]:
        return [Count(groups[one.stratum], *count(part, tallies[one.id]), 1 / one.chance) for one in done]

    recalled = sample.unit == "document"  # of a sample of found statements nobody can say what was missed
    lines = tuple(
        Line(
            part,
            ratio(counted(_precision, part), strata, level),
            ratio(counted(_recall, part), strata, level) if recalled else NOTHING,
            *_agreement(part, by_unit, done),
        )
        for part in (*PARTS, WHOLE)
    )
    there = total([one._replace(part=one.whole) for one in counted(_recall, "content")], strata) if done else None
    return Score(
        lines,
        coders=tuple(sorted({coder for coders in by_unit.values() for coder in coders})),
        coded=len(done),
        units=len(units),
        missed=sum(max((one.missed for one in tallies[unit.id]), default=0) for unit in done),
        there=there if recalled else None,
        uncoded=tuple(sorted({unit.stratum for unit in units} - {unit.stratum for unit in done})),
    )


def _groups(units: Sequence[SampleUnit], done: Sequence[SampleUnit]) -> dict[str, str]:
    """Into which group each stratum is put. Most are one by themselves; those of which fewer than two units are coded
    go together, and with the least coded of the others where they are fewer still. The order of coding is of chance, so
    that nothing but chance left them out."""
    sizes = {unit.stratum: unit.size for unit in units}
    coded = Counter(unit.stratum for unit in done)
    order = sorted(sizes, key=lambda name: (coded[name] >= min(LEAST, sizes[name]), coded[name], name))
    together: list[str] = []
    for name in order:
        if coded[name] >= min(LEAST, sizes[name]) and (not together or sum(coded[one] for one in together) >= LEAST):
            break
        together.append(name)
    return {name: " + ".join(together) if name in together else name for name in sizes}


def _strata(units: Sequence[SampleUnit], done: Sequence[SampleUnit], groups: dict[str, str]) -> dict[str, Stratum]:
    sizes = {unit.stratum: unit.size for unit in units}
    coded = Counter(groups[unit.stratum] for unit in done)
    whole: dict[str, int] = defaultdict(int)
    for name, group in groups.items():
        whole[group] += sizes[name]
    return {group: Stratum(size, coded[group]) for group, size in whole.items() if coded[group]}


# --- one coder, one unit ---


def _tallies(sample: Sample, unit: SampleUnit, coders: dict[str, list[Coding]]) -> list[Tally]:
    """The counts of each coder who is done with the unit."""
    return [_tally(unit, said) for said in coders.values() if _is_done(sample, unit, said)]


def _is_done(sample: Sample, unit: SampleUnit, said: Sequence[Coding]) -> bool:
    """A document is done when its coder says so, a statement when it is judged."""
    return any(one.act == ("finished" if sample.unit == "document" else "judged") for one in said)


def _tally(unit: SampleUnit, said: Sequence[Coding]) -> Tally:
    judged = [one.parts for one in said if one.act == "judged" and one.of in unit.found]
    sure = {part: [parts for parts in judged if _verdict(parts, part) != "unsure"] for part in (*PARTS, WHOLE)}
    real = {part: [one for one in found if _verdict(one, "content") == "right"] for part, found in sure.items()}
    return Tally(
        judged={part: len(found) for part, found in sure.items()},
        right={part: _right(found, part) for part, found in sure.items()},
        real={part: len(found) for part, found in real.items()},
        kept={part: _right(found, part) for part, found in real.items()},
        missed=sum(one.act == "missed" for one in said),
    )


def _right(found: Sequence[dict[str, str]], part: str) -> int:
    return sum(_verdict(one, part) == "right" for one in found)


def _verdict(parts: dict[str, str], part: str) -> str:
    """What is said of a part; of the whole, wrong where any part is, unsure where one is not known."""
    said = [parts.get(name, "unsure") for name in (PARTS if part == WHOLE else (part,))]
    return next((word for word in ("wrong", "unsure") if word in said), "right")


def _precision(part: str, tallies: Sequence[Tally]) -> tuple[float, float]:
    n = len(tallies)
    return sum(t.right[part] for t in tallies) / n, sum(t.judged[part] for t in tallies) / n


def _recall(part: str, tallies: Sequence[Tally]) -> tuple[float, float]:
    """Right of all there are. Where a coder cannot say of the part, the statement counts neither way."""
    n = len(tallies)
    return sum(t.kept[part] for t in tallies) / n, sum(t.real[part] + t.missed for t in tallies) / n


# --- between coders ---


def _agreement(
    part: str, by_unit: dict[str, dict[str, list[Coding]]], done: Sequence[SampleUnit]
) -> tuple[float | None, float | None, int]:
    """Alpha over all coders, kappa where there are two, and how many statements more than one judged."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for unit in done:
        for coder, codings in by_unit[unit.id].items():
            for one in codings:
                if one.act == "judged" and (word := _verdict(one.parts, part)) != "unsure":
                    said[one.of][coder] = word
    both = [words for words in said.values() if len(words) > 1]
    coders = sorted({coder for words in both for coder in words})
    pairs = [(words[coders[0]], words[coders[1]]) for words in both] if len(coders) == 2 else []
    return alpha(both), kappa(pairs) if pairs else None, len(both)
