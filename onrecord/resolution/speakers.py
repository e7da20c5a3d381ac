"""Who speaks, within one article: names to persons, pronouns and descriptions to whom they point. In doubt, nobody."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from msgspec import structs

from onrecord.records import (
    Document,
    Judgement,
    Speaker,
    SpeakerType,
    Stamp,
    Statement,
    new_id,
    new_judgement,
    new_speaker,
)
from onrecord.resolution.described import own_words
from onrecord.resolution.grammar import Trees, bodies, hung_on, no_trees, subjects, topic
from onrecord.resolution.naming import Naming, bare, kind_of_name, naming, tables
from onrecord.resolution.outlets import is_outlet
from onrecord.resolution.people import Person, bearer, mentioned, persons, prose, told
from onrecord.resolution.plurals import behind, several
from onrecord.resolution.referents import Place, choose
from onrecord.resolution.roles import office_of
from onrecord.resolution.shortened import whole_name
from onrecord.text import Span, words_of

_EDGE = re.compile(r"(?:[.!?…][”\"’')]*\s+|\n+)(?=[\"“‘'(]*[A-Z0-9])|\n+")
_NOBODY = re.compile(r"(?i)(?:no (?!\d)\w|no one\b|nobody\b|none\b|neither\b|another(?:,|$))")
_FIRST = {"i", "me", "my", "we", "us", "our"}


class Answer(NamedTuple):
    """Who it is and why; nobody, and why not. `named`: by a name, not only described."""

    who: Naming | None
    score: float
    why: str
    named: bool = True


class Scene(NamedTuple):
    """What is known when a source is looked at: the article, its people, who spoke last, who says the outer words."""

    text: str
    people: list[Person]
    told: list[Person]
    edges: tuple[int, ...]
    trees: Trees = no_trees
    acting: Callable[[], frozenset[int]] = frozenset
    before: Answer | None = None
    last: int = 0
    outer: Answer | None = None


def judgements(
    document: Document, statements: tuple[Statement, ...], stamp: Stamp, trees: Trees = no_trees
) -> tuple[Judgement, ...]:
    """One judgement for each statement: who its source's words name, or why that is unknown."""
    text = prose(document)
    people = persons(text)
    edges = tuple(found.end() for found in _EDGE.finditer(document.text))
    acting = functools.cache(lambda: subjects(trees()))
    scene = Scene(document.text, people, told(text, people), edges, trees, acting)
    answers: dict[str, Answer] = {}
    out = []
    for statement in statements:
        answer = speaker_of(statement, scene._replace(outer=answers.get(statement.within or "")))
        answers[statement.id] = answer
        if answer.who and statement.source:
            scene = scene._replace(told=mentioned(scene.told, answer.who.name, statement.source[0].start))
        if statement.within is None:
            last = statement.source[0].start if statement.source else scene.last
            scene = scene._replace(before=answer, last=last)
        out.append(_judgement(document, statement, answer, stamp))
    return tuple(out)


def _judgement(document: Document, statement: Statement, answer: Answer, stamp: Stamp) -> Judgement:
    who = _speaker(document, answer) if answer.who else None
    return new_judgement(document, statement, who, score=answer.score, why=answer.why, stamp=stamp)


def _speaker(document: Document, answer: Answer) -> Speaker:
    """The speaker; one who is only described is this article's own."""
    who = answer.who or Naming()
    name = who.name or ""
    stands = tables().seats.get(name)
    made = new_speaker(name, who.type or "person", role=who.role, of=who.of, includes=who.includes, stands_for=stands)
    if answer.named:
        return made
    return structs.replace(made, id="~" + new_id("unnamed", name, document.id)[:19], stands_for=None)


def speaker_of(statement: Statement, scene: Scene) -> Answer:
    """Who a statement's source is."""
    if not statement.source:
        return Answer(None, 0.0, "Nobody is named as its source.")
    words = words_of(scene.text, statement.source)
    if _NOBODY.match(words):
        return Answer(None, 0.0, f"“{words}” does not say who that is.")
    said = naming(words)
    if said.pronoun:
        return _pronoun(said, statement.source[0], scene)
    body = whole_name(words, scene.text)
    if body and not any(body.startswith(one.last) for one in scene.people):
        return Answer(Naming(body, "organisation"), 0.7, f"“{words}” is {body}, named short and long in the article.")
    if said.type == "outlet" and not said.role:
        return Answer(None, 0.0, f"{said.name} relays; whom it heard is not said.")
    if said.name and said.type in (None, "person"):
        return _named(said, statement.source[0], scene, body=words.lower().startswith("the "))
    if said.name and (said.type != "group" or said.includes):
        return Answer(said, 0.9, f"“{words}” names it.", named=said.type != "group")
    if said.role:
        return _office_holder(words, said, statement.source[0], scene)
    pointing = re.fullmatch(r"(?i)(?:the|this|that) (\w+)", words)
    if pointing and pointing.group(1).lower() in tables().words["bodies"]:
        return _body(words, statement.source[0], scene)
    return _described(words, said)


# --- names ---


def _named(said: Naming, place: Span, scene: Scene, *, body: bool = False) -> Answer:
    """A full or last name to the person whom the article names in full; `body`: "the" stands before it, as before no
    person's name."""
    name = _written(said.name or "")
    same = next((one for one in scene.people if one.name == name), None)
    fit = [one for one in scene.people if not (said.gender and one.gender and one.gender != said.gender)]
    same = same or _by_initials(name, fit) or bearer(fit, name.split()[-1], place.start)
    if same:
        who = same.naming._replace(role=said.role, of=said.of) if said.role else same.naming
        return Answer(who, 0.95, f"“{name}” is {who.name}, named in full in the article.")
    if any(one.last == name.split()[-1] for one in fit):
        return Answer(None, 0.0, f"“{name}” could be any of several persons of the article.")
    told = "organization" if body else _told_kind(name, scene)
    return _alone(said, name, "organisation" if told == "organization" else "person" if told == "person" else None)


def _told_kind(name: str, scene: Scene) -> str | None:
    """What most of the article's sentences, as trees, take that for which bears this name."""
    every = (one for sentence in scene.trees() for one in sentence.mentions)
    kinds = Counter(one.kind for one in every if scene.text[one.start : one.end] == name)
    return kinds.most_common(1)[0][0] if kinds else None


def _written(name: str) -> str:
    """A name all in capitals as names are written; short ones may be letters that stand for a body."""
    return " ".join(word.capitalize() if word.isupper() and len(word) > 3 else word for word in name.split())


def _by_initials(name: str, people: list[Person]) -> Person | None:
    """The person of the same first and last name, whatever stands between."""
    run = name.split()
    same = [one for one in people if len(run) > 1 and one.last == run[-1] and one.name.split()[0] == run[0]]
    return same[0] if len(same) == 1 else None


def _alone(said: Naming, name: str, told: SpeakerType | None) -> Answer:
    """A name that stands nowhere in full: what bears it, where that is clear."""
    if said.type == "person":
        return Answer(said, 0.85, f"“{name}” is named here.")
    kind = kind_of_name(name) or told
    if several(name.split()[-1]):
        return Answer(said._replace(type="group"), 0.6, f"“{name}” are several.", named=False)
    if kind:
        return Answer(said._replace(type=kind), 0.6, f"“{name}” is named here and nowhere in full.")
    return Answer(None, 0.0, f"“{name}” is named nowhere in full: who or what that is stays open.")


# --- descriptions ---


def _office_holder(words: str, said: Naming, place: Span, scene: Scene) -> Answer:
    """A description to the one person of the article who holds such a role; who is only described stays so."""
    held = [one.naming for one in scene.people if one.naming.role and _same_office(one.naming, said)]
    names = {who.name: who for who in held}
    if len(names) == 1 and _fits(words, next(iter(names.values())), said):
        who = next(iter(names.values()))
        return Answer(who, 0.7, f"“{words}”: {who.name} alone is called {who.role} in the article.")
    if len(names) > 1:
        return Answer(None, 0.0, f"“{words}” could be {' or '.join(sorted(filter(None, names)))}.")
    same = _renamed(words, said, place, scene)
    if same:
        return Answer(same.naming, 0.6, f"“{words}”: {same.name}, whom the sentences before are about.")
    return _described(words, said)


def _renamed(words: str, said: Naming, place: Span, scene: Scene) -> Person | None:
    """Whom the sentences before are about, where a description gives them another name: "the Indiana native"."""
    if not re.match(r"(?i)the \S+ \S", words) or said.role is None:
        return None
    about = topic(scene.trees(), place.start)
    same = [one for one in scene.people if about and any(about[0] <= at < about[1] for at in one.places)]
    if len(same) != 1 or (same[0].gender and said.gender and same[0].gender != said.gender):
        return None
    return None if _other_office(same[0].naming, said) else same[0]


def _other_office(who: Naming, said: Naming) -> bool:
    """Whether a person's own role is of another office than the one described."""
    offices = {_office(one.role) for one in (who, said) if one.role} - {"other", None}
    return len(offices) > 1


def _fits(words: str, who: Naming, said: Naming) -> bool:
    """Whether a description can point back: "the", a bare role, or the same office of the same place."""
    definite = not re.match(r"(?i)(?:an?|one|another|some|two|three|several|his|her|their|my|our|your) ", words)
    return definite or bool(said.of and who.of)


def _same_office(one: Naming, other: Naming) -> bool:
    seats = tables().seats
    offices = [_office(who.role or "") for who in (one, other)]
    where = [seats.get(who.of or "", who.of) for who in (one, other)]
    fits = other.of is None or where[0] == where[1]
    gendered = one.gender and other.gender and one.gender != other.gender
    return offices[0] == offices[1] != "other" and fits and not gendered


def _office(role: str) -> str | None:
    """The office a role is of: a vice president is no president."""
    office = office_of(role)
    return f"vice {office}" if re.search(r"(?i)\b(?:vice|deputy|former|ex)\b", role) else office


def _body(words: str, place: Span, scene: Scene) -> Answer:
    """ "The agency" to the one organisation that is named just before it."""
    names = {bare(scene.text[start:end]) for start, end in bodies(scene.trees(), place.start)}
    if words.split()[-1].lower() not in tables().words["press"]:
        names = {name for name in names if not is_outlet(name)}
    if not names:
        return _described(words, naming(words))
    if len(names) > 1:
        return Answer(None, 0.0, f"“{words}” could be {' or '.join(sorted(names))}.")
    said = naming(next(iter(names)))
    who = said if said.name and said.type else Naming(next(iter(names)), "organisation")
    return Answer(who, 0.6, f"“{words}”: {who.name}, named just before it.")


def _described(words: str, said: Naming) -> Answer:
    """Unnamed sources are kept as what they are."""
    name = bare(own_words(words))
    if not name or len(name.split()) > 14:
        return Answer(None, 0.0, f"“{words}” does not say who that is.")
    who = said._replace(name=name, type=said.type or "group")
    return Answer(who, 0.6, f"“{words}” is described, not named.", named=False)


# --- pronouns ---


def _pronoun(said: Naming, place: Span, scene: Scene) -> Answer:
    word = said.pronoun or ""
    if word in _FIRST:
        return _quoted(word, scene)
    if not said.gender:
        return _other(word, place, scene)
    before = scene.before.who.name if scene.before and scene.before.who else None
    choice = choose(Place(scene.text, place.start, said.gender, before, scene.edges, scene.acting()), scene.told)
    if choice.person:
        who = choice.person.naming
        return Answer(who, round(choice.chance, 2), f"“{word}”: {who.name}, as named just before it.")
    if choice.next:
        return Answer(None, 0.0, f"“{word}” could be {choice.next.name} or another.")
    return Answer(None, 0.0, f"“{word}”: nobody is named before it who fits.")


def _quoted(word: str, scene: Scene) -> Answer:
    """ "I" in what somebody says is that person; "we" may be more."""
    if word == "i" and scene.outer and scene.outer.who:
        return scene.outer._replace(why="“I” is who says the words around it.")
    return Answer(None, 0.0, f"“{word}”: who that is, is not said.")


def _goes_on(word: str, place: Span, scene: Scene) -> bool:
    """Whether who spoke last can be meant: several for "they", a body for "it", in the sentence before or this one."""
    said, last = scene.before, scene.last
    near = len([edge for edge in scene.edges if last < edge <= place.start]) <= 2
    if not said or not said.who or not near:
        return False
    if word in ("it", "its"):
        return said.who.type in ("organisation", "country")
    many = bool(said.who.includes) or several((said.who.name or "").split()[-1])
    return word in ("they", "their", "them") and said.who.type == "group" and many


def _hung(word: str, place: Span, scene: Scene) -> str | None:
    """What a relative clause hangs on, where that can speak."""
    hung = hung_on(scene.trees(), place.start) if word in ("who", "which", "that") else None
    return scene.text[slice(*hung)] if hung else None


def _other(word: str, place: Span, scene: Scene) -> Answer:
    """They, it, who: the words before it, or the group or body that spoke last."""
    found = behind(word, scene.text, place, scene.edges) or _hung(word, place, scene)
    if not found and _goes_on(word, place, scene) and scene.before:
        return scene.before._replace(score=0.6, why=f"“{word}”: who spoke last.")
    if not found:
        return Answer(None, 0.0, f"“{word}” could point at more than one.")
    said = naming(found)
    if said.name and said.type in (None, "person"):
        answer = _named(said, place, scene)
    elif said.name:
        answer = Answer(said, 0.7, "", named=said.type != "group")
    else:
        answer = _described(found, said)
    if not answer.who and several(found.split()[-1]):
        answer = _described(found, Naming(type="group"))
    if not answer.who:
        return answer
    return answer._replace(score=min(answer.score, 0.7), why=f"“{word}”: “{found}”, just before it.")
