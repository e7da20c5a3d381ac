"""One family of errors: what failed, with which thing, why, and what to do next."""

from __future__ import annotations


class OnrecordError(Exception):
    """Something that a person must hear about, in words for them.

    `what` failed; `resource` is the file, address or record; `hint` is what to do next."""

    def __init__(self, what: str, resource: str = "", hint: str = "") -> None:
        self.what, self.resource, self.hint = what, resource, hint
        super().__init__(what, resource, hint)

    def __str__(self) -> str:
        named = f"{self.resource}: {self.what}" if self.resource else self.what
        return f"{named}. {self.hint}" if self.hint else named


class ReadError(OnrecordError):
    """An input that could not be read; the others go on."""


class NoArticle(ReadError):
    """A page that holds no article: counted in archives, a failure where it was asked for by name."""


class ModelError(OnrecordError):
    """The packaged model is missing or damaged."""


class LedgerError(OnrecordError):
    """The database could not be opened, read or written; nothing recorded before is lost."""


class NotFound(LedgerError):
    """No record of that id."""


class WrongUse(OnrecordError):
    """A command or request that cannot be meant: exit status 2, HTTP 400."""
