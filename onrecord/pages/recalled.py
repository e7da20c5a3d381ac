"""What the ledger answered, kept by a worker until anything is written: readers with pages of their own share it too.

An answer counts only as long as the ledger says that nobody wrote since it was asked for, so it is never older than
the ledger: what was withdrawn, held or blanked is gone with the write that did it, whichever worker wrote."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")
MOST = 120  # answers: a page of a thread takes some hundred kilobytes


class Recalled:
    """The answers of one state of the ledger, by what was asked."""

    def __init__(self, state: Callable[[], object | None], most: int = MOST) -> None:
        self.state, self.most = state, most
        self.now: object | None = None
        self.held: OrderedDict[Hashable, Any] = OrderedDict()
        self.lock = Lock()

    def __call__(self, asked: Hashable, ask: Callable[[], T]) -> T:
        """The answer to this; asked of the ledger where something was written since. Not to be changed by anybody."""
        moment = self.state()
        if moment is None:
            return ask()
        with self.lock:
            self._turn(moment)
            if asked in self.held:
                self.held.move_to_end(asked)
                return cast(T, self.held[asked])
        fresh = ask()  # may be newer than the state, never older: then it is asked once too often
        self._keep(moment, asked, fresh)
        return fresh

    def _turn(self, moment: object) -> None:
        if moment != self.now:
            self.now = moment
            self.held.clear()

    def _keep(self, moment: object, asked: Hashable, answer: object) -> None:
        with self.lock:
            if moment == self.now:
                self.held[asked] = answer
            while len(self.held) > self.most:
                self.held.popitem(last=False)
