"""What a rule found: two claims, the rule, its verdict, and what that hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from onrecord.ledger.territory.facts import Fact
from onrecord.ledger.territory.sentences import AND_ON, against

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
        return against(self.rule, self.on)


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
        return AND_ON.join((*self.grain, *self.dates)) or None


def _merged(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


def found(rule: Rule, one: Fact, other: Fact, hinges: Hinges) -> Finding:
    """A contradiction, with what it hangs on."""
    return Finding(rule, hinges.verdict, one, other, hinges.words)
