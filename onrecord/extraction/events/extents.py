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
    named = any(word.name and not word.people for word in run[place.start : end])
    if (
        not named
        and end + 1 < len(run)
        and (
            run[end].low in {"in", "at", *among("places", "beside")}
            or (run[end].low == "from" and run[end - 1].low in among("places", "ground"))
        )
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
    if _beside(run, place):
        return "near"
    if _aside(run, place) is not None:
        return "part" if not any(word.name for word in place.words(run)) else "near"
    if kind in ("CONTROL", "CAPTURE", "WITHDRAW") and (_inside(run, place) or _side(run, place)):
        return "part"
    said = {one.low for at, one in enumerate(place.words(run), place.start) if not _ordinal(run, at) and not one.name}
    if said & among("places", "whole") and not said & {"almost", "nearly"}:
        return "whole"
    return "part" if said & among("places", "part") else "unstated"


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
