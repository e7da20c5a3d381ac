"""What a viewer may see of a reading. Pure: every page, feed and answer of the API goes through here.

A fetched page is an excerpt: in public its headline, its statements' words as short quotations and a
link; its readers' comments are not served. The desk sees all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from onrecord.ledger.answers import Found
from onrecord.records import Document, Reading, Speaker, Statement, Verdict
from onrecord.shapes import Shape, document_shape, source_name
from onrecord.text import Span, anchor

QUOTED = 300  # characters of one statement that are still a short quotation


@dataclass(frozen=True)
class Viewer:
    """Who looks: the desk or the public, and whether the public sees what only a machine read."""

    desk: bool
    unreviewed: bool = True

    @property
    def sure_only(self) -> bool:
        """Whether lists hold for them only what a person made or confirmed."""
        return not (self.desk or self.unreviewed)

    def may_see(self, verdict: Verdict | None) -> bool:
        """Whether a machine's reading is shown: never in public once a person called it wrong."""
        return self.desk or (self.unreviewed if verdict is None else verdict == "confirmed")

    def sees_whole(self, rights: str) -> bool:
        """Whether the text itself, pictures and comments are shown."""
        return self.desk or rights != "excerpt"


@dataclass(frozen=True)
class View:
    """A reading with people's verdicts, as one viewer may see it; `whole`: text and comments too.

    `followed` are statements whose verdict was given to an older version's, which says the same words."""

    reading: Reading
    verdicts: Mapping[str, Verdict]
    whole: bool
    followed: frozenset[str] = frozenset()

    @property
    def document(self) -> Document:
        """The article."""
        return self.reading.document

    @property
    def text(self) -> str:
        """The article's words, to cut quotations from; not to be served where the view is not whole."""
        return self.reading.document.text

    @property
    def speakers(self) -> dict[str, Speaker | None]:
        """Who made each statement, by its id."""
        return {one.of: one.referent for one in self.reading.judgements}

    def found(self) -> list[Found]:
        """Its statements as a search would find them."""
        return [self._found(one) for one in self.reading.statements]

    def _found(self, statement: Statement) -> Found:
        from onrecord.ledger.answers import DocumentHead

        document = self.document
        head = DocumentHead(id=document.id, url=document.url, title=document.title, rights=document.rights)
        verdict, who = self.verdicts.get(statement.id), self.speakers.get(statement.id)
        older = statement.id in self.followed
        return Found(statement=statement, document=head, text=self.text, review=verdict, followed=older, speaker=who)


def view(
    reading: Reading, verdicts: Mapping[str, Verdict], viewer: Viewer, followed: frozenset[str] = frozenset()
) -> View:
    """The reading as this viewer may see it."""
    whole = viewer.sees_whole(reading.document.rights)
    held = [one for one in reading.statements if viewer.may_see(verdicts.get(one.id))]
    shown = held if whole else [short(one, reading.document.text) for one in held]
    return View(replace(reading, statements=tuple(shown)), verdicts, whole, followed)


def found_view(found: Found, viewer: Viewer) -> Found | None:
    """A found statement as this viewer may see it, None where not at all."""
    if not viewer.may_see(found.review):
        return None
    if viewer.sees_whole(found.document.rights):
        return found
    return replace(found, statement=short(found.statement, found.text))


def short(statement: Statement, text: str) -> Statement:
    """The statement with at most `QUOTED` characters of its words, and nothing from around them."""
    spans = tuple(upto(statement.content, QUOTED, text))
    held = anchor(statement.anchor.document, text, spans)._replace(prefix="", suffix="")
    return replace(statement, anchor=held)


def is_short(statement: Statement) -> bool:
    """Whether words may be missing: a quotation that fills its room was probably cut."""
    return not statement.anchor.prefix and sum(end - start for start, end in statement.content) > QUOTED // 2


def upto(spans: Iterable[Span], room: int, text: str) -> Iterable[Span]:
    """The spans as far as there is room for."""
    for span in spans:
        if room <= 0:
            return
        yield span if span.end - span.start <= room else _cut(span, room, text)
        room -= span.end - span.start


def _cut(span: Span, room: int, text: str) -> Span:
    """The span's beginning, ended between words where there is a gap."""
    gap = text.rfind(" ", span.start + room // 2, span.start + room)
    return Span(span.start, gap if gap > 0 else span.start + room)


def view_shape(seen: View) -> Shape:
    """The document as the API answers it; what a right is missing for is empty, `text` null."""
    shape = document_shape(seen.reading, source_name(seen.document))
    for statement in shape["statements"]:
        statement["review"] = seen.verdicts.get(statement["id"])
    hidden: dict[str, Any] = {"text": None, "blocks": [], "images": [], "comments": [], "places": []}
    hidden["requests"] = []
    return shape if seen.whole else {**shape, **hidden}
