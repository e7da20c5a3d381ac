"""What is said of territory in whole sentences: why a status is as it is, the rules, what a contradiction hangs on.

They stand here in English, as commands and the API say them; the pages hand in a tongue of their own, and take the
messages from here for their translators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple


def _(said: str) -> str:
    """Marks a message for translators."""
    return said


def _number(value: float) -> str:
    return f"{value:,}"


def _counted(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


class Tongue(NamedTuple):
    """A language: how it says a message, one about so many things, and a number."""

    say: Callable[[str], str] = _
    counted: Callable[[str, str, int], str] = _counted
    number: Callable[[float], str] = _number


ENGLISH = Tongue()


class Ground(NamedTuple):
    """On what it rests that a side holds or claims a place: kinds of claim, and how many independent sources."""

    who: str
    kinds: tuple[str, ...]
    sources: int
    part: bool = False


class Reasons(NamedTuple):
    """Why a status is as it is. `denied`: how many claims say otherwise; `weighed`: of how many claims how many, where
    not all were."""

    held: tuple[Ground, ...] = ()
    claimed: tuple[Ground, ...] = ()
    denied: int = 0
    weighed: tuple[int, int] | None = None


HOLDS = {
    False: _("%(who)s is reported to hold it: %(basis)s."),
    True: _("%(who)s is reported to hold part of it: %(basis)s."),
}
CLAIMS = {False: _("%(who)s claims it: %(basis)s."), True: _("%(who)s claims part of it: %(basis)s.")}
NOBODY = _("Nobody but a side that gains by it is reported to hold it.")
NOTHING = _("Nothing that the ledger knows says who held it or who claimed it.")
BASIS = {
    "CAPTURE": _("a completed capture, which lasts until something ends it"),
    "CONTROL": _("reported control"),
    "SOVEREIGNTY": _("a claim to sovereignty"),
}
# The rules in words.
RULES: dict[str, str] = {
    "R1": _("Two sides that stand against one another are each said to control the same place at the same time."),
    "R2": _("One side is said to control the whole, another a part of it, at the same time."),
    "R3": _("A side withdrew, and is said to be in control later, with no capture in between."),
    "R4": _("A side captured the place, and its opponent is said to be in control later, with nothing in between."),
    "R5": _("The same is said and denied for the same time."),
    "R6": _("Two claims to sovereignty over one place, or a claim that another does not recognise: rivals, not facts."),
    "R7": _("One side claims sovereignty where another is said to be in control."),
    "R8": _("Who still means to take a place does not hold all of it; yet is said to."),
    "R9": _("A side said that it would take no more, and took more later."),
    "R10": _("The same source speaks again: an update or a correction, no contradiction."),
    "R11": _("One speech act, told differently by two outlets."),
    "R12": _("The same event, with dates or extents that differ by more than their precision."),
}
# What a contradiction may hang on.
LEVEL = _("whether “%(name)s” means the town or the region named after it")
EXTENT = _("whether all of %(name)s is meant")
DATES = _("whether the two times overlap, which are given no more precisely")
HANGS = _("It hangs on %(what)s.")
AND_ON = _(" and on ")  # between two of them, as the ledger keeps them


def why(reasons: Reasons, tongue: Tongue = ENGLISH) -> str:
    """Who is reported to hold a place, who claims it, and on what that rests."""
    held = [_rests(HOLDS, one, tongue) for one in reasons.held]
    claimed = [_rests(CLAIMS, one, tongue) for one in reasons.claimed]
    nobody = [tongue.say(NOBODY)] if claimed and not held else []
    said = [*held, *nobody, *claimed, *_limits(reasons, tongue)]
    return " ".join(said) or tongue.say(NOTHING)


def _rests(said: dict[bool, str], one: Ground, tongue: Tongue) -> str:
    return tongue.say(said[one.part]) % {"who": one.who, "basis": _basis(one, tongue)}


def _basis(one: Ground, tongue: Tongue) -> str:
    """Such as "reported control and a claim to sovereignty (2 independent sources)"."""
    say, ngettext, number = tongue
    *kinds, last = (say(BASIS[kind]) for kind in one.kinds)
    joined = say(_("%(one)s and %(other)s")) % {"one": ", ".join(kinds), "other": last} if kinds else last
    said = ngettext("%(kinds)s (%(num)s independent source)", "%(kinds)s (%(num)s independent sources)", one.sources)
    return said % {"kinds": joined, "num": number(one.sources)}


def _limits(reasons: Reasons, tongue: Tongue) -> Iterator[str]:
    """What says otherwise, and what was not looked at."""
    say, ngettext, number = tongue
    if reasons.denied:
        said = ngettext("%(num)s claim says otherwise.", "%(num)s claims say otherwise.", reasons.denied)
        yield said % {"num": number(reasons.denied)}
    if reasons.weighed:
        most, of = map(number, reasons.weighed)
        yield say(_("Only the latest %(most)s of %(all)s claims were weighed.")) % {"most": most, "all": of}


def against(rule: str, on: str | None) -> str:
    """A rule in words, and what its verdict hangs on."""
    return f"{RULES[rule]} {HANGS % {'what': on}}" if on else RULES[rule]
