"""Dates as pages print them: found in a line and turned into ISO, with the precision they have."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

# The months by the first letters that tell them apart, in the languages most pages come in.
MONTHS = {
    1: "january jan januar jänner januari janvier enero gennaio janeiro stycznia января січня",
    2: "february feb februar februari février fevrier febrero febbraio fevereiro lutego февраля лютого",
    3: "march mar märz mars maart marzo março marca марта березня",
    4: "april apr avril abril aprile kwietnia апреля квітня",
    5: "may mai mei mayo maggio maio maja мая травня",
    6: "june jun juni juin junio giugno junho czerwca июня червня",
    7: "july jul juli juillet julio luglio julho lipca июля липня",
    8: "august aug augustus août aout agosto sierpnia августа серпня",
    9: "september sept sep septembre septiembre settembre setembro września сентября вересня",
    10: "october oct oktober okt octobre octubre ottobre outubro października октября жовтня",
    11: "november nov novembre noviembre novembro listopada ноября листопада",
    12: "december dec dezember dez décembre decembre diciembre dicembre dezembro grudnia декабря грудня",
}
_NUMBER = {name: number for number, names in MONTHS.items() for name in names.split()}
_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_TIME = (
    r"(?:(?:\s*[,·•|–-]\s*|\s+|T)(?:(?:at|um|à|a las|alle|om|в|о)\s+)?"
    r"(?P<hour>[0-2]?\d)[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\b\.?)?(?:\s*Uhr\b)?"
    r"(?P<zone>Z|\s*[+-]\d\d:?\d\d|\s*(?:GMT|UTC)\b)?(?:\s*[A-Z]{2,4}T\b)?)?"
)
_DAY = r"(?P<day>[0-3]?\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHAPES = [
    rf"\b{_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d){_TIME}",
    rf"\b(?P<name>{_MONTH})\b\.?\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}\b{_TIME}",
    rf"\b{_DAY}(?:st|nd|rd|th|er)?\.?\s+(?:de\s+|of\s+)?(?P<name>{_MONTH})\b\.?,?\s+(?:de\s+)?{_YEAR}\b{_TIME}",
    rf"\b{_DAY}\.\s?(?P<month>[01]?\d)\.\s?{_YEAR}\b{_TIME}",
    rf"\b(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)/{_YEAR}\b{_TIME}",
]
_PATTERNS = [re.compile(shape, re.IGNORECASE) for shape in _SHAPES]
_AGO = re.compile(
    r"\b(?:(?:a|an|one|\d{1,3})\s+(?:second|sec|minute|min|hour|hr|day|week|month|year)s?\s+ago"
    r"|vor\s+\w+\s+(?:Minuten?|Stunden?|Tag(?:en)?|Wochen?|Monat(?:en)?|Jahr(?:en)?)"
    r"|il y a\s+\w+\s+\w+|hace\s+\w+\s+\w+|yesterday|just now)\b(?:,?\s+at\s+[0-2]?\d:[0-5]\d)?",
    re.IGNORECASE,
)


class Dated(NamedTuple):
    """A date in a line: `at` as ISO (or the page's words, "3 years ago"), and where it stands."""

    at: str
    start: int
    end: int


def find_date(words: str) -> Dated | None:
    """The first full date of a line; a day without a year is none."""
    if not any(char.isdigit() for char in words):
        return None
    hits = [hit for pattern in _PATTERNS if (hit := pattern.search(words))]
    for hit in sorted(hits, key=lambda hit: hit.start()):
        iso = _iso(hit)
        if iso:
            return Dated(iso, hit.start(), hit.end())
    return None


def find_moment(words: str) -> Dated | None:
    """A full date, or how long ago in the page's own words."""
    ago = _AGO.search(words)
    return find_date(words) or (Dated(ago.group(), ago.start(), ago.end()) if ago else None)


def names_month(words: str) -> bool:
    """Whether the line opens with a month's name: "12. Mai" is a day, not the twelfth item."""
    first = re.match(r"\w+", words)
    return bool(first) and first is not None and first.group().lower() in _NUMBER


def _iso(hit: re.Match[str]) -> str | None:
    parts = hit.groupdict()
    day, month = _day_and_month(parts)
    try:
        on = date(int(parts["year"]), month, day).isoformat()
    except ValueError:
        return None
    return on + _clock(parts)


def _day_and_month(parts: dict[str, str | None]) -> tuple[int, int]:
    """Day and month; 3/4/2024 may be either and gives (0, 0), which is no date."""
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        if first > 12 or first == second:
            return first, second
        return (second, first) if second > 12 else (0, 0)
    if parts.get("name"):
        return int(parts["day"] or 0), _NUMBER[(parts["name"] or "").lower()]
    return int(parts["day"] or 0), int(parts["month"] or 0)


def _clock(parts: dict[str, str | None]) -> str:
    if not parts.get("hour"):
        return ""
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23:
        return ""
    zone = (parts.get("zone") or "").strip().upper().replace("GMT", "Z").replace("UTC", "Z")
    return f"T{hour:02}:{parts['minute']}{zone}"
