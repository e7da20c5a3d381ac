"""What nouns and adjectives of the table tell: "Russia's annexation of Crimea", "Russian-held", "is part of"."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from onrecord.extraction.events.clauses import Clause
from onrecord.extraction.events.lexicon import Row, among, hyphens, kinds, nouns, rows
from onrecord.extraction.events.moods import Mood, mood
from onrecord.extraction.events.phrases import Phrase, Phrases, behind, phrase_at
from onrecord.extraction.events.subjects import copular, gap, subject
from onrecord.extraction.events.verbal import Draft, extent_of, is_place, whole
from onrecord.extraction.events.words import Word


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
        yield from _within(run, at)


def _noun(run: list[Word], at: int, row: Row) -> Iterator[Draft]:
    """An act told by its noun: who before it or after "by", where after a preposition."""
    said = kinds()[row.kind]
    _, after = behind(run, at + 1)
    near = [one for one in after if one[0] not in ("by", "between", "against") or one[0] in said["at"]][:2]
    near = near[: 2 if near and near[0][0] == "of" and row.kind in ("WITHDRAW", "ATTACK") else 1]
    word, places = next(((word, phrases) for word, phrases in near if word in said["at"]), ("", ()))
    if run[at].low in ("talks", "negotiations") and word == "in":
        return
    held = Clause(at, after=after)
    who = held.at("by") or (held.at("to") if run[at].low == "fall" else ()) or _owner(run, at)
    counter: Phrases = ()
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
    how = _treated(run, at, row)
    if how is None or (
        word == "of" and row.kind == "ATTACK" and run[at].low.startswith(("attack", "strike", "offensive"))
    ):
        return
    for place in places:
        if is_place(run, place):
            spread = whole(run, place, held)
            extent = extent_of(run, spread, row.kind, word)
            yield Draft(
                row.kind, Phrase(at, at + 1), spread, who, counter, how, extent, run[at].low if row.framing else None
            )


def _demanded(run: list[Word], at: int) -> Phrases:
    """Who demands what a noun tells: "called for the withdrawal of troops from the town"."""
    start = at
    while start > 0 and run[start - 1].tag in ("N", "D", "A"):
        start -= 1
    verb = start - 2 if start > 1 and run[start - 1].low in ("for", "on") else start - 1
    demands = verb >= 0 and run[verb].tag == "V" and run[verb].lemma in ("demand", "call", "urge", "request", "insist")
    return subject(run, verb) if demands else ()


def _owner(run: list[Word], at: int) -> Phrases:
    """Who stands before a noun: "Russia's", "Islamic State", "Russian"."""
    start = at
    while start > 0 and run[start - 1].tag == "N":
        start -= 1
    names = [step for step in range(start, at) if run[step].name]
    if names:
        return (Phrase(names[0], names[-1] + 1),)
    its = start > 0 and run[start - 1].low in ("its", "their", "his")
    return (Phrase(start - 1, start),) if its else ()


def _treated(run: list[Word], at: int, row: Row) -> Mood | None:
    """How the verb above a noun takes it: beaten off, planned, demanded; none where it is no fact."""
    start = at
    while (start > 0 and run[start - 1].tag in ("N", "D", "A")) or (
        start > 0 and run[start - 1].tag == "V" and run[start - 1].forms & {"part"} and run[start - 2].tag == "D"
    ):
        start -= 1
    before = {word.low for word in run[start:at]}
    if before & among("above", "unreal") or (row.kind in ("CAPTURE", "WITHDRAW", "ADVANCE") and _ahead(run, start, at)):
        return None
    verb = next((back for back in range(start - 1, max(-1, start - 4), -1) if run[back].tag == "V"), None)
    if verb is None or not all(word.tag in ("A", "P") for word in run[verb + 1 : start]):
        return Mood()
    if run[verb].lemma in among("above", "repel") and row.kind in ("ATTACK", "ADVANCE"):
        return Mood(phase="attempted")
    if any(word.tag == "P" for word in run[verb + 1 : start]):
        return Mood()
    how = mood(run, verb)
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
        yield Draft(row.kind, Phrase(at, at + 1), place, (Phrase(at, at + 1),), framing=framing)


# --- "is part of Georgia", "under Armenian control", "ours" ---


def _within(run: list[Word], at: int) -> Iterator[Draft]:
    for row in _phrases(run, at):
        end = _matches(run, at, row.words)
        if end is None:
            continue
        place, who, verb = _held(run, at)
        if verb is None or not place:
            continue
        actor = _holder(run, at, end, row, who)
        if actor is None:
            continue
        how = mood(run, verb)
        if how.sort == "supposed":
            return
        for one in place:
            if is_place(run, one) and (not actor or one not in actor):
                spread = whole(run, one, Clause(verb))
                framing = "occupied" if any("occup" in word for word in row.words) else None
                yield Draft(
                    row.kind, Phrase(at, end), spread, actor, (), how, extent_of(run, spread, row.kind, ""), framing
                )
        return


def _phrases(run: list[Word], at: int) -> tuple[Row, ...]:
    first = run[at]
    if first.low not in _opening() and not first.people and not (first.tag == "V" and first.lemma in _opening()):
        return ()
    found = [*rows().get(first.low, ()), *(rows().get(first.lemma, ()) if first.tag == "V" else ())]
    if first.people:
        found += rows().get("PEOPLE", ())
    return tuple(sorted((row for row in found if row.roles == "within"), key=lambda row: -len(row.words)))


@functools.cache
def _opening() -> frozenset[str]:
    """The words that a phrase of this kind begins with."""
    return frozenset(first for first, found in rows().items() if any(row.roles == "within" for row in found))


def _matches(run: list[Word], at: int, wanted: tuple[str, ...]) -> int | None:
    """Behind the phrase, its determiners and adjectives skipped."""
    for nth, word in enumerate(wanted):
        if nth:
            while (
                at < len(run)
                and (
                    run[at].tag == "D"
                    or run[at].low in ("full", "its", "effective", "undivided", "own")
                    or _ordinal(run, at)
                )
                and not _fits(run[at], word)
            ):
                at += 1
        if at >= len(run) or not _fits(run[at], word):
            return None
        at += 1
    if wanted == ("PEOPLE",) and at < len(run) and run[at].tag in ("N", "V"):
        return None
    return at


def _ordinal(run: list[Word], at: int) -> bool:
    """ "Its nineteenth province"."""
    return run[at].low.endswith(("th", "nd", "rd", "st")) and at + 1 < len(run) and run[at + 1].low == "province"


def _fits(word: Word, wanted: str) -> bool:
    return word.people if wanted == "PEOPLE" else wanted in (word.low, word.lemma)


def _held(run: list[Word], at: int) -> tuple[Phrases, Phrases, int | None]:
    """What is said to be held or to be part, by the verb before: its place, that verb's subject, the verb."""
    if run[at].tag == "V":
        return subject(run, at), (), at
    back = at - 1
    while back >= 0 and (run[back].tag in ("D", "A") or run[back].low in ("as", "considered") or _adjective(run, back)):
        back -= 1
    if back < 0:
        return (), (), None
    if run[back].tag == "B":
        return copular(run, back), copular(run, back), back
    if run[back].tag == "V" and "part" in run[back].forms:
        return subject(run, back), (), back
    verb = next((step for step in range(back, max(-1, back - 12), -1) if run[step].tag == "V"), None)
    if verb is None or run[verb].lemma not in REGARDS:
        return (), (), None
    objects = phrase_at(run, verb + 1)
    if not objects or objects.start == at or run[objects.start].low == "as":
        return gap(run, verb), subject(run, verb), verb
    bound = next(
        (step for step in range(objects.start + 1, objects.end) if run[step].tag == "D" or run[step].low in ("part",)),
        objects.end,
    )
    return (Phrase(objects.start, min(bound, at)),), subject(run, verb), verb


REGARDS = {"regard", "consider", "call", "describe", "declare", "claim", "show", "view", "see", "treat", "make", "deem"}


def _adjective(run: list[Word], at: int) -> bool:
    """Between a determiner and the phrase: "an inalienable part"."""
    return run[at].tag == "N" and not run[at].name and at > 0 and run[at - 1].tag in ("D", "A")


def _holder(run: list[Word], at: int, end: int, row: Row, who: Phrases) -> Phrases | None:
    """Who holds: named behind the phrase, in its adjective, or the one whose "its" it is; none is a refusal."""
    people = next((step for step in range(at, end) if run[step].people), None)
    if people is not None:
        return (Phrase(people, people + 1),)
    if row.words[-1] == "ours":
        return (Phrase(at, end),)
    if row.words[0] in ("its", "their", "breakaway", "renegade"):
        return who or None
    if row.words[-1] in ("of", "to", "by"):
        held = phrase_at(run, end)
        return (held,) if held else None
    return ()


# --- "the move is illegitimate", "rejected the annexation of Crimea" ---


def rejected(run: list[Word]) -> Iterator[Draft]:
    """What is called illegal, or turned down: an annexation that somebody does not recognise."""
    for at, word in enumerate(run):
        if word.low in among("places", "illegal"):
            yield from _illegal(run, at)


def _illegal(run: list[Word], at: int) -> Iterator[Draft]:
    verb = next((back for back in range(at - 1, max(-1, at - 14), -1) if run[back].tag in ("V", "B")), None)
    who: Phrases = ()
    if verb is None:
        return
    if run[verb].tag == "B":
        what = copular(run, verb)
    elif run[verb].lemma in ("declare", "call", "consider", "deem", "brand"):
        objects, _ = behind(run, verb + 1)
        what, who = objects[:1], subject(run, verb)
    else:
        return
    for one in what:
        held = [step for step in range(one.start, one.end) if run[step].low in among("places", "contested")]
        if held:
            spread = whole(run, Phrase(one.start, held[-1] + 1), Clause(verb))
            yield Draft("RECOGNISE", Phrase(at, at + 1), spread, who, (), Mood(denied=True))
