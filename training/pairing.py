"""The cheapest pairing of rows and columns as a whole."""

from __future__ import annotations

OUT = 10_000.0  # cost of a row or a column that is left over


def pairs(costs: list[list[float]]) -> list[int | None]:
    """For every row the column of the cheapest pairing as a whole; none where columns do not suffice.

    >>> pairs([[1.0, 2.0], [1.0, 9.0]])
    [1, 0]
    """
    size = max(len(costs), *(len(row) for row in costs))
    square = [[*row, *[OUT] * (size - len(row))] for row in costs] + [[OUT] * size] * (size - len(costs))
    taken = _assign(square)
    out: list[int | None] = [None] * size
    for column, row in enumerate(taken):
        out[row] = column if row < len(costs) and column < len(costs[0]) else None
    return out[: len(costs)]


def _assign(cost: list[list[float]]) -> list[int]:
    """The Hungarian method with potentials: the row of every column. Rows are added one by one along cheapest paths."""
    size = len(cost)
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    holder = [size] * (size + 1)
    for row in range(size):
        holder[size], at = row, size
        least, back, seen = [float("inf")] * size, [size] * size, [False] * (size + 1)
        while holder[at] != size:
            seen[at], here, step, nearest = True, holder[at], float("inf"), size
            for column in range(size):
                if not seen[column]:
                    reduced = cost[here][column] - row_price[here] - column_price[column]
                    if reduced < least[column]:
                        least[column], back[column] = reduced, at
                    if least[column] < step:
                        step, nearest = least[column], column
            for column in range(size + 1):
                if seen[column]:
                    row_price[holder[column]] += step
                    column_price[column] -= step
                elif column < size:
                    least[column] -= step
            at = nearest
        while at != size:
            holder[at] = holder[back[at]]
            at = back[at]
    return holder[:size]
