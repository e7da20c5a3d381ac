"""The likeliest tree over a sentence's words (Chu and Liu 1965, Edmonds 1967): one root, no circle. Pure numpy."""

from __future__ import annotations

import numpy as np

from onrecord.extraction.chains import Floats, Ints

NEVER = np.float32(-1e9)


def tree(worth: Floats) -> Ints:
    """Heads of the words, -1 for the root; `worth[i, j]` is of word i hanging on word j - 1, or on nothing (j = 0).

    >>> tree(np.array([[0, 0, 5, 0], [5, 4, 0, 0], [4, 0, 3, 0]], dtype=np.float32)).tolist()
    [1, -1, 1]
    """
    size = len(worth)
    square = np.full((size + 1, size + 1), NEVER, dtype=np.float32)
    square[1:] = worth
    np.fill_diagonal(square, NEVER)
    others = square[1:, 1:].max(1) if size > 1 else np.zeros(size, dtype=np.float32)
    root = int((square[1:, 0] - others).argmax()) + 1
    square[1:, 0] = NEVER
    square[root] = NEVER
    square[root, 0] = 0
    heads: Ints = _spanning(square)[1:] - 1
    return heads


def _spanning(worth: Floats) -> Ints:
    """The best head of each node but node 0, none going round in a circle."""
    heads = worth.argmax(1).astype(np.int64)
    heads[0] = 0
    ring = _ring(heads)
    return heads if not len(ring) else _broken(worth, heads, ring)


def _ring(heads: Ints) -> Ints:
    """The nodes of a circle; none where there is no circle."""
    state = np.zeros(len(heads), dtype=np.int64)
    state[0] = -1
    for start in range(1, len(heads)):
        node = start
        while not state[node]:
            state[node] = start
            node = int(heads[node])
        if state[node] == start:
            ring = [node]
            while heads[ring[-1]] != node:
                ring.append(int(heads[ring[-1]]))
            return np.array(ring)
        state[state == start] = -1
    return np.zeros(0, dtype=np.int64)


def _broken(worth: Floats, heads: Ints, ring: Ints) -> Ints:
    """The circle taken as one node, that node's best head found, and the circle opened where it goes in."""
    rest = np.setdiff1d(np.arange(len(heads)), ring)
    gain = worth[np.ix_(ring, rest)] - worth[ring, heads[ring]][:, None]
    outward = worth[np.ix_(rest, ring)]
    small = np.full((len(rest) + 1, len(rest) + 1), NEVER, dtype=np.float32)
    small[:-1, :-1] = worth[np.ix_(rest, rest)]
    small[-1, :-1] = gain.max(0)
    small[:-1, -1] = outward.max(1)
    found = _spanning(small)
    out = heads.copy()
    for at, node in enumerate(rest[1:].tolist(), start=1):  # node 0 is the first of the rest and has no head
        out[node] = ring[outward[at].argmax()] if found[at] == len(rest) else rest[found[at]]
    out[ring[gain[:, found[-1]].argmax()]] = rest[found[-1]]
    return out
