"""An input as it came: bytes with what is known about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import OnrecordError


@dataclass(frozen=True)
class Source:
    """Bytes to read: `name` is what the person typed (file, URL, "-") and stands in every error.

    `media` and `charset` are what the sender said (HTTP header), `retrieved` when they came. An
    archive too large for memory has a `path` and no data; an input that could not be had has the
    `error` that says why, which `read` raises, so that the inputs after it are still read. One that was `cut` is known
    to be a page's beginning only."""

    name: str
    data: bytes
    url: str | None = None
    media: str | None = None
    charset: str | None = None
    retrieved: str | None = None
    path: str | None = None
    error: OnrecordError | None = None
    cut: bool = False

    def head(self, size: int = 4096) -> bytes:
        """The first bytes, from memory or from the file."""
        if self.path is None:
            return self.data[:size]
        with Path(self.path).open("rb") as file:
            return file.read(size)
