"""Whose fighters or soldiers they are, where that follows: "fighters from the Wagner group", "rebels led by"."""

from __future__ import annotations

import re

from onrecord.resolution.actors import Found, actor_of, known, led, nameless, own_name
from onrecord.resolution.naming import NAME
from onrecord.text import Span

_LINK = re.compile(
    rf" (?P<link>from|of|with|belonging to|loyal to|allied (?:to|with)|opposed to|led by|under) "
    rf"(?P<who>(?:the )?{NAME.pattern}(?: (?:al|wal|el|as)-[A-Z]\w+)*(?: of (?:the )?{NAME.pattern})?(?: [a-z]+)?)"
)
_LEANING = re.compile(r" (?:loyal|allied|opposed)$")
_UNIT = re.compile(r" (?:brigade|battalion|division|regiment|corps|garrison|unit)s?$")


def linked(text: str, words: Span) -> Found | None:
    """Whom the words behind name; open, or as they are called, where those name somebody whom nobody knows."""
    leaning = _LEANING.search(words.of(text))
    end = words.start + leaning.start() if leaning else words.end
    said = text[words.start : end].lower().split()
    after = _LINK.match(text[end:][:80])
    if not said or said[-1] not in known().fighters | known().own | known().belongs:
        return None
    if leaning and leaning.group() == " opposed":
        return Found(open=True)
    return _who(after, said) if after else None


def _who(after: re.Match[str], said: list[str]) -> Found | None:
    who = after["who"]
    name = re.sub(r" [a-z]+$", "", who)
    found = next((one for one in (actor_of(who), actor_of(name)) if one.name), None)
    named = after["link"] in ("of", "from", "belonging to") and said[-1] in known().nameless
    own = own_name(led(name)) if named and name.startswith("the ") else None
    if found or own:
        return found or own
    if _UNIT.search(who) or actor_of(" ".join(said)).name:
        return None
    return nameless(said[-1]) or Found(open=True)


def both(before: str) -> tuple[Found, ...]:
    """ "Both countries": the two states that the text has named, where it has named no third."""
    found = (actor_of(one.group()) for one in NAME.finditer(before))
    names = dict.fromkeys(one.name for one in found if one.name and one.sort == "state")
    return tuple(Found(name) for name in names) if len(names) == 2 else ()
