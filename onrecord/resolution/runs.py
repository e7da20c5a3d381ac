"""Names as they stand in the words: the longest parts of a run of capitals that the gazetteer knows, each as read.

"The Jordan" is read as the Jordan River, "Kaduna state" as Kaduna State, "Sea of Azov" as one name and not as Azov.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.resolution.gazetteer import STATES, lookup, postal
from onrecord.resolution.naming import CAPITAL, NAME, POSSESSIVE, tables
from onrecord.resolution.waters import water
from onrecord.text import Span

LONGEST = 6  # words of a place's name
SMALL = {"the", "a", "an", "in", "at", "on", "from", "of", "and", "but", "by", "for", "to", "as", "if", "when"}
_ARTICLE = rf"(?:[Aa][ldnrstz]|[Ee][lz]|[Aa]sh)-(?=[{CAPITAL}])"
_LINK = r"of the|of|and|on|upon|del|de la|de|la|le|el"
_LINKED = re.compile(rf"(?:{_ARTICLE})?{NAME.pattern}(?: (?:(?:{_LINK}) )?(?:{_ARTICLE})?{NAME.pattern})*")
_CAPITAL = re.compile(rf"(?:{_ARTICLE})?[{CAPITAL}]")
_KINDLY = re.compile(r" (?:region|province|oblast|Oblast|governorate|peninsula)\b")
_KIND = re.compile(
    r" (?:state|prefecture|department|county|island|river|sea|mountains)\b"
)  # beside the name, not of it
FAMED = 100_000  # people of a place that is called by "The" and its name
_THE = re.compile(r"\b([Tt]he) $")


class Named(NamedTuple):
    """A name that the gazetteer knows: where it stands, what the gazetteer is asked for, and its run of capitals."""

    span: Span
    name: str
    run: Span


Words = list[tuple[int, int]]


def named(text: str) -> Iterator[Named]:
    """Every name that the gazetteer knows, in order."""
    for found in _LINKED.finditer(text):
        words = [(one.start() + found.start(), one.end() + found.start()) for one in re.finditer(r"\S+", found.group())]
        yield from _longest(text, words, _runs(text, words))


def _runs(text: str, words: Words) -> dict[int, Span]:
    """The run of capitals that each word belongs to, by the word's number; words that only link belong to none."""
    out: dict[int, Span] = {}
    held: list[int] = []
    for number, (start, _) in [*enumerate(words), (len(words), (len(text), 0))]:
        if number < len(words) and _CAPITAL.match(text, start):
            held.append(number)
            continue
        while held and text[slice(*words[held[0]])].lower() in SMALL:
            held = held[1:]
        if held and bare(text[words[held[0]][0] : words[held[-1]][1]]) not in tables().outlets:  # no town's: an outlet
            out |= dict.fromkeys(held, Span(words[held[0]][0], words[held[-1]][1]))
        held = []
    return out


def _longest(text: str, words: Words, runs: dict[int, Span]) -> Iterator[Named]:
    at = 0
    while at < len(words):
        sizes = [n for n in range(min(LONGEST, len(words) - at), 0, -1) if at in runs and at + n - 1 in runs]
        size, name = next(((n, name) for n in sizes if (name := _at(text, words[at : at + n]))), (1, ""))
        if name:
            yield _read(text, Span(words[at][0], words[at][0] + len(name)), name, runs[at])
        at += size


def _read(text: str, span: Span, name: str, run: Span) -> Named:
    """With what "the" before it makes of it: a river, or a name that has the word itself ("The Hague")."""
    asked = reading(text, span)
    the = _THE.search(text[max(0, span.start - 5) : span.start])
    if asked == f"The {name}" and the and the[1] == "The" and not _opens(text, span.start - 4):
        return Named(Span(span.start - 4, span.end), asked, Span(min(run.start, span.start - 4), run.end))
    return Named(span, asked, run)


def _opens(text: str, start: int) -> bool:
    """At the beginning of a sentence."""
    return not text[:start].strip() or text[:start].rstrip(' "“')[-1:] in ".!?\n"


def reading(text: str, span: Span) -> str:
    """What the gazetteer is asked for at a name: its words, with what "the" before and its kind behind make of them."""
    name = span.of(text)
    kind = _KIND.match(text[span.end : span.end + 14])
    if kind and lookup(name + kind.group()):
        return name + kind.group()
    other = water(text, span)
    the = _THE.search(text[max(0, span.start - 5) : span.start])
    return other or (f"The {name}" if the and _famed(f"The {name}") else name)


def _famed(name: str) -> bool:
    best = lookup(name)[:1]
    return bool(best) and best[0].people > FAMED


def _at(text: str, run: Words) -> str:
    """The name of these words as the gazetteer knows it, empty where it doesn't."""
    start, words = run[0][0], text[run[0][0] : run[-1][1]]
    for name in (_longer(text, start, bare(words)), bare(words), _before_hyphen(words)):
        if len(name) > 1 and (lookup(name) or state(text, start, name)):
            return name
    return ""


def _before_hyphen(words: str) -> str:
    """ "Bakhmut" of "Bakhmut-born"."""
    name, hyphen, rest = words.partition("-")
    return name if hyphen and " " not in words and rest else ""


def state(text: str, start: int, name: str) -> bool:
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
