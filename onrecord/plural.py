"""Counts in the words of the commands, which are in English."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """ "1 page", "2,000 pages"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
