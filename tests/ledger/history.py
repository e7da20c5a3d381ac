"""A random history that hangs together: who held which town when, the claims that are true of it, and false ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.ledger.territory.facts import Fact
from onrecord.records import Place
from tests.ledger.ground import fact, somewhere

SIDES = ("Russia", "Ukraine")
REGION = somewhere("Elm Oblast", "Land")
TOWNS = [somewhere(name, "Elm Oblast", "Land") for name in ("Ash", "Birch", "Cedar", "Fir")]
DAYS = 900
FIRST = date(2022, 1, 1)


class Stretch(NamedTuple):
    """One side's time in a town: from a day, to the last day before another's; whether it left by itself."""

    side: str
    since: int
    until: int
    left: bool


class Pair(NamedTuple):
    """Two claims, the moves known beside them, and the rule that must find them; none for two true claims."""

    one: Fact
    other: Fact
    moves: list[Fact]
    rule: str | None


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def other(side: str) -> str:
    return SIDES[1 - SIDES.index(side)]


class History:
    """Each town's stretches, and facts about them; every fact is of a source of its own."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.count = rng, 0
        self.stretches = {town: list(self._stretches()) for town in TOWNS}

    def _stretches(self) -> Iterator[Stretch]:
        at, side = 0, self.rng.choice(SIDES)
        while at < DAYS:
            until = min(DAYS, at + self.rng.randint(20, 300))
            yield Stretch(side, at, until, self.rng.random() < 0.5)
            at, side = until + self.rng.randint(1, 9), other(side)

    def fact(self, kind: str, side: str, where: Place, **more: object) -> Fact:
        self.count += 1
        return fact(kind, side, where, source=f"outlet {self.count}", **more)

    def control(self, side: str, where: Place, at: int, **more: object) -> Fact:
        """Somebody says on that day that it is so, or later that it was so on that day."""
        late = self.rng.random() < 0.3
        told = {"since": day(at), "until": day(at), "said": day(at + 40)} if late else {"said": day(at)}
        return self.fact("CONTROL", side, where, **told, **more)

    def moves(self, town: Place) -> list[Fact]:
        """Every capture and withdrawal of the town."""
        out = []
        for at, one in enumerate(self.stretches[town]):
            if at:
                out.append(self.fact("CAPTURE", one.side, town, since=day(one.since), said=day(one.since + 1)))
            if one.left and one.until < DAYS:
                out.append(self.fact("WITHDRAW", one.side, town, since=day(one.until), said=day(one.until + 1)))
        return out

    def within(self, one: Stretch, margin: int = 2) -> int:
        """A day on which it surely lasts."""
        return self.rng.randint(one.since + margin, max(one.since + margin, one.until - margin))

    def pair(self) -> Pair:
        """Two claims: of one rule, or both true."""
        town = self.rng.choice(TOWNS)
        at = self.rng.randrange(len(self.stretches[town]))
        rule = self.rng.choice(("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", None, None, None))
        made = getattr(self, f"_{(rule or 'true').lower()}")(town, self.stretches[town][at], at)
        return Pair(*made, rule) if made else self.pair()

    # --- what cannot both be so ---

    def _r1(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        when = self.within(one)
        return self.control(one.side, town, when), self.control(other(one.side), town, when), self.moves(town)

    def _r2(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        when = self.within(one)
        whole = self.control(other(one.side), REGION, when, extent="whole")
        return whole, self.control(one.side, town, when), self.moves(town)

    def _r3(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        if not one.left or at + 1 >= len(self.stretches[town]):
            return None
        moves, after = self.moves(town), self.stretches[town][at + 1]
        gone = next(move for move in moves if move.kind == "WITHDRAW" and move.begun.first == day(one.until))
        return gone, self.control(one.side, town, self.within(after)), moves

    def _r4(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        if not at:
            return None
        moves = self.moves(town)
        taken = next(move for move in moves if move.kind == "CAPTURE" and move.begun.first == day(one.since))
        return taken, self.control(other(one.side), town, self.within(one)), moves

    def _r5(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        when = self.within(one)
        denied = self.control(one.side, town, when, polarity="-", extent="whole")
        return self.control(one.side, town, when), denied, self.moves(town)

    # --- words ---

    def _r6(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        when = day(self.within(one))
        mine = self.fact("SOVEREIGNTY", one.side, REGION, said=when)
        return mine, self.fact("SOVEREIGNTY", other(one.side), self.rng.choice([town, REGION]), said=when), []

    def _r7(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        claimed = self.fact("SOVEREIGNTY", other(one.side), REGION, since=day(0))
        return claimed, self.control(one.side, town, self.within(one)), []

    def _r8(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        when = self.within(one)
        holds = self.fact("CONTROL", one.side, town, said=day(when), extent="whole")
        return self.fact("INTENT", one.side, town, said=day(when)), holds, []

    def _r9(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        if not at:
            return None
        word = self.fact("INTENT", one.side, REGION, polarity="-", said=day(max(0, one.since - 30)))
        moves = self.moves(town)
        return word, next(move for move in moves if move.begun.first == day(one.since) and move.kind == "CAPTURE"), []

    # --- both true ---

    def _true(self, town: Place, one: Stretch, at: int):  # type: ignore[no-untyped-def]
        moves = self.moves(town)
        first, second = (self._truth(town, moves) for _ in range(2))
        return (first, second, moves) if first.id != second.id else None

    def _truth(self, town: Place, moves: list[Fact]) -> Fact:
        one = self.rng.choice(self.stretches[town])
        when, kind = self.within(one), self.rng.random()
        if kind < 0.3 and moves:
            return self.rng.choice(moves)
        if kind < 0.4:
            return self.control(other(one.side), town, when, polarity="-", extent="whole")
        if kind < 0.5:
            return self.control(one.side, REGION, when, extent="part")
        return self.control(
            self.rng.choice([one.side, f"{one.side}n forces"]) if one.side == "Russia" else one.side, town, when
        )
