"""The people of an article: every person named in full, in which role, and where the article names them."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.records import Document
from onrecord.resolution.naming import NAME, POSSESSIVE, Naming, gender_of, kind_of_name, naming, tables

APART = 120  # characters between two full names so near that a bare last name after them may be either's
BEFORE = re.compile(r"((?:[\w’'.-]+ ){1,5})$")


class Person(NamedTuple):
    """A person whom the article names in full, with the role it gives; where the full name stands, and any mention."""

    naming: Naming
    full: tuple[int, ...]
    places: tuple[int, ...]

    @property
    def name(self) -> str:
        """The full name."""
        return self.naming.name or ""

    @property
    def last(self) -> str:
        """The last name, by which the article goes on."""
        return self.name.split()[-1]

    @property
    def gender(self) -> str | None:
        """By title, else by first name."""
        return self.naming.gender or gender_of(self.name)


_QUOTED = re.compile(r"“[^”\n]*”?|\"[^\"\n]*\"|''(?:(?!'')[^\n])*''")


def mentioned(people: list[Person], name: str | None, at: int) -> list[Person]:
    """The people with one more mention of the person of this name: a pronoun that means them is one."""
    return [one._replace(places=tuple(sorted({*one.places, at}))) if one.name == name else one for one in people]


def prose(document: Document) -> str:
    """The text, its headlines blanked: there every word may have a capital."""
    text = document.text
    for block in document.blocks:
        if block.kind in ("title", "heading"):
            text = text[: block.start] + " " * (block.end - block.start) + text[block.end :]
    return text


def persons(text: str) -> list[Person]:
    """Every person named in full, in the order of their first mention."""
    return list(_persons(text))


@functools.lru_cache(maxsize=8)
def _persons(text: str) -> tuple[Person, ...]:
    """Kept for the last texts: speakers, places and whoever else is meant each ask for them."""
    named: dict[str, tuple[Naming, list[int]]] = {}
    for found in NAME.finditer(text):
        who, start = _person_at(text, found)
        if who and who.name:
            held, places = named.setdefault(who.name, (who, []))
            named[who.name] = (held if held.role else who, places)
            places.append(start)
    people = _joined([Person(who, tuple(at), tuple(at)) for who, at in named.values()])
    return tuple(_mentioned(text, [*people, *_by_first_name(text, people)]))


def _by_first_name(text: str, people: list[Person]) -> list[Person]:
    """Those whom an article only calls by their first name, more than once."""
    taken = {word for one in people for word in one.name.split()}
    found: dict[str, list[int]] = {}
    for name in NAME.finditer(text):
        word = POSSESSIVE.sub("", name.group()).rstrip(".,")
        if word in tables().first_names and word not in taken and kind_of_name(word) in (None, "person"):
            found.setdefault(word, []).append(name.start())
    return [Person(Naming(word, "person"), tuple(at), tuple(at)) for word, at in found.items() if len(at) > 1]


def told(text: str, people: list[Person]) -> list[Person]:
    """The people as the article itself mentions them: names inside of quotations left out."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    starts = [start for start, _ in quoted]

    def outside(at: int) -> bool:
        near = bisect_right(starts, at) - 1
        return near < 0 or at >= quoted[near][1]

    return [one._replace(places=tuple(at for at in one.places if outside(at))) for one in people]


def _joined(people: list[Person]) -> list[Person]:
    """One person a name: "Ann B. Roe" is Ann Roe, and a bare "Roe" is she where no other Roe is named."""
    full: dict[tuple[str, str], Person] = {}
    for one in people:
        run = one.name.split()
        key = (run[0] if len(run) > 1 else "", run[-1])
        held = full.get(key, one)
        roled = held if held.naming.role or not one.naming.role else one
        shorter = min((held.name, one.name), key=len)
        places = tuple(sorted({*held.full, *one.full}))
        full[key] = Person(roled.naming._replace(name=shorter), places, places)
    lasts = {last for first, last in full if first}
    return [one for (first, last), one in full.items() if first or last not in lasts]


def _mentioned(text: str, people: list[Person]) -> list[Person]:
    """The people with every place of their names; a bare last name that several bear is whoever it is most likely."""
    taken = {at for one in people for start in one.full for at in range(start, start + len(one.name) + 1)}
    out = []
    for one in people:
        bare = (m.start() for m in re.finditer(rf"\b{re.escape(one.last)}\b", text) if m.start() not in taken)
        mine = [at for at in bare if bearer(people, one.last, at) == one]
        out.append(one._replace(places=tuple(sorted({*one.full, *mine}))))
    return out


def bearer(people: Iterable[Person], last: str, at: int) -> Person | None:
    """Who a bare last name at this place is: the only bearer, or one named in full far oftener than the others,
    else whoever was named in full last before it and within the same stretch; none where two are as likely."""
    mine = [one for one in people if one.last == last]
    if len(mine) <= 1:
        return mine[0] if mine else None
    ranked = sorted(mine, key=lambda one: -len(one.full))
    if len(ranked[0].full) >= 2 * len(ranked[1].full):
        return ranked[0]
    before = [(start, one) for one in mine for start in one.full if start < at]
    near = max(before, key=lambda pair: pair[0], default=None)
    beside = [start for start, one in before if near and one != near[1] and near[0] - start < APART]
    return near[1] if near and at - near[0] < 400 and not beside else None


def _person_at(text: str, found: re.Match[str]) -> tuple[Naming | None, int]:
    """The person that a run of capitals names, with the role in the words before or after it."""
    words = POSSESSIVE.sub("", found.group()).rstrip(".,")
    run = _behind_owner(words).split()
    while run and (run[0].lower() in tables().words["common"] or _is_word(run[0].lower(), text)):
        run = run[1:]
    if not run:
        return None, found.start()
    start = found.start() + words.index(run[0])
    titled = naming(_with_office(text, found.start()) + " ".join(run))
    if titled.type == "person" and titled.role and titled.name and len(titled.name.split()) > 1:
        return titled, text.rindex(titled.name.split()[0], 0, found.end())
    name = " ".join(run)
    if kind_of_name(name) != "person" or len(run) < 2:
        return None, start
    return _apposed(text, name, found.start() + len(words)) or naming(name), start


def _behind_owner(words: str) -> str:
    """The name in "Labour's Ann Roe"."""
    owner = re.search(r"[’']s (?=\S+ \S)", words)
    return words[owner.end() :] if owner else words


def _apposed(text: str, name: str, end: int) -> Naming | None:
    """With what stands after the name, where that is a role: "Ann Roe, the mayor of Elm,"."""
    after = re.match(r", ((?:a|an|the) [^,.;\n]{3,60})[,.]", text[end : end + 80])
    found = naming(f"{name}, {after.group(1)}") if after else Naming()
    return found if found.role else None


def _is_word(word: str, text: str) -> bool:
    """Whether the article has it without a capital too, so that it is no part of a name."""
    return word not in tables().roles and f" {word} " in text


def _with_office(text: str, start: int) -> str:
    """The words just before a name where they end in a role: "Harbour police chief "."""
    before = BEFORE.search(text[max(0, text.rfind("\n", 0, start) + 1, start - 60) : start])
    run = before.group(1).split() if before else []
    if not run or run[-1].lower() not in tables().roles:
        return ""
    at = len(run) - 1
    while at and run[at - 1][0].isupper() and run[at - 1].lower() not in tables().words["common"]:
        at -= 1
    return " ".join(run[at:]) + " "
