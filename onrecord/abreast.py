"""Work done side by side in threads: whole pages, or the windows of one, and what comes of it in the same order."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

AT_ONCE = 4  # pages in work at the same time, at most: what the encoder made of so many is kept
AHEAD = 8  # items a thread that wait or are done behind one that takes long: else the other threads would stand idle
Item = TypeVar("Item")
Done = TypeVar("Done")


@functools.cache
def helpers(threads: int) -> ThreadPoolExecutor:
    """So many threads for short work that starts no other: kept, since starting them takes as long as such work."""
    return ThreadPoolExecutor(threads, "onrecord-helper")


def in_order(work: Callable[[Item], Done], items: Iterable[Item], threads: int) -> Iterator[Done]:
    """What comes of each item, in the order of the items, as soon as it is there; so many are in work at once.

    The items are asked for in the caller's own thread, a few ahead. Ends only when no work is left running."""
    if threads == 1:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(threads, "onrecord")
    waiting: deque[Future[Done]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            while waiting and (waiting[0].done() or len(waiting) > AHEAD * threads):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
