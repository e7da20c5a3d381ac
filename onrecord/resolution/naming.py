"""What a source's words say of who speaks: a name, a role and where it is held, or only a description."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.records import SpeakerType
from onrecord.resolution.beside import beside, is_plain, own, owned
from onrecord.resolution.letters import gender_by_letters, kind_by_letters
from onrecord.resolution.lists import CAPITAL, NAME, POSSESSIVE, tables
from onrecord.resolution.outlets import is_outlet, outlet_named
from onrecord.resolution.roles import Role, before_name, held, is_role
from onrecord.resolution.trimmed import trimmed

__all__ = ["CAPITAL", "NAME", "POSSESSIVE", "Naming", "bare", "gender_of", "kind_of_name", "naming", "tables"]

PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
OTHERS = {
    "they",
    "them",
    "it",
    "who",
    "we",
    "us",
    "i",
    "me",
    "you",
    "which",
    "that",
    "one",
    "their",
    "its",
    "our",
    "my",
}
SURE = 0.8  # chance above which a name's letters decide what bears it


class Naming(NamedTuple):
    """What a phrase says. `name` is none for a pronoun and a bare description; `of` is where the role is held."""

    name: str | None = None
    type: SpeakerType | None = None
    role: str | None = None
    of: str | None = None
    includes: tuple[str, ...] = ()
    gender: str | None = None
    pronoun: str | None = None


def naming(phrase: str) -> Naming:
    """What a source's words say of who speaks.

    >>> naming("Harbour spokesman Tomas Weil")[:4]
    ('Tomas Weil', 'person', 'spokesman', 'Harbour')
    """
    words = trimmed(bare(_plain(phrase)))
    lower = words.lower()
    if lower in PRONOUNS or lower in OTHERS:
        return Naming(pronoun=lower, gender=PRONOUNS.get(lower))
    whole, _, named = words.partition(", including ")
    if named:
        return Naming(bare(whole), "group", includes=tuple(_listed(named)))
    outlet = outlet_named(words)
    if outlet:
        return Naming(outlet, "outlet")
    who = _several(words) or _owned(words) or _known(words) or _titled(words)
    return who or _apposed(words) or _belongs(words) or _beside(words) or _described(words)


def _plain(phrase: str) -> str:
    """Without a party and its state ("(R-Ohio)", ", D-Calif."), dashes as commas."""
    words = re.sub(r" \([A-Z]{1,4}(?:-[A-Z][\w.]*)?\)|, [A-Z]-[A-Z][\w.]+,?", "", " ".join(phrase.split()))
    return re.sub(r" ?(?:--|[—–]) ?", ", ", words).rstrip(" ,")


def _several(words: str) -> Naming | None:
    """Two or more persons by name: "Ann Roe and Tom Vik"."""
    parts = re.split(r", and | and |, ", words)
    named = len(parts) > 1 and all(NAME.fullmatch(part) and kind_of_name(part) == "person" for part in parts)
    return Naming(words, "group", includes=tuple(parts)) if named else None


def bare(phrase: str) -> str:
    """The words without an article before and marks around them."""
    words = POSSESSIVE.sub("", " ".join(phrase.split()).strip(' ,;:—–-"“”'))
    return re.sub(r"^(?:the|a|an) ", "", words, flags=re.IGNORECASE)


def _listed(words: str) -> list[str]:
    return [bare(part) for part in re.split(r", and | and |, ", words) if bare(part)]


def kind_of_name(name: str) -> SpeakerType | None:
    """What bears this name: by the tables where they know it, else by its letters; none where that is in doubt."""
    held, words = tables(), name.split()
    if is_outlet(name):
        return "outlet"
    if name in held.countries and (name[-1:] != "n" or name in held.countries.values()):
        return "country"
    if name in held.seats or any(word.lower() in held.words["organisations"] for word in words):
        return "organisation"
    if len(words) > 5 or any(word.lower() in held.words["common"] for word in words):
        return None
    return _by_first_name(words) or _by_letters(name)


def _by_first_name(words: list[str]) -> SpeakerType | None:
    """A person where the first of several words is a first name and none is a country's."""
    first = words[0] in tables().first_names and len(words) > 1
    return "person" if first and not any(word in tables().countries for word in words) else None


def _by_letters(name: str) -> SpeakerType | None:
    """What its letters make likely; a single word in capitals is an organisation's letters."""
    if " " not in name:
        if name.isupper():
            return "organisation" if 2 <= len(name) <= 6 else None
        sure = kind_by_letters(name)
        return "person" if sure.label == "person" and sure.chance > SURE else None
    likely = kind_by_letters(name)
    if likely.label == "person" and likely.chance > SURE:
        return "person"
    return "organisation" if likely.label in ("organisation", "place") and likely.chance > SURE else None


def gender_of(name: str) -> str | None:
    """The gender that a person's first name mostly has; none where both bear it or it is not known."""
    first = name.split()[0]
    known = tables().first_names.get(first)
    if known:
        return known if known in ("m", "f") else None
    likely = gender_by_letters(first)
    return likely.label if likely.chance > 0.95 else None


def _known(words: str) -> Naming | None:
    """The whole phrase is a name."""
    found = NAME.fullmatch(words)
    if not found or any(map(is_role, _no_surname(words.split()))):
        return None
    first, _, rest = words.partition(" ")
    if first.lower() in tables().words["honorifics"] and rest:
        return Naming(rest, kind_of_name(rest) or "person", gender=tables().gender.get(first.lower()))
    return Naming(words, kind_of_name(words))


def _no_surname(run: list[str]) -> list[str]:
    """The words without a last name that could be a role: "Anna King"."""
    surname = len(run) > 1 and run[-1].lower() in tables().words["surnames"] and run[0] in tables().first_names
    return run[:-1] if surname and run[0] not in tables().countries else run


def _titled(words: str) -> Naming | None:
    """Role before name: "Harbour police chief Ann Roe"."""
    found = before_name(words.split(",")[0].split())
    name = " ".join(found[1]) if found else ""
    if (
        not found
        or not NAME.fullmatch(name)
        or all(word.lower() in tables().words["organisations"] for word in found[1])
    ):
        return None  # "the General Staff" is nobody's name
    if found[1][-1].lower() in tables().words["groups"]:  # "the rival Rapid Defence Forces"
        return Naming(name, "organisation")
    return _person(name, found[0])


def _person(name: str, role: Role, gender: str | None = None) -> Naming:
    return Naming(name, "person", role.role, role.of, gender=role.gender or gender)


def _apposed(words: str) -> Naming | None:
    """Name, then who that is: "Hugh Hill, a doctor", "Jane Roe, the mayor of Elm"; or the other way round."""
    name, comma, rest = words.partition(", ")
    if not comma:
        return None
    turned = _turned(name, rest.partition(", ")[0])
    if turned:
        return turned
    if _is_press(rest) and NAME.fullmatch(name):
        return Naming(name, "outlet")
    who = naming(name.split(" of ")[0])
    if who.type not in ("person", None) or not who.name or who.role:
        told = who.role or (who.type in ("organisation", "country") and re.fullmatch(r"(?:an?|the) [^,]+", rest))
        return who if who.name and told else _body(name, rest)
    role = held(re.sub(r"^\d+, ", "", rest))
    return _person(who.name, role, who.gender) if role else who


def _turned(name: str, turned: str) -> Naming | None:
    """Who that is, then the name: "the ministry's spokesman, Karl Brandt", "her publicist, Joan Marsh"."""
    does = own(re.sub(r"^[^,]+(?:[’']s|(?<=s)[’']) ", "", name))
    if _is_press(name) and turned[:1].isupper():
        return Naming(turned, "outlet")
    role = held(name)
    other = naming(turned) if role or does[:1].islower() else Naming()
    if not other.name or other.type not in (None, "person") or is_role(turned.split()[-1]):
        return None
    if other.role or (not role and (other.type is None or not is_plain(does))):
        return other if other.role else None
    return _person(other.name, role or Role(does), other.gender)


_WHOSE = "[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur|[Mm]y"


def _is_press(words: str) -> bool:
    """Whether the words are a kind of outlet: "a Cairo daily", "his newspaper"."""
    kinds = "|".join(map(re.escape, tables().outlet_kinds))
    return re.fullmatch(rf"(?:(?:an?|{_WHOSE}) (?:[\w-]+ ){{0,2}}?|[\w-]+ )(?:{kinds})", words) is not None


def _body(name: str, rest: str) -> Naming | None:
    """ "The Institute for Lake Studies, a Basel think tank": a body's long name, and what it is."""
    known = any(word.lower() in tables().words["organisations"] for word in name.split())
    return Naming(name, "organisation") if known and name[:1].isupper() and re.match(r"an? ", rest) else None


def _owned(words: str) -> Naming | None:
    """Whose they are before the name; where the letters leave it open, only one whom no country owns is taken so."""
    found = owned(words)
    if not found or not found.owner:
        return None
    owner, kind = bare(found.owner), kind_of_name(found.name) if " " in found.name else "person"
    body = any(word.lower() in tables().words["organisations"] for word in found.name.split())
    if kind != "person" and (body or owner in tables().countries or len(found.name.split()) != 2):
        return None
    return Naming(found.name, "person" if kind == "person" else None, found.role, tables().countries.get(owner, owner))


def _beside(words: str) -> Naming | None:
    """What they do before the name."""
    found = beside(words)
    return Naming(found.name, "person", found.role) if found and kind_of_name(found.name) == "person" else None


def _belongs(words: str) -> Naming | None:
    """A person and what they belong to: "Peter Morgan of the Sierra Club"."""
    name, of, where = words.partition(" of ")
    where = bare(where)
    if not of or not where[:1].isupper() or not NAME.fullmatch(name):
        return None
    who = naming(name)
    return who._replace(of=where) if who.type == "person" and who.name else None


def _described(words: str) -> Naming:
    """A role, a group or an outlet without a name."""
    lower = words.lower()
    run = re.split(r" (?:of|for|at|in|from|with) (?:the )?", words, maxsplit=1)
    tail = run[0].split()[-1].lower() if run[0].split() else ""
    if any(re.search(rf"\b{kind.lower()}\b", lower) for kind in tables().outlet_kinds) and tail not in tables().roles:
        return Naming(words, "outlet")
    role = held(words)
    if role and tail not in tables().words["groups"]:
        return Naming(None, "person", role.role, role.of, gender=role.gender)
    if any(word in tables().words["groups"] for word in lower.split()):
        return Naming(words, "group")
    return Naming()
