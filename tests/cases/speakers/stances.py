"""Stances: a sentence, and what the cue of its first statement does, as a reader has it."""

from __future__ import annotations

from pathlib import Path

from tests.cases.speakers.relay import read

HOME = Path(__file__).parent
HALVES = {"open": HOME / "stance.txt", "kept": HOME / "kept" / "stance.txt"}


def rows(half: str) -> list[tuple[str, str]]:
    """Sentences with their stance; "open" where a negation leaves it open."""
    lines = (line for line in HALVES[half].read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [(text, stance) for text, _, stance in (line.partition(" | ") for line in lines)]


def stance(text: str) -> str:
    """What the sentence's first outermost statement does; "none" where none is found."""
    found = next((one for one in read(text).statements if one.within is None), None)
    return "none" if found is None else found.stance or "open"


def misses(half: str) -> list[tuple[str, str, str]]:
    """The sentences read otherwise: text, wanted, got."""
    every = ((text, wanted, stance(text)) for text, wanted in rows(half))
    return [row for row in every if row[1] != row[2]]
