"""The straight line: read, extract, (resolve), record. The only file that knows the order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord.extraction import extract
from onrecord.reading import Source, read
from onrecord.records import Page, Reading, Stamp


@dataclass(frozen=True)
class Options:
    """What a person can say about an input: its date, and that it is nothing but an article."""

    published: str | None = None
    plain: bool = False


def pages_of(source: Source, options: Options) -> Iterator[Page]:
    """The pages of one input: one for a file, many for a feed or an archive."""
    return read(source, published=options.published, plain=options.plain)


def reading_of(page: Page, stamp: Stamp) -> Reading:
    """A page with every statement found in it."""
    return Reading(page=page, statements=extract(page.document, stamp))


def readings(source: Source, options: Options, clock: Callable[[], Stamp]) -> Iterator[Reading]:
    """The whole line over one input."""
    for page in pages_of(source, options):
        yield reading_of(page, clock())
