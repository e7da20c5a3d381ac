"""Names that may be places, and what stands around them: the signs by which a place is told from a person or a body.

A candidate is the longest part of a run of capitals that the gazetteer knows. Its signs are weighed by a logistic
regression whose weights (tables/places.json) `training/places.py` learns from annotated news.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.resolution.actors import known
from onrecord.resolution.gazetteer import STATES, Entry, folded, lookup, people, postal, stem
from onrecord.resolution.naming import CAPITAL, POSSESSIVE, tables
from onrecord.resolution.people import Person
from onrecord.resolution.ranking import inside
from onrecord.resolution.runs import Named, named, state
from onrecord.text import Span

_WORD = re.compile(r"[\w’'-]+|[^\w\s]")
_CONTAINER = rf"((?:[{CAPITAL}][\w.’'-]*)(?: [{CAPITAL}][\w.’'-]*){{0,3}})"
_BESIDE = re.compile(rf",? \(?{_CONTAINER}")
_WITHIN = re.compile(  # "San Antonio in Chile", "Santa Cruz, in the eastern department of"
    r",? in (?:the )?(?:[a-z]+(?:-[a-z]+)? ){0,2}(?:[A-Z][a-z]+n )?"
    rf"(?:(?:state|province|region|county|district|island|republic|department) of )?{_CONTAINER}"
)
_DATELINE = re.compile(r"(?:, [^\n]{2,30}?)?(?: \([^)\n]*\))? ?(?:—|–|--|- )")
_AFTER_NAME = re.compile(r"^ (?:said|says|told|added|wrote|who)\b")
_TITLES = re.compile(r"(?i)\b(?:mr|mrs|ms|dr|sen|gov|rep|president|minister|said|says|by)\.? $")
_SET_OFF = re.compile(rf", (?:[{CAPITAL}][a-z]+\.?|[A-Z]{{2}}\b|[A-Z]\.[A-Z]\.)")
_TOWARDS = re.compile(r"\b(?:in|at|near|from|to|outside|around|into|toward|towards|across|between|inside) $")
_SPEAKS = re.compile(
    r"(?:[’']s)?,? (?:has |have |had |also |again |repeatedly )*"
    r"(?:said|says|denied|denies|accused|accuses|claims|claimed|wants|insists|insisted|refused|refuses|called|demanded|"
    r"warned|warns|vowed|agreed|announced|rejected|welcomed|condemned|recognised|recognized|argues|argued|blamed|"
    r"responded|hopes|fears|expects|sees|believes|considers|proposed|pledged|promised|threatened|signed|imposed)\b"
)
_RUN = re.compile(r" (?:authorities|residents|mayor|governor|city council)\b")
LARGE = 100_000  # people of a town that has authorities of note
_BELONGS = re.compile(r"(?:n|ns|sh|ch|se|i|is|ek|k)$")


class Mention(NamedTuple):
    """A name that may be a place: where it stands, its namesakes, what stands beside it, and its signs."""

    span: Span
    name: str
    namesakes: tuple[Entry, ...]
    beside: tuple[str, ...]
    signs: dict[str, float]
    abroad: bool = False  # said of forces, which may be anywhere: "Russian troops"

    @property
    def strong(self) -> bool:
        """Whether the words around leave hardly a doubt that a place is named."""
        return "told" in self.signs or "contained" in self.signs


class Around(NamedTuple):
    """What an article's candidates are judged among: its words, its people, and its lower-case words."""

    text: str
    names: frozenset[str]
    low: frozenset[str]


def around(text: str, persons: list[Person]) -> Around:
    """An article's surroundings for its candidates."""
    names = frozenset(word for one in persons for word in one.name.split())
    return Around(text, names, frozenset(re.findall(r"\b[a-z]{3,}\b", text)))


def candidates(here: Around) -> list[Mention]:
    """Every name that the gazetteer knows, with its signs; a strong place helps its name elsewhere in the article."""
    runs = [_mention(here, one) for one in named(here.text)]
    often = Counter(folded(one.name) for one in runs if one.strong)
    for one in runs:
        others = often[folded(one.name)] - one.strong
        if others:
            one.signs["strong elsewhere"] = min(others, 3) / 3
    return runs


def _mention(here: Around, at: Named) -> Mention:
    found = lookup(postal()[at.name] if state(here.text, at.span.start, at.name) else at.name)
    one = mention(here.text, at.span, at.name, found)
    return one._replace(signs=signs(here, one, at.run))


def mention(text: str, span: Span, name: str, found: tuple[Entry, ...]) -> Mention:
    """A name with its namesakes and what stands beside it, its signs not yet weighed."""
    return Mention(span, name, found, beside_(text, span), {}, _of_forces(text, span, name))


def _of_forces(text: str, span: Span, name: str) -> bool:
    following = _WORD.findall(text[span.end : span.end + 40])[:2] if belongs(name) else []
    return any(word.lower() in known().own | known().state for word in following)


def beside_(text: str, span: Span) -> tuple[str, ...]:
    """Names right after it that may contain it: "Springfield, Ohio", "Santa Cruz in eastern Bolivia"."""
    after = text[span.end : span.end + 70]
    found = (_BESIDE.match(after) if after[:1] == "," else None) or _WITHIN.match(after)
    if not found:
        return ()
    name = POSSESSIVE.sub("", found.group(1).rstrip(".,"))
    full = STATES.get(f"{name}.") or postal().get(name, name)
    return tuple(dict.fromkeys((full, name)))


# --- signs ---


@functools.cache
def small() -> frozenset[str]:
    """Words of plain English that some town bears too."""
    return frozenset((Path(__file__).parent / "tables/small_words.txt").read_text(encoding="utf-8").split())


def signs(here: Around, one: Mention, run: Span) -> dict[str, float]:
    """What speaks for and against its being a place, each sign by its name with its strength."""
    told = {"bias": 1.0, "people": min(math.log10(people(one.namesakes[0]) + 1), 7) / 7}
    told |= dict.fromkeys((*_of_name(here, one), *_of_words(here.text, one.span, run)), 1.0)
    told |= dict.fromkeys(_governed(here.text, one), 1.0)
    if any(stem(name) in inside(entry) for entry in one.namesakes for name in one.beside):
        told["contained"] = 1.0
    return told


def _governed(text: str, one: Mention) -> Iterator[str]:
    """Signs that need no weighing: a state's capital speaks for it, a large town has authorities."""
    after = text[one.span.end : one.span.end + 30]
    if one.name in tables().seats or (one.name in known().states and not belongs(one.name)):
        yield from ["capital"] if _SPEAKS.match(after) else []
    if one.namesakes[0].people > LARGE and _RUN.match(after):
        yield "run by"


def _of_name(here: Around, one: Mention) -> Iterator[str]:
    """Signs in the name itself, and in what else the article and the tables know by it."""
    held, name, best = tables(), one.name, one.namesakes[0]
    yield "curated" if best.curated else f"kind {best.kind}"
    flags = {
        "other name": folded(best.name) != folded(name),
        "long": " " in name,
        "state": name in STATES,
        "belongs": belongs(name),
        "a people": belongs(name) and name.endswith("s"),
        "person": name in here.names,
        "first name": name in held.first_names,
        "small first name": name in held.first_names and best.people < 500_000,
        "common": name.lower() in held.words["common"],
        "low": " " not in name and name.lower() in here.low,
        "small word": name.lower() in small() and not name.isupper(),
        "capitals": name.isupper() and len(name) > 4,
        "letters": name.isupper() and len(name) < 5,
        "outlet": name in held.outlets,
        "one": len(one.namesakes) == 1,
    }
    yield from (flag for flag, holds in flags.items() if holds)


def _of_words(text: str, span: Span, run: Span) -> Iterator[str]:
    """Signs in the words around it: those before and after, and those of the same run of capitals."""
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 30]
    words, following = _WORD.findall(before), _WORD.findall(after)
    last = words[-1].lower() if words else "^"
    yield f"p={last}" if span.start == run.start else "inner"
    if len(words) > 1 and last in ("of", "the", "in", "for"):
        yield f"pp={words[-2].lower()} {last}"
    yield f"n={following[0].lower() if following else '$'}"
    if run.start < span.start:
        yield f"rf={text[run.start : run.end].split()[0].lower()}"
    if run.end > span.end + 1:
        yield f"rl={text[run.start : run.end].split()[-1].lower().rstrip('.')}"
    yield from _of_place(before, after)


def _of_place(before: str, after: str) -> Iterator[str]:
    """Signs in where it stands: at the head of a sentence, as a dateline, set off by commas, as who speaks."""
    opens = not before.strip() or before.rstrip(' "“').endswith((".", "!", "?", "\n"))
    if opens:
        yield "opens"
    if opens and _DATELINE.match(after):
        yield "dateline"
    if _SET_OFF.match(after) or _TOWARDS.search(before):
        yield "told"
    if _TITLES.search(before):
        yield "titled"
    if _AFTER_NAME.match(after):
        yield "says"
    if _SPEAKS.match(after):
        yield "speaks"


def belongs(name: str) -> bool:
    """A word for what belongs to a country ("Russian"), not another name of it ("Britain")."""
    held = name in tables().countries or name.removesuffix("s") in tables().countries
    return held and name not in tables().countries.values() and bool(_BELONGS.search(name))


def weigh(told: dict[str, float], weights: dict[str, float], more: float = 0.0) -> float:
    """The chance that the signs speak of; `more` is what something else says."""
    worth = more + sum(weights.get(sign, 0.0) * value for sign, value in told.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, worth))))
