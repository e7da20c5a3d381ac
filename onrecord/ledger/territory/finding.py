"""What a rule found: two claims, the rule, its verdict, and what that hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from onrecord.ledger.territory.facts import Fact

Rule = Literal["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12"]
Outcome = Literal[
    "contradiction",
    "granularity-conditional",
    "date-conditional",
    "rival claims",
    "claim-control gap",
    "tension",
    "word and deed",
    "reporting conflict",
    "discrepancy",
]
# The rules in words, as pages and commands print them.
WORDS: dict[str, str] = {
    "R1": "Two sides that stand against one another are each said to control the same place at the same time.",
    "R2": "One side is said to control the whole, another a part of it, at the same time.",
    "R3": "A side withdrew, and is said to be in control later, with no capture in between.",
    "R4": "A side captured the place, and its opponent is said to be in control later, with nothing in between.",
    "R5": "The same is said and denied for the same time.",
    "R6": "Two claims to sovereignty over one place, or a claim that another does not recognise: rivals, not facts.",
    "R7": "One side claims sovereignty where another is said to be in control.",
    "R8": "Who still means to take a place does not hold all of it; yet is said to.",
    "R9": "A side said that it would take no more, and took more later.",
    "R10": "The same source speaks again: an update or a correction, no contradiction.",
    "R11": "One speech act, told differently by two outlets.",
    "R12": "The same event, with dates or extents that differ by more than their precision.",
}
FACTUAL = ("contradiction", "granularity-conditional", "date-conditional")


class Finding(NamedTuple):
    """Two claims that do not go together: by which rule, with which verdict, and what that hangs on, if on anything."""

    rule: Rule
    verdict: Outcome
    one: Fact
    other: Fact
    on: str | None = None

    @property
    def why(self) -> str:
        """The rule in words, and its condition."""
        return f"{WORDS[self.rule]} It hangs on {self.on}." if self.on else WORDS[self.rule]


class Hinges(NamedTuple):
    """What a contradiction hangs on: the level and extent of what is meant, and the dates."""

    grain: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    def __or__(self, other: object) -> Hinges:
        assert isinstance(other, Hinges)
        return Hinges(_merged(self.grain, other.grain), _merged(self.dates, other.dates))

    @property
    def verdict(self) -> Outcome:
        """A contradiction where it hangs on nothing."""
        if self.grain:
            return "granularity-conditional"
        return "date-conditional" if self.dates else "contradiction"

    @property
    def words(self) -> str | None:
        """All of it, in words."""
        return " and on ".join((*self.grain, *self.dates)) or None


def _merged(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


def found(rule: Rule, one: Fact, other: Fact, hinges: Hinges) -> Finding:
    """A contradiction, with what it hangs on."""
    return Finding(rule, hinges.verdict, one, other, hinges.words)
