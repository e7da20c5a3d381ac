"""What is plain is set right: days in a cue, a colon that is none, words of who speaks among what was said.

And what says that nobody said anything is left out: "Reuters could not verify the claim"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any

from onrecord.extraction.decode import Found, Place
from onrecord.extraction.sentences import sentence_at
from onrecord.extraction.stance import speaks

_DATELINE = re.compile(r"(?:^|\n)[^\na-z:]{3,40}$")
_MARKED = re.compile("[“”„‘\"«»]|''|(?<!\\w)'")
_BEHIND = re.compile(r" (\w+)(?=[.,;:]|$|\n| )")
_BEFORE = re.compile(r"(?<!\w)(\w+) $")


def tidied(text: str, found: Iterable[Found], known: dict[str, Any]) -> list[Found]:
    """The statements of a text, set right; `known` is the language's table."""
    right = (_own_content(text, _without_day(text, _own_colon(text, one, known), known)) for one in found)
    return [_unlabelled(text, one, known) for one in right if one.content and not _idle(text, one, known)]


def _idle(text: str, one: Found, known: dict[str, Any]) -> bool:
    """Whether these words tell of nothing said."""
    cue, source, content = (" ".join(text[a:b] for a, b in part) for part in (one.cue, one.source, one.content))
    return any(
        re.fullmatch(about, cue) and re.fullmatch(who, source) and re.fullmatch(what, content, re.DOTALL)
        for about, who, what in known["tidy"]["idle"]
    )


@functools.cache
def _when(form: str, names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(form.replace("WHEN", "|".join(sorted(names, key=len, reverse=True))))


def _without_day(text: str, one: Found, known: dict[str, Any]) -> Found:
    """Without the day between a cue and what was said: that is when it was said, told apart."""
    names = (*known["times"]["weekdays"], *known["times"]["relative"])
    when, leads = (_when(known["tidy"][form], names) for form in ("when", "leads"))
    cue = tuple(_cut(text, place, when) for place in one.cue)
    content = tuple(_led(text, place, leads) if _follows(text, place, cue) else place for place in one.content)
    return one._replace(cue=cue, content=content)


def _cut(text: str, place: Place, when: re.Pattern[str]) -> Place:
    found = when.search(text[slice(*place)])
    return (place[0], place[0] + found.start()) if found and found.start() else place


def _led(text: str, place: Place, leads: re.Pattern[str]) -> Place:
    found = leads.match(text, *place)
    return (found.end(), place[1]) if found else place


def _follows(text: str, place: Place, cue: tuple[Place, ...]) -> bool:
    return any(end < place[0] and text[end : place[0]] == " " for _, end in cue)


def _own_colon(text: str, one: Found, known: dict[str, Any]) -> Found:
    """A colon behind the place at a paragraph's beginning ("QUETTA: ...") is no cue, and the place is nobody."""
    if not one.cue or not one.source or text[slice(*one.cue[0])] != ":" or not _DATELINE.search(text[: one.cue[0][0]]):
        return one
    if one.source[0][1] == one.cue[0][0]:
        told = _told(known["nesting"]["says"]).match(text, one.content[-1][1])
        return one._replace(source=(told.span("who"),), cue=(told.span("cue"),)) if told else one
    behind, before = _BEHIND.match(text, one.source[-1][1]), _BEFORE.search(text[: one.source[0][0]])
    verb = next((found for found in (behind, before) if found and speaks(found.group(1))), None)
    return one._replace(cue=(verb.span(1),) if verb else ())


@functools.cache
def _told(says: str) -> re.Pattern[str]:
    """Who said it, behind what was said."""
    return re.compile(rf',?[”"]? (?P<who>[^,.;:\n]{{2,60}}?) (?P<cue>{says})\b')


def _own_content(text: str, one: Found) -> Found:
    """Without pieces of the content that are the source's or the cue's own words, or an earlier sentence's without
    quotation marks: what stands there by itself is another's."""
    told = (*one.source, *one.cue)
    own = tuple(place for place in one.content if not any(place[0] < end and start < place[1] for start, end in told))
    if len(own) > 1 and one.cue:
        begin = sentence_at(text, one.cue[0][0], "en").start
        near = tuple(
            place for place in own if place[1] > begin or _MARKED.search(text[max(0, place[0] - 1) : place[1]])
        )
        own = near if any(place[1] > begin for place in own) else own
    return one._replace(content=own or one.content)


def _unlabelled(text: str, one: Found, known: dict[str, Any]) -> Found:
    """Without a label that leads a line: "Exclusive: ..."."""
    (start, end), *more = one.content
    label = re.compile(known["tidy"]["labels"]).match(text, start, end)
    leads = label and (not start or text[start - 1] == "\n")
    return one._replace(content=((label.end(), end), *more)) if leads and label and label.end() < end else one
