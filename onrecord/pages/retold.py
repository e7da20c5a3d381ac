"""What the rooms beneath say in English, told again in the reader's language: reasons that the ledger keeps, what a
contradiction hangs on, errors. A sentence is known by the message that it was made of; one that no message fits stays
as it is, and the page says that it is English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from markupsafe import Markup, escape

from onrecord.errors import OnrecordError
from onrecord.ledger.claim_answers import TerritoryStatus
from onrecord.ledger.territory import sentences
from onrecord.ledger.territory.sentences import AND_ON, DATES, EXTENT, HANGS, LEVEL, RULES
from onrecord.pages import spoken
from onrecord.pages.spoken import _
from onrecord.records import Place

TONGUE = sentences.Tongue(spoken.gettext, spoken.ngettext, spoken.number)
HINGES = (LEVEL, EXTENT, DATES)
WITHIN = (_("%(name)s (claimed by %(who)s)"),)  # as the gazetteer says what contains a place
# Why a statement's speaker is who it is: resolution/speakers.py, people at the desk and the form of claims.
WHYS = (
    _("Nobody is named as its source."),
    _("Named by the person who quoted it."),
    _("“%(words)s” is %(name)s, named short and long in the article."),
    _("“%(words)s” is %(name)s, named in full in the article."),
    _("“%(words)s” is named here and nowhere in full."),
    _("“%(words)s” is named nowhere in full: who or what that is stays open."),
    _("“%(words)s” is named here."),
    _("“%(words)s” is described, not named."),
    _("“%(words)s” is who says the words around it."),
    _("“%(words)s” are several."),
    _("“%(words)s” names it."),
    _("“%(words)s” could be any of several persons of the article."),
    _("“%(words)s” could point at more than one."),
    _("“%(words)s” could be %(name)s or another."),
    _("“%(words)s” could be %(name)s or %(other)s."),
    _("“%(words)s” could be %(name)s."),
    _("“%(words)s” does not say who that is."),
    _("“%(words)s”: %(name)s alone is called %(role)s in the article."),
    _("“%(words)s”: %(name)s, whom the sentences before are about."),
    _("“%(words)s”: %(name)s, named just before it."),
    _("“%(words)s”: %(name)s, as named just before it."),
    _("“%(words)s”: “%(name)s”, just before it."),
    _("“%(words)s”: nobody is named before it who fits."),
    _("“%(words)s”: who that is, is not said."),
    _("“%(words)s”: who spoke last."),
    _("%(name)s relays; whom it heard is not said."),
)
ERRORS = (
    _("neither the gazetteer nor the ledger knows a place of this name"),
    _("Write it as the gazetteer does, with what contains it: “Kherson, Kherson Oblast”"),
    _("this may be several places"),
    _("Say which, with what contains it: %(places)s; and %(num)s more"),
    _("Say which, with what contains it: %(places)s"),
    _("no claim of this ledger is about this place"),
    _("this is no date"),
    _("Write 2022-12-08, 2022-12 or 2022"),
    _("it ends (%(until)s) before it begins (%(since)s)"),
    _("Swap since and until"),
    _("it begins (%(since)s) after it was published (%(published)s)"),
    _("Check both dates"),
    _("%(name)s is missing"),
    _("A claim by hand needs quotation, address, kind and place"),
    _("%(name)s is one of %(words)s"),
    _("a quotation has at most %(most)s characters, this one %(num)s"),
    _("address must be one that others can follow, with https://"),
    _("these are one speaker already"),
    _("a contradiction is not withdrawn but dismissed"),
    _("there are no words to blank"),
    _("there are no words to look up"),
    _("no words in this file"),
    _("no article in this text"),
)


@cache
def _shape(message: str) -> re.Pattern[str]:
    """What the message's sentences look like."""
    parts = re.split(r"%\((\w+)\)s", message.replace("%%", "%"))
    made = [f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)


def _filled(said: str, messages: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    for message in messages:
        source = str.__str__(message)  # a phrase as it is written, not as it is said now
        if fits := _shape(source).fullmatch(said):
            yield source, fits.groupdict()


def again(said: str, messages: Iterable[str]) -> str | None:
    """The sentence in the language of now; none where none of these messages fits it."""
    if spoken.lang() == spoken.SOURCE:
        return said
    return next((spoken.gettext(message) % values for message, values in _filled(said, messages)), None)


def why(said: str) -> str:
    """Why a statement's speaker is who it is; where a person said why, in the person's words."""
    return again(said, WHYS) or said


def within(place: Place) -> str:
    """What contains a place, by whose account."""
    return " · ".join(again(one, WITHIN) or one for one in place.within)


def hinges(on: str) -> Markup:
    """What a contradiction hangs on."""
    return Markup(escape(spoken.gettext(AND_ON))).join(_hinge(part) for part in on.split(AND_ON))


def _hinge(said: str) -> Markup:
    told = again(said, HINGES)
    return escape(told) if told is not None else Markup('<span lang="{}">{}</span>').format(spoken.SOURCE, said)


def against(rule: str, on: str | None) -> Markup:
    """A rule in words, and what its verdict hangs on."""
    said = escape(spoken.gettext(RULES[rule]))
    return said + " " + Markup(escape(spoken.gettext(HANGS))) % {"what": hinges(on)} if on else said


def standing(status: TerritoryStatus) -> str:
    """Why a place's status is as it is."""
    return sentences.why(status.reasons, TONGUE)


def fault(error: OnrecordError) -> str:
    """An error for a reader: with which thing, what, and what to do next."""
    told = [again(part, ERRORS) or part for part in (error.what, error.hint) if part]
    named = f"{error.resource}: {told[0]}" if error.resource else told[0]
    return f"{named}. {told[1]}" if error.hint else named
