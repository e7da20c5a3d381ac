"""Events to claims: which state or force, which place. Where the words leave the actor open it stays open;
where they name no place, or something that can hold none, there is no claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from onrecord.records import (
    Actor,
    Claim,
    Document,
    Event,
    Judgement,
    Place,
    Stamp,
    Statement,
    Toponym,
    new_actor,
    new_claim,
)
from onrecord.resolution.actors import Found, known
from onrecord.resolution.cast import Cast, Told, actors, cast, seen, sources, speaker
from onrecord.resolution.denials import points_back, said_before
from onrecord.resolution.pointing import beside, meant
from onrecord.resolution.senses import Atlas, atlas, kind_of
from onrecord.resolution.unlisted import unlisted
from onrecord.text import words_of

NAMED = {"CAPTURE", "SOVEREIGNTY"}  # kinds whose actor one sentence tells and the next supposes
LAW = {"SOVEREIGNTY", "RECOGNISE"}
SPOKEN = {"RECOGNISE", "DEMAND"}  # where nobody is told, the one who says it is the one who refuses


def claims(
    document: Document,
    events: Iterable[Event],
    statements: tuple[Statement, ...],
    judgements: tuple[Judgement, ...],
    places: tuple[Toponym, ...],
    stamp: Stamp,
) -> tuple[Claim, ...]:
    """What follows from an article's events, in the order of its words."""
    book, scene = atlas(document, places), cast(document, statements, judgements)
    told = sources(scene)
    found: dict[str, Claim] = {}
    untold: set[str] = set()
    for event in sorted(events, key=lambda one: one.trigger.start):
        for claim in _claims(document, event, book, scene, told, stamp):
            found.setdefault(claim.id, claim)
            untold |= {claim.id} if event.actor is None else set()
    return tuple(_told(tuple(found.values()), untold, stamp))


def _told(found: tuple[Claim, ...], untold: set[str], stamp: Stamp) -> Iterator[Claim]:
    """Where the words leave open who took or annexed a place, the one of whom the article says it elsewhere."""
    who: dict[tuple[str, str], set[Actor]] = {}
    for one in found:
        if one.actor and one.place and one.kind in NAMED and one.polarity == "+":
            who.setdefault((one.kind, one.place.id), set()).add(one.actor)
    for one in found:
        known = who.get((one.kind, one.place.id if one.place else ""), set())
        named = one.id in untold and one.actor is None and one.kind in NAMED and len(known) == 1 and one.polarity == "+"
        actor = next(iter(known)) if named else None
        yield _as_of(one, actor, stamp) if actor and actor != one.counter else one  # nobody takes from itself


def _as_of(one: Claim, actor: Actor, stamp: Stamp) -> Claim:
    said = {
        field: getattr(one, field)
        for field in one.__struct_fields__
        if field not in ("id", "document", "evidence", "stamp")
    }
    return new_claim(one.document, one.evidence, stamp, **{**said, "actor": actor})


def _claims(
    document: Document, event: Event, book: Atlas, scene: Cast, told: list[Told], stamp: Stamp
) -> Iterator[Claim]:
    where = meant(book, event.place, event.actor) if event.place and not points_back(book, event) else ()
    who = _who(event, book, scene, where[0] if where else None, told)
    if event.place and not where and not points_back(book, event):
        where = unlisted(book, event.place, _firm(event, scene, who), event.kind in LAW) or beside(book, event.place)
    if event.register == "meta":
        yield from _about_words(document, event, book, scene, where, who, stamp)
        return
    if where and event.actor == event.place:
        who = (Found(where[0].name),)  # "Biafra proclaimed its independence"
    for one in who:
        told.extend(seen(scene, event, one))
    if not where or not any(one.name or one.open for one in who) or _residents(event, document.text):
        return
    whom = _counter(event, scene, told)
    if _plain(event, scene, who) and (scene.elsewhere or not (scene.war or any(one.name for one in who))):
        return
    book.claimed.extend((event, place) for place in where)
    if _lawless(event, who, document.text):
        return
    for place in where:
        if _plain(event, scene, who) and _nation(event, scene, place):
            continue
        for one in who:
            if _sensible(event, one, place, document.text):
                yield _claim(document, event, (new_actor(one.name) if one.name else None, whom), place, stamp)


def _about_words(
    document: Document,
    event: Event,
    book: Atlas,
    scene: Cast,
    where: tuple[Place, ...],
    who: tuple[Found, ...],
    stamp: Stamp,
) -> Iterator[Claim]:
    """A denial or a confirmation: of the place it names, else of what somebody else has just said."""
    before = said_before(book, event, scene)
    places = where or before.places
    for one in who if places else ():
        whom = new_actor(before.by) if before.by and not where else None
        if one.name and (whom is None or whom.name != one.name):
            for place in places:
                told = structs.replace(
                    event, within=None if whom else event.within
                )  # the article tells who denies whom
                yield _claim(document, told, (new_actor(one.name), whom), place, stamp)


def _who(event: Event, book: Atlas, scene: Cast, place: Place | None, told: list[Told]) -> tuple[Found, ...]:
    """The actors: who the words name; where they name nobody, who refuses by saying so, else somebody untold."""
    if event.actor:
        found = actors(scene, event, event.actor, place, told)
        where = event.kind == "ATTACK" and any(one.span.overlaps(event.actor) for one in book.mentions)
        return (Found(open=True),) if where and not any(one.name for one in found) else found
    if event.kind in SPOKEN:
        return (speaker(scene, event.within) or Found(),)
    return (Found(open=True),)


def _counter(event: Event, scene: Cast, told: list[Told]) -> Actor | None:
    if not event.counter:
        return None
    found = actors(scene, event, event.counter, None, told)
    told.extend(Told(event.counter.start, one, counter=event.kind != "DEMAND") for one in found if one.name)
    return new_actor(found[0].name) if found and found[0].name else None


def _lawless(event: Event, who: tuple[Found, ...], text: str) -> bool:
    """A claim in law that is nobody's; an annexation may be told without a word of who annexed, or by a person."""
    named = any(one.name for one in who) or event.trigger.of(text).endswith("annexation of")
    return event.kind in ("SOVEREIGNTY", "RECOGNISE") and bool(event.actor) and not named


def _plain(event: Event, scene: Cast, who: tuple[Found, ...]) -> bool:
    """Whether nothing in the words themselves says that force or law is meant."""
    said = event.actor.of(scene.text) if event.actor else ""
    armed = any(one.sort in ("movement", "fighters", "unnamed") for one in who) or any(
        word in known().own for word in said.lower().split()
    )
    return not armed and event.kind not in ("SOVEREIGNTY", "RECOGNISE")


def _nation(event: Event, scene: Cast, place: Place) -> bool:
    """One state "closing in on" another, where no word of war says that an army does."""
    return event.kind in ("ADVANCE", "CAPTURE", "CONTROL") and not scene.war and kind_of(place) == "country"


def _firm(event: Event, scene: Cast, who: tuple[Found, ...]) -> bool:
    """Whether a state, a movement or fighters of any make do it."""
    said = set(event.actor.of(scene.text).lower().split()) if event.actor else set()
    return any(one.name for one in who) or bool(said & (known().own | known().fighters))


def _civil(event: Event, text: str) -> bool:
    """Officials who come and go, with no word of their forces."""
    said = event.actor.of(text).lower().split() if event.actor else [""]
    around = set(words_of(text, event.anchor.spans).lower().split())
    return any(word.strip(",") in known().civil for word in said) and not around & known().own


def _residents(event: Event, text: str) -> bool:
    """Whether it is people who live there that are told to go."""
    said = set(event.counter.of(text).lower().split()) if event.counter and event.kind == "DEMAND" else set()
    return bool(said & known().residents)


def _sensible(event: Event, who: Found, place: Place, words: str) -> bool:
    """Nobody takes or attacks itself, and officials march nowhere."""
    if event.kind in ("ADVANCE", "WITHDRAW") and _civil(event, words):
        return False
    return (
        event.kind in ("SOVEREIGNTY", "ADMINISTER", "CONTROL", "WITHDRAW", "INTENT", "CONTEST")
        or who.name != place.name
    )


def _claim(
    document: Document, event: Event, parties: tuple[Actor | None, Actor | None], place: Place, stamp: Stamp
) -> Claim:
    return new_claim(
        document.id,
        event.anchor.spans,
        stamp,
        kind=event.kind,
        register=event.register,
        actor=parties[0],
        counter=parties[1],
        place=place,
        extent=event.extent,
        since=event.since,
        until=event.until,
        polarity=event.polarity,
        factuality=event.factuality,
        phase=event.phase,
        framing=event.framing,
        by=event.within,
    )
