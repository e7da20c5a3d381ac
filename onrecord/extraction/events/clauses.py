"""A verb with all that hangs on it. The only place where the structure of a sentence is asked.

By rules over tagged words; a parser may take its place."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.extraction.events.lexicon import among
from onrecord.extraction.events.phrases import Phrases, behind
from onrecord.extraction.events.subjects import gap, is_passive, subject
from onrecord.extraction.events.words import Word


class Clause(NamedTuple):
    """A verb with what hangs on it. `after` holds what follows behind each preposition, in order."""

    verb: int
    subject: Phrases = ()
    objects: Phrases = ()
    after: tuple[tuple[str, Phrases], ...] = ()
    passive: bool = False

    def at(self, *prepositions: str) -> Phrases:
        """What stands after one of these prepositions."""
        return next((held for word, held in self.after if word in prepositions), ())


def clause(run: list[Word], verb: int, end: int | None = None) -> Clause:
    """A verb with its roles; `end` is the word behind it, where more words belong to it."""
    objects, after = behind(run, verb + 1 if end is None else end)
    passive = is_passive(run, verb)
    who = _doer(run, subject(run, verb))
    if not passive and not objects:
        objects = gap(run, verb)
    return Clause(verb, who, objects, after, passive)


def _doer(run: list[Word], who: Phrases) -> Phrases:
    """Of an offensive that takes a town, who launched it."""
    if len(who) != 1 or run[who[0].end - 1].low not in among("above", "acts") or who[0].start == 0:
        return who
    before = run[who[0].start - 1]
    named = any(word.name for word in who[0].words(run))
    return subject(run, who[0].start - 1) if before.tag == "V" and not named else who
