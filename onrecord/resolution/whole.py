"""What "the islands" and "the capital" point to: the group that an isle or a town belongs to, the seat of a state."""

from __future__ import annotations

from onrecord.records import Place
from onrecord.resolution.actors import known
from onrecord.resolution.gazetteer import lookup
from onrecord.resolution.naming import tables
from onrecord.resolution.senses import Mention

ISLES = {"islands", "archipelago"}
_NAMES = ("Islands", "Archipelago", "Isles")


def isles(before: list[Mention]) -> Place | None:
    """The islands named last, or those in which the place named last lies."""
    for one in reversed(before):
        if one.kind == "island" or one.place.name.endswith(_NAMES):
            return one.place
        group = next((name for name in one.place.within if name.split(" (")[0].endswith(_NAMES)), None)
        if group:
            return next((entry.place for entry in lookup(group.split(" (")[0])[:1]), None)
    return None


def seat(before: list[Mention]) -> Place | None:
    """The capital of a state that was named last; a province has one too, but is not called so bare."""
    held = (one.place for one in reversed(before) if one.kind == "city")
    return next((one for one in held if one.name in tables().seats or one.name in known().states), None)
