"""What verbs of the table tell, by the clause that each stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.extraction.events.clauses import Clause, clause
from onrecord.extraction.events.extents import extent_of, is_place, whole
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
            at = whole(run, held[-1], Clause(at)).end
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
    if slots and row.words[0] in among("above", "keep") and mood(run, verb).sort == "intent":
        return
    if not slots or (row.kind == "ADVANCE" and _leaving(run, slots.actor, end)):
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
                " ".join(row.words) if row.framing or kind != row.kind == "WITHDRAW" else None,
                any(word.name and not word.people for word in whole(run, place, held).words(run)),
                bool(slots.actor) or held.passive or row.roles in ("falls", "under"),
            )


def _leaving(run: list[Word], actor: Phrases, end: int) -> bool:
    """Whether those who move are going: "moved back", "its last troops crossed the river"."""
    last = {word.low for one in actor for word in one.words(run)} & {"last", "remaining"}
    return bool(last) or (end < len(run) and run[end].low == "back")


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
    if how.sort == "unsaid":
        return kind, actor, counter, how
    if how.sort == "demand" and (kind in ("SOVEREIGNTY", "RECOGNISE") or (not how.by and kind != "WITHDRAW")):
        return None, (), (), how
    if how.sort == "demand":
        return "DEMAND", how.by, actor, how._replace(denied=False)
    if how.sort == "fight" and kind in ("CAPTURE", "CONTROL", "ADVANCE"):
        return "CONTEST", actor, counter, how._replace(phase="completed")
    if how.sort != "intent" or kind in ("RECOGNISE", "DEMAND"):
        return kind, actor, counter, how
    if kind == "WITHDRAW" and not how.denied:
        return kind, actor, counter, how
    if kind == "CONTEST":
        return None, (), (), how  # "will defend the town" is no intention to take it
    return "INTENT", actor, (), how


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
        if against and run[max(0, against[0].start - 2)].low in ("border", "frontier", "line"):
            against = ()  # "along the border with Albania"
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
        near = [phrases for word, phrases in held.after if word in kinds()["RECOGNISE"]["at"]]
        places = next((found for found in near if any(is_place(run, one) for one in found)), ())
        end = heads[0].end
        if not places and end < len(run) and run[end].low == "there":
            places = (Phrase(end, end + 1),)
        if not places and run[start].low in ("its", "their") and run[end - 1].low == "independence":
            places = (Phrase(start, end),)
        return Slots(who, owner, places, denied=rejects)
    lands = among("places", "nouns")
    names = tuple(
        one
        for one in objects
        if run[one.end - 1].name or run[one.end - 1].tag == "PRO" or (run[one.end - 1].low in lands and not rejects)
    )
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
        places = tuple(one for one in places if run[one.start].low not in among("places", "sides"))
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
    if row.roles == "moves":
        return _moved(run, held)
    if row.roles == "passes":
        return Slots(held.objects, (), tuple(one for one in held.subject if is_place(run, one)))
    if row.roles == "under":
        return Slots(held.at("from", "by"), (), tuple(one for one in held.subject if is_place(run, one)))
    if row.roles == "own":
        return Slots(held.subject, (), held.at("for") or held.subject)
    return None


def _moved(run: list[Word], held: Clause) -> Slots | None:
    """ "Control of the town passed from rebels to the army": without both of them nothing is said of who holds."""
    giver, taker = held.at("from"), held.at("to", "into")
    if held.objects or held.passive or not giver or not taker:
        return None
    places = tuple(one for head in held.subject for one in _governed(run, head) if is_place(run, one))
    return Slots(_holders(run, taker), _holders(run, giver), places)


def _governed(run: list[Word], head: Phrase) -> Phrases:
    """What a word for holding governs: "control of the town" is about the town."""
    if run[head.end - 1].low not in among("places", "held"):
        return (head,)
    return listed(run, head.end + 1)[0] if head.end < len(run) and run[head.end].low in ("of", "over") else ()


def _holders(run: list[Word], phrases: Phrases) -> Phrases:
    """Whose hands they are: "Azerbaijani control", "rebel hands"."""
    return tuple(
        one._replace(end=one.end - (one.end - one.start > 1 and run[one.end - 1].low in among("places", "holding")))
        for one in phrases
    )


def _after(held: Clause, prepositions: list[str]) -> tuple[str, Phrases]:
    """The places behind the first of these prepositions."""
    return next(((word, phrases) for word, phrases in held.after if word in prepositions), ("", ()))
