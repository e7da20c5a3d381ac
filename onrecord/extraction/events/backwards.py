"""What ends at a word: noun phrases read backwards, what a relative pronoun stands for, where a verb begins."""

from __future__ import annotations

from onrecord.extraction.events.lexicon import among
from onrecord.extraction.events.phrases import Phrase, Phrases, pair
from onrecord.extraction.events.words import Word


def group_start(run: list[Word], verb: int) -> int:
    """Where the verb's auxiliaries and adverbs begin."""
    at = verb
    while at > 0 and (
        run[at - 1].tag in ("B", "H", "M", "O", "A") or (run[at - 1].low == "to" and run[at - 1].tag == "TO")
    ):
        at -= 1
    return at


def skip_back(run: list[Word], at: int) -> int:
    """Over adverbs and times, backwards."""
    while at >= 0 and (
        run[at].tag in ("A", "T") or (run[at].tag == "P" and at + 1 < len(run) and run[at + 1].tag == "T")
    ):
        at -= 1
    return at


def phrase_ending(run: list[Word], at: int) -> Phrase:
    """The noun phrase whose last word this is."""
    start = at
    if run[at].low in ("itself", "themselves") and at > 0 and run[at - 1].tag == "N":
        return phrase_ending(run, at - 1)
    if run[at].tag == "PRO":
        return Phrase(at, at + 1)
    while start > 0 and (
        run[start - 1].tag in ("N", "D") or (run[start - 1].tag == "C" and pair(run, start - 1)) or _joins(run, start)
    ):
        if run[start].name and run[start - 1].low in among("above", "times"):
            break  # "in the war | Ukraine"
        start -= 1
    return Phrase(start, at + 1)


def _joins(run: list[Word], start: int) -> bool:
    """A participle between determiner and noun."""
    word = run[start - 1]
    return word.tag == "V" and start > 1 and run[start - 2].tag == "D" and bool(word.forms & {"part", "ing"})


def antecedent(run: list[Word], at: int) -> Phrases:
    """What a relative pronoun stands for: the phrase before it; with a list before it, the whole list."""
    back = skip_back(run, at - 1)
    if back >= 0 and run[back].tag == ",":
        back = skip_back(run, back - 1)
    if back >= 0 and run[back].tag == "P":
        back = skip_back(run, back - 1)
    if back < 0 or run[back].tag not in ("N", "PRO"):
        return ()
    phrase = phrase_ending(run, back)
    while phrase.start > 1 and _within(run, phrase):
        phrase = phrase_ending(run, phrase.start - 2)
    return (_apposed(run, phrase),)


def _within(run: list[Word], phrase: Phrase) -> bool:
    """Whether it only says which: "most of the town that", "two villages in the district that"."""
    link, head = run[phrase.start - 1].low, run[phrase.start - 2]
    among_them = link == "in" and head.low in among("places", "nouns")
    return among_them or (link == "of" and head.tag in ("N", "D"))


def _apposed(run: list[Word], phrase: Phrase) -> Phrase:
    """The name before, where a phrase only says what that is: "Essequibo, a region that"."""
    if phrase.start < 2 or run[phrase.start - 1].tag != "," or any(word.name for word in phrase.words(run)):
        return phrase
    back = skip_back(run, phrase.start - 2)
    opens = run[phrase.start].low in ("a", "an", "one") or run[phrase.end].low == "of"
    opens = opens or run[min(phrase.start + 1, phrase.end - 1)].low in ("last", "only", "biggest", "largest", "first")
    named = back >= 0 and run[back].tag == "N" and any(word.name for word in phrase_ending(run, back).words(run))
    return phrase_ending(run, back) if opens and named else phrase


def is_finite(run: list[Word], verb: int) -> bool:
    """Whether a verb has a subject of its own: no infinitive, no bare participle."""
    start = group_start(run, verb)
    helped = any(word.tag in ("B", "H", "M", "O") for word in run[start:verb])
    infinitive = any(word.tag == "TO" for word in run[start:verb])
    return not infinitive and (helped or bool(run[verb].forms & {"past", "s", "base"}))
