"""Words handed on by form: "the Courier quoted Ann Roe as saying", "Elm, CNN reports, says the road is shut".

Two rows: the one who hands on, and within it whoever is heard. The forms are plain: what the model makes of them is
set right where it differs, and what it overlooks is found.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from onrecord.extraction.decode import Found, Place
from onrecord.extraction.sentences import sentence_at, sentences
from onrecord.text import Span

SURE = 0.9  # the score of a statement found by its form alone
PARTS = ("who", "saying", "content")


class Handed(NamedTuple):
    """Who hands on what whom said: places in the text. `content` is none where it is to be taken from a found
    statement; `whole` is what the outlet says, where that is neither the content nor all that follows its cue."""

    outlet: Place | None
    cue: Place
    who: Place
    saying: Place
    content: Place | None
    sentence: Span
    whole: tuple[Place, ...] = ()
    before: bool = False


@functools.lru_cache(maxsize=8)
def _compiled(form: str, parts: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    for name, words in parts:
        form = form.replace(name.upper(), words)
    return re.compile(form)


def _forms(words: dict[str, Any]) -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Each form behind the words that it cannot do without."""
    parts = tuple((name, words[name]) for name in ("outlet", "who", "says", "reports", "day"))
    for sign, form in words["forms"]:
        yield re.compile(sign), _compiled(form, parts)


def handed_on(text: str, words: dict[str, Any]) -> Iterator[Handed]:
    """Every place where the forms stand; `words` is the language's table of nesting."""
    forms = list(_forms(words))
    for sentence in sentences(text, "en"):
        if not any(text.find(mark, sentence.start, sentence.end) >= 0 for mark in words["handing"]):
            continue
        said = sentence.of(text)
        hits = (form.search(said) for sign, form in forms if sign.search(said))
        found = next((hit for hit in hits if hit and _hears(hit, words)), None)
        if found:
            yield _handed(found, sentence, said)


def _hears(found: re.Match[str], words: dict[str, Any]) -> bool:
    """Whether "citing" names somebody who can be heard."""
    return found["saying"].lower() not in words["relays"] or heard(found["who"], words)


def heard(who: str, words: dict[str, Any]) -> bool:
    """Whether these words are somebody, not something that was said: a name, or such as an outlet hears."""
    run = re.findall(r"[\w’'-]+", who)
    name = bool(run) and all(word[0].isupper() or word in ("the", "of", "a") for word in run)
    return len(run) <= 12 and not who.startswith("that ") and (name or any(w.lower() in words["heard"] for w in run))


def _handed(found: re.Match[str], sentence: Span, said: str) -> Handed:
    def at(name: str) -> Place:
        return found.start(name) + sentence.start, found.end(name) + sentence.start

    told = {name: at(name) for name, words in found.groupdict().items() if words}
    named = next((name for name in ("outlet", "outlet2") if name in told), None)
    outlet = (told[named][0], told[named][0] + len(found[named].rstrip("."))) if named else None
    before = "content" in told
    if not before:
        rest = said[found.end() :]
        begin, end = found.end() + len(rest) - len(rest.lstrip()), len(said.rstrip(".!?"))
        told |= {"content": (begin + sentence.start, end + sentence.start)} if end - begin > 2 else {}
    content = told.get("content")
    whole = _whole(told) if "gap" in told and content else (content,) if content and before else ()
    if content and "relay" in told:
        whole = (content,)
    return Handed(outlet, told["cue"], told["who"], told["saying"], content, sentence, whole, before)


def _whole(told: dict[str, Place]) -> tuple[Place, ...]:
    """What an outlet says, around the words in which it says that it does."""
    low, gap = min(told[name][0] for name in PARTS), told["gap"]
    high = max(told[name][1] for name in PARTS)
    return ((low, gap[0]),) if high <= gap[0] else ((low, gap[0]), (gap[1], high))


def set_right(text: str, found: list[Found], words: dict[str, Any]) -> tuple[list[Found], list[tuple[Found, Found]]]:
    """The statements with those of these forms set right, and those within them with what they are within."""
    kept, inner = list(found), []
    for handed in handed_on(text, words):
        mine = [one for one in kept if _in(handed, one, text)]
        # "..., Ann Roe was quoted as saying on Monday"
        before = not handed.whole and any(one.content[0][1] <= handed.who[0] for one in mine)
        content = (handed.content,) if handed.content and not before else _said_by(handed, mine[0]) if mine else ()
        if not content:
            continue
        kept = [one for one in kept if one not in mine]
        score = max((one.score for one in mine), default=SURE)
        if handed.outlet:
            kept.append(Found(_said(handed, content, before), (handed.cue,), (handed.outlet,), score))
            inner.append((Found(content, (handed.saying,), (handed.who,), score), kept[-1]))
        else:
            kept.append(Found(content, (handed.cue,), (handed.who,), score))
    return kept, inner


def _said_by(handed: Handed, one: Found) -> tuple[Place, ...]:
    """The content of a found statement without what this form takes for who is heard."""
    low, high = handed.who
    return tuple(place for place in one.content if not (place[0] < high and low < place[1]))


def _said(handed: Handed, content: tuple[Place, ...], before: bool) -> tuple[Place, ...]:
    """What the outlet says: the words of its form, else all that follows its cue, else no more than the other's."""
    if handed.whole:
        return handed.whole
    follows = not before and handed.outlet and handed.outlet[1] <= handed.who[0]
    return ((handed.who[0], content[0][1]),) if follows else content


def _in(handed: Handed, one: Found, text: str) -> bool:
    """Whether a found statement is told by this form: the cue is the form's, or it has none and is in the sentence."""
    low, high = min(handed.cue[0], handed.saying[0]), max(handed.cue[1], handed.saying[1])
    if one.cue:
        return any(start < high and low < end for start, end in one.cue)
    return not one.source and sentence_at(text, one.content[-1][0], "en") == handed.sentence


def recalled(said: str, words: dict[str, Any]) -> Found | None:
    """Whom a content says to have told its speaker something: "two guards had told him the road was shut"."""
    parts = tuple((name, words[name]) for name in ("outlet", "who", "says", "reports", "day"))
    hits = (_compiled(form, parts).match(said) for form in words["recalls"])
    found = next(filter(None, hits), None)
    return Found((found.span("content"),), (found.span("cue"),), (found.span("who"),), SURE) if found else None
