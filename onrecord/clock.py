"""The time, for the doors: rooms are handed a stamp."""

from __future__ import annotations

from datetime import UTC, datetime

from onrecord.records import Stamp, utc


def now() -> str:
    """This moment in UTC, to the second: "2026-11-23T10:20:30Z"."""
    return utc(datetime.now(UTC))


def stamp(by: str) -> Stamp:
    """Now, by this hand."""
    return Stamp(at=now(), by=by)
