"""What the ledger answers about accounts, readers and notices: frozen values, no input or output."""

from __future__ import annotations

import msgspec

from onrecord.records import Stamp


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who signed in once: `reader` is how their posts name them; `quiet`, the kinds of mail they refuse;
    `language`, that of letters to them."""

    id: str
    reader: str
    email: str | None = None
    name: str = ""
    role: str = "reader"
    quiet: tuple[str, ...] = ()
    daily: bool = False
    gone: bool = False
    language: str = ""
    stamp: Stamp


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """A program that writes for somebody: what they call it, until when it may, when it last did."""

    id: str
    account: str
    name: str
    until: float
    used: float | None = None
    stamp: Stamp


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """What may be used once: to sign in with an address, or to take a provider's answer."""

    kind: str
    email: str = ""
    held: str = ""


class Mute(msgspec.Struct, frozen=True, kw_only=True):
    """That a reader may not write until a moment (seconds since 1970), and why."""

    reader: str
    until: float
    why: str
    stamp: Stamp


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody told the site about something on it, with the latest answer."""

    id: str
    about: str
    post: str | None = None
    name: str = ""
    email: str = ""
    text: str
    language: str = ""
    answer: str | None = None
    answered: Stamp | None = None
    stamp: Stamp


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits to be sent: mail for an account, or a call of the webhook (no account)."""

    seq: int
    account: str | None = None
    kind: str
    post: str | None = None
    held: str = ""
    then: float


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an account's log."""

    of: str
    action: str
    why: str
    stamp: Stamp
