"""How well mentions are put together: MUC, B3, CEAFe and their mean, as Pradhan et al. (2014) define them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np

Cluster = frozenset[Hashable]


class Share(NamedTuple):
    """Right of how many answered, right of how many wanted, summed over documents."""

    right_answered: float = 0.0
    answered: float = 0.0
    right_wanted: float = 0.0
    wanted: float = 0.0

    def plus(self, other: Share) -> Share:
        """Two documents' counts together."""
        return Share(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        precision = self.right_answered / self.answered if self.answered else 0.0
        recall = self.right_wanted / self.wanted if self.wanted else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def muc(gold: Sequence[Cluster], guess: Sequence[Cluster]) -> Share:
    """Links needed and found (Vilain et al. 1995)."""
    return Share(*_links(guess, gold), *_links(gold, guess))


def _links(some: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    owner = {one: at for at, cluster in enumerate(others) for one in cluster}
    right = total = 0
    for cluster in some:
        inside = {owner[one] for one in cluster if one in owner}
        alone = sum(one not in owner for one in cluster)
        right += len(cluster) - len(inside) - alone
        total += len(cluster) - 1
    return right, total


def b_cubed(gold: Sequence[Cluster], guess: Sequence[Cluster]) -> Share:
    """For each mention, how much of its cluster is right (Bagga & Baldwin 1998)."""
    return Share(*_cubed(guess, gold), *_cubed(gold, guess))


def _cubed(some: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    right = sum(len(one & other) ** 2 / len(one) for one in some for other in others if one & other)
    return right, float(sum(map(len, some)))


def ceaf_e(gold: Sequence[Cluster], guess: Sequence[Cluster]) -> Share:
    """Clusters matched one to one, the best way (Luo 2005, by entities)."""
    alike = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in guess] for a in gold]).reshape(len(gold), len(guess))
    best = sum(alike[row, column] for row, column in matched(alike))
    return Share(best, float(len(guess)), best, float(len(gold)))


def matched(worth: np.ndarray) -> list[tuple[int, int]]:
    """Rows to columns, one to one, worth the most together (the Hungarian method, with potentials)."""
    if not worth.size:
        return []
    turned = worth.shape[0] > worth.shape[1]
    cost = -(worth.T if turned else worth)
    rows, columns = cost.shape
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    owner, way = np.zeros(columns + 1, dtype=int), np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        owner[0], at = row, 0
        least, used = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=bool)
        while owner[at]:
            used[at] = True
            free = ~used[1:]
            rest = cost[owner[at] - 1] - u[owner[at]] - v[1:]
            nearer = free & (rest < least[1:])
            least[1:][nearer], way[1:][nearer] = rest[nearer], at
            step = np.where(free, least[1:], np.inf).min()
            to = int(np.where(free, least[1:], np.inf).argmin()) + 1
            u[owner[used]] += step
            v[used] -= step
            least[~used] -= step
            at = to
        while at:
            owner[at], at = owner[way[at]], way[at]
    pairs = [(int(owner[column]) - 1, column - 1) for column in range(1, columns + 1) if owner[column]]
    return [(column, row) for row, column in pairs] if turned else pairs


def scores(documents: Sequence[tuple[Sequence[Cluster], Sequence[Cluster]]]) -> dict[str, float]:
    """F1 of each measure and their mean (the CoNLL score), of (gold, guess) a document."""
    out = {}
    for name, measure in (("MUC", muc), ("B3", b_cubed), ("CEAFe", ceaf_e)):
        total = Share()
        for gold, guess in documents:
            total = total.plus(measure(gold, guess))
        out[name] = round(100 * float(total.f1), 1)
    out["CoNLL"] = round(sum(out.values()) / 3, 1)
    return out
