"""Who speaks, within one article: names to persons, pronouns and descriptions to whom they point. In doubt, nobody."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.records import Document, Judgement, Speaker, Stamp, Statement, new_judgement, new_speaker
from onrecord.resolution.naming import NAME, POSSESSIVE, Naming, kind_of_name, naming, tables
from onrecord.text import Span, words_of

BEFORE = re.compile(r"((?:[\w’'.-]+ ){1,5})$")


class Person(NamedTuple):
    """A person whom the article names in full, with the role it gives, and where the name stands."""

    naming: Naming
    places: tuple[int, ...]

    @property
    def last(self) -> str:
        """The last name, by which the article goes on."""
        return (self.naming.name or "").split()[-1]


class Answer(NamedTuple):
    """Who it is and why; nobody, and why not."""

    who: Naming | None
    score: float
    why: str


def judgements(document: Document, statements: tuple[Statement, ...], stamp: Stamp) -> tuple[Judgement, ...]:
    """One judgement for each statement: who its source's words name, or why that is unknown."""
    people = persons(_prose(document))
    out = []
    before: Naming | None = None
    for statement in statements:
        answer = speaker_of(document.text, statement, people, before)
        before = answer.who
        who = _speaker(answer.who) if answer.who else None
        out.append(new_judgement(document, statement, who, score=answer.score, why=answer.why, stamp=stamp))
    return tuple(out)


def _prose(document: Document) -> str:
    """The text, its headlines blanked: there every word may have a capital."""
    text = document.text
    for block in document.blocks:
        if block.kind in ("title", "heading"):
            text = text[: block.start] + " " * (block.end - block.start) + text[block.end :]
    return text


def _speaker(who: Naming) -> Speaker:
    name = who.name or ""
    stands = tables().seats.get(name)
    return new_speaker(name, who.type or "person", role=who.role, of=who.of, includes=who.includes, stands_for=stands)


def persons(text: str) -> list[Person]:
    """Every person named in full, in the order of their first mention."""
    named: dict[str, tuple[Naming, list[int]]] = {}
    for found in NAME.finditer(text):
        who, start = _person_at(text, found)
        if who and who.name:
            held, places = named.setdefault(who.name, (who, []))
            named[who.name] = (held if held.role else who, places)
            places.append(start)
    return _joined([Person(who, tuple(_mentions(text, who, places))) for who, places in named.values()])


def _joined(people: list[Person]) -> list[Person]:
    """One person a name: "Ann B. Roe" is Ann Roe, and a bare "Roe" is she where no other Roe is named."""
    full: dict[tuple[str, str], Person] = {}
    for one in people:
        run = (one.naming.name or "").split()
        key = (run[0] if len(run) > 1 else "", run[-1])
        held = full.get(key, one)
        roled = held if held.naming.role or not one.naming.role else one
        shorter = min((held.naming.name or "", one.naming.name or ""), key=len)
        full[key] = Person(roled.naming._replace(name=shorter), tuple(sorted({*held.places, *one.places})))
    lasts = {last for first, last in full if first}
    return [one for (first, last), one in full.items() if first or last not in lasts]


def _person_at(text: str, found: re.Match[str]) -> tuple[Naming | None, int]:
    """The person that a run of capitals names, with the role in the words before or after it."""
    words = POSSESSIVE.sub("", found.group()).rstrip(".,")
    run = words.split()
    while run and (run[0].lower() in tables().words["common"] or _is_word(run[0].lower(), text)):
        run = run[1:]
    if not run:
        return None, found.start()
    titled = naming(_with_office(text, found.start()) + " ".join(run))
    if titled.type == "person" and titled.role and titled.name and len(titled.name.split()) > 1:
        return titled, text.rindex(titled.name.split()[-1], 0, found.end())
    name = " ".join(run)
    after = re.match(r", ((?:a|an|the) [^,.;\n]{3,60})[,.]", text[found.start() + len(words) :])
    apposed = naming(f"{name}, {after.group(1)}") if after and kind_of_name(name) == "person" else Naming()
    if apposed.role:
        return apposed, found.start()
    return (naming(name) if kind_of_name(name) == "person" else None), found.start()


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


def _mentions(text: str, who: Naming, places: list[int]) -> list[int]:
    last = (who.name or "").split()[-1]
    return sorted({*places, *(found.start() for found in re.finditer(rf"\b{re.escape(last)}\b", text))})


def speaker_of(text: str, statement: Statement, people: list[Person], before: Naming | None = None) -> Answer:
    """Who a statement's source is; `before` is who spoke last."""
    if not statement.source:
        return Answer(None, 0.0, "Nobody is named as its source.")
    words = words_of(text, statement.source)
    said = naming(words)
    if said.pronoun:
        return _pronoun(text, statement.source[0], said, people, before)
    if said.name and (said.type != "person" or said.role):
        if said.type == "outlet":
            return Answer(None, 0.0, f"{said.name} relays; whom it heard is not said.")
        return _named(said, people) if said.type in (None, "person") else Answer(said, 0.9, f"“{words}” names it.")
    if said.name:
        return _named(said, people)
    if said.role:
        return _office_holder(words, said, people)
    return Answer(None, 0.0, f"“{words}” does not say who that is.")


def _named(said: Naming, people: list[Person]) -> Answer:
    """A full or last name to the person whom the article names in full."""
    name = said.name or ""
    same = [one for one in people if one.naming.name == name]
    same = same or [one for one in people if one.last == name]
    if len(same) == 1:
        who = same[0].naming
        if said.role:
            who = who._replace(role=said.role, of=said.of)
        return Answer(who, 0.95, f"“{name}” is {who.name}, named in full in the article.")
    if len(same) > 1:
        return Answer(None, 0.0, f"“{name}” could be any of {len(same)} persons of the article.")
    if said.type == "person":
        return Answer(said, 0.85, f"“{name}” is named here.")
    return Answer(None, 0.0, f"“{name}” is named nowhere in full: who or what that is stays open.")


def _office_holder(words: str, said: Naming, people: list[Person]) -> Answer:
    """A description to the one person of the article who holds such a role."""
    held = [one.naming for one in people if one.naming.role and _same_office(one.naming, said)]
    names = {who.name: who for who in held}
    if len(names) == 1:
        who = next(iter(names.values()))
        return Answer(who, 0.7, f"“{words}”: {who.name} alone is called {who.role} in the article.")
    if names:
        return Answer(None, 0.0, f"“{words}” could be {' or '.join(sorted(filter(None, names)))}.")
    return Answer(None, 0.0, f"“{words}” is described, not named.")


def _same_office(one: Naming, other: Naming) -> bool:
    roles, seats = tables().roles, tables().seats
    offices = [roles.get((who.role or "").split()[-1].lower()) for who in (one, other)]
    where = [seats.get(who.of or "", who.of) for who in (one, other)]
    fits = other.of is None or where[0] == where[1]
    gendered = one.gender and other.gender and one.gender != other.gender
    return offices[0] == offices[1] != "other" and fits and not gendered


def _pronoun(text: str, place: Span, said: Naming, people: list[Person], before: Naming | None) -> Answer:
    """He or she: the one person named before it, in its paragraph or the one before; of several, the
    last named where that is who spoke last."""
    if not said.gender:
        return Answer(None, 0.0, f"“{said.pronoun}” could point at more than one.")
    paragraph = text.rfind("\n\n", 0, place.start) + 1
    for start in (paragraph, max(0, text.rfind("\n\n", 0, max(0, paragraph - 1)) + 1)):
        near = [one for one in people if any(start <= at < place.start for at in one.places)]
        near = [one for one in near if one.naming.gender in (None, said.gender)]
        if len(near) == 1:
            return Answer(near[0].naming, 0.75, f"“{said.pronoun}”: only {near[0].naming.name} is named before it.")
        if near:
            last = max(near, key=lambda one: max(at for at in one.places if at < place.start))
            if before and last.naming.name == before.name:
                return Answer(
                    last.naming, 0.7, f"“{said.pronoun}”: {before.name} spoke last and is named last before it."
                )
            names = " or ".join(sorted(one.naming.name or "" for one in near))
            return Answer(None, 0.0, f"“{said.pronoun}” could be {names}.")
    return Answer(None, 0.0, f"“{said.pronoun}”: nobody is named just before it.")
