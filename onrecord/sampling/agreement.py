"""Do two people see the same? Cohen's kappa and Krippendorff's alpha, by their definitions. Pure.

Cohen, Educational and Psychological Measurement 20 (1960); Krippendorff, Content Analysis, chapter 12 (nominal data,
any number of coders, values may be missing)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

Said = Mapping[str, Hashable]  # what each coder said of one thing; who said nothing is not in it


def kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two coders; none where both only ever said one and the same, or nothing.

    >>> kappa([("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15)
    0.4
    """
    found = list(pairs)
    n = len(found)
    if not n:
        return None
    agreed = sum(a == b for a, b in found) / n
    first, second = Counter(a for a, _ in found), Counter(b for _, b in found)
    chance = sum(first[value] * second[value] for value in first) / n**2
    return None if chance == 1 else round((agreed - chance) / (1 - chance), 12)


def alpha(said: Sequence[Said]) -> float | None:
    """Krippendorff's alpha for nominal values; none where there is nothing to compare, or only one value."""
    units = [Counter(one.values()) for one in said if len(one) > 1]
    values = Counter[Hashable]()
    differing = 0.0
    for unit in units:
        m = sum(unit.values())
        values += unit
        differing += sum(count * (m - count) for count in unit.values()) / (m - 1)
    n = sum(values.values())
    expected = sum(count * (n - count) for count in values.values())
    return 1 - (n - 1) * differing / expected if expected else None
