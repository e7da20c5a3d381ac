"""Names that may be places, and what stands around them: the signs by which a place is told from a person or a body.

A candidate is the longest part of a run of capitals that the gazetteer knows. Its signs are weighed by a logistic
regression whose weights (tables/places.json) `training/places.py` learns from annotated news.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.resolution.gazetteer import STATES, Entry, folded, lookup, people, postal
from onrecord.resolution.naming import CAPITAL, NAME, POSSESSIVE, tables
from onrecord.resolution.people import Person
from onrecord.resolution.ranking import inside
from onrecord.text import Span

LONGEST = 5  # words of a place's name
_WORD = re.compile(r"[\w’'-]+|[^\w\s]")
_BESIDE = re.compile(rf",? \(?((?:[{CAPITAL}][\w.’'-]*)(?: [{CAPITAL}][\w.’'-]*){{0,2}})")
_DATELINE = re.compile(r"(?:, [^\n]{2,30}?)?(?: \([^)\n]*\))? ?(?:—|–|--|- )")
_SMALL = {"the", "a", "an", "in", "at", "on", "from", "of", "and", "but", "by", "for", "to", "as", "if", "when"}
_KINDLY = re.compile(r" (?:region|province|oblast|Oblast|governorate|peninsula)\b")
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
_BELONGS = re.compile(r"(?:n|ns|sh|ch|se|i|is|ek|k)$")


class Mention(NamedTuple):
    """A name that may be a place: where it stands, its namesakes, what stands beside it, and its signs."""

    span: Span
    name: str
    namesakes: tuple[Entry, ...]
    beside: tuple[str, ...]
    signs: dict[str, float]

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
    runs = [_mention(here, *at) for run in NAME.finditer(here.text) for at in _known(run, here.text)]
    often = Counter(folded(one.name) for one in runs if one.strong)
    for one in runs:
        others = often[folded(one.name)] - one.strong
        if others:
            one.signs["strong elsewhere"] = min(others, 3) / 3
    return runs


def _known(found: re.Match[str], text: str) -> Iterator[tuple[Span, str, Span]]:
    """The longest parts of a run of capitals that the gazetteer knows, each with the run."""
    run = [(m.start() + found.start(), m.end() + found.start()) for m in re.finditer(r"\S+", found.group())]
    while run and text[slice(*run[0])].lower() in _SMALL:
        run = run[1:]
    if run and bare(text[run[0][0] : run[-1][1]]) in tables().outlets:
        return  # "The Boston Globe" names no town
    at = 0
    while at < len(run):
        size = next((n for n in range(min(LONGEST, len(run) - at), 0, -1) if _at(text, run[at : at + n])), 0)
        name = _at(text, run[at : at + size]) if size else ""
        if name:
            yield Span(run[at][0], run[at][0] + len(name)), name, Span(run[0][0], run[-1][1])
        at += size or 1


def _at(text: str, run: list[tuple[int, int]]) -> str:
    """The name of these words as the gazetteer knows it, empty where it doesn't."""
    start, words = run[0][0], text[run[0][0] : run[-1][1]]
    for name in (_longer(text, start, bare(words)), bare(words), _before_hyphen(words)):
        if len(name) > 1 and (lookup(name) or _state(text, start, name)):
            return name
    return ""


def _before_hyphen(words: str) -> str:
    """ "Bakhmut" of "Bakhmut-born"."""
    name, hyphen, rest = words.partition("-")
    return name if hyphen and " " not in words and rest else ""


def _state(text: str, start: int, name: str) -> bool:
    """A state's two letters, where a town stands before it: "Reno, NV"."""
    return len(name) == 2 and name in postal() and text[max(0, start - 2) : start] == ", "


def _longer(text: str, start: int, name: str) -> str:
    """With the word after it that says of which kind it is, or the stop of a shortened state."""
    if text.startswith(f"{name}.", start) and f"{name}." in STATES:
        return f"{name}."
    kind = _KINDLY.match(text[start + len(name) : start + len(name) + 14])
    return name + kind.group() if kind and lookup(name + kind.group()) else name


def bare(name: str) -> str:
    """Without a possessive and the marks after it; an abbreviation keeps its stop."""
    name = POSSESSIVE.sub("", name).rstrip(",")
    return name if name in STATES or re.fullmatch(r"(?:[A-Z]\.){2,}", name) else name.rstrip(".")


def _mention(here: Around, span: Span, name: str, run: Span) -> Mention:
    found = lookup(postal()[name] if _state(here.text, span.start, name) else name)
    one = Mention(span, name, found, beside_(here.text, span), {})
    return one._replace(signs=signs(here, one, run))


def beside_(text: str, span: Span) -> tuple[str, ...]:
    """Names right after it, set off by commas, that may contain it: "Springfield, Ohio"."""
    found = _BESIDE.match(text[span.end : span.end + 40]) if text[span.end : span.end + 1] == "," else None
    if not found:
        return ()
    name = found.group(1).rstrip(".,")
    full = STATES.get(f"{name}.") or postal().get(name, name)
    return tuple(dict.fromkeys((full, name)))


# --- signs ---


def signs(here: Around, one: Mention, run: Span) -> dict[str, float]:
    """What speaks for and against its being a place, each sign by its name with its strength."""
    told = {"bias": 1.0, "people": min(math.log10(people(one.namesakes[0]) + 1), 7) / 7}
    told |= dict.fromkeys((*_of_name(here, one), *_of_words(here.text, one.span, run)), 1.0)
    if any(folded(name) in inside(entry) for entry in one.namesakes for name in one.beside):
        told["contained"] = 1.0
    return told


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


def weigh(told: dict[str, float], weights: dict[str, float]) -> float:
    """The chance that the signs speak of."""
    worth = sum(weights.get(sign, 0.0) * value for sign, value in told.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, worth))))
