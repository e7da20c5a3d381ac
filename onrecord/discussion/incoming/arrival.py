"""What every format becomes: a comment with the place it had, and a tally of what is no comment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

import msgspec

from onrecord.records import utc

Gone = Literal["", "deleted", "removed"]
Lines = Iterator[str]
_NONE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A comment as another system had it. `key` is its name there, `parent` that of the comment it answers.

    `markup`: its words are HTML; `waits`: nobody had published it there; `gone`: only its place is left."""

    line: int
    article: str
    title: str = ""
    key: str = ""
    parent: str = ""
    author: str = ""
    at: str = ""
    text: str = ""
    markup: bool = False
    waits: bool = False
    gone: Gone = ""


class Broken(msgspec.Struct, frozen=True):
    """What could not be taken in, and the line that says so."""

    line: int
    why: str


@dataclass
class Tally:
    """What was left out, by reason, and what failed, by line."""

    left_out: Counter[str] = field(default_factory=Counter)
    broken: list[Broken] = field(default_factory=list)
    mended: list[Broken] = field(default_factory=list)

    def fail(self, line: int, why: str) -> None:
        """One comment, or the file from here on, could not be taken in."""
        self.broken.append(Broken(line, why))

    def mend(self, line: int, why: str) -> None:
        """Something was wrong there and could be read all the same."""
        self.mended.append(Broken(line, why))


def clean(words: str | None) -> str:
    """Words without what no database and no XML takes; ends trimmed."""
    return _NONE.sub("", (words or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def moment(said: str | None) -> str:
    """A time as the ledger writes it, UTC; "" where it is none: no date is better than a wrong one.

    >>> moment("2014-04-29 15:21:27"), moment("2021-03-17T13:09:47.7+01:00"), moment("2011-x09-30")
    ('2014-04-29T15:21:27Z', '2021-03-17T12:09:47Z', '')"""
    try:
        found = datetime.fromisoformat((said or "").strip())
    except ValueError:
        return ""
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return utc(found) if 1990 <= found.year <= 9000 else ""
