"""In which language a page speaks: the reader's choice, else the site's, else what the browser asks for.

`_()` says a message in the language of the request that is being answered. What a module says while it is
loaded stays a `Phrase`, which is said in that language when a page prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup, escape

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"  # the language that the messages are written in
NAMES = {"en": "English", "uk": "Українська"}  # each in its own


class Spoken(NamedTuple):
    """A language with its catalogue."""

    lang: str
    catalogue: NullTranslations


_NOW: ContextVar[Spoken | None] = ContextVar("spoken", default=None)


class Phrase(str):
    """A message that is said in the language of whoever it is printed for."""

    __slots__ = ()

    def said(self) -> str:
        """In the language of now."""
        now = _NOW.get()
        return now.catalogue.gettext(str.__str__(self)) if now else str.__str__(self)

    def __str__(self) -> str:
        return self.said()

    def __html__(self) -> Markup:
        return escape(self.said())

    def __format__(self, how: str) -> str:
        return format(self.said(), how)

    def __mod__(self, values: Any) -> str:
        return str(self.said() % values)

    def __add__(self, other: str) -> str:
        return self.said() + other


def gettext(said: str) -> str:
    """A message in the language of now; where there is none yet, one that waits for it."""
    now = _NOW.get()
    return now.catalogue.gettext(said) if now else Phrase(said)


def ngettext(one: str, many: str, count: int) -> str:
    """A message about so many things."""
    now = _NOW.get()
    return now.catalogue.ngettext(one, many, count) if now else (one if count == 1 else many)


def counted(one: str, many: str, count: int, **values: Any) -> str:
    """A message about so many things, the number (%(num)s) as this language writes it."""
    return ngettext(one, many, count) % {"num": number(count), **values}


_ = gettext


@cache
def catalogue(lang: str) -> NullTranslations:
    """The messages of a language; the source's are themselves."""
    path = LOCALES / lang / "LC_MESSAGES" / "messages.mo"
    if lang == SOURCE or lang not in NAMES:
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)


def speak(lang: str) -> None:
    """From now on, in this request, in this language."""
    _NOW.set(Spoken(lang, catalogue(lang)))


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Meanwhile in this language; in the source's where that is none of ours."""
    before = _NOW.get()
    speak(lang if lang in NAMES else SOURCE)
    try:
        yield
    finally:
        _NOW.set(before)


def lang() -> str:
    """The language of now."""
    now = _NOW.get()
    return now.lang if now else SOURCE


# --- which one ---


def asked(header: str) -> str | None:
    """The language that a browser wants most among ours, by Accept-Language; none where it wants none of them."""
    wanted: list[tuple[float, int, str]] = []
    for part in header.split(",")[:20]:
        found = re.fullmatch(r"\s*([A-Za-z]{1,8})(?:-[\w-]*)?\s*(?:;\s*q=\s*(\d(?:\.\d*)?))?\s*", part)
        if found:
            wanted.append((-float(found[2] or 1), len(wanted), found[1].lower()))
    return next((lang for weight, _at, lang in sorted(wanted) if weight and lang in NAMES), None)


def chosen(choice: str, cookie: str, setting: str, header: str) -> str:
    """By the address, by what the reader chose before, by the site's setting, by the browser."""
    known = (one for one in (choice, cookie, setting) if one in NAMES)
    return next(known, None) or asked(header) or SOURCE


# --- dates and numbers ---


@cache
def written(year: int, month: int, day: int, lang: str) -> str:
    """A day, or a month without one, as people of this language write it: "13 November 2022", "листопад 2022"."""
    from datetime import date

    from babel.dates import format_date

    when = date(year, month, day or 1)
    return format_date(when, "d MMMM y" if day else "LLLL y", locale=lang)


def number(value: float) -> str:
    """A number as people of this language write it: 12,345 or 12 345."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=lang())
