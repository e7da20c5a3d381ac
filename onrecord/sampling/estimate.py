"""From a sample back to the corpus: ratios of totals, with their intervals. Pure.

A total is estimated by Horvitz and Thompson (Journal of the American Statistical Association 47, 1952): each unit
counts by one over its chance to be drawn. Precision and recall are ratios of two such totals (Hájek). Their variance
is Taylor's linearisation for stratified samples of units, statements of one unit being no independent draws (Särndal,
Swensson and Wretman, Model Assisted Survey Sampling, 5.6-5.7). The interval is Wilson's with the effective sample size
n* = p(1-p)/V and Student's t in place of the normal quantile, which keeps its coverage near 0 and 1 (Korn and
Graubard, Survey Methodology 24, 1998; Franco, Little, Louis and Slud, Journal of Survey Statistics and Methodology 7,
2019). Strata of which fewer than two units are coded tell nothing of their spread: they are put together (collapsed
strata, Cochran, 5A.12), each unit weighed by its chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import inf, sqrt
from statistics import NormalDist
from typing import NamedTuple


class Count(NamedTuple):
    """What was counted in one coded unit: `part` of `whole`; `stratum` is where it was drawn, `weight` how much it
    counts beside others of it (where strata of unlike chances were put together)."""

    stratum: str
    part: float
    whole: float
    weight: float = 1.0


class Stratum(NamedTuple):
    """Of a stratum: how many units it has, how many of them were drawn and coded."""

    size: int
    coded: int


class Ratio(NamedTuple):
    """An estimated share with its interval; `n` is the number of coded units that say something of it."""

    share: float | None
    low: float | None
    high: float | None
    n: int


def ratio(counts: Sequence[Count], strata: dict[str, Stratum], level: float = 0.95) -> Ratio:
    """The share of `part` in `whole` over the corpus; none where no coded unit says anything of it."""
    weights = _weights(counts, strata)
    whole = sum(weight * one.whole for weight, one in zip(weights, counts, strict=True))
    telling = sum(one.whole > 0 for one in counts)
    if not whole:
        return Ratio(None, None, None, 0)
    share = sum(weight * one.part for weight, one in zip(weights, counts, strict=True)) / whole
    rest = [weight * (one.part - share * one.whole) / whole for weight, one in zip(weights, counts, strict=True)]
    spread = _spread([(one.stratum, value) for one, value in zip(counts, rest, strict=True)], strata)
    low, high = _interval(share, _effective(share, spread.variance, strata, telling), spread.freedom, level)
    return Ratio(share, low, high, telling)


def total(counts: Sequence[Count], strata: dict[str, Stratum], level: float = 0.95) -> tuple[float, float, float]:
    """The number of `part` in the whole corpus, with its interval (normal, by Student's t)."""
    weighed = [(c.stratum, weight * c.part) for weight, c in zip(_weights(counts, strata), counts, strict=True)]
    sum_ = sum(value for _, value in weighed)
    spread = _spread(weighed, strata)
    wide = student(spread.freedom, level) * sqrt(spread.variance)
    return sum_, max(0.0, sum_ - wide), sum_ + wide


def _weights(counts: Sequence[Count], strata: dict[str, Stratum]) -> list[float]:
    """For how many units of the corpus each coded one stands: those of a stratum for all of it together."""
    sums: dict[str, float] = defaultdict(float)
    for one in counts:
        sums[one.stratum] += one.weight
    return [one.weight * strata[one.stratum].size / sums[one.stratum] for one in counts]


def _effective(share: float, variance: float, strata: dict[str, Stratum], telling: int) -> float:
    """How large a plain random sample of as much certainty would be."""
    if 0 < share < 1 and variance > 0:
        return share * (1 - share) / variance
    # All alike: the sample has no spread to show, so its units count as so many independent draws at most.
    size, coded = sum(s.size for s in strata.values()), sum(s.coded for s in strata.values())
    return telling * size / (size - coded) if coded < size else inf


class Spread(NamedTuple):
    """A variance, and the degrees of freedom with which it is known."""

    variance: float
    freedom: int


def _spread(values: Sequence[tuple[str, float]], strata: dict[str, Stratum]) -> Spread:
    """Of a sum of weighed values of a stratified sample without replacement; zero where a stratum was coded whole.

    Its degrees of freedom are Satterthwaite's (Biometrics Bulletin 2, 1946): where two units of one stratum make nearly
    all of it, it is known as badly as two units tell."""
    by: dict[str, list[float]] = defaultdict(list)
    for name, value in values:
        by[name].append(value)
    parts = [(_part(strata[name], found), strata[name].coded - 1) for name, found in by.items()]
    variance = sum(part for part, _ in parts)
    doubt = sum(part**2 / free for part, free in parts if part > 0)
    free = sum(free for _, free in parts)
    return Spread(variance, max(1, int(min(free, variance**2 / doubt)) if doubt else free))


def _part(stratum: Stratum, values: list[float]) -> float:
    n, size = stratum.coded, stratum.size
    if n < 2:
        return 0.0
    mean = sum(values) / n  # units without a value would count as 0, but every coded unit has one
    return (1 - n / size) * n / (n - 1) * sum((value - mean) ** 2 for value in values)


def _interval(share: float, n: float, freedom: int, level: float) -> tuple[float, float]:
    """Wilson's."""
    if n == inf:
        return share, share
    t = student(freedom, level)
    middle = (share + t * t / (2 * n)) / (1 + t * t / n)
    wide = t / (1 + t * t / n) * sqrt(share * (1 - share) / n + t * t / (4 * n * n))
    return max(0.0, middle - wide), min(1.0, middle + wide)


def student(freedom: int, level: float) -> float:
    """Student's t, by Cornish and Fisher's expansion (Abramowitz and Stegun, 26.7.5); exact for one and two."""
    p = (1 + level) / 2
    if freedom == 1:
        from math import pi, tan

        return tan(pi * (p - 0.5))
    if freedom == 2:
        return (2 * p - 1) * sqrt(2 / (4 * p * (1 - p)))
    z = NormalDist().inv_cdf(p)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160
    return z + first / freedom + second / freedom**2 + third / freedom**3 + fourth / freedom**4
