"""What verbs of the table tell, by the clause that each stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.extraction.events.clauses import Clause, clause
from onrecord.extraction.events.lexicon import Row, among, kinds, rows
from onrecord.extraction.events.moods import Mood, mood
from onrecord.extraction.events.phrases import Phrase, Phrases, listed
from onrecord.extraction.events.subjects import is_passive
from onrecord.extraction.events.words import Word
from onrecord.records import ClaimKind, Extent


class Draft(NamedTuple):
    """What the words of one sentence tell of one place, places still as numbers of words."""

    kind: ClaimKind
    trigger: Phrase
    place: Phrase
    actor: Phrases = ()
    counter: Phrases = ()
    mood: Mood = Mood()
    extent: Extent = "unstated"
    framing: str | None = None
    named: bool = True  # whether the place is called by a name here
    told: bool = True  # whether a subject is told: a passive or a noun may do without


class Slots(NamedTuple):
    """Where a row's roles stand in a clause."""

    actor: Phrases
    counter: Phrases
    places: Phrases
    word: str = ""  # the preposition before the places
    denied: bool = False


def verbal(run: list[Word]) -> Iterator[Draft]:
    """What each verb of a sentence tells, in order."""
    for verb, word in enumerate(run):
        if word.tag not in ("V", "B", "H"):
            continue
        for row, end in matching(run, verb):
            drafts = list(_drafts(run, verb, row, end))
            yield from drafts
            if drafts:
                break


def matching(run: list[Word], verb: int) -> Iterator[tuple[Row, int]]:
    """The rows whose words stand here, those of more words first, and the word behind each."""
    first = {"B": "be", "H": "have"}.get(run[verb].tag, run[verb].lemma)
    for row in rows().get(first, ()):
        end = _matched(run, verb + 1, row.words[1:])
        if end is not None and row.roles != "within":
            yield row, end


def _matched(run: list[Word], at: int, rest: tuple[str, ...]) -> int | None:
    """Behind the row's further words, small words between them skipped."""
    for word in rest:
        if word == "~":
            held, at = listed(run, at)
            if not held:
                return None
            continue
        found = next((step for step in range(at, min(at + 6, len(run))) if _is(run[step], word)), None)
        if found is None or any(not _small(run, step) for step in range(at, found)):
            return None
        at = found + 1
    return at


def _is(word: Word, wanted: str) -> bool:
    return word.low in (wanted, wanted + "s", wanted + "es")


def _small(run: list[Word], at: int) -> bool:
    return (
        run[at].tag in ("D", "A")
        or run[at].low == "there"
        or (run[at].tag == "N" and at + 1 < len(run) and run[at + 1].tag in ("N", "P"))
    )


def _drafts(run: list[Word], verb: int, row: Row, end: int) -> Iterator[Draft]:
    held = clause(run, verb, end)
    if "~" in row.words:
        held = held._replace(objects=listed(run, verb + 1)[0])
    slots = _slots(run, held, row, end)
    if not slots:
        return
    said = mood(run, verb)
    said = said._replace(denied=said.denied != slots.denied)
    for place in slots.places:
        kind, who, whom, how = meant(_lasting(run, verb, row), slots.actor, slots.counter, said)
        to_come = row.roles == "falls" and (kind == "INTENT" or any(word.tag == "TO" for word in run[verb - 1 : verb]))
        if kind and not to_come:
            yield Draft(
                kind,
                Phrase(verb, end),
                whole(run, place, held),
                who,
                whom,
                how,
                extent_of(run, whole(run, place, held), row.kind, slots.word),
                " ".join(row.words) if row.framing else None,
                any(word.name and not word.people for word in whole(run, place, held).words(run)),
                bool(slots.actor) or held.passive or row.roles in ("falls", "under"),
            )


def _lasting(run: list[Word], verb: int, row: Row) -> ClaimKind:
    """To occupy is to take, and in the present to hold: "occupies", "have occupied since"."""
    helped = {word.low for word in run[max(0, verb - 4) : verb] if word.tag in ("B", "H")}
    now = (
        not run[verb].forms & {"past"}
        or (is_passive(run, verb) and bool(helped & {"is", "are", "remains"}))
        or any(word.low == "since" for word in run[verb:])
    )
    stands = is_passive(run, verb) and not (verb + 1 < len(run) and run[verb + 1].low == "by")
    lasts = row.words == ("occupy",) and (now or stands) and "ing" not in run[verb].forms and run[verb - 1].tag != "TO"
    return "CONTROL" if lasts else row.kind


def meant(
    kind: ClaimKind, actor: Phrases, counter: Phrases, how: Mood
) -> tuple[ClaimKind | None, Phrases, Phrases, Mood]:
    """The kind once its mood counts: what is planned is an intention, what is demanded a demand of somebody."""
    if how.sort == "supposed":
        return None, (), (), how
    if how.sort == "demand" and (kind == "SOVEREIGNTY" or (not how.by and kind != "WITHDRAW")):
        return None, (), (), how
    if how.sort == "demand":
        return "DEMAND", how.by, actor, how._replace(denied=False)
    if how.sort == "fight" and kind in ("CAPTURE", "CONTROL", "ADVANCE"):
        return "CONTEST", actor, counter, how._replace(phase="completed")
    if how.sort != "intent" or kind in ("RECOGNISE", "DEMAND"):
        return kind, actor, counter, how
    if kind == "WITHDRAW" and not how.denied:
        return kind, actor, counter, how
    return "INTENT", actor, (), how


def whole(run: list[Word], place: Phrase, held: Clause) -> Phrase:
    """A place with what says which: "most of the region", "the airport of Gao", "positions in Kidal"."""
    end = place.end
    while end + 1 < len(run) and run[end].low == "of" and run[end + 1].tag in ("N", "D"):
        end = _end(run, end + 1)
    named = any(word.name and not word.people for word in run[place.start : end])
    if (
        not named
        and end + 1 < len(run)
        and run[end].low in ("in", "near", "at", "around", "from")
        and run[end + 1].tag in ("N", "D")
    ):
        end = _end(run, end + 1)
    return Phrase(place.start, end)


def _end(run: list[Word], at: int) -> int:
    while at < len(run) and run[at].tag in ("N", "D"):
        at += 1
    return at


def is_place(run: list[Word], place: Phrase) -> bool:
    """Whether a phrase can be a place: its head is a name or a word for a place, or a share of one."""
    head = run[place.end - 1]
    if head.tag == "PRO" or head.low == "both":
        return head.low in ("it", "there", "them", "both")
    if head.low in among("places", "contested"):
        return False
    if head.name or head.low in among("places", "nouns"):
        return True
    following = run[place.end].low if place.end < len(run) else ""
    share = head.low in among("places", "part") or head.tag == "D" or head.low in ("all", "rest", "whole")
    return share and following == "of" and place.end + 1 < len(run) and _of_place(run, place.end + 1)


def _of_place(run: list[Word], at: int) -> bool:
    head = run[_end(run, at) - 1]
    return head.name or head.low in among("places", "nouns")


def extent_of(run: list[Word], place: Phrase, kind: str, word: str) -> Extent:
    """How much of the place is meant."""
    if word in kinds().get(kind, {}).get("near", ()):
        return "near"
    said = {one.low for at, one in enumerate(place.words(run), place.start) if not _ordinal(run, at)}
    if said & among("places", "whole") and not said & {"almost", "nearly"}:
        return "whole"
    return "part" if said & among("places", "part") else "unstated"


def _ordinal(run: list[Word], at: int) -> bool:
    """ "The tenth town" is no tenth of it."""
    return run[at].low.endswith(("th", "rd")) and not (at + 1 < len(run) and run[at + 1].low == "of")


# --- where the roles of a row stand ---


def _slots(run: list[Word], held: Clause, row: Row, end: int) -> Slots | None:
    said = kinds()[row.kind]
    agent = held.at("by") if held.passive else ()
    if row.kind == "RECOGNISE":
        return _recognised(run, held, row)
    if row.words == ("claim",) and held.passive and not agent:
        return None  # "it is claimed that"
    if row.words == ("hold",) and held.passive and not agent:
        return None  # a meeting, or somebody in custody
    if row.roles in ("object", "loses"):
        who, places = (agent, held.subject) if held.passive else (held.subject, held.objects)
        places = tuple(one for one in places if is_place(run, one) and run[one.start].low != "there")
        return Slots(who, held.at("from"), places, denied=row.roles == "loses")
    if row.roles == "either":
        return _either(run, held, said)
    if held.passive and row.roles == "goes" and not agent:
        return None  # "students were moved into the old school"
    if row.roles == "goes" and row.words[-1] in said["at"] and held.objects:
        return Slots(held.subject, (), held.objects)
    if row.roles in ("goes", "act", "leaves"):
        word, places = _after(held, said["at"])
        places = tuple(one for one in places if is_place(run, one))
        against = held.at("with", "against") if row.roles == "goes" else ()
        return Slots(agent or held.subject, against, places, word if row.roles != "leaves" else "")
    return _others(run, held, row, agent)


def _recognised(run: list[Word], held: Clause, row: Row) -> Slots | None:
    """Whose what is recognised: a state, or its independence, its sovereignty over a place, its claim to one."""
    who, objects = (held.at("by"), held.subject) if held.passive else (held.subject, held.objects)
    rejects = row.roles == "rejects"
    heads = [one for one in objects if run[one.end - 1].low in among("places", "contested") | {"sovereignty"}]
    if heads:
        start = heads[0].start
        owner = tuple(Phrase(at, at + 1) for at in range(start, heads[0].end - 1) if run[at].name)
        _, places = _after(held, kinds()["RECOGNISE"]["at"])
        end = heads[0].end
        if not places and end < len(run) and run[end].low == "there":
            places = (Phrase(end, end + 1),)
        return Slots(who, owner, places, denied=rejects)
    names = tuple(one for one in objects if run[one.end - 1].name or run[one.end - 1].tag == "PRO")
    return Slots(who, (), names) if row.words[0].startswith("recogni") else None


def _either(run: list[Word], held: Clause, said: dict[str, list[str]]) -> Slots:
    agent = held.at("by") if held.passive else ()
    who, objects = (agent, held.subject) if held.passive else (held.subject, held.objects)
    word, places = _after(held, said["at"])
    named = tuple(one for one in objects if _names(run, one))
    if named or not places:
        return Slots(who, (), named or tuple(one for one in objects if is_place(run, one)))
    return Slots(who, (), places, word)


def _names(run: list[Word], place: Phrase) -> bool:
    """Whether a name of its own stands in it, besides an adjective of a people."""
    head = run[place.end - 1]
    return (head.name and not head.people) or (
        head.low in among("places", "nouns") and any(w.name and not w.people for w in place.words(run))
    )


def _others(run: list[Word], held: Clause, row: Row, agent: Phrases) -> Slots | None:
    who, places = (agent, held.subject) if held.passive else (held.subject, held.objects)
    if row.roles == "hands":
        return Slots(who, held.at("to"), tuple(one for one in places if is_place(run, one)))
    if row.roles == "drives":
        return Slots(who, places, held.at("from", "out of"))
    if row.roles == "falls" and (
        held.objects or held.at("out of", "off", "below", "behind", "from", "through", "short")
    ):
        return None  # "fell quiet", "fell out of favour"
    if row.roles == "falls":
        return Slots(held.at("to", "into"), (), tuple(one for one in held.subject if is_place(run, one)))
    if row.roles == "cedes":
        return Slots(held.at("to"), held.subject, places) if held.at("to") else None
    if row.roles == "under":
        return Slots(held.at("from", "by"), (), tuple(one for one in held.subject if is_place(run, one)))
    if row.roles == "own":
        return Slots(held.subject, (), held.at("for") or held.subject)
    return None


def _after(held: Clause, prepositions: list[str]) -> tuple[str, Phrases]:
    """The places behind the first of these prepositions."""
    return next(((word, phrases) for word, phrases in held.after if word in prepositions), ("", ()))
