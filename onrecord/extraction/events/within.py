"""What is said to be whose: "is part of Georgia", "under Armenian control", "is ours"; and what is called illegal."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from onrecord.extraction.events.clauses import Clause
from onrecord.extraction.events.extents import extent_of, is_place, whole
from onrecord.extraction.events.lexicon import Row, among, rows
from onrecord.extraction.events.moods import Mood, mood, negates
from onrecord.extraction.events.phrases import Phrase, Phrases, behind, phrase_at
from onrecord.extraction.events.subjects import copular, gap, is_passive, subject
from onrecord.extraction.events.verbal import Draft
from onrecord.extraction.events.words import Word


def within(run: list[Word], at: int) -> Iterator[Draft]:
    """What a phrase at this word says of who holds a place."""
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
        how = _denied(run, verb, at, mood(run, verb))
        if how.sort == "supposed" or {word.low for word in run[verb:end]} & among("places", "peopled"):
            return
        for one in place:
            if is_place(run, one) and (not actor or one not in actor):
                spread = whole(run, one, Clause(verb))
                framing = "occupied" if any("occup" in word for word in row.words) else None
                yield Draft(
                    row.kind, Phrase(at, end), spread, actor, (), how, extent_of(run, spread, row.kind, ""), framing
                )
        return


# "The town is mostly Kurdish" tells who lives there.


def _phrases(run: list[Word], at: int) -> tuple[Row, ...]:
    first = run[at]
    if first.low not in _opening() and not first.people and not (first.tag == "V" and first.lemma in _opening()):
        return ()
    found = [*rows().get(first.low, ()), *(rows().get(first.lemma, ()) if first.tag == "V" else ())]
    if first.people:
        found += rows().get("PEOPLE", ())
    return tuple(sorted((row for row in found if row.roles == "within"), key=lambda row: -len(row.words)))


def _denied(run: list[Word], verb: int, at: int, how: Mood) -> Mood:
    """With a "not" that stands behind the verb: "is not under Norland's control", "is no longer ours"."""
    around = [word.low for word in run[verb:at]]
    return how._replace(denied=how.denied or negates(around) or "longer" in around)


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
                    or _adjectival(run, at, word)
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


def _adjectival(run: list[Word], at: int, wanted: str) -> bool:
    """ "Its southern province"."""
    follows = at + 1 < len(run) and (_fits(run[at + 1], wanted) or run[at + 1].tag == "N")
    return (
        run[at].tag == "N" and not run[at].name and follows and wanted in ("province", "territory", "capital", "land")
    )


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
    if run[back].tag == "V" and is_passive(run, back):
        return subject(run, back), (), back
    verb = next((step for step in range(back, max(-1, back - 12), -1) if run[step].tag == "V"), None)
    if verb is None or run[verb].lemma not in among("above", "regard"):
        return (), (), None
    objects = phrase_at(run, verb + 1)
    if not objects or objects.start == at or run[objects.start].low == "as":
        return gap(run, verb), subject(run, verb), verb
    if any(
        word.tag in ("P", "V", "TO", "B") and word.low != "as"
        for word in run[whole(run, objects, Clause(verb)).end : at]
    ):
        return (), (), None
    bound = next(
        (step for step in range(objects.start + 1, objects.end) if run[step].tag == "D" or run[step].low in ("part",)),
        objects.end,
    )
    return (Phrase(objects.start, min(bound, at)),), subject(run, verb), verb


def _adjective(run: list[Word], at: int) -> bool:
    """Between a determiner and the phrase: "an inalienable part"."""
    return run[at].tag == "N" and not run[at].name and at > 0 and run[at - 1].tag in ("D", "A")


def _holder(run: list[Word], at: int, end: int, row: Row, who: Phrases) -> Phrases | None:
    """Who holds: named behind the phrase, in its adjective, or the one whose "its" it is; none is a refusal."""
    people = next((step for step in range(at, end) if run[step].people), None)
    if people is not None:
        return (Phrase(people, people + 1),)
    if row.words[-1] in ("ours", "theirs"):
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
