"""Asking again: only for what has changed, and not before the server wants to be asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from onrecord.errors import ReadError
from onrecord.reading.source import Source

LONGEST = 7 * 86_400.0  # seconds; a server that asks for more is asked again after a week


@dataclass(frozen=True)
class Look:
    """What came of looking at an address again.

    `source` is none where nothing changed (304) or where `error` says what failed; `home` is where
    permanent redirects lead; `etag` and `modified` are to be sent next time; `wait` is how many
    seconds the server asks for before the next request."""

    home: str
    status: int = 0
    source: Source | None = None
    etag: str | None = None
    modified: str | None = None
    wait: float | None = None
    error: ReadError | None = None


def asking(etag: str | None, modified: str | None) -> dict[str, str]:
    """Headers of a request for what has changed (RFC 9110, section 13)."""
    given = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


def waits(headers: Mapping[str, str]) -> float | None:
    """Retry-After in seconds, names in lower case.

    A date is held against the server's own clock, so that ours may be wrong."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return min(float(said[:9]), LONGEST)
    try:
        until, now = parsedate_to_datetime(said), parsedate_to_datetime(headers.get("date", ""))
        return min(max(0.0, (until - now).total_seconds()), LONGEST)
    except (ValueError, TypeError):
        return None
