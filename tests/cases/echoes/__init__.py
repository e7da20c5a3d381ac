"""Quotations with their cuts, slips, turns and neighbours: pairs for grouping, and questions for `check`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

BANK = Path(__file__).parent / "bank.txt"


class Quote(NamedTuple):
    """One quotation in its five tellings."""

    said: str
    cut: str
    slip: str
    turned: str
    other: str

    @property
    def kept(self) -> bool:
        """Whether it is of the half kept aside before any tuning."""
        return hashlib.sha256(self.said.encode()).digest()[0] % 2 == 0


def bank() -> list[Quote]:
    """Every quotation of bank.txt."""
    text = "\n".join(line for line in BANK.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [Quote(*part.splitlines()) for part in text.strip().split("\n\n")]


def pairs(quotes: list[Quote]) -> Iterator[tuple[str, str, bool]]:
    """Two tellings and whether they are one speech act; marks changed as outlets change them."""
    for at, one in enumerate(quotes):
        beside = quotes[(at + 1) % len(quotes)]
        yield from (
            (one.said, f"“{one.said.rstrip('.')},”", True),
            (one.said, one.cut, True),
            (one.said, one.slip, True),
        )
        yield from ((one.cut, one.slip, True), (one.said.replace(", ", " … ", 1), one.said, True))
        yield from ((one.said, one.turned, False), (one.said, one.other, False), (one.other, one.turned, False))
        yield from ((one.said, beside.said, False), (one.cut, beside.slip, False))


def questions(quotes: list[Quote]) -> Iterator[tuple[str, str]]:
    """Words asked for, where only `said` is in the ledger, and the verdict."""
    for one in quotes:
        yield f"“{one.said}”", "thus"
        yield one.cut, "thus"
        yield one.slip, "differently"
        yield one.turned, "differently"
        yield one.other, "not found"
