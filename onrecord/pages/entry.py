"""What a reader sends: the form's fields, what it is about, and what keeps it from being posted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, field_validator
from starlette.exceptions import HTTPException

from onrecord.discussion.holds import Policy, listed
from onrecord.ledger.posts import Post
from onrecord.pages import words
from onrecord.pages.render import blocks_of
from onrecord.pages.rights import View
from onrecord.pages.site import Site
from onrecord.pages.tokens import SOONEST, Seal
from onrecord.pages.words import _
from onrecord.records import Document, Statement
from onrecord.text import Span, occurrences, trimmed

QUOTED = 1_000  # characters of a comment that are quoted whole
LONGEST = {"name": 80, "text": 10_000, "instead": 2_000, "cited": 500}


class Entry(BaseModel):
    """The form's fields. Their lengths are checked by hand, so that what is too long comes back and is not lost."""

    model_config = ConfigDict(frozen=True)

    at: str = ""
    statement: str = ""
    under: str = ""
    only: str = ""
    name: str = ""
    text: str = ""
    instead: str = ""
    cited: str = ""
    website: str = ""  # for machines that fill every field
    quote: str = ""  # the whole comment that is answered, as a beginning
    token: str = ""
    work: str = ""  # the answer to the form's sum
    sure: str = ""  # they were warned of their words and want them so

    @field_validator("*")
    @classmethod
    def _clean(cls, given: str) -> str:
        return words.clean(given.replace("\r\n", "\n").replace("\r", "\n"))

    @property
    def written(self) -> str:
        """All its words, for the rules that look at words."""
        return "\n".join(part for part in (self.text, self.instead, self.cited) if part)

    @property
    def author(self) -> str:
        """The name on one line."""
        return " ".join(self.name.split())


@dataclass(frozen=True)
class Aim:
    """What an entry is about: the article, a block of it, a statement, or another comment. `lost` says so where
    that is gone."""

    block: Span | None = None
    statement: Statement | None = None
    above: Post | None = None
    lost: str = ""

    @property
    def about(self) -> str:
        """A key for this form's draft."""
        parts = (self.block.start if self.block else "", self.statement and self.statement.id, self.above)
        return "-".join(str(part.id if isinstance(part, Post) else part) for part in parts if part not in ("", None))


def aim_of(site: Site, seen: View, entry: Entry) -> Aim:
    """What the entry is about; 404 for a place that never was."""
    quotable = seen.whole and seen.document.rights != "excerpt"
    if entry.under:
        return _reply(site, seen, entry.under)
    if entry.statement and quotable:
        one = next((one for one in seen.reading.statements if one.id == entry.statement), None)
        return Aim(statement=one) if one else Aim(lost=_("That statement is no longer shown."))
    if entry.at and quotable:
        return Aim(block=_block(seen.document, entry.at))
    if entry.at or entry.statement:
        raise HTTPException(404)
    return Aim()


def _reply(site: Site, seen: View, under: str) -> Aim:
    above = site.ledger.talk.find(under)
    versions = [head.id for head in site.ledger.versions(seen.document.id)]
    if above is None or above.document not in versions:
        raise HTTPException(404)
    return Aim(above=above) if above.state == "shown" else Aim(lost=_("The comment you answer is no longer shown."))


def _block(document: Document, at: str) -> Span:
    found = (block.span for block in blocks_of(document) if str(block.start) == at)
    span = next(found, None)
    if span is None:
        raise HTTPException(404)
    return trimmed(document.text, span)


def quoting(entry: Entry, aim: Aim) -> Entry:
    """The entry with the words of the comment that it answers quoted before it, where they do stand there."""
    above = aim.above
    if above is None:
        return entry
    if entry.only and occurrences(entry.only, above.text):
        return entry.model_copy(update={"text": f"{_quoted(entry.only)}{entry.text}", "only": ""})
    if entry.quote and not entry.text:
        return entry.model_copy(update={"text": _quoted(above.text[:QUOTED]), "quote": ""})
    return entry


def _quoted(words: str) -> str:
    return "\n".join(f"> {line}" for line in words.splitlines()) + "\n\n"


def spans_of(aim: Aim, entry: Entry, text: str) -> tuple[Span, ...] | None:
    """The words it is about; none where `only` stands not, or not just once, in the block."""
    if aim.statement:
        return aim.statement.content
    if aim.block is None:
        return ()
    if not entry.only:
        return (aim.block,)
    found = occurrences(entry.only, aim.block.of(text))
    start = aim.block.start
    return (Span(start + found[0].start, start + found[0].end),) if len(found) == 1 else None


# --- what keeps it from being posted ---


class Case(NamedTuple):
    """An entry with what is needed to judge it."""

    entry: Entry
    aim: Aim
    seal: Seal | None
    text: str
    policy: Policy
    open: bool


class Problem(NamedTuple):
    """Why it was not posted: nothing is lost, the form comes back filled."""

    status: int
    says: str


def problem_of(case: Case) -> Problem | None:
    """The first thing that keeps the entry from being posted."""
    return next((found for check in CHECKS if (found := check(case))), None)


def _closed(case: Case) -> Problem | None:
    return None if case.open else Problem(403, _("This discussion is closed. What you wrote is below, to copy."))


def _lost(case: Case) -> Problem | None:
    says = _("You can still post this as a comment on the article.")
    return Problem(409, f"{case.aim.lost} {says}") if case.aim.lost else None


def _unsealed(case: Case) -> Problem | None:
    if case.seal is None:
        return Problem(200, _("Nothing is posted yet: look it over, then post it."))
    stale = Problem(200, _("This page was open for long. Look it over, then post it."))
    return None if case.seal.fresh else stale


def _quick(case: Case) -> Problem | None:
    quick = case.seal is not None and case.seal.age < SOONEST
    return Problem(422, _("That was very quick. Look it over, then post it.")) if quick else None


def _trapped(case: Case) -> Problem | None:
    says = _("The field “website” is there for machines. Leave it empty.")
    return Problem(422, says) if case.entry.website else None


def _empty(case: Case) -> Problem | None:
    return None if case.entry.text else Problem(422, _("Write your comment. Nothing was posted."))


def _long(case: Case) -> Problem | None:
    for name, most in LONGEST.items():
        over = len(getattr(case.entry, name)) - most
        if over > 0:
            return Problem(422, words.too_long(over))
    return None


def _elsewhere(case: Case) -> Problem | None:
    if case.aim.above and case.entry.only:
        return Problem(422, _("Those words do not stand in the comment that you answer. Copy them from there."))
    says = _("Those words stand not, or more than once, in the paragraph. Copy a few more of them.")
    return Problem(422, says) if spans_of(case.aim, case.entry, case.text) is None else None


def _banned(case: Case) -> Problem | None:
    found = listed(f"{case.entry.written}\n{case.entry.name}", case.policy.banned)
    says = _("This site does not print these words: %s. You can say it in others.")
    return Problem(422, says % ", ".join(found)) if found else None


CHECKS: tuple[Callable[[Case], Problem | None], ...] = (
    *(_closed, _lost, _trapped, _long, _elsewhere),
    *(_unsealed, _empty, _banned, _quick),
)
