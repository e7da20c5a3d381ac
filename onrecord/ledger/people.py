"""The ledger's doors to accounts and to what concerns readers as persons: each method is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.ledger import accounts, concerns, leaving, programs, retention
from onrecord.ledger.persons import Account, Entry, Mute, Notice, Pass, Program
from onrecord.ledger.retention import DAYS, Purged
from onrecord.ledger.store import Store
from onrecord.records import Stamp


class People:
    """Accounts, sessions, and what may be used once. Tokens never come here: only their digests."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # --- accounts ---

    def account(self, id: str) -> Account | None:
        """An account by its id."""
        return self._store.read(lambda db: accounts.account(db, id))

    def of_email(self, email: str) -> Account | None:
        """Whose address this is."""
        return self._store.read(lambda db: accounts.of_email(db, email))

    def of_reader(self, reader: str) -> Account | None:
        """Whose posts name this reader."""
        return self._store.read(lambda db: accounts.of_reader(db, reader))

    def of_name(self, names: list[str]) -> list[Account]:
        """Accounts that go by one of these names."""
        return self._store.read(lambda db: accounts.of_name(db, names))

    def staff(self) -> list[Account]:
        """Everybody who is more than a reader."""
        return self._store.read(accounts.staff)

    def make(self, key: str, reader: str, email: str | None, name: str, stamp: Stamp) -> Account:
        """The account of an address, or without one of this key; made where there is none."""
        return self._store.write(lambda db: accounts.make(db, key, reader, email, name, stamp))

    def change(self, id: str, **given: Any) -> Account:
        """Sets an account's name or what mail it wants. Raises NotFound."""
        return self._store.write(lambda db: accounts.change(db, id, **given))

    def appoint(self, id: str, role: str, why: str, stamp: Stamp) -> Account:
        """Gives an account a role and ends its sessions. Raises NotFound."""
        return self._store.write(lambda db: accounts.appoint(db, id, role, why, stamp))

    def log(self, id: str) -> list[Entry]:
        """What was done with an account, oldest first."""
        return self._store.read(lambda db: accounts.log(db, id))

    def identified(self, key: str) -> Account | None:
        """The account of somebody known elsewhere."""
        return self._store.read(lambda db: accounts.identified(db, key))

    def identify(self, key: str, id: str, stamp: Stamp) -> None:
        """Remembers whose account that is."""
        self._store.write(lambda db: accounts.identify(db, key, id, stamp))

    # --- sessions and what may be used once ---

    def enter(self, id: str, digest: str, before: str, until: float, now: float, stamp: Stamp) -> None:
        """Opens a session and ends the one before."""
        self._store.write(lambda db: accounts.enter(db, id, digest, before, until, now, stamp))

    def inside(self, digest: str, now: float) -> Account | None:
        """Whose session this is, where it has not ended."""
        return self._store.read(lambda db: accounts.inside(db, digest, now))

    def leave(self, digest: str, everywhere: str = "") -> None:
        """Ends a session, or every session of an account."""
        self._store.write(lambda db: accounts.leave(db, digest, everywhere))

    def offer(self, digest: str, given: Pass, until: float, now: float) -> None:
        """Keeps what may be used once, until then."""
        self._store.write(lambda db: accounts.offer(db, digest, given, until, now))

    def look(self, digest: str, kind: str, now: float) -> Pass | None:
        """What a link is for, without using it."""
        return self._store.read(lambda db: accounts.look(db, digest, kind, now))

    def use(self, digest: str, kind: str, now: float) -> Pass | None:
        """What a link is for, and it is used up."""
        return self._store.write(lambda db: accounts.use(db, digest, kind, now))

    def once(self, digest: str, until: float, now: float) -> bool:
        """Whether this is seen for the first time; remembered until then."""
        return self._store.write(lambda db: accounts.once(db, digest, until, now))

    def secret(self, name: str, fresh: str) -> str:
        """A secret that all workers share."""
        return self._store.write(lambda db: accounts.secret(db, name, fresh))

    # --- programs that write for somebody ---

    def admit(self, id: str, digest: str, name: str, until: float, now: float, stamp: Stamp) -> bool:
        """Lets a program write for this account until then; False where it has as many as it may."""
        return self._store.write(lambda db: programs.admit(db, id, digest, name, until, now, stamp))

    def programs(self, id: str, now: float) -> list[Program]:
        """The programs that may write for this account."""
        return self._store.read(lambda db: programs.of(db, id, now))

    def holder(self, digest: str, now: float) -> Account | None:
        """For whom the program with this token writes, where it still may."""
        return self._store.write(lambda db: programs.holder(db, digest, now))

    def dismiss(self, id: str, program: str, stamp: Stamp) -> bool:
        """Ends what a program of this account may; whether it was there."""
        return self._store.write(lambda db: programs.dismiss(db, id, program, stamp))

    # --- who may not write, and notices ---

    def mute(self, reader: str, until: float, why: str, stamp: Stamp) -> None:
        """Says until when a reader may not write, and why; a moment that is past ends it."""
        self._store.write(lambda db: concerns.mute(db, reader, until, why, stamp))

    def muted(self, readers: list[str], now: float) -> Mute | None:
        """Whether one of these may not write now."""
        return self._store.read(lambda db: concerns.muted(db, readers, now))

    def notice(self, given: Notice) -> None:
        """Keeps what somebody told the site; twice is once."""
        self._store.write(lambda db: concerns.notice(db, given))

    def notices(self, limit: int = 100) -> list[Notice]:
        """Notices: the unanswered first."""
        return self._store.read(lambda db: concerns.listed(db, limit))

    def answer_notice(self, id: str, text: str, stamp: Stamp) -> Notice:
        """Adds the desk's answer to a notice. Raises NotFound."""
        return self._store.write(lambda db: concerns.answer(db, id, text, stamp))

    # --- what is kept of a person ---

    def file(self, id: str) -> dict[str, Any]:
        """Everything that is kept of an account."""
        return self._store.read(lambda db: leaving.file(db, id))

    def held(self, reader: str) -> dict[str, Any]:
        """Everything that is kept under a reader's key."""
        return self._store.read(lambda db: leaving.held(db, reader))

    def forget(self, id: str, words: bool, stamp: Stamp) -> None:
        """Empties an account; with `words` what it wrote too. The threads keep their shape."""
        self._store.write(lambda db: leaving.forget(db, id, words, stamp))

    def purge(self, now: float, days: int = DAYS) -> Purged:
        """Forgets what is kept for so many days only, and what has ended; how many of each."""
        return self._store.write(lambda db: retention.purge(db, now, days))

    def network_of(self, post: str) -> str | None:
        """From which network a post came, while that is kept."""
        return self._store.read(lambda db: leaving.network_of(db, post))

    def networks_of(self, posts: Sequence[str]) -> dict[str, str]:
        """From which networks posts came, while that is kept."""
        return self._store.read(lambda db: leaving.networks_of(db, posts))
