# ruff: noqa: E501  (tables read best by the line)
"""A picture's caption and its credit told apart, also where the credit is glued to the last word."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = r"[^\W\d_][\w.’'&-]*"
_NAMES = rf"{_NAME}(?:(?:[ /,|]| [/|–-] | via | for | and )\s?{_NAME}){{0,7}}"
UNENDED = r"(?:[^.:!?]|(?<=\b[^\W\d_])\.)"  # of a run that no sentence ends in; an initial's full stop is none
_AGENCIES = (
    "Getty Images|Getty|Reuters|Associated Press|AP Photo|AP|AFP|EPA|dpa|TASS|Shutterstock|Alamy|iStock|Anadolu|"
    "Xinhua|Bloomberg|Handout|PA|ANSA|EFE|Keystone|Sputnik|Ukrinform|Imago|Wikimedia Commons|Zuma|NurPhoto"
)
_WORDS = (
    "photographs?|photos?|pictures?|images?|credit|photo credit|image credit|image source|picture alliance|courtesy of|"
    "fotos?|bild|bildquelle|crédits? photos?|crédits?|photo d'archives|crédito|fotografía|foto de|фото|світлина|zdjęcie|fot"
)
# From the most certain to the least: (pattern, how sure it is a caption wherever it stands).
_IN_BRACKETS = re.compile(
    rf"\s*[(\[](?:(?:{_WORDS})(?:\s*:|\s+by|,)?\s*(?P<a>[^()\[\]]{{2,80}})|(?P<b>[^()\[\]]{{0,60}}\b(?:AP Photo|Getty|(?:/|via )\s?(?:{_AGENCIES}))\b[^()\[\]]{{0,40}}))[)\]]\.?$",
    re.IGNORECASE,
)
_BY_WORD = re.compile(
    rf"(?:^|(?<=[.!?”\"’')\]…])\s*|\s+[|–—/-]\s+|\s{{2,}})(?:{_WORDS})(?:\s*:\s*|\s+by\s+|,\s+)(?P<a>{UNENDED}{{2,80}}?)\.?$",
    re.IGNORECASE,
)
_GLUED = re.compile(
    rf"(?:(?<=[^\WA-Z_][.!?])|(?<=[.!?][”\"’')\]]))(?P<a>(?:{_NAMES}\s?/\s?)?(?:{_AGENCIES})(?:\s?/\s?{_NAMES})?|[A-Z]{{2}}[A-Z /&.-]{{0,40}}(?:/{_NAMES})?)$"
)
_AGENCY = re.compile(
    rf"(?<=[.!?”\"’')\]])\s+(?P<a>©?\s?(?:{_NAMES}\s?/\s?)?(?:{_AGENCIES})(?:\s?/\s?{_NAMES})?|©\s?{_NAMES})$"
)
_LED = re.compile(r"^(?:image caption|photo caption|caption|bildunterschrift|légende)\s*[:,]\s*", re.IGNORECASE)
_BOXED = re.compile(rf"^\[((?:{_WORDS}|caption)\s*:.*)\]$", re.IGNORECASE)  # "[Photo: The quay on Monday.]"
_NAMED = re.compile(
    rf"^(?:{_WORDS})\s*:\s*(?=(?:\S+\s+){{5}}.*[.!?…][”\"’')]?(?:\s|$))", re.IGNORECASE
)  # a sentence follows
_BY_SLASH = re.compile(rf"\s*[(\[](?P<a>{_NAMES}\s?/\s?{_NAMES})[)\]]\.?$")
_ALONE = re.compile(rf"^(?:©\s?{_NAMES}|(?:{_NAMES}\s?/\s?)?(?:{_AGENCIES})(?:\s?/\s?{_NAMES})?)$")


class Captioned(NamedTuple):
    """A caption's words and its credit; `sure` where it can be nothing else, wherever it stands."""

    caption: str
    credit: str | None
    sure: bool


def captioned(words: str) -> Captioned | None:
    """A paragraph as a caption with its credit; None where it shows no sign of being one.

    >>> captioned("The quay on Monday.REUTERS")
    Captioned(caption='The quay on Monday.', credit='REUTERS', sure=True)
    """
    boxed = _BOXED.match(words)
    words = boxed[1] if boxed and _NAMED.match(boxed[1]) else words
    led = _LED.match(words) or _NAMED.match(words)
    body = words[led.end() :] if led else words
    in_words = [(_BY_SLASH, True)] if led else []
    for pattern, sure in (*in_words, (_IN_BRACKETS, True), (_BY_WORD, True), (_GLUED, True), (_AGENCY, False)):
        hit = pattern.search(body)
        if hit:
            credit = next(group for group in hit.groupdict().values() if group)
            return Captioned(body[: hit.start()].rstrip(), credit.strip(" .:"), sure)
    if _ALONE.match(body):
        return Captioned("", body, False)
    return Captioned(body, None, True) if led else None
