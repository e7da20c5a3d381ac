# ruff: noqa: E501  (tables read best by the line)
"""The top of a text page: its headline, its byline and its date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.reading.credits import UNENDED, captioned
from onrecord.reading.dates import find_date
from onrecord.reading.furniture import is_button, is_footer, is_form, is_menu, is_reading_time, is_talk
from onrecord.reading.plain_lines import RULE, Piece

_BY = "written by|story by|text by|report by|by|von|par|por|di|door|af|av|autor:?|autorin:?|автор:?|текст:?|tekst:?"
_BYLINE = re.compile(rf"(?P<before>.{{0,60}}?)\b(?:{_BY})\s+(?P<names>[^\W_]{UNENDED}{{1,90}})", re.IGNORECASE)
_ROLE = re.compile(
    r"editor|writer|correspondent|reporter|staff|bureau|desk|analyst|contributor|columnist|chief|redakteur|korrespondent",
    re.IGNORECASE,
)
_STAFF = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]*\s){1,4}(?:staff|newsroom|news desk|staff (?:writer|reporter)s?)")
_LABEL = re.compile(
    r"\b(?:first )?(?:published|posted|updated|modified|last|on|at|date|issued|created|veröffentlicht|aktualisiert|stand|"
    r"publié|mis à jour|le|publicado|actualizado|el|pubblicato|gepubliceerd|опубликовано|опубліковано|by|"
    r"mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<=\d)(?:,| at)?\s+\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?(?:\s+(?-i:[A-Z]{2,5})\b)?", re.IGNORECASE
)
_DATELINE = re.compile(r"^[A-ZÀ-ÞЀ-Я][^—–]{2,80}?\s?(?:—|–|--|\s-\s)")
_ENDS = (".", "!", "?", "…", ".”", '."', "?”", "!”", ".’", ".)", ":", ";", ",")
TITLE_WORDS = 30
FEW = 12


class Head(NamedTuple):
    """What the top of a page says; `title_at` is the headline's index, `taken` the lines used up."""

    title_at: int | None
    byline: str | None
    published: str | None
    taken: frozenset[int]
    publisher: str | None = None


def head_of(pieces: Sequence[Piece]) -> Head:
    """Headline, byline and date of a page's article."""
    top = _top(pieces)
    title_at = _title(pieces, top)
    bylines = {at: names for at in range(top) if at != title_at and (names := _byline(pieces, at))}
    dates = {at: on for at in range(top) if at != title_at and (on := dated_line(pieces[at].words))}
    published = next(iter(dates.values()), None) or _in_byline(pieces, bylines) or _dateline(pieces[top : top + 1])
    publisher = next(filter(None, (outlet_of(pieces[at].words) for at in bylines)), None)
    lengths = {at for at in range(top) if is_reading_time(pieces[at].words)}
    taken = frozenset({*bylines, *dates, *lengths})
    return Head(title_at, next(iter(bylines.values()), None), published, taken, publisher)


def _byline(pieces: Sequence[Piece], at: int) -> str | None:
    """The writers a line names: after "By", as an outlet's staff, or, in a reader's view, bare above the time
    that reading takes."""
    words = pieces[at].words
    if _STAFF.fullmatch(words) and not byline_of(words):
        return words
    bare = at + 1 < len(pieces) and is_reading_time(pieces[at + 1].words) and 1 < len(words.split()) < 5
    return byline_of(words) or (words if bare and _names(words) and words.istitle() else None)


def _top(pieces: Sequence[Piece]) -> int:
    """Where the first real paragraph is."""
    for at, piece in enumerate(pieces):
        if is_paragraph(piece) and captioned(piece.words) is None and not byline_of(piece.words):
            return at
    return len(pieces)


def is_paragraph(piece: Piece) -> bool:
    """A sentence or more, set as a paragraph."""
    count = len(piece.words.split())
    if piece.heading or piece.mark == RULE or piece.words.startswith("!["):
        return False
    return (
        count > TITLE_WORDS or (count >= FEW and piece.words.endswith(_ENDS)) or (count < 3 and len(piece.words) > 60)
    )


def _title(pieces: Sequence[Piece], top: int) -> int | None:
    marked = [at for at in range(top) if pieces[at].heading and not is_talk(pieces[at].words)]
    found = [at for at in range(top) if _may_be_title(pieces[at])]
    if marked:
        return marked[0]
    if not found or (top == len(pieces) and len(found) == len(pieces) == 1):
        return None
    found = _without_motto(pieces, found)
    again = [at for at in found[1:] if len(pieces[at].words.split()) > 2 and _opens_with(pieces[found[0]], pieces[at])]
    long_enough = [at for at in found if len(pieces[at].words.split()) > 3]
    return (again or long_enough or found[-1:])[0]


def _without_motto(pieces: Sequence[Piece], found: list[int]) -> list[int]:
    """A letter's masthead, set in capitals, and the motto right under it are no headline where another line may be one."""
    if len(found) < 3 or found[1] != found[0] + 1:
        return found
    masthead, motto = pieces[found[0]], pieces[found[1]]
    under = masthead.words.isupper() and not motto.words.isupper() and not motto.gap and pieces[found[2]].gap
    return found[2:] if under and len(masthead.words.split()) <= 4 else found


def _opens_with(first: Piece, second: Piece) -> bool:
    """A browser's title, "Headline - Site", above the headline itself."""
    return first.words != second.words and first.words.startswith(second.words)


def _may_be_title(piece: Piece) -> bool:
    words = piece.words
    if piece.item or piece.quoted or piece.mark == RULE or words.startswith(("![", "[")):
        return False
    if len(words.split()) > TITLE_WORDS or (words.endswith((".", ";", ",", ":")) and not words.endswith("...")):
        return False
    furniture = is_button(words) or is_menu(words) or is_form(words) or is_footer(words) or is_talk(words)
    return not (furniture or byline_of(words) or dated_line(words) or captioned(words))


def byline_of(words: str) -> str | None:
    """The writers a byline names, without their posts: "By Ann Lee, Staff Writer" gives Ann Lee."""
    hit = _BYLINE.fullmatch(_CLOCK.sub("", words).strip()) if len(words) < 140 else None
    if not hit or _LABEL.sub("", _undated(hit["before"])).strip(" ,|·•-–—"):
        return None
    names = re.split(r"\s[|·•–—]\s|\s{2,}", _undated(hit["names"]))[0]
    kept = [part for part in names.split(",") if part.strip() and not _ROLE.search(part)]
    joined = ",".join(kept).strip(" ,|·•-–—")
    return joined if joined and _names(joined) else None


def outlet_of(byline: str) -> str | None:
    """The outlet after a byline's bar: "By Ann Lee | The Harbour Courier". A post, a date or a lone word is none."""
    parts = [_undated(part).strip() for part in re.split(r"\s[|·•]\s", byline)[1:]]
    return next((part for part in parts if len(part.split()) > 1 and _names(part) and not _ROLE.search(part)), None)


def _names(words: str) -> bool:
    # "By law, ..." is no byline; "by admin" after a date is.
    parts = [
        word
        for word in words.split()
        if word not in ("and", "und", "et", "y", "e", "en", "og", "och", "&", "with", "for")
    ]
    capitals = sum(part[0].isupper() or not part[0].isalpha() for part in parts)
    return len(parts) <= 14 and (capitals >= 0.7 * len(parts) or len(parts) == 1)


def _undated(words: str) -> str:
    on = find_date(words)
    return words[: on.start].rstrip(" ,|·•-–—") + words[on.end :] if on else words


def dated_line(words: str) -> str | None:
    """The date of a line that is a date and little else."""
    on = find_date(words) if len(words) < 140 else None
    if not on:
        return None
    rest = _LABEL.sub("", words[: on.start] + " " + words[on.end :])
    rest = re.sub(r"\d{1,2}[:.h]\d\d\s*(?:[ap]\.?m\.?)?|\b[A-Z]{2,4}\b", "", rest)
    return on.at if len(re.findall(r"[^\W\d_]+", rest)) <= 1 else None


def _in_byline(pieces: Sequence[Piece], bylines: dict[int, str]) -> str | None:
    dates = [on.at for at in bylines if (on := find_date(pieces[at].words))]
    return dates[0] if dates else None


def _dateline(pieces: Sequence[Piece]) -> str | None:
    """The date in "KYIV, Dec. 8, 2022 (Agency) —"; a day without a year says nothing certain."""
    for piece in pieces:
        hit = _DATELINE.match(piece.words)
        on = find_date(hit.group()) if hit else None
        if on:
            return on.at[:10]
    return None
