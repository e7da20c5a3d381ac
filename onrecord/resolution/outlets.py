"""Outlets in words: by the table, by what papers and stations are called, by what stands before or after the name."""

from __future__ import annotations

import functools
import re

from onrecord.resolution.lists import CAPITAL, tables

_WORD = rf"(?:[{CAPITAL}0-9][\w’'&-]*|(?:[{CAPITAL}]\.)+)"
RUN = re.compile(rf"{_WORD}(?: (?:(?:of|de|la|della|and) )?{_WORD}){{0,5}}")
_SHORT = rf"(?P<name>[{CAPITAL}][\w-]*(?: [{CAPITAL}][\w-]*){{0,3}}?)"
_FOLLOWS = r"(?=[,.;:”\"]|$| (?:that|on|in|at|by|after|before|last|late|as|the|a|an|he|she|it|they|there|no|and|but)\b)"


def outlet_named(words: str) -> str | None:
    """The outlet that a phrase names and nothing else: "the Elm Herald", "the daily Le Monde", "Italy's ANSA".

    >>> outlet_named("Harbour Herald"), outlet_named("Herald Hansen")
    ('Harbour Herald', None)
    """
    bare = _owned(words)
    if is_outlet(bare):
        return bare
    before = _before().fullmatch(bare)
    if before:
        return before["name"]
    found = next(filter(None, (form.fullmatch(bare) for form in _forms())), None)
    return found["name"] if found and is_outlet(found["name"]) else _called(bare)


def _called(words: str) -> str | None:
    """A name that no table has, before what it is: "the semi-official Tasnim news agency", "the Global Light daily"."""
    found = _kind_behind().fullmatch(words)
    name = found["name"] if found else ""
    known = tables().countries
    return name if name and name not in known and name not in known.values() and name not in _NO_NAMES else None


def _owned(words: str) -> str:
    """Without the country whose outlet it is: "Italy's ANSA", "Russian news agency TASS"."""
    first, _, rest = words.partition(" ")
    return rest if rest and re.sub(r"[’']s$", "", first) in tables().countries and not is_outlet(words) else words


def is_outlet(name: str) -> bool:
    """Whether a name is an outlet's, without an article before it."""
    run, held = name.split(), tables()
    if name in held.outlets:
        return True
    if len(run) < 2 or name in held.press["never"] or not RUN.fullmatch(name):
        return False
    if run[0] in held.press["begins"]:
        return True
    return run[-1] in held.press["ends"] and run[0] not in held.first_names and run[0] not in held.countries.values()


def outlet_at(text: str, place: int) -> str | None:
    """The outlet whose words begin at a place: by name, or described ("state television")."""
    kind = _kind_at().match(text, place)
    found = RUN.match(text, kind.end() if kind else place)
    if found:
        run = re.sub(r"[’']s?(?= |$)", "", found.group()).rstrip(".").split()
        names = (" ".join(run[:end]) for end in range(len(run), 0, -1))
        name = next(filter(is_outlet, names), None)
        if name or (kind and kind.group().strip()):
            return name or found.group().rstrip(".")
    described = _described().match(text, place)
    return re.sub(r"^(?:the|an?) ", "", described.group()) if described else None


@functools.cache
def _kinds() -> str:
    return "|".join(sorted(map(re.escape, tables().outlet_kinds), key=len, reverse=True))


@functools.cache
def _before() -> re.Pattern[str]:
    """ "The Telegram channel Sirena": a kind in small letters, then the name."""
    return re.compile(rf"(?:[\w’'-]+ ){{0,4}}?(?:{_kinds()}|Telegram channel|channel) (?P<name>{RUN.pattern})")


_NO_NAMES = {"State", "Local", "National"}


@functools.cache
def _kind_behind() -> re.Pattern[str]:
    """A name, then a kind of outlet of which a town or a country alone has several: those say nothing of the name."""
    kinds = "(?:state |official )?(?:news (?:agency|service|site|website)|newspaper|daily|weekly|tabloid|magazine)"
    return re.compile(rf"(?:[a-z][\w-]+ )*(?P<name>{RUN.pattern}) {kinds}")


@functools.cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """ "The Interfax news agency", "a Reuters report", "a report in the Herald", "the BBC's Elm correspondent"."""
    name, tells = f"(?P<name>{RUN.pattern})", "reports?|article|story|investigation|dispatch"
    return (
        re.compile(rf"{name}(?: [a-z-]+)? (?:{_kinds()}|{tells})"),
        re.compile(rf"(?:{tells}) (?:in|by|from|on) (?:the )?{name}"),
        re.compile(rf"{_SHORT}(?:[’']s?)?(?: [\w’'-]+){{0,2}}? (?:correspondents?|reporters?|journalists?)"),
    )


@functools.cache
def _kind_at() -> re.Pattern[str]:
    """ "The newspaper ..." where a name goes on."""
    return re.compile(
        rf"(?:the |an? )?(?:(?:[\w’'-]+ ){{0,3}}?(?:{_kinds()}|Telegram channel|channel) (?:the )?(?=[{CAPITAL}]))?"
    )


@functools.cache
def _described() -> re.Pattern[str]:
    """ "State television", and nothing that such a word only describes ("television viewers"), nor any media."""
    which = r"(?!(?:the|an?|social|mass|new|other|all|some|many|any|his|her|its|their|our|my|own)\b)[\w’'-]+ "
    return re.compile(rf"(?:the |an? )?(?:{which}){{1,2}}?(?:{_kinds()}){_FOLLOWS}")
