"""Roles in words: "Harbour police chief", "the country's finance minister", "head of research at the Nordic Fund"."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.resolution.lists import CAPITALS, NAME, POSSESSIVE, tables

_BEFORE = re.compile(r" (?=(?:of|for|at|in|from|with|to|on|by) )")
_HELD = re.compile(rf"{NAME.pattern}(?: (?:of the|of|the) {NAME.pattern})*")
_OWNER = re.compile(r"^(?:the |a |an )?(.+?)(?:[’']s|(?<=s)[’']) (?=\S)")


class Role(NamedTuple):
    """A role's own words, where it is held, and the gender of who holds it, where the words say so."""

    role: str
    of: str | None = None
    gender: str | None = None


def is_role(word: str) -> bool:
    """Whether a word names a role; a hyphen's parts count by themselves ("co-founder")."""
    low = word.lower()
    return low in tables().roles or any(part in tables().roles for part in low.split("-")[-1:])


def office_of(role: str) -> str | None:
    """The office that a role's last telling word is of."""
    if "attorney general" in role.lower():
        return "attorney general"
    offices = tables().roles
    found = (offices.get(word, offices.get(word.split("-")[-1])) for word in reversed(role.lower().split()))
    return next((office for office in found if office), None)


def before_name(run: list[str]) -> tuple[Role, list[str]] | None:
    """A role and the words after it: "U.S. Secretary of State Martin Kline"."""
    every = (_end(run, at) for at, word in enumerate(run) if is_role(word))
    ends = [end for end in every if end < len(run)]  # at the very end it is a last name, or no name follows
    if not ends:
        return None
    return split(run[: ends[-1]]), run[ends[-1] :]


def _end(run: list[str], at: int) -> int:
    """Where a role ends: "Secretary", "Secretary of State"."""
    more = run[at + 1 : at + 3]
    return at + 3 if len(more) == 2 and more[0] == "of" and _qualifies(more[1]) else at + 1


def _qualifies(word: str) -> bool:
    return word.lower() in tables().words["qualifiers"]


def split(run: list[str]) -> Role:
    """A role's own words, and the name among them that says where it is held."""
    gender = next((tables().gender[word.lower()] for word in reversed(run) if word.lower() in tables().gender), None)
    owner = _OWNER.match(" ".join(run))
    if owner and not _is_body(" ".join(run)[owner.end() :]):
        return Role(" ".join(run)[owner.end() :], _owner(owner.group(1)), gender)
    last = max(at for at, word in enumerate(run) if is_role(word))
    begin = next((at for at in range(last, -1, -1) if _names(run, at)), -1)
    start = begin
    while start > 0 and (_names(run, start - 1) or run[start - 1] in ("of", "for", "and")):
        start -= 1
    own = run if begin < 0 else [*run[:start], *run[begin + 1 :]]
    return Role(" ".join(own), _country(" ".join(run[start : begin + 1])) if begin >= 0 else None, gender)


def _is_body(words: str) -> bool:
    """Whether the words go on with a body's name: "Farmers' Party leader" is of the Farmers' Party."""
    first = words.split(" ")[0]
    return first.lower() in tables().words["organisations"] and CAPITALS.match(first) is not None


def _names(run: list[str], at: int) -> bool:
    """Whether a word before a role is part of a name: a capital, and no word that belongs to roles ("Prime")."""
    word = run[at]
    if not CAPITALS.match(word):
        return False
    inside = (
        at > 1 and run[at - 1] in ("of", "for") and CAPITALS.match(run[at - 2]) is not None and not is_role(run[at - 2])
    )
    if at + 1 < len(run) and run[at + 1].lower() in tables().words["organisations"] and CAPITALS.match(run[at + 1]):
        return not is_role(word)  # "State Department"
    if at and word.lower() in tables().words["organisations"] and CAPITALS.match(run[at - 1]) and _qualifies(word):
        return not (_qualifies(run[at - 1]) or is_role(run[at - 1]))  # "Labour Party"
    return inside or not (is_role(word) or _qualifies(word) or word.lower() in tables().words["whose"])


def _owner(words: str) -> str | None:
    return None if words.lower() in tables().words["deictic"] else _country(words)


def _country(words: str) -> str:
    return tables().countries.get(words, words)


def held(phrase: str) -> Role | None:
    """A role with what follows it: "a spokesman for the ministry", "head of research at the Nordic Fund"."""
    first, *rest = _BEFORE.split(
        _one_of(re.sub(r"(?i)^(?:the|an?|another|his|her|their|its|our|my|your) ", "", phrase))
    )
    while rest and not _ended(first):  # "the Ministry of Health spokesman"
        if not any(is_role(word) for part in rest for word in part.split()):
            return None
        first = f"{first} {rest.pop(0)}"
    if not _ended(first):
        return None
    made = split(first.split())
    while rest and rest[0].startswith("of ") and len(rest[0].split()) == 2 and _small(rest[0].split()[1]):
        made = made._replace(role=f"{made.role} {rest.pop(0)}")
    name = _HELD.search(" ".join(rest))
    return made if made.of or not name else made._replace(of=_country(POSSESSIVE.sub("", name.group())))


def _one_of(phrase: str) -> str:
    """ "One of the family's lawyers" is a lawyer of the family's."""
    found = re.match(r"(?i)one of (?:the )?([^,]+?)s\b(?= of| for| at| in|$)", phrase)
    return found.group(1) + phrase[found.end() :] if found else phrase


def _ended(words: str) -> bool:
    run = words.split()
    return bool(run) and is_role(run[-1])


def _small(word: str) -> bool:
    return word[0].islower() or _qualifies(word)
