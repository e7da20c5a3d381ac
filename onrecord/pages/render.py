"""Marking a text: words hung with statements and readers' quotes, cut into pieces. Pure.

Statements overlap, nest and come in several spans, while HTML only nests. So a block is cut at every
edge of every mark, and each piece says which marks it belongs to: the markup is valid whatever overlaps.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markupsafe import Markup, escape

from onrecord.pages.words import _
from onrecord.records import Block, Document, Image, ReaderComment, Speaker, Statement, Verdict
from onrecord.text import Span, fold, trimmed

HUES = 6  # as many as readers with any kind of colour vision tell apart; a label says the same


@dataclass(frozen=True)
class Mark:
    """Something hung on words: `key` is its address on the page, `number` what the style sheet pairs."""

    key: str
    number: int
    spans: tuple[Span, ...]
    who: tuple[Span, ...] = ()
    statement: Statement | None = None
    review: Verdict | None = None
    speaker: Speaker | None = None
    hue: int = 0

    @property
    def start(self) -> int:
        """Where its words begin."""
        return min((span.start for span in self.spans), default=0)

    @property
    def end(self) -> int:
        """Where its words end."""
        return max((span.end for span in self.spans), default=0)


@dataclass(frozen=True)
class Piece:
    """Words between two neighbouring edges, and the marks they belong to."""

    words: str
    marks: tuple[Mark, ...] = ()
    who: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Row:
    """A block as the page shows it: its pieces, the notes beside it, how many rows they may take."""

    number: int
    kind: str
    html: Markup
    notes: tuple[Mark, ...]
    image: Image | None = None
    room: int = 1
    start: int = 0
    end: int = 0

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return Span(self.start, self.end)


# --- from records to marks ---


Speakers = Mapping[str, Speaker | None]


def voices(text: str, statements: Iterable[Statement], speakers: Speakers) -> dict[str, int]:
    """A hue for each speaker, for each source as its words stand where that is open; 0 where nobody is named."""
    hues: dict[str, int] = {}
    for statement in statements:
        name = voice(text, statement, speakers)
        if name and name not in hues:
            hues[name] = len(hues) % HUES + 1
    return hues


def voice(text: str, statement: Statement, speakers: Speakers) -> str:
    """Who speaks: the speaker's id, else the source's words, evened out."""
    who = speakers.get(statement.id)
    if who:
        return who.id
    return fold(" ".join(span.of(text) for span in statement.source)).text.strip()


def statement_marks(
    text: str,
    statements: Sequence[Statement],
    verdicts: Mapping[str, Verdict] | None = None,
    speakers: Speakers | None = None,
) -> list[Mark]:
    """A mark for each statement, numbered in the order of their words."""
    verdicts, speakers = verdicts or {}, speakers or {}
    hues = voices(text, statements, speakers)
    ordered = sorted(statements, key=lambda one: (one.content[0].start, -one.content[-1].end))
    return [
        Mark(
            key=f"s-{one.id}",
            number=number,
            spans=one.content,
            who=one.source + one.cue,
            statement=one,
            review=verdicts.get(one.id),
            speaker=speakers.get(one.id),
            hue=hues.get(voice(text, one, speakers), 0),
        )
        for number, one in enumerate(ordered, 1)
    ]


def quote_marks(comments: Iterable[ReaderComment], after: int) -> list[Mark]:
    """A mark for each passage that a reader quotes, numbered after the statements."""
    quoted = [(comment, at, span) for comment in comments for at, span in enumerate(comment.quotes, 1)]
    return [
        Mark(key=f"q-{safe_id(comment.number)}-{at}", number=after + number, spans=(span,))
        for number, (comment, at, span) in enumerate(quoted, 1)
    ]


def safe_id(words: str) -> str:
    """Words as part of an id: a comment's number came from a stranger's page."""
    return re.sub(r"[^\w.-]", "_", words)


# --- from marks to pieces ---


def pieces(text: str, block: Span, marks: Sequence[Mark]) -> list[Piece]:
    """The block cut at every edge of every mark that touches it."""
    near = [mark for mark in marks if any(span.overlaps(block) for span in mark.spans + mark.who)]
    edges = sorted({block.start, block.end, *_edges(block, near)})
    return [_piece(text, Span(start, end), near) for start, end in pairwise(edges)]


def _edges(block: Span, marks: Iterable[Mark]) -> Iterable[int]:
    for mark in marks:
        for span in mark.spans + mark.who:
            yield from (edge for edge in span if block.start < edge < block.end)


def _piece(text: str, part: Span, marks: Sequence[Mark]) -> Piece:
    inside = tuple(mark for mark in marks if any(span.overlaps(part) for span in mark.spans))
    return Piece(
        words=part.of(text),
        marks=inside,
        who=tuple(mark for mark in marks if any(span.overlaps(part) for span in mark.who)),
        begins=tuple(mark for mark in inside if mark.start == part.start),
        ends=tuple(mark for mark in inside if mark.end == part.end),
    )


# --- from pieces to HTML ---


def html_of(parts: Iterable[Piece], *, linked: bool = True) -> Markup:
    """Pieces as HTML; every word of the document is escaped here. `linked`: with addresses and numbers."""
    return Markup("").join(_linked(part) if linked else _words(part) for part in parts)


def _words(part: Piece) -> Markup:
    if not part.marks and not part.who:
        return escape(part.words)
    tag = "mark" if any(mark.statement for mark in part.marks) else "span"
    return Markup('<{0} class="{1}">{2}</{0}>').format(tag, _classes(part), part.words)


def _linked(part: Piece) -> Markup:
    words = _words(part)
    for mark in reversed(part.begins):
        words = Markup('<span id="{}" class="a{}" tabindex="-1">{}</span>').format(mark.key, mark.number, words)
    return words + Markup("").join(_reference(mark) for mark in part.ends if mark.statement)


def _classes(part: Piece) -> str:
    """What the style sheet needs: the innermost statement's kind and hue, and every mark's number."""
    said = [mark for mark in part.marks if mark.statement]
    names = [f"m{mark.number}" for mark in part.marks] + [f"w{mark.number}" for mark in part.who]
    names += ["who"] if part.who else []
    if said:
        inner = min(said, key=lambda mark: mark.end - mark.start)
        kind = inner.statement.kind if inner.statement else ""
        names += [f"k-{kind}", f"hue{inner.hue}", f"v-{inner.review or 'guess'}"]
    return " ".join([*names, *(["deep"] if len(said) > 1 else [])])


def _reference(mark: Mark) -> Markup:
    label = _("note %s") % mark.number
    return Markup('<sup class="ref hue{}"><a href="#n-{}" aria-label="{}">{}</a></sup>').format(
        mark.hue, mark.key, label, mark.number
    )


# --- a whole document ---


def blocks_of(document: Document) -> tuple[Block, ...]:
    """The document's blocks; a text without any is one paragraph for each blank line."""
    if document.blocks:
        return tuple(sorted(document.blocks, key=lambda block: block.start))
    found = [trimmed(document.text, Span(*m.span())) for m in re.finditer(r"(?:.+\n?)+", document.text)]
    return tuple(Block(kind="paragraph", start=span.start, end=span.end) for span in found if span.start < span.end)


def rows(document: Document, marks: Sequence[Mark], also: Collection[int] = ()) -> list[Row]:
    """The document block by block, each statement's note beside the block where it begins.

    `also`: the blocks that have something else in the margin."""
    blocks = blocks_of(document)
    shown = [visible(mark, blocks) for mark in marks]
    near = _by_block(blocks, shown)
    made = [_row(document, number, block, near[number]) for number, block in enumerate(blocks)]
    noted = [row.number for row in made if row.notes or row.number in also] + [len(made)]
    ends = dict(pairwise(noted))
    return [replace(row, room=_room(row.number, ends)) for row in made]


MOST_ROOM = 8  # rows that notes may take: they run on beside blocks without any, so no gap opens in the text


def _room(number: int, ends: Mapping[int, int]) -> int:
    return min(ends.get(number, number + 1) - number, MOST_ROOM)


def _by_block(blocks: Sequence[Block], marks: Iterable[Mark]) -> list[list[Mark]]:
    """The marks that touch each block; a book has thousands of both."""
    near: list[list[Mark]] = [[] for _ in blocks]
    for mark in marks:
        for at in sorted({at for span in mark.spans + mark.who for at in _touched(span, blocks)}):
            near[at].append(mark)
    return near


def _touched(span: Span, blocks: Sequence[Block]) -> range:
    """The blocks that share words with the span; blocks stand in the text's order."""
    first = bisect_right(blocks, span.start, key=lambda block: block.end)
    return range(first, bisect_left(blocks, span.end, key=lambda block: block.start))


def visible(mark: Mark, blocks: Sequence[Block]) -> Mark:
    """The mark without what lies between blocks: only words on the page can begin or end it."""
    pairs = ((span, blocks[at].span) for span in mark.spans for at in _touched(span, blocks))
    return replace(mark, spans=tuple(sorted({_shared(span, place) for span, place in pairs})))


def _shared(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))


def _row(document: Document, number: int, block: Block, marks: Sequence[Mark]) -> Row:
    image = next((image for image in document.images if image.caption == block.span), None)
    begins = [mark for mark in marks if mark.spans and block.start <= mark.start < block.end]
    notes = tuple(mark for mark in begins if mark.statement)
    return Row(
        number,
        block.kind,
        html_of(pieces(document.text, block.span, marks)),
        notes,
        image,
        start=block.start,
        end=block.end,
    )


def mark_rules(count: int) -> str:
    """The style sheet's pairing of words and notes: the mark in the address, or under the pointer,
    lights up in every piece and in the margin. CSS has no variables in selectors: a rule a number."""
    return "".join(_rule(number) for number in range(1, count + 1))


def _rule(n: int) -> str:
    lit = f".marked:has(.a{n}:target) .m{n},.marked:has(.n{n}:target) .m{n},.marked:has(.n{n}:hover) .m{n}"
    who = f".marked:has(.a{n}:target) .w{n},.marked:has(.n{n}:target) .w{n},.marked:has(.n{n}:hover) .w{n}"
    note = f".marked:has(.a{n}:target) .n{n},.marked:has(.m{n}:hover) .n{n}"
    return f"{lit}{{background:var(--lit)}}\n{who}{{background:var(--who)}}\n{note}{{background:var(--note)}}\n"
