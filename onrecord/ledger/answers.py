"""What the ledger is asked and what it answers: frozen values, no input or output."""

from __future__ import annotations

import msgspec

from onrecord.errors import LedgerError
from onrecord.records import Rights, Speaker, Stamp, Statement, StatementKind, Verdict
from onrecord.text import words_of


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """What stays of a withdrawn record: that it was withdrawn, when, by whom and why."""

    of: str
    why: str
    stamp: Stamp


class Withdrawn(LedgerError):
    """A record that was withdrawn; `withdrawal` says when and why."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        self.withdrawal = withdrawal
        why = f": {withdrawal.why}" if withdrawal.why else ""
        super().__init__(f"this was withdrawn on {withdrawal.stamp.at[:10]}{why}", withdrawal.of)


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What recording a reading did: whether the document is new, how many statements were added."""

    document: str
    added: bool
    statements: int
    replaces: str | None = None


class DocumentHead(msgspec.Struct, frozen=True, kw_only=True):
    """A document in a list. `replaced_by` is the next version, where there is one."""

    id: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    retrieved: str | None = None
    rights: Rights = "excerpt"
    lang: str | None = None
    statements: int = 0
    replaces: str | None = None
    replaced_by: str | None = None


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A search. Words must all be there, in any order; a part "in quotation marks" as it stands.

    `since` and `until` ("2022", "2022-11", "2022-11-13") are about when it was said: as the words
    tell, else when the article was published. `via` is an outlet that relays, or the publisher;
    `publisher` is the publisher by its exact name, `said_by` a speaker's id. `after` is the id of
    the last statement of the page before."""

    words: str | None = None
    speaker: str | None = None
    via: str | None = None
    since: str | None = None
    until: str | None = None
    kind: StatementKind | None = None
    confirmed: bool = False
    document: str | None = None
    publisher: str | None = None
    said_by: str | None = None
    limit: int = 100
    after: str | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A statement with its document's head; `text` is the document's, for the words of every span.

    `speaker` is who that is, `why` the reason, or why it stays open. `followed`: the review was made of an older
    version of the article, which says the same words."""

    statement: Statement
    document: DocumentHead
    text: str
    review: Verdict | None = None
    followed: bool = False
    speaker: Speaker | None = None
    why: str = ""

    @property
    def source(self) -> str:
        """The words that name who said it, "" where nobody is named."""
        return words_of(self.text, self.statement.source)

    @property
    def cue(self) -> str:
        """The words that tell that it was said."""
        return words_of(self.text, self.statement.cue)


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A reader's "wrong?" about a record, and the desk's answer once there is one."""

    id: str
    of: str
    text: str
    contact: str = ""
    stamp: Stamp
    answer: str | None = None
    answered: Stamp | None = None


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A role that articles gave a speaker, what it is held in, and in how many articles."""

    role: str
    of: str | None = None
    documents: int = 1


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker as the ledger's articles have them: every name, the roles reported, how much was said.

    `same` are the ids of speakers that a person said are this one; `qid` the item in Wikidata, where known."""

    speaker: Speaker
    names: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    statements: int = 0
    documents: int = 0
    same: tuple[str, ...] = ()
    qid: str | None = None

    @property
    def private(self) -> bool:
        """Whether this may be a private person: named once, in no role."""
        person = self.speaker.type == "person"
        return person and self.statements < 2 and not self.roles and not self.speaker.role and not self.qid
