"""What nouns and adjectives of the table tell: "Russia's annexation of Crimea", "Russian-held", "is part of"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extraction.events.clauses import Clause
from onrecord.extraction.events.extents import extent_of, is_place, whole
from onrecord.extraction.events.lexicon import Row, among, hyphens, kinds, nouns
from onrecord.extraction.events.moods import Mood, mood
from onrecord.extraction.events.phrases import Phrase, Phrases, behind, phrase_at
from onrecord.extraction.events.subjects import subject
from onrecord.extraction.events.verbal import Draft
from onrecord.extraction.events.within import within
from onrecord.extraction.events.words import Word, forms


def nominal(run: list[Word]) -> Iterator[Draft]:
    """What each noun and adjective of a sentence tells, in order."""
    for at, word in enumerate(run):
        row = nouns().get(word.low) or nouns().get(word.low.removesuffix("s"))
        heads = at + 1 == len(run) or run[at + 1].tag != "N"
        if word.tag == "N" and row and heads and (not word.name or at == 0):
            yield from _noun(run, at, row)
        holder, dash, last = word.text.rpartition("-")
        if dash and last in hyphens() and holder[:1].isupper():
            yield from _hyphen(run, at, hyphens()[last])
        yield from within(run, at)


def _noun(run: list[Word], at: int, row: Row) -> Iterator[Draft]:
    """An act told by its noun: who before it or after "by", where after a preposition."""
    said = kinds()[row.kind]
    after, going = _happening(run, at, row)
    near = [one for one in after if one[0] not in ("by", "between", "against") or one[0] in said["at"]][:2]
    near = near[: 2 if near and near[0][0] == "of" and row.kind in ("WITHDRAW", "ATTACK") else 1]
    word, places = next(((word, phrases) for word, phrases in near if word in said["at"]), ("", ()))
    if run[at].low in ("talks", "negotiations") and word == "in":
        return
    held = Clause(at, after=after)
    who = held.at("by") or (held.at("to") if run[at].low == "fall" else ()) or _owner(run, at)
    counter: Phrases = ()
    if run[at].low == "loss":
        who, counter = held.at("to"), _owner(run, at)
    if len(held.at("between")) > 1:
        who, counter = held.at("between")[:1], held.at("between")[1:]
    if row.kind == "NEGOTIATE":
        who, counter = _parties(run, at)
    wanted = _demanded(run, at)
    if wanted and row.kind == "WITHDRAW" and places:
        yield Draft(
            "DEMAND",
            Phrase(at, at + 1),
            whole(run, places[0], held),
            wanted,
            held.at("of", "by") or who,
            Mood(phase="planned"),
        )
        return
    how = mood(run, going) if going else _treated(run, at, row)
    if (
        how is None
        or how.sort not in ("fact", "denied")
        or (word == "of" and row.kind == "ATTACK" and run[at].low.startswith(("attack", "strike", "offensive")))
    ):
        return
    if row.kind == "WITHDRAW" and how.phase == "planned" and not who:
        who = _orders(run, at)
    for place in places:
        if is_place(run, place):
            spread = whole(run, place, held)
            extent = extent_of(run, spread, row.kind, word)
            yield Draft(
                row.kind, Phrase(at, at + 1), spread, who, counter, how, extent, run[at].low if row.framing else None
            )


def _happening(run: list[Word], at: int, row: Row) -> tuple[tuple[tuple[str, Phrases], ...], int | None]:
    """What follows a noun after prepositions, or behind the verb that only says it goes on: "fighting raged in"."""
    _, after = behind(run, at + 1)
    verb = next((step for step in range(at + 1, min(at + 5, len(run))) if run[step].tag not in ("B", "H", "A")), None)
    if (
        after
        or verb is None
        or row.kind not in ("CONTEST", "ATTACK")
        or run[verb].lemma not in among("above", "goes on")
    ):
        return after, None
    aside = verb + 2 < len(run) and run[verb + 1].low in ("on", "out", "up") and run[verb + 2].tag in ("P", "T")
    return behind(run, verb + 2 if aside else verb + 1)[1], verb


def _demanded(run: list[Word], at: int) -> Phrases:
    """Who demands what a noun tells: "called for the withdrawal of troops from the town"."""
    start = at
    while start > 0 and run[start - 1].tag in ("N", "D", "A"):
        start -= 1
    verb = start - 2 if start > 1 and run[start - 1].low in ("for", "on") else start - 1
    demands = verb >= 0 and run[verb].tag == "V" and run[verb].lemma in ("demand", "call", "urge", "request", "insist")
    return subject(run, verb) if demands else ()


def _orders(run: list[Word], at: int) -> Phrases:
    """Who orders what a noun tells: "Russia orders the withdrawal from"."""
    verb = next((back for back in range(at - 1, -1, -1) if run[back].tag == "V"), None)
    return subject(run, verb) if verb is not None and run[verb].lemma == "order" else ()


def _owner(run: list[Word], at: int) -> Phrases:
    """Who stands before a noun: "Russia's", "Islamic State", "Russian"."""
    start = at
    while start > 0 and run[start - 1].tag == "N":
        start -= 1
    names = [step for step in range(start, at) if run[step].name]
    if names:
        return (Phrase(names[0], names[-1] + 1),)
    its = start > 0 and run[start - 1].low in ("its", "their", "his")
    verb = next((back for back in range(start - 1, -1, -1) if run[back].tag == "V"), None)
    return ((subject(run, verb) if verb is not None else ()) or (Phrase(start - 1, start),)) if its else ()


def _treated(run: list[Word], at: int, row: Row) -> Mood | None:
    """How the verb above a noun takes it: beaten off, planned, demanded; none where it is no fact."""
    start = at
    while (start > 0 and run[start - 1].tag in ("N", "D", "A")) or (
        start > 0 and run[start - 1].tag == "V" and run[start - 1].forms & {"part"} and run[start - 2].tag == "D"
    ):
        start -= 1
    before = {word.low for word in run[start:at]}
    if row.kind in ("ATTACK", "ADVANCE") and {forms().get(word, ("",))[0] for word in before} & among("above", "repel"):
        return Mood(phase="attempted")
    if before & among("above", "unreal") or (row.kind in ("CAPTURE", "WITHDRAW", "ADVANCE") and _ahead(run, start, at)):
        return None
    if start > 1 and run[start - 1].low == "of" and run[start - 2].low in among("above", "feared"):
        return None
    if start > 1 and run[start - 1].low == "to" and run[start - 2].low in ("end", "halt", "stop"):
        return None  # "called for an end to the attacks on"
    verb = next((back for back in range(start - 1, max(-1, start - 4), -1) if run[back].tag == "V"), None)
    if verb is None or not all(word.tag in ("A", "P") for word in run[verb + 1 : start]):
        return Mood()
    if run[verb].lemma in among("above", "repel") and row.kind in ("ATTACK", "ADVANCE"):
        return Mood(phase="attempted")
    if run[verb].lemma in among("above", "undone"):
        return None
    if any(word.tag == "P" for word in run[verb + 1 : start]):
        return Mood()
    how = mood(run, verb)
    if run[verb].lemma in among("META", "confirm") and row.kind != "SOVEREIGNTY":
        return None if how.denied else Mood()  # what is not confirmed is not said to be otherwise
    if run[verb].lemma in among("META", "deny") and row.kind not in ("SOVEREIGNTY", "CONTROL"):
        return None if how.denied else Mood(denied=True, sort="denied")
    if row.kind == "WITHDRAW" and run[verb].lemma == "order":
        return Mood(phase="planned")
    if row.kind in ("SOVEREIGNTY", "CONTROL") and run[verb].lemma in among("above", "suppose"):
        return Mood()  # who does not recognise an annexation supposes it
    if row.kind == "SOVEREIGNTY" and how.denied and run[verb].lemma in ("give", "abandon", "drop", "renounce"):
        return Mood()  # who will never give up a claim makes it
    return how if how.sort == "fact" else None


def _ahead(run: list[Word], start: int, at: int) -> bool:
    """Whether the act is still to come: "conditions for the liberation of", "the liberation of it will free"."""
    for word in run[at + 1 :]:
        if word.tag in ("V", "B", "H", ",", "."):
            break
        if word.tag == "M":
            return True
    verb = next((back for back in range(start - 1, max(-1, start - 4), -1) if run[back].tag == "V"), None)
    hindered = verb is not None and run[verb].lemma in among("above", "hindered")
    return hindered or (start > 0 and run[start - 1].low in ("for", "until", "before", "toward", "towards"))


def _parties(run: list[Word], at: int) -> tuple[Phrases, Phrases]:
    """Who talks: the subject of the verb that talks hang on."""
    verb = next((back for back in range(at, -1, -1) if run[back].tag == "V"), None)
    who = subject(run, verb) if verb is not None else ()
    return who[:1], who[1:]


def _hyphen(run: list[Word], at: int, row: Row) -> Iterator[Draft]:
    """ "Russian-held Melitopol": the holder stands before the hyphen."""
    place = phrase_at(run, at + 1)
    if place and is_place(run, place):
        framing = row.words[0] if row.framing else None
        spread = whole(run, place, Clause(at))
        yield Draft(row.kind, Phrase(at, at + 1), spread, (Phrase(at, at + 1),), framing=framing)
