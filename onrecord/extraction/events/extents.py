"""Which words name a place, with all that says which, and how much of it is meant."""

from __future__ import annotations

from onrecord.extraction.events.clauses import Clause
from onrecord.extraction.events.lexicon import among, kinds
from onrecord.extraction.events.phrases import Phrase
from onrecord.extraction.events.words import Word
from onrecord.records import Extent


def whole(run: list[Word], place: Phrase, held: Clause) -> Phrase:
    """A place with what says which: "most of the region", "the airport of Gao", "positions in Kidal"."""
    end = place.end
    while end + 1 < len(run) and run[end].low == "of" and run[end + 1].tag in ("N", "D"):
        end = _end(run, end + 1)
    named = any(word.name and not word.people for word in _free(run, place.start, end))
    if (
        not named
        and end + 1 < len(run)
        and (
            run[end].low in {"in", "at", *among("places", "beside")}
            or (run[end].low == "from" and run[end - 1].low in among("places", "ground"))
            or (run[end].low == "on" and "outskirts" in [word.low for word in run[end + 1 : end + 4]])
        )
        and run[end + 1].tag in ("N", "D")
    ):
        end = _end(run, end + 1)
    return Phrase(place.start, end)


def _free(run: list[Word], start: int, end: int) -> list[Word]:
    """Words without those that only say whose they are: "the headquarters of | the Myanmar military's | command"."""
    owner = next((at for at in range(end - 2, start - 1, -1) if run[at].low.endswith(("'s", "’s"))), None)
    if owner is None or run[owner].name or not run[end - 1].low.islower():
        return run[start:end]
    first = owner
    while first > start and run[first - 1].tag == "N":
        first -= 1
    return run[start:first] + run[owner + 1 : end]


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
    share = share or head.low.isdigit()
    return share and following == "of" and place.end + 1 < len(run) and _of_place(run, place.end + 1)


def _of_place(run: list[Word], at: int) -> bool:
    head = run[_end(run, at) - 1]
    return head.name or head.low in among("places", "nouns")


def extent_of(run: list[Word], place: Phrase, kind: str, word: str) -> Extent:
    """How much of the place is meant."""
    if word in kinds().get(kind, {}).get("near", ()):
        return "near"
    if _beside(run, place):
        return "near"
    aside = _aside(run, place)
    if aside is not None:
        outside = run[aside - 1].low.endswith("s") and run[place.end - 1].low in among("places", "towns")
        return "near" if outside or any(word.name for word in place.words(run)) else "part"
    if kind in ("CONTROL", "CAPTURE", "WITHDRAW") and (_inside(run, place) or _side(run, place)):
        return "part"
    said = {one.low for at, one in enumerate(place.words(run), place.start) if _says_how_much(run, at)}
    nearly = said & {"almost", "nearly"} or (place.start > 0 and run[place.start - 1].low in ("almost", "nearly"))
    if said & among("places", "whole") and not nearly:
        return "whole"
    return "part" if nearly or said & among("places", "part") or _numbered(run, place) else "unstated"


def _says_how_much(run: list[Word], at: int) -> bool:
    """No ordinal, no name, and no side of a land on which a town lies: "the northern town of Kidal"."""
    side = run[at].low.endswith("ern") or run[at].low == "central"
    town = next((word.low for word in run[at + 1 : at + 4] if word.low in among("places", "towns")), None)
    return not (_ordinal(run, at) or run[at].name or (side and town))


def _numbered(run: list[Word], place: Phrase) -> bool:
    """So many of them: "14 of the townships of the state"."""
    return run[place.start].low.isdigit() and place.start + 1 < len(run) and run[place.start + 1].low == "of"


def _beside(run: list[Word], place: Phrase) -> bool:
    """Whether a name only says what it lies beside: "several heights near Jermuk", "the districts around it"."""
    beside = next((at for at in range(place.start + 1, place.end) if run[at].low in among("places", "beside")), None)
    return beside is not None and not any(word.name for word in run[place.start : beside])


def _inside(run: list[Word], place: Phrase) -> bool:
    """Whether only something in a place is meant: "two villages in the district"."""
    link = next((at for at in range(place.start + 1, place.end) if run[at].low in ("in", "inside")), None)
    return link is not None and run[link - 1].low.endswith("s") and run[link - 1].low in among("places", "nouns")


def _side(run: list[Word], place: Phrase) -> bool:
    """ "The north of Cyprus"."""
    first = next((at for at in range(place.start, place.end) if run[at].tag == "N"), place.start)
    return run[first].low in among("places", "sides") and first + 1 < place.end and run[first + 1].low == "of"


def _aside(run: list[Word], place: Phrase) -> int | None:
    """Where words put something on one side of a name: "the districts south of", and not "the south of"."""
    held = (
        at
        for at in range(place.start + 1, place.end - 1)
        if run[at].low in among("places", "sides") and run[at + 1].low == "of"
    )
    return next(
        (
            at
            for at in held
            if run[at - 1].tag == "N" and not run[at - 1].name and run[at - 1].low not in among("places", "lengths")
        ),
        None,
    )


def _ordinal(run: list[Word], at: int) -> bool:
    """ "The tenth town" is no tenth of it."""
    return run[at].low.endswith(("th", "rd")) and not (at + 1 < len(run) and run[at + 1].low == "of")
