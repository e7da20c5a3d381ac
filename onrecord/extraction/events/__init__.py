"""What an article's words say happened to a territory, or holds there: who, what, where, as places in the text."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extraction.events.dates import when
from onrecord.extraction.events.meta import meta
from onrecord.extraction.events.nominal import nominal
from onrecord.extraction.events.phrases import Phrases
from onrecord.extraction.events.verbal import Draft, verbal
from onrecord.extraction.events.within import rejected
from onrecord.extraction.events.words import Word, words
from onrecord.extraction.sentences import sentences
from onrecord.records import Document, Event, Polarity, Register, Statement, new_id
from onrecord.text import Span, anchor

__all__ = ["events", "register_of"]

REGISTERS: dict[str, Register] = {
    "SOVEREIGNTY": "de jure",
    "RECOGNISE": "de jure",
    "INTENT": "intention",
    "DEMAND": "intention",
    "NEGOTIATE": "intention",
    "DENY": "meta",
    "CONFIRM": "meta",
}


def register_of(kind: str) -> Register:
    """Whether a kind is about force, about law, about what is meant to be, or about what was said."""
    return REGISTERS.get(kind, "de facto")


def events(document: Document, statements: tuple[Statement, ...]) -> tuple[Event, ...]:
    """Every event of the article in the order of its words; of each place, who may hold or take it stays as named."""
    found: dict[str, Event] = {}
    for sentence in sentences(document.text, document.lang):
        for event in _of_sentence(document, statements, sentence):
            found.setdefault(event.id, event)
    return tuple(found.values())


def _of_sentence(document: Document, statements: tuple[Statement, ...], sentence: Span) -> Iterator[Event]:
    if sentence.of(document.text).rstrip(' ”"').endswith("?"):
        return
    run = words(document.text, sentence)
    taken: set[tuple[str, Span]] = set()
    told = [*verbal(run), *nominal(run), *rejected(run)]
    drafts = [one for one in told if one.mood.sort != "unsaid"]
    for draft in [*drafts, *meta(run, told)]:
        key = (draft.kind, draft.place.span(run))
        if draft.told and key not in taken and not any(_covers(run, other, draft) for other in drafts):
            taken.add(key)
            yield _event(document, run, draft, _saying(run, draft, drafts, statements))


def _saying(
    run: list[Word], draft: Draft, drafts: list[Draft], statements: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    """The statements that may say it: who "does not recognise its sovereignty" does not say that it is sovereign."""
    if draft.kind != "SOVEREIGNTY":
        return statements
    refused = [other.trigger.span(run) for other in drafts if other.kind == "RECOGNISE" and _same_end(other, draft)]
    return tuple(one for one in statements if all(_inside(one, place) for place in refused))


def _inside(one: Statement, place: Span) -> bool:
    return any(span.start <= place.start and place.end <= span.end for span in one.content)


def _covers(run: list[Word], other: Draft, draft: Draft) -> bool:
    """Whether another says it already: a sovereignty that is recognised, an advance that took the place."""
    told = run[draft.trigger.start]
    if draft.kind == "SOVEREIGNTY" and not (told.tag == "V" and told.lemma in ("annex", "incorporate", "absorb")):
        return other.kind == "RECOGNISE" and not other.mood.denied and _same_end(other, draft)
    taken = draft.kind == "ADVANCE" and other.kind == "CAPTURE" and other.actor == draft.actor and bool(draft.actor)
    return taken and (other.place == draft.place or (not other.named and _same_place(run, other)))


def _same_end(other: Draft, draft: Draft) -> bool:
    return other.place == draft.place or other.place.end == draft.place.end


def _same_place(run: list[Word], other: Draft) -> bool:
    """Whether it says "the town", "it": the place that was named before; "several heights" are others."""
    return run[other.place.start].low in ("the", "it", "this", "that", "there", "them")


def _event(document: Document, run: list[Word], draft: Draft, statements: tuple[Statement, ...]) -> Event:
    """A draft's words as places in the text, with its date and the statement that says it."""
    trigger, place = draft.trigger.span(run), draft.place.span(run)
    actor, counter = _span(run, draft.actor), _span(run, draft.counter)
    said = _innermost(statements, trigger)
    if (
        said
        and said.stance == "denies"
        and draft.kind in ("SOVEREIGNTY", "CONTROL")
        and run[draft.trigger.start].tag == "N"
    ):
        said = None  # who rejects a claim supposes that somebody makes it
    denies = said is not None and said.stance == "denies" and draft.mood.sort != "denied"
    denied = draft.mood.denied != denies
    polarity: Polarity = "-" if denied else "+"
    held = [one for one in (trigger, place, actor) if one]
    whole = Span(min(one.start for one in held), max(one.end for one in held))
    since, until = when(document, run, draft)
    return Event(
        id=new_id("event", document.id, draft.kind, trigger, place, actor, polarity),
        kind=draft.kind,
        register=register_of(draft.kind),
        anchor=anchor(document.id, document.text, [whole]),
        trigger=trigger,
        actor=actor,
        counter=counter,
        place=place,
        extent=draft.extent,
        since=since,
        until=until,
        polarity=polarity,
        factuality=draft.mood.factuality,
        phase=draft.mood.phase,
        framing=draft.framing,
        within=said.id if said else None,
    )


def _span(run: list[Word], phrases: Phrases) -> Span | None:
    """The phrases as one place in the text."""
    return Span(phrases[0].span(run).start, phrases[-1].span(run).end) if phrases else None


def _innermost(statements: tuple[Statement, ...], trigger: Span) -> Statement | None:
    """The statement that says it; of those within one another the inner one."""
    around = [one for one in statements if _inside(one, trigger)]
    return min(around, key=lambda one: sum(span.end - span.start for span in one.content), default=None)
