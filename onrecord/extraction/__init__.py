"""Document to Statements."""

from __future__ import annotations

from onrecord.records import Document, Stamp, Statement


def extract(document: Document, stamp: Stamp) -> tuple[Statement, ...]:
    """Every attributed statement of the article, in the order of their words."""
    return ()
