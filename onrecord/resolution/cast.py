"""An article's states and forces: whom "it", "the army", "the rebels", "ours" mean where they stand."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.records import Document, Event, Judgement, Place, Speaker, Statement
from onrecord.resolution.actors import (
    Found,
    actor_of,
    is_fighters,
    is_own,
    is_pronoun,
    is_weapon,
    known,
    nameless,
    office_of,
)
from onrecord.resolution.linked import both, linked
from onrecord.resolution.naming import NAME, POSSESSIVE, tables
from onrecord.resolution.people import Person, persons, prose
from onrecord.text import Span, words_of

_ARMED = re.compile(r"^(?:[’']s?)? (\w+)(?: (\w+))?")
_FIRST = {"we", "our", "ours", "us", "i", "my"}
_DATED = r"(?:In|From|Since|By|On|Until) (?:\w+ )?\d+(?: [A-Z]\w+)?(?: \d{4})?,? "
_OPENS = re.compile(
    rf"(?:^\W*(?:{_DATED})?|[,;—] (?:and |but )?|"
    r"\b(?:but|while|as|that|when|where|after|before|because|although) )(?:[Tt]he )?$"
)
_BOTH = re.compile(r"(?i)(?:both|the two) (?:countries|states|nations|governments|sides|neighbours|neighbors)")
_AND = re.compile(r",? and |, ")


class Cast(NamedTuple):
    """The states whose forces the article names, in order; who speaks; the people and what they hold."""

    text: str
    armies: tuple[tuple[int, str], ...]
    states: tuple[str, ...]
    statements: dict[str, Statement]
    speakers: dict[str, Speaker]
    people: tuple[Person, ...]
    elsewhere: bool = False
    war: bool = True


class Told(NamedTuple):
    """Who has been named in claims so far, with where."""

    at: int
    found: Found
    counter: bool = False


def cast(document: Document, statements: Iterable[Statement], judgements: Iterable[Judgement]) -> Cast:
    """What the article's claims need to know of who is in it."""
    armies, states = _named(document.text)
    speakers = {one.of: one.referent for one in judgements if one.referent}
    people = tuple(persons(prose(document)))
    return Cast(
        document.text, armies, states, {one.id: one for one in statements}, speakers, people, *_about(document.text)
    )


def _about(text: str) -> tuple[bool, bool]:
    """Whether an article is about other things than war and states, and whether it has words of war at all."""
    said = set(re.findall(r"\w+", text.lower()))
    war = bool(said & known().war) or bool(_movements().search(text))
    return bool(said & known().other) and not war, war


def _named(text: str) -> tuple[tuple[tuple[int, str], ...], tuple[str, ...]]:
    """States with a word for their forces right behind, and every state named at all."""
    armies, states = [], []
    for found in NAME.finditer(text):
        run = found.group().split()
        for size in range(min(3, len(run)), 0, -1):
            state = known().states.get(POSSESSIVE.sub("", " ".join(run[:size])))
            if state:
                after = _ARMED.match(text[found.end() :][:30])
                if after and any(word and word.lower() in known().own for word in after.groups()):
                    armies.append((found.start(), state))
                states.append(state)
                break
    return tuple(armies), tuple(dict.fromkeys(states))


def actors(scene: Cast, event: Event, words: Span, place: Place | None, told: list[Told]) -> tuple[Found, ...]:
    """Who an event's words name: one or more; open where it may hold but who that is stays open."""
    said = words.of(scene.text)
    several = _several(said)
    if several:
        return several
    if _BOTH.fullmatch(said):
        return both(scene.text[: words.start]) or (Found(open=True),)
    first = _AND.split(said)[0]
    if 0 < len(first) < len(said):  # "government soldiers and allied militiamen": the first of them leads
        return actors(scene, event, Span(words.start, words.start + len(first)), place, told)
    if is_pronoun(said) and not _possessed(said):
        found = _pronoun(scene, event, said.split()[0].lower(), words, told)
        armed = " " in said and (is_own(said) or is_fighters(said))
        return (found if found.name or not armed else Found(open=True),)
    found = linked(scene.text, words) or _possessed(said) or actor_of(said)
    if found.name or not found.open:
        return (found if found.name else _office(scene, said),)
    if is_fighters(said):
        before = _before(told, words.start, ("movement", "fighters")) or _movement(scene, words)
        return (before or nameless(said) or found,)
    if is_own(said) and not is_weapon(said):
        return (_own(scene, words, place) or found,)
    return (found,)


def _possessed(said: str) -> Found | None:
    """ "His Libyan National Army" is named; "his troops" are not."""
    own, _, rest = said.partition(" ")
    found = actor_of(rest) if own.lower() in ("his", "her", "its", "their") and rest else None
    return found if found and found.name else None


def _movement(scene: Cast, words: Span) -> Found | None:
    """ "The militants": the one movement that the article has named before."""
    if words.of(scene.text).lower().split()[-1] in known().pointing:
        return None
    named = {known().movements[one.group()] for one in _movements().finditer(scene.text[: words.start])}
    return Found(named.pop(), sort="movement") if len(named) == 1 else None


@functools.cache
def _movements() -> re.Pattern[str]:
    names = sorted(known().movements, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def _several(said: str) -> tuple[Found, ...]:
    """Two or more by name, or by adjectives before one noun: "Chinese and Indian troops"."""
    parts = [part for part in _AND.split(said) if part]
    if len(parts) < 2:
        return ()
    if len(parts) == 2 and is_pronoun(parts[1]):
        return tuple(one for one in (actor_of(parts[0]),) if one.name)  # "the army and its allies"
    tail = parts[-1].split()
    noun = tail[-1] if tail[-1][0].islower() and len(tail) > 1 else ""
    full = [part if part.split()[-1][0].islower() or not noun else f"{part} {noun}" for part in parts]
    found = tuple(actor_of(part) for part in full)
    named = tuple(one for one in found if one.name)
    return named if len(named) == len(found) or (len(found) > 2 and named) else ()


def _office(scene: Cast, said: str) -> Found:
    """A person in office acts for the state of the office; of nobody's office it stays open, of no office nobody."""
    roles = [word for word in said.split() if word.lower() in tables().roles]
    held = next((one.naming for one in scene.people if one.last in said.split()), None)
    state = actor_of(held.of) if held and held.of else Found()
    if state.name:
        return state
    offices = {tables().roles.get(word.lower()) for word in (*roles, *((held.role or "").split() if held else ()))}
    return Found(open=bool((roles or (held and held.role)) and not offices & known().offices))


def _pronoun(scene: Cast, event: Event, word: str, words: Span, told: list[Told]) -> Found:
    """ "We" is who speaks; "it" in what somebody says is mostly the speaker, else who was named last."""
    spoken = speaker(scene, event.within) or _their_own(scene, event, told)
    if word in _FIRST:
        return spoken or Found(open=True)
    if not spoken and word in ("it", "its") and event.kind not in ("SOVEREIGNTY",):
        main = _subject(scene, words)
        if main:
            return main
    near = _before(told, words.start, ("state", "movement", "fighters", "unnamed"), scene.text)
    if spoken and not _between(scene, event, words, told):
        return spoken
    return near or spoken or Found(open=event.within is not None and word not in ("he", "she", "his", "her"))


def _their_own(scene: Cast, event: Event, told: list[Told]) -> Found | None:
    """ "Their spokesman": of whoever was named last before the words."""
    said = scene.statements.get(event.within or "")
    source = words_of(scene.text, said.source).lower().split() if said and said.source else []
    if not said or len(source) < 2 or source[0] not in ("their", "its") or source[1] not in known().civil:
        return None
    start = min(span.start for span in (*said.content, *said.source))
    return _before(told, start, ("state", "movement", "fighters"), scene.text)


def _subject(scene: Cast, words: Span) -> Found | None:
    """Whom its own sentence has named last as a subject: "Morocco built a wall, behind which it holds"."""
    start = max(scene.text.rfind(mark, 0, words.start) for mark in (". ", "\n", "! ", "? ")) + 1
    own = scene.text[start : words.start]
    named = [one for one in NAME.finditer(own) if _OPENS.search(own[: one.start()]) and own[one.end() :][:2] != "’s"]
    found = [actor_of(one.group()) for one in named]
    return next((one for one in reversed(found) if one.name), None)


def _between(scene: Cast, event: Event, words: Span, told: list[Told]) -> bool:
    """Whether the statement's own words have named another actor before the pronoun."""
    said = scene.statements.get(event.within or "")
    start = said.content[0].start if said else words.start
    return any(start <= one.at < words.start for one in told)


def _before(told: list[Told], at: int, sorts: tuple[str, ...], text: str = "") -> Found | None:
    """Who of these sorts was named last, at most a sentence back where a text is given."""
    fit = [
        one for one in told if one.at < at and one.found.sort in sorts and one.found.name and not (text and one.counter)
    ]
    last = max(fit, key=lambda one: one.at, default=None)
    if not last or (text and len(re.findall(r"[.!?][”\"’']?\s", text[last.at : at])) > 1):
        return None
    return last.found


def _own(scene: Cast, words: Span, place: Place | None) -> Found | None:
    """ "The army": of the one state whose forces are named, of the one state of the article, of the place's country."""
    armies = {state for _, state in scene.armies}
    if len(armies) == 1:
        return Found(armies.pop())
    before = [state for at, state in scene.armies if at < words.start]
    if before:
        return Found(before[-1])
    if len(scene.states) == 1:
        return Found(scene.states[0])
    land = place.within[-1].split(" (")[0] if place and place.within else ""
    return Found(land) if land in scene.states or (land and not scene.states) else None


def speaker(scene: Cast, statement: str | None) -> Found | None:
    """For whom the speaker of a statement acts."""
    said = scene.statements.get(statement or "")
    if not said:
        return None
    who = scene.speakers.get(said.id)
    by_words = actor_of(words_of(scene.text, said.source)) if said.source else Found()
    if not by_words.name and said.source:
        by_words = office_of(words_of(scene.text, said.source))
    if by_words.name:
        return by_words
    if not who:
        return None
    for name in (who.stands_for, who.of, who.name):
        found = actor_of(name) if name else Found()
        if found.name:
            return found
    if is_own(who.name) or is_fighters(who.name):
        return _own(scene, said.source[0], None) if is_own(who.name) else nameless(who.name)
    states = re.search(r"\b(?:governments|countries|states|nations|powers|capitals|allies)\b", who.name.lower())
    return Found(who.name, sort="group") if who.type == "group" and states else None


def seen(scene: Cast, event: Event, found: Found) -> list[Told]:
    """The actor of an event as named where it stands."""
    return [Told(event.actor.start, found)] if event.actor and found.name else []


def sources(scene: Cast) -> list[Told]:
    """Those who speak, where they are named: an "it" after them may mean them."""
    out = []
    for said in scene.statements.values():
        found = actor_of(words_of(scene.text, said.source)) if said.source else Found()
        if found.name:
            out.append(Told(said.source[0].start, found))
    return out
