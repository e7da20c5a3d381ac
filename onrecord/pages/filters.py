"""What a list of statements can be narrowed by: the same for the page, its feeds and the API."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Annotated, cast, get_args
from urllib.parse import urlencode

from fastapi import Depends, Query

from onrecord.ledger.answers import Found
from onrecord.ledger.answers import Query as Asked
from onrecord.pages import words
from onrecord.pages.rights import Viewer, found_view
from onrecord.pages.site import Site
from onrecord.records import StatementKind

DAY = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
PER_PAGE = 50
Words = Annotated[str, Query(max_length=300)]
Short = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True)
class Filters:
    """A search as the form has it; empty fields ask for everything."""

    words: str = ""
    speaker: str = ""
    via: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    confirmed: bool = False
    said_by: str = ""
    after: str = ""

    def problems(self) -> list[str]:
        """What cannot be meant, in words."""
        dates = [one for one in (self.since, self.until) if one and not re.fullmatch(DAY, one)]
        found = [words._("“%s” is not a date. Write 2022, 2022-11 or 2022-11-13.") % one for one in dates]
        if self.kind and self.kind not in get_args(StatementKind):
            found.append(words._("“%s” is no kind of statement.") % self.kind)
        return found

    def asked(self, viewer: Viewer, limit: int = PER_PAGE) -> Asked:
        """The ledger's question; what the public may not see is not counted either."""
        return Asked(
            words=self.words or None,
            speaker=self.speaker or None,
            via=self.via or None,
            kind=cast("StatementKind", self.kind) if self.kind else None,
            since=self.since or None,
            until=self.until or None,
            confirmed=self.confirmed or viewer.sure_only,
            said_by=self.said_by or None,
            after=self.after or None,
            limit=limit,
        )

    def query(self, **changed: str) -> str:
        """The filters as an address's query, with some changed: a list's address is its view."""
        held = {field.name: getattr(self, field.name) for field in fields(self)} | changed
        held["confirmed"] = "true" if held["confirmed"] else ""
        kept = {name: value for name, value in held.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return self.query(after="") != ""


def filters(
    words: Words = "",
    speaker: Words = "",
    via: Words = "",
    kind: Short = "",
    since: Short = "",
    until: Short = "",
    confirmed: bool = False,
    after: Short = "",
) -> Filters:
    """The filters of a request."""
    from onrecord.pages.words import clean

    return Filters(
        words=clean(words),
        speaker=clean(speaker),
        via=clean(via),
        kind=clean(kind),
        since=clean(since),
        until=clean(until),
        confirmed=confirmed,
        after=clean(after),
    )


Narrowed = Annotated[Filters, Depends(filters)]


def search(site: Site, asked: Filters, viewer: Viewer, limit: int = PER_PAGE) -> tuple[list[Found], str]:
    """A page of statements as the viewer may see them, and where the next one begins ("" at the end)."""
    if asked.problems():
        return [], ""
    rows = site.ledger.find(asked.asked(viewer, limit))
    shown = [seen for row in rows if (seen := found_view(row, viewer))]
    return shown, rows[-1].statement.id if len(rows) == limit else ""
