"""Into which stratum something falls. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.errors import WrongUse
from onrecord.ledger.sampling import Drawable, UnitKind
from onrecord.sampling.draw import Unit

FEW = ((0, "none"), (4, "1-4"), (14, "5-14"))  # statements of an article, up to so many
SURE = ((0.5, "under 50 %"), (0.75, "50-75 %"), (0.9, "75-90 %"))


def _found(one: Drawable) -> str:
    return next((name for most, name in FEW if one.statements <= most), "15 or more")


def _sure(one: Drawable) -> str:
    return next((name for most, name in SURE if (one.score or 0) < most), "90 % or more")


BY: dict[str, Callable[[Drawable], str]] = {
    "publisher": lambda one: one.publisher or "no publisher",
    "language": lambda one: one.lang or "unknown",
    "year": lambda one: one.day[:4] or "no date",
    "month": lambda one: one.day[:7] or "no date",
    "found": _found,
    "kind": lambda one: one.kind or "any",
    "sure": _sure,
}
ONLY: dict[str, UnitKind] = {"found": "document", "kind": "statement", "sure": "statement"}
USUAL: dict[UnitKind, tuple[str, ...]] = {"document": ("found",), "statement": ("kind", "sure")}


def checked(by: Sequence[str], unit: UnitKind) -> tuple[str, ...]:
    """What strata are made of; raises WrongUse for what a unit does not have."""
    for name in by:
        if name not in BY or ONLY.get(name, unit) != unit:
            known = [one for one in BY if ONLY.get(one, unit) == unit]
            raise WrongUse(f"--by is made of {', '.join(known)}", name)
    return tuple(by) or USUAL[unit]


def units(frame: Sequence[Drawable], by: Sequence[str]) -> list[Unit]:
    """The frame with each thing's stratum."""
    return [Unit(one.id, " · ".join(BY[name](one) for name in by) or "all") for one in frame]
