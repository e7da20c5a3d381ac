"""A person's name behind whose they are, or what they do in any word: "Labour's Ann Roe", "the trader Tom Vik"."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.resolution.lists import NAME, tables
from onrecord.resolution.roles import is_role

OWNER = re.compile(
    rf"(?P<owner>[^,]+?)(?:[’']s|(?<=s)[’']) (?P<role>(?:[a-z][\w-]* ){{0,3}})(?P<name>{NAME.pattern})(?<![’']s)"
)
_DOES = re.compile(rf"(?P<role>(?:[a-z][\w-]* ){{1,4}})(?P<name>{NAME.pattern})(?: (?:in|at|from|on) (?:the )?[^,]+)?")


class Beside(NamedTuple):
    """A name and what stands beside it; `owner` is whose they are."""

    name: str
    role: str | None
    owner: str | None = None


def owned(words: str) -> Beside | None:
    """ "Labour's Ann Roe", "Karim's wife Halima Noor"; nothing where a role's own words say more."""
    found = OWNER.fullmatch(words)
    if not found or any(map(is_role, found["name"].split()[:-1])):
        return None
    role = own(found["role"].strip())
    plain = not role or (is_plain(role) and not is_role(role.split()[-1]))
    named = " " in found["name"] or (role and found["name"] in tables().first_names)
    return Beside(found["name"], role or None, found["owner"]) if plain and named else None


def beside(words: str) -> Beside | None:
    """ "Her colleague Ann Roe", "the trader Tom Vik", "our reporter Ann Roe in Elm"."""
    found = _DOES.fullmatch(words[:1].lower() + words[1:])
    role = own(found["role"].strip()) if found else ""
    return Beside(_bare(found["name"]), role) if found and is_plain(role) and " " in found["name"] else None


def _bare(name: str) -> str:
    """ "Democrat Tim Ryan" is Tim Ryan."""
    run, known = name.split(), tables().first_names
    return " ".join(run[1:]) if len(run) == 3 and run[1] in known and run[0] not in known else name


def own(words: str) -> str:
    """A role's words without whose it is."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in tables().words["whose"] else words


def is_plain(words: str) -> bool:
    """Whether these few small words can be what somebody is: "colleague", "coalition partner"."""
    run = words.split()
    return 0 < len(run) <= 4 and all(word.islower() for word in run) and tables().words["ties"].isdisjoint(run)
