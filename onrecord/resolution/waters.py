"""Rivers, seas and ranges that bear the name of a town, a region or a country: "the" before the name tells them apart.

Towns and countries take no "the"; one before them belongs to the word behind ("the Jordan border").
"""

from __future__ import annotations

import re

from onrecord.records import Place, new_id
from onrecord.resolution.gazetteer import lookup
from onrecord.text import Span

FORMS = ("{} River", "River {}", "{} Sea", "{} Mountains", "{} Canal")
KINDS = ("river", "water", "mountains")
BOTH = {"Congo", "Gambia", "Yukon", "Vatican", "Sudan", "Amazon"}  # also the land's own name with "the"
_THE = re.compile(r"\b[Tt]he (?:(?:lower|upper|middle|mighty|frozen|swollen|wide|broad|nearby|flooded|great|muddy) )?$")
_WET = re.compile(  # what is done at a river and nowhere else
    r"(?i)\b(?:on|along|across|over|up|down|bank of|banks of|mouth of|cross|crosses|crossed|crossing|forded|side of"
    r"|shore of|shores of|waters of|tributary of|course of) the (?:\w+ )?$"
)
_FREE = re.compile(  # what follows a name by itself, not a name that describes the next word
    r"[’']s\b|(?![-’'\w])(?! \w)|"
    r" (?:and|or|but|nor|in|at|to|from|near|with|into|on|onto|as|that|which|where|by|for|since|during|after|before"
    r"|while|when|because|so|than|until|through|between|behind|below|above|under|over|beyond|around|against|toward|towards"
    r"|north|south|east|west|upstream|downstream|is|was|are|were|has|had|have|will|would|can|could|may|might|must|did"
    r"|does|again|there|here|last|this|early|late|today|yesterday|yet|still|now|then|once|only|also|already|itself"
    r"|flows|runs|divides|separates|remains|serves|forms|marks|winds|froze|rose|fell|burst|bends|cuts|splits|swept|ran"
    r"|became|made|makes|gives|gave|draws|drew|reaches|meets|met|leaves|\w+ed|\w+ing)\b"
)
_RIVERS = re.compile(r"(?:, [\w ]{2,30}?)?(?:,? and [\w ]{2,30}?)? [Rr]ivers\b")
_LISTED = re.compile(r"\b[Tt]he [^.;\n]{2,60} and $")


def water(text: str, span: Span) -> str:
    """The full name of the river, sea or range that a name means, empty where it means nothing of the kind.

    >>> water("They crossed the Jordan at night.", Span(17, 23)), water("The Jordan border.", Span(4, 10))
    ('Jordan River', '')
    """
    before, name = text[max(0, span.start - 70) : span.start], span.of(text)
    full = _full(name)
    if not full:
        return ""
    if _RIVERS.match(text[span.end : span.end + 70]) and (_THE.search(before) or _LISTED.search(before)):
        return full
    free = _FREE.match(text[span.end : span.end + 20])
    if not _THE.search(before) or not free:
        return ""
    return full if name not in BOTH or _WET.search(before) else ""


def _full(name: str) -> str:
    """As our own table has it: "Jordan River" for "Jordan"."""
    for form in FORMS:
        best = lookup(form.format(name))[:1]
        if best and best[0].curated and best[0].kind in KINDS:
            return form.format(name)
    return ""


# --- its banks ---

_BANK = re.compile(
    r"\b((?:left|right|(?:north|south|east|west)(?:-?(?:north|south|east|west))?(?:ern)?) (?:bank|side|shore)) of the "
    r"(?:\w+ )?$"
)


def bank(text: str, span: Span, place: Place) -> Place | None:
    """One side of a river, which is not the river: who holds it says nothing of the other bank."""
    side = _BANK.search(text[max(0, span.start - 50) : span.start])
    best = lookup(place.name)[:1] if side else ()
    if not side or not best or best[0].kind != "river":
        return None
    for name in (span.of(text), place.name):
        found = lookup(f"{side[1]} of the {name}")[:1]
        if found:
            return found[0].place
    name = f"{side[1]} of the {place.name}"
    return Place(id=new_id("place", name, *place.within), name=name, within=place.within)
