"""What a form carries to be sent once, by a person, soon: a signed time and key. Pure."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from typing import NamedTuple

SOONEST = 2.0  # seconds in which nobody reads a form and writes
LATEST = 24 * 3600.0


class Seal(NamedTuple):
    """A token that is ours: the key of the form and how many seconds ago it was given out."""

    key: str
    age: float

    @property
    def fresh(self) -> bool:
        """Whether it may still be used."""
        return 0 <= self.age <= LATEST


def signature(secret: bytes, *parts: str) -> str:
    """The parts signed; a part's end is told from its length, so that two cannot be moved into each other."""
    said = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(secret, said.encode(), sha256).hexdigest()


def issue(secret: bytes, about: str, now: float) -> str:
    """A new token for one form."""
    at, key = str(int(now * 1000)), secrets.token_hex(16)
    return f"{at}.{key}.{signature(secret, 'form', about, at, key)}"


def opened(secret: bytes, about: str, token: str, now: float) -> Seal | None:
    """The token's seal, none where it is not ours or for something else."""
    at, _, rest = token.partition(".")
    key, _, signed = rest.partition(".")
    right = signature(secret, "form", about, at, key)
    if not hmac.compare_digest(signed.encode(), right.encode()):
        return None
    return Seal(key, now - int(at) / 1000)


def secret_of(desk_token: str | None) -> bytes:
    """The key of a site's signatures: of the desk's token, so that all its workers agree, else of this process."""
    return hmac.new(desk_token.encode(), b"onrecord forms", sha256).digest() if desk_token else secrets.token_bytes(32)
