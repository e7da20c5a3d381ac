"""An event in words and as data. Words are drawn from the documents as they are now: what was blanked or
withdrawn since is not told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from onrecord.ledger import Ledger, WatchEvent, Withdrawn
from onrecord.records import Document, Reading, Statement
from onrecord.shapes import Shape, found_shape, head_shape, statement_shape
from onrecord.text import words_of
from onrecord.watch.changes import Edit, edit

TITLES = {"article": "new", "edit": "edited", "gone": "gone", "news": "found"}
LONGEST = 300  # characters of a statement in a line


@dataclass(frozen=True)
class Told:
    """One event: a line that says what, lines beneath it, and the same as data."""

    event: WatchEvent
    head: str
    lines: tuple[str, ...]
    shape: Shape

    @property
    def text(self) -> str:
        """All lines, those beneath set in."""
        return "\n".join([self.head, *(f"    {line}" for line in self.lines)])


def told(ledger: Ledger, event: WatchEvent) -> Told:
    """An event as it may be told now."""
    try:
        return _told(ledger, event)
    except Withdrawn:
        head = f"{TITLES[event.kind]}: {event.url} (withdrawn since)"
        return Told(event, head, (), _shape(event, None))


def _told(ledger: Ledger, event: WatchEvent) -> Told:
    reading = ledger.document(event.document) if event.document else None
    if event.kind == "news" and event.statement:
        return _news(ledger, event)
    if event.kind == "edit" and event.before and reading:
        former = ledger.document(event.before)
        if former:
            return _edit(event, former, reading)
    named = _named(reading.document) if reading else event.url
    count = f", {_counted(len(reading.statements), 'statement')}" if reading and event.kind == "article" else ""
    return Told(event, f"{TITLES[event.kind]}: {named}{count}", (event.url,), _shape(event, reading))


def _named(document: Document) -> str:
    facts = [fact for fact in (document.publisher, (document.published or "")[:10]) if fact]
    where = f" ({', '.join(facts)})" if facts else ""
    return f"{document.title or 'Untitled'}{where}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _shape(event: WatchEvent, reading: Reading | None) -> Shape:
    return {
        "event": event.kind,
        "id": event.id,
        "at": event.stamp.at,
        "url": event.url,
        "document": head_shape(reading.document) if reading else None,
        "before": event.before,
    }


# --- an edit ---


def _edit(event: WatchEvent, old: Reading, new: Reading) -> Told:
    found = edit(old, new)
    silent = "" if event.announced else "silently "
    gone, came = found.words
    counts = [(len(found.gone), "gone"), (len(found.changed), "changed"), (len(found.came), "new")]
    said = ", ".join(f"{number} {what}" for number, what in counts if number) or "none touched"
    head = f"{silent}{TITLES['edit']}: {_named(new.document)}: statements {said}; words -{gone} +{came}"
    return Told(event, head, (event.url, *_edit_lines(found, old, new)), _edit_shape(event, found, old, new))


def _edit_lines(found: Edit, old: Reading, new: Reading) -> Iterator[str]:
    yield from (f"gone: {_said(one, old)}" for one in found.gone)
    yield from (f"changed: {_said(a, old)}\n      into: {_said(b, new)}" for a, b in found.changed)
    yield from (f"new: {_said(one, new)}" for one in found.came)
    for row in found.diff:
        marks = {"gone": "[-%s-]", "came": "{+%s+}", "same": "%s", "skipped": ""}
        words = "".join(_marked(marks[part.kind], part.words) for part in row).strip()
        if words and any(part.kind in ("gone", "came") for part in row):
            yield f"| {words}"


def _marked(mark: str, words: str) -> str:
    """The words between their marks, the space after them outside."""
    bare = words.rstrip()
    return (mark % bare if "%s" in mark else mark) + words[len(bare) :]


def _said(one: Statement, reading: Reading) -> str:
    text = reading.document.text
    source = words_of(text, one.source) or "unknown"
    return f"{source}: {words_of(text, one.content)}"[:LONGEST]


def _edit_shape(event: WatchEvent, found: Edit, old: Reading, new: Reading) -> Shape:
    before, after = _statements(old), _statements(new)
    return {
        **_shape(event, new),
        "silent": not event.announced,
        "gone": [before(one) for one in found.gone],
        "changed": [{"before": before(a), "after": after(b)} for a, b in found.changed],
        "new": [after(one) for one in found.came],
        "words": dict(zip(("gone", "new"), found.words, strict=True)),
        "diff": [[{"kind": part.kind, "words": part.words} for part in row] for row in found.diff],
    }


def _statements(reading: Reading) -> Callable[[Statement], Shape]:
    """Draws this reading's statements with who made each."""
    who = {one.of: one.referent for one in reading.judgements}
    return lambda one: statement_shape(one, reading.document.text, who.get(one.id))


# --- a saved search ---


def _news(ledger: Ledger, event: WatchEvent) -> Told:
    row = ledger.statement(event.statement or "")
    if row is None:
        return Told(event, f"{event.search}: {event.url}", (), _shape(event, None))
    who = row.speaker.name if row.speaker else row.source or "unknown"
    head = f"{event.search}: {who}: {row.statement.anchor.exact[:LONGEST]}"
    facts = [row.document.publisher, row.document.published, row.document.title, row.document.url]
    shape = {**_shape(event, None), "search": event.search, "statement": found_shape(row)}
    return Told(event, head, (" · ".join(fact for fact in facts if fact),), shape)


def all_told(ledger: Ledger, events: Iterable[WatchEvent]) -> list[Told]:
    """Events as they may be told now."""
    return [told(ledger, event) for event in events]
