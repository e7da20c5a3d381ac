"""What a denial or a confirmation is about, where it only points: "Ukraine denied this"."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.records import Event, Place
from onrecord.resolution.cast import Cast, speaker
from onrecord.resolution.naming import NAME
from onrecord.resolution.senses import Atlas

_ENDS = re.compile(r"[.!?][”\"’']?\s")


class Before(NamedTuple):
    """What was said last: of which places, and whose word it is."""

    places: tuple[Place, ...] = ()
    by: str | None = None


def points_back(book: Atlas, event: Event) -> bool:
    """Whether a denial names no place itself: "this", "Russia's account"."""
    if event.register != "meta" or not event.place:
        return False
    words = event.place.of(book.text)
    return all(found.group().endswith(("’s", "'s", "s’", "s'")) for found in NAME.finditer(words))


def said_before(book: Atlas, event: Event, scene: Cast) -> Before:
    """What the words point to: the last claim before them, in the same sentence or the one before."""
    held = [one for one in book.claimed if one[0].trigger.start < event.trigger.start]
    if not held:
        return Before()
    last = held[-1][0]
    if len(_ENDS.findall(book.text[last.anchor.spans[-1].end : event.trigger.start])) > 1:
        return Before()
    return Before(tuple(place for one, place in held if one.trigger == last.trigger), _whose(last, scene))


def _whose(last: Event, scene: Cast) -> str | None:
    """Who said it; what the article says itself is nobody's word but its own."""
    said = speaker(scene, last.within)
    return said.name if said else None
