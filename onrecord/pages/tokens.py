"""What a form carries to be sent once, by a person, soon: a signed time and key. Pure."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

SOONEST = 2.0  # seconds in which nobody reads a form and writes
LATEST = 24 * 3600.0
PROGRAM = "onrecord_"  # how the token of a program that writes for somebody begins
SESSION = "onrecord_session"  # the cookie of whoever is signed in


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


def fresh() -> str:
    """A new token that nobody guesses."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What the ledger keeps of a token: it can tell the token again and cannot make it."""
    return sha256(f"onrecord {token}".encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two tokens are the same, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def secret_of(desk_token: str | None, kept: Callable[[str], str]) -> bytes:
    """The key of a site's signatures: of the desk's token, else one that the ledger keeps for all workers."""
    if desk_token:
        return hmac.new(desk_token.encode(), b"onrecord forms", sha256).digest()
    return bytes.fromhex(kept(secrets.token_hex(32)))
