# ruff: noqa: E501  (tables of words read best by the line)
"""Lines that say who wrote a comment and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.reading.dates import find_moment
from onrecord.reading.furniture import is_button, is_form, is_reaction
from onrecord.reading.plain_lines import Piece

_SAYS = (
    "says|said|wrote|writes|commented|comments|replied|schreibt|schrieb|sagt|sagte|meint|a écrit|écrit|dit|dice|escribió|"
    "ha scritto|scrive|escreveu|disse|schreef|zegt|skrev|säger|пишет|написал|написала|сказал|говорит|пише|написав|pisze|napisał"
)
_SPEAKS = re.compile(rf"(?P<name>\S.{{0,48}}?)\s+(?:{_SAYS})\b(?P<rest>.*?)\s*(?P<colon>:?)$", re.IGNORECASE)
_ANSWERS = re.compile(
    r"(?P<name>\S.{0,40}?)?\s*(?:[↪↳→▶]|(?:in )?repl(?:y|ied|ying) to|antwortet?(?: auf)?|en réponse à|en respuesta a|в ответ)\s+@?(?P<to>\S.{0,40}?)\s*:?$",
    re.IGNORECASE,
)
_SEPARATORS = " ,•·|—–-:()[]"
_LED = re.compile(
    r"^(?:posted |written )?by\s+|^(?:reply|response|antwort|réponse|respuesta|ответ|відповідь) (?:from|by|von|de|от|від)\s+",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"\b(?:[^\W\d_]|Dr|Prof|Mr|Mrs|Ms|St|Jr|Sr)\.")  # "A. N. Other": no sentence ends there
_AVATAR = re.compile(
    r"^(?:\[[^\]]*\b(?:avatar|gravatar|profile (?:picture|photo|image)|user ?pic)\b[^\]]*\]|(?:gr)?avatar(?: for)?:)\s*(?=\S)",
    re.IGNORECASE,
)
_LINKERS = re.compile(r"(?:^|\s)(?:on|am|le|el|il|em|op|at|um|posted|publié|the)$", re.IGNORECASE)


class Header(NamedTuple):
    """Who wrote a comment and when, as a line says; `sure` where nothing else could be meant."""

    name: str
    at: str | None
    to: str | None = None
    sure: bool = False


def header(pieces: Sequence[Piece], at: int) -> Header | None:
    """Who and when, where the line says so: "Ann says:", "Ann, 3 May 2022, 9:15", "Ann • 2 days ago";
    or a name whose next line is a time."""
    piece = pieces[at]
    words = _AVATAR.sub("", piece.words.strip())  # a picture's words stand before the name
    if not words or len(words) > 120 or piece.quoted or is_form(words):
        return None
    after = pieces[at + 1].words if at + 1 < len(pieces) and not pieces[at + 1].item else ""
    return _spoken_by(words, after) or _dated(words) or _named_above(words, after) or _at_home(pieces[at : at + 3])


def _spoken_by(words: str, after: str) -> Header | None:
    hit = _SPEAKS.fullmatch(words)
    if not hit or not _is_name(hit["name"]):
        return None
    moment = find_moment(hit["rest"])
    if _bare(hit["rest"], moment.start if moment else 0, moment.end if moment else 0):
        return None
    if not moment and not hit["colon"]:
        return None
    at = moment.at if moment else _only_moment(after)
    return Header(hit["name"].strip(_SEPARATORS), at, sure=True)


def _dated(words: str) -> Header | None:
    """A line that is a name and a time, in either order."""
    moment = find_moment(words)
    if not moment:
        return None
    before, behind = words[: moment.start], words[moment.end :]
    name = (
        _name_of(before) if not behind.strip(_SEPARATORS) else _name_of(behind) if not before.strip(_SEPARATORS) else ""
    )
    if not name or not _is_name(name):
        return None
    return Header(name, moment.at, sure=bool(re.search(r"[,•·|(:]\s*$|\b(?:on|am|le|el|at)\s*$", before)))


def _name_of(words: str) -> str:
    name = words.strip(_SEPARATORS)
    while hit := _LINKERS.search(name):
        name = name[: hit.start()].strip(_SEPARATORS)
    return _LED.sub("", name)


def answered_in(words: str) -> str | None:
    """Whom a line of its own says the comment answers: "In reply to Ann"."""
    hit = _ANSWERS.fullmatch(words.strip()) if len(words) < 80 else None
    return hit["to"].strip(_SEPARATORS) if hit and (hit["name"] or "in").lower() == "in" else None


def _named_above(words: str, after: str) -> Header | None:
    at = _only_moment(after)
    answer = _ANSWERS.fullmatch(words)
    if at and answer and answer["name"] and answered_in(words) is None:
        return Header(answer["name"], at, answer["to"])
    if not at or not _is_name(words) or find_moment(words) or is_reaction(words) or is_button(words):
        return None
    return Header(words.strip(_SEPARATORS), at)


def _at_home(pieces: Sequence[Piece]) -> Header | None:
    """A name that opens an item, then where its bearer lives and when that was: "Trieste | 15 March 2024"; then the
    words, or those before would be the words and what looks like a town who wrote them."""
    if len(pieces) < 3 or not pieces[0].item or any(piece.item for piece in pieces[1:]):
        return None
    words, home = pieces[0].words.strip(), _dated(pieces[1].words.strip())
    parted = home and home.sure and _is_name(words) and not find_moment(words) and not is_reaction(words)
    return Header(words.strip(_SEPARATORS), home.at) if parted and home and not is_button(words) else None


def _only_moment(words: str) -> str | None:
    moment = find_moment(words)
    return moment.at if moment and not _bare(words, moment.start, moment.end) else None


def _bare(words: str, start: int, end: int) -> str:
    """What a line holds besides its time."""
    return _name_of(words[:start]) + words[end:].strip(_SEPARATORS)


def _is_name(words: str) -> bool:
    name = _SHORTENED.sub("", words).strip(_SEPARATORS)
    return bool(name) and len(name.split()) <= 5 and len(name) <= 48 and not re.search(r"[.!?]\s|[!?;“”\"]", name)
