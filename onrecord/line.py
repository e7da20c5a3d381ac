"""The straight line: read, extract, (resolve), record. The only file that knows the order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from msgspec import structs

from onrecord.extraction import events_of, extract, reads, requests_of, states_of, trees_of
from onrecord.reading import Source, read
from onrecord.records import Claim, Document, Page, Reading, Stamp, Statement
from onrecord.resolution import GazetteerError, Resolved, claims, resolve


@dataclass(frozen=True)
class Options:
    """What a person can say about an input: its date, and that it is nothing but an article."""

    published: str | None = None
    plain: bool = False


def pages_of(source: Source, options: Options, left_out: Counter[str] | None = None) -> Iterator[Page]:
    """The pages of one input: one for a file, many for a feed or an archive.

    `left_out` counts by reason what an archive holds that gives no page."""
    return read(source, published=options.published, plain=options.plain, tally=left_out)


def reading_of(page: Page, stamp: Stamp, threads: int = 1) -> Reading:
    """A page with every statement found in it; a note where its language cannot be read."""
    if not reads(page.document.lang):
        note = f"Its language ({page.document.lang}) is none that statements are read in: none were looked for."
        page = structs.replace(page, notes=(*page.notes, note))
    document = page.document
    found = extract(document, stamp, threads)
    known, claimed, lacking = _resolved(document, found, stamp, threads)
    return Reading(
        page=structs.replace(page, notes=(*page.notes, *lacking)),
        statements=known.statements,
        judgements=known.judgements,
        requests=requests_of(document, known.statements),
        places=known.places,
        claims=claimed,
    )


def _resolved(
    document: Document, found: tuple[Statement, ...], stamp: Stamp, threads: int
) -> tuple[Resolved, tuple[Claim, ...], tuple[str, ...]]:
    """Who, where and what is claimed; without a gazetteer who alone, and a note that says so."""
    trees, states = partial(trees_of, document, threads), partial(states_of, document, threads=threads)
    try:
        known = resolve(document, found, stamp, trees, states)
        events = events_of(document, known.statements)
        claimed = claims(document, events, known.statements, known.judgements, known.places, stamp)
    except GazetteerError as fault:
        return resolve(document, found, stamp, trees, placed=False), (), (f"No places were looked for: {fault.what}.",)
    return known, claimed, ()
