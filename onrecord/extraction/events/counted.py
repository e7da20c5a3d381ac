"""Days that are counted from another day: "two days later", "the next day". In doubt none."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.extraction.days import When, times
from onrecord.extraction.language import table
from onrecord.extraction.sentences import sentence_at
from onrecord.records import Document

_NUMBER = r"(?:an?|one|\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
COUNTED = re.compile(
    rf"(?i)\b(?P<count>{_NUMBER}) (?P<unit>day|week|month|year)s? (?P<way>later|after|earlier|before)\b(?! that\b)"
    r"|\bthe (?P<next>next|following|previous) (?P<one>day|month|year)\b|\bthe (?P<eve>day) (?P<side>before|after)\b"
)
_BACK = {"earlier", "before", "previous"}


def counted(document: Document, found: re.Match[str], at: int) -> str | None:
    """The day, month or year that counted words at a place of the article mean, from the one day named before them."""
    base = _base(document, at)
    if base is None:
        return None
    way = found["way"] or found["next"] or found["side"]
    many = _many(found["count"]) * (-1 if way.lower() in _BACK else 1)
    unit = (found["unit"] or found["one"] or found["eve"]).lower()
    return _moved(base, unit, many, document)


def _many(word: str | None) -> int:
    if word is None or word.lower() in ("a", "an", "one"):
        return 1
    numbers: dict[str, int] = table("en")["times"]["numbers"]
    return int(word) if word.isdigit() else numbers[word.lower()]


def _base(document: Document, at: int) -> When | None:
    """The one date that the sentence before and the own one name up to there; where they name two, none."""
    own = sentence_at(document.text, at, document.lang)
    before = sentence_at(document.text, own.start - 2, document.lang) if own.start > 2 else own
    part = document.text[before.start : at]
    told = [one for one in times(part, document.published, document.lang) if not COUNTED.search(one.words)]
    return told[0] if len({(one.first, one.last) for one in told}) == 1 else None


def _moved(base: When, unit: str, many: int, document: Document) -> str | None:
    """So many units on, as precisely as that can be said; what would lie after publication is misread."""
    day = base.first
    if unit == "day" and base.first == base.last:
        moved = day + timedelta(days=many)
        return moved.isoformat() if moved.isoformat() <= (document.published or "9999") else None
    if unit == "month" and (base.last - day).days < 31:
        months = day.year * 12 + day.month - 1 + many
        return f"{date(months // 12, months % 12 + 1, 1):%Y-%m}"
    return f"{day.year + many}" if unit == "year" else None
