"""An input as it came: bytes with what is known about them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Bytes to read: `name` is what the person typed (file, URL, "-") and stands in every error.

    `media` and `charset` are what the sender said (HTTP header), `retrieved` when they came."""

    name: str
    data: bytes
    url: str | None = None
    media: str | None = None
    charset: str | None = None
    retrieved: str | None = None
