"""The one function that every engine runs: what a part holds in, rows of every table out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from onrecord.bulk.drops import Drops
from onrecord.bulk.given import NoWords
from onrecord.bulk.inputs import Item
from onrecord.bulk.rows import rows_of
from onrecord.bulk.schema import Rows, datasets
from onrecord.errors import NoArticle, OnrecordError
from onrecord.line import reading_of
from onrecord.records import Page, Stamp

AGAIN = "the same page again"
NO_CHARACTER = "holds what is no character"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of things to pass over, with why, and where to end: what an earlier try died of."""

    skip: dict[int, str] = {}
    stop: int | None = None


def batch(
    things: Iterable[Item], stamp: Stamp, drops: Drops, limits: Limits, turn: Callable[[int], object]
) -> tuple[Rows, dict[str, Any]]:
    """The rows of all that is in `things`, and how much that was. `turn` hears the number of each before its turn."""
    rows: Rows = {name: [] for name in datasets()}
    seen: set[str] = set()
    words = 0
    for number, item in enumerate(_turns(things, limits.stop, turn)):
        if number in limits.skip:
            drops.add(limits.skip[number], item.name)
            continue
        for page in _pages(item, drops):
            if page.document.id in seen:
                drops.add(AGAIN, item.name)
                continue
            found = _rows(item, page, stamp, drops)
            if found:
                seen.add(page.document.id)
                words += len(page.document.text.split())
                for name, more in found.items():
                    rows[name] += more
    return rows, {"pages": len(seen), "statements": len(rows["statements"]), "words": words}


def _turns(things: Iterable[Item], stop: int | None, turn: Callable[[int], object]) -> Iterator[Item]:
    """Each thing, its number said before it is even looked for: it may be what never ends."""
    held = islice(things, stop)
    number = 0
    turn(number)
    for item in held:
        yield item
        number += 1
        turn(number)


def _pages(item: Item, drops: Drops) -> Iterator[Page]:
    """The pages of a thing; one that cannot be read is counted."""
    try:
        yield from item.pages()
    except NoArticle:
        drops.add("no article", item.name)
    except NoWords:
        drops.add("no words in its column", item.name)
    except OnrecordError as wrong:
        if "too large" in wrong.what:
            drops.add("too large", item.name)
        else:
            drops.add("not readable", f"{item.name}: {wrong.what}")
    except OSError as wrong:
        drops.add("not readable", f"{item.name}: {wrong.strerror or wrong}")
    except Exception as wrong:
        drops.add(_failed(wrong), item.name)


def _failed(wrong: Exception) -> str:
    """Why a page could not be read, where that was not foreseen."""
    return NO_CHARACTER if isinstance(wrong, UnicodeEncodeError) else f"failed with {type(wrong).__name__}"


def _rows(item: Item, page: Page, stamp: Stamp, drops: Drops) -> Rows | None:
    """A page's rows. Whatever one page of a million brings up, the others are read: it is counted by its kind."""
    try:
        return rows_of(reading_of(page, stamp), item.origin, stamp)
    except Exception as wrong:
        drops.add(_failed(wrong), item.name)
    return None
