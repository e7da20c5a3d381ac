"""Words about words: who denies or confirms what was said before, or will not say so.

"Ukraine denied that the town had fallen" says something of the town itself, and is read as such, denied. Here stand
those that say nothing of their own: "Ukraine denied this", "the army has not confirmed that the town fell"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.extraction.events.lexicon import among
from onrecord.extraction.events.moods import Mood, mood
from onrecord.extraction.events.phrases import Phrase, Phrases, phrase_at
from onrecord.extraction.events.subjects import is_passive, subject
from onrecord.extraction.events.verbal import Draft
from onrecord.extraction.events.words import Word
from onrecord.records import ClaimKind


def meta(run: list[Word], drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Each denial and confirmation of a sentence that only points to what was said; `drafts` are its others."""
    unsaid = [one for one in drafts if one.mood.sort == "unsaid"]
    for verb, word in enumerate(run):
        kind = kind_of(word)
        if kind and not is_passive(run, verb):
            how = mood(run, verb)
            what = _pointed(run, verb) or (_told(unsaid, verb) if how.denied else None)
            if what and how.sort == "fact":
                yield Draft(kind, Phrase(verb, verb + 1), what, _who(run, verb), mood=Mood(denied=how.denied))


def kind_of(word: Word) -> ClaimKind | None:
    """What a verb does to words: "rejected" denies, "acknowledged" confirms."""
    if word.tag != "V":
        return None
    return (
        "DENY" if word.lemma in among("META", "deny") else "CONFIRM" if word.lemma in among("META", "confirm") else None
    )


def _pointed(run: list[Word], verb: int) -> Phrase | None:
    """ "This", "the claim", "Russia's account": words that stand for what was said."""
    at = verb + 1
    if at + 1 < len(run) and run[at].low in ("nor", "or", "and") and kind_of(run[at + 1]):
        at += 2  # "neither confirmed nor denied it"
    if at < len(run) and run[at].low in among("META", "pointing") and not _goes_on(run, at + 1):
        return Phrase(at, at + 1)
    held = phrase_at(run, at)
    return held if held and run[held.end - 1].low in among("META", "said") and not _goes_on(run, held.end) else None


def _goes_on(run: list[Word], at: int) -> bool:
    """Whether the words go on to say what: "denied that it", "denied claims of", "rejected the claim to"."""
    return at < len(run) and (
        run[at].tag in ("N", "PRO", "D", "B", "H", "TO") or run[at].low in ("that", "of", "to", "over")
    )


def _told(unsaid: list[Draft], verb: int) -> Phrase | None:
    """The place of the clause that is not confirmed."""
    return next((one.place for one in unsaid if one.trigger.start > verb or one.place.start > verb), None)


def _who(run: list[Word], verb: int) -> Phrases:
    return subject(run, verb)
