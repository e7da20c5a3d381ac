"""Pieces of pages, drawn once for each value: a comment's HTML is kept under all that it was drawn from.

Nothing has to be thrown away when something changes: a comment that was edited, held or blanked is another value, and a
reader who hides its writer asks with another one. What nobody asks for any more goes where there is no room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from markupsafe import Markup

from onrecord.pages import spoken

MOST = 4_000_000  # characters of pieces that a worker keeps
LARGEST = 50_000  # of one piece


class Pieces:
    """Pieces by what they were drawn from, and the language they speak."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.size = most, 0
        self.held: OrderedDict[Hashable, Markup] = OrderedDict()
        self.lock = Lock()

    def __call__(self, draw: Callable[..., Markup], *values: Hashable) -> Markup:
        """What `draw` makes of these values and of nothing else."""
        key = (getattr(draw, "name", draw), spoken.lang(), values)
        with self.lock:
            held = self.held.get(key)
            if held is not None:
                self.held.move_to_end(key)
                return held
        made = draw(*values)
        self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: Markup) -> None:
        if len(made) > LARGEST:
            return
        with self.lock:
            self.size += len(made) - len(self.held.pop(key, ""))
            self.held[key] = made
            while self.size > self.most:
                self.size -= len(self.held.popitem(last=False)[1])
