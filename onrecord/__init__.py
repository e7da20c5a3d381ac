"""Who said it, through whom, about which place, and does it hold?

The public verbs, each loaded when it is first used: `read` takes a Source and gives its pages, `extract` a
document's statements, `resolve` who made them and where, `open_ledger` the place to record them in. An example is in
docs/library.md."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.extraction import extract
    from onrecord.ledger import Ledger, Query, open_ledger
    from onrecord.reading import Source, read
    from onrecord.records import Document, Page, Reading, Stamp, Statement
    from onrecord.resolution import resolve

# Each name and where it lives: importing onrecord alone takes no model, no database and no web library along.
_HOMES = {
    "read": "reading",
    "Source": "reading",
    "extract": "extraction",
    "resolve": "resolution",
    "open_ledger": "ledger",
    "Ledger": "ledger",
    "Query": "ledger",
    "Document": "records",
    "Page": "records",
    "Reading": "records",
    "Stamp": "records",
    "Statement": "records",
}

__all__ = [
    "Document",
    "Ledger",
    "Page",
    "Query",
    "Reading",
    "Source",
    "Stamp",
    "Statement",
    "extract",
    "open_ledger",
    "read",
    "resolve",
]


def __getattr__(name: str) -> object:
    """A public name, its home imported now."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found  # asked for once
    return found


def __dir__() -> list[str]:
    """The public names."""
    return sorted([*globals(), *__all__])
