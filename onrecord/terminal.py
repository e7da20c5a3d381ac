"""What the commands print: JSON Lines for programs, a page that a person likes to read."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.plural import counted
from onrecord.records import Block, Claim, Reading, Statement
from onrecord.shapes import document_shape, dumps, found_shape
from onrecord.text import Span, words_of

if TYPE_CHECKING:  # a ledger takes half a second to import, and `read` needs none
    from onrecord.checking import Answer
    from onrecord.ledger import Found, Recorded

MEASURE = 72  # characters of the article's column
NOTES = 40  # characters of the margin; under both together it goes below the paragraph

Show = Callable[[str, Reading], None]


def console() -> Console:
    """Standard output as wide as the terminal, at least readable where it is none."""
    width = shutil.get_terminal_size((MEASURE + NOTES + 4, 24)).columns
    return Console(file=sys.stdout, width=max(40, width), highlight=False)


def writer(json: bool) -> Show:
    """Prints a reading: one JSON line, or the article with its statements beside it."""
    if json:
        return lambda name, reading: print_line(document_shape(reading, name))
    out = console()
    return lambda _, reading: page(out, reading)


def print_line(shape: object) -> None:
    """One JSON Line, at once."""
    sys.stdout.write(dumps(shape) + "\n")
    sys.stdout.flush()


def page(out: Console, reading: Reading) -> None:
    """Head, article with margin, discussion."""
    document = reading.document
    facts = [document.publisher, document.byline, document.published, document.url]
    out.print()
    if any(facts):
        out.print(Text(" · ".join(filter(None, facts)), style="dim"))
    for block in document.blocks:
        out.print(_row(out, reading, block))
        out.print()
    for comment in reading.page.comments:
        _comment(out, comment.number, comment.author, comment.text)
    for note in reading.page.notes:
        out.print(Text(note, style="italic dim"))
    total = len(reading.statements)
    out.print(Text(f"{total} statement{'s' * (total != 1)}, read by a machine", style="dim"))
    own = [one for one in reading.claims if one.by is None]
    if own:
        out.print(Text("Of territory, in the article's own words:", style="dim"))
    for claim in own:
        out.print(Text(f"    {_claimed(claim)}", style="dim"))


def _row(out: Console, reading: Reading, block: Block) -> Table:
    """A block with the statements that begin in it: beside it, or under it where it is narrow."""
    here = [s for s in numbered(reading) if block.start <= s[1].content[0].start < block.end]
    grid = Table.grid(padding=(0, 2))
    wide = out.width >= MEASURE + NOTES + 2
    grid.add_column(width=min(MEASURE, out.width))
    words = _marked(reading, block)
    if wide:
        grid.add_column(width=NOTES)
        grid.add_row(words, _notes(reading, here))
    else:
        grid.add_row(words)
        if here:
            grid.add_row(_notes(reading, here))
    return grid


def numbered(reading: Reading) -> Iterator[tuple[int, Statement]]:
    """The statements with the number that the text carries."""
    return enumerate(reading.statements, 1)


def _marked(reading: Reading, block: Block) -> Text:
    """The block's words: what was said underlined, its number before it, cue and source in colour."""
    words = Text(block.span.of(reading.document.text), style="bold" if block.kind == "title" else "")
    inserts: list[tuple[int, int]] = []
    for number, statement in numbered(reading):
        for style, spans in _styles(statement):
            for span in spans:
                if block.span.overlaps(span):
                    words.stylize(style, max(0, span.start - block.start), span.end - block.start)
        if block.start <= statement.content[0].start < block.end:
            inserts.append((statement.content[0].start - block.start, number))
    return _with_numbers(words, inserts)


def _styles(statement: Statement) -> list[tuple[str, tuple[Span, ...]]]:
    return [("underline", statement.content), ("cyan", statement.source), ("green", statement.cue)]


def _with_numbers(words: Text, inserts: list[tuple[int, int]]) -> Text:
    out, last = Text(), 0
    for at, number in sorted(inserts):
        out.append_text(words[last:at])
        out.append(f"[{number}]", style="bold yellow")
        last = at
    out.append_text(words[last:])
    return out


def _notes(reading: Reading, here: Iterable[tuple[int, Statement]]) -> Text:
    """Number, speaker's words, cue, kind and score, a line each."""
    text, notes = reading.document.text, Text()
    for number, statement in here:
        source = words_of(text, statement.source) or "unknown"
        cue = words_of(text, statement.cue)
        notes.append(f"[{number}] ", style="bold yellow")
        notes.append(source, style="cyan")
        notes.append(f" {cue}", style="green")
        notes.append(f"\n    {statement.kind}, {statement.score:.0%} sure\n", style="dim")
        for claim in reading.claims:
            if claim.by == statement.id:
                notes.append(f"    {_claimed(claim)}\n", style="dim")
    notes.rstrip()
    return notes


def _claimed(claim: Claim) -> str:
    """A claim in one line: "capture: Norland, Elm"; what is denied is said to be."""
    who = claim.actor.name if claim.actor else "nobody named"
    where = claim.place.name if claim.place else "nowhere named"
    return f"{claim.kind.lower()}{', denied' if claim.polarity == '-' else ''}: {who}, {where}"


def _comment(out: Console, number: str, author: str | None, text: str) -> None:
    indent = 2 * number.count(".")
    head = Text(" " * indent + number, style="bold")
    head.append(f" {author}" if author else " a reader", style="dim")
    out.print(head)
    for line in text.splitlines():
        out.print(Text(line), width=min(MEASURE, out.width), soft_wrap=False)
    out.print()


def recorded(name: str, reading: Reading, result: Recorded, json: bool) -> None:
    """What `add` did with one page."""
    document = reading.document
    if json:
        print_line(
            {
                "source": name,
                "id": result.document,
                "title": document.title,
                "added": result.added,
                "statements": result.statements,
                "replaces": result.replaces,
            }
        )
        return
    what = "recorded" if result.added else "known"
    changed = f", replaces {result.replaces}" if result.replaces else ""
    print(f"{result.document} {what}: {document.title or name} ({counted(result.statements, 'statement')}{changed})")


def found(rows: Iterable[Found], json: bool) -> None:
    """What `find` found."""
    out, none = console(), True
    for row in rows:
        none = False
        if json:
            print_line(found_shape(row))
        else:
            _found(out, row)
    if none and not json:
        print("No statement of the ledger holds that. `onrecord add SOURCE` records more.", file=sys.stderr)


_VERDICTS = {"thus": "green", "differently": "yellow", "someone else": "yellow", "not found": "red"}


def checked(answers: Iterable[Answer], json: bool) -> None:
    """What `check` answers, a sentence at a time."""
    from onrecord.checking import answer_shape

    out = console()
    for one in answers:
        if json:
            print_line(answer_shape(one))
            continue
        out.print(Text(f"{one.verdict}: ", style=_VERDICTS[one.verdict]) + Text(one.asked.words))
        for row in one.found[:3]:
            _found(out, row)
        if one.verdict == "not found":
            out.print(Text("  Not in this ledger, which is not the same as never said.", style="dim"))


def _found(out: Console, row: Found) -> None:
    text = Text()
    text.append(row.source or "unknown", style="cyan")
    text.append(f" {row.cue} ", style="green")
    text.append(row.statement.anchor.exact)
    out.print(text)
    head = row.document
    facts = [head.publisher, head.published, head.title, row.statement.id, row.review or "not reviewed"]
    out.print(Text("  " + " · ".join(fact for fact in facts if fact), style="dim"))
