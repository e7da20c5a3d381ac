"""Did they say it? Each quoted or attributed sentence of a text, answered from the ledger. A door: it joins the line
that reads a text with the ledger that knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from onrecord.echoes import Echo, compare, tokens
from onrecord.ledger import Found, Ledger
from onrecord.names import alike
from onrecord.records import Reading, Speaker
from onrecord.shapes import Shape, found_shape, speaker_shape
from onrecord.text import Span, words_of

Verdict = Literal["thus", "differently", "someone else", "not found"]
MOST = 40  # statements looked at for one sentence
_QUOTED = re.compile(r"“[^”]+”|\"[^\"]+\"|„[^“”]+[“”]|«[^»]+»")
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*[”\"»]*")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Words that somebody is said to have said; who, where the text says so."""

    words: str
    span: Span
    source: str = ""
    speaker: Speaker | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger says of the words asked for; `found` in the order of how near they are, the earliest first
    of those as near. "not found" is not "never said"."""

    asked: Asked
    verdict: Verdict
    found: tuple[Found, ...] = ()
    echo: Echo | None = None


def asked(reading: Reading) -> list[Asked]:
    """Every quoted or attributed sentence of a text; a text without any is asked for sentence by sentence."""
    text = reading.document.text
    said = list(_attributed(reading))
    taken = [one.span for one in said]
    for found in _QUOTED.finditer(text):
        span = Span(*found.span())
        if not any(span.overlaps(other) for other in taken) and len(tokens(found.group())) > 1:
            said.append(Asked(words=found.group(), span=span))
    if not said:
        said = [
            Asked(words=m.group().strip(), span=Span(*m.span())) for m in _SENTENCE.finditer(text) if m.group().strip()
        ]
    return sorted(said, key=lambda one: one.span.start)


def _attributed(reading: Reading) -> Iterator[Asked]:
    who = {one.of: one.referent for one in reading.judgements}
    text = reading.document.text
    for one in reading.statements:
        span = Span(one.content[0].start, one.content[-1].end)
        source = words_of(text, one.source)
        yield Asked(words=words_of(text, one.content), span=span, source=source, speaker=who.get(one.id))


def answers(ledger: Ledger, reading: Reading) -> Iterator[Answer]:
    """Each sentence's answer, in the order of the text."""
    for one in asked(reading):
        yield answer(one, ledger.near(one.words, MOST))


def answer(one: Asked, candidates: Iterable[Found]) -> Answer:
    """What these statements say of the words: said thus, differently, by someone else, or none of it."""
    near = [(compare(one.words, found.statement.anchor.exact), found) for found in candidates]
    near = [(echo, found) for echo, found in near if echo.kind != "other"]
    near.sort(key=lambda pair: (not _fits(one, pair[1]), pair[0].kind == "changed", -pair[0].share, _day(pair[1])))
    if not near:
        return Answer(asked=one, verdict="not found")
    echo = near[0][0]
    verdict: Verdict = "differently" if echo.kind == "changed" else "thus"
    if not _fits(one, near[0][1]):
        verdict = "someone else"
    same = [found for other, found in near if (other.kind == "changed") == (echo.kind == "changed")]
    return Answer(asked=one, verdict=verdict, found=tuple(same), echo=echo)


def _day(found: Found) -> str:
    said = found.statement.said_on
    return (said.start if said else None) or found.document.published or "9999"


def _fits(one: Asked, found: Found) -> bool:
    """Whether the one who is said to have said it may be who did: unknown on either side speaks not against it."""
    if not one.speaker or not one.speaker.named or not found.speaker or not found.speaker.named:
        return True
    mine, theirs = one.speaker, found.speaker
    if mine.id == theirs.id or theirs.name in mine.name or mine.name in theirs.name:
        return True
    stands = {mine.name, mine.stands_for, mine.of} & {theirs.name, theirs.stands_for, theirs.of} - {None}
    return bool(stands) or (
        mine.type == theirs.type == "person" and alike(mine.name, theirs.name).verdict != "different"
    )


def answer_shape(answer: Answer) -> Shape:
    """An answer as `check --json` prints it, one line a sentence."""
    one = answer.asked
    return {
        "words": one.words,
        "span": {"start": one.span.start, "end": one.span.end},
        "source": one.source,
        "speaker": speaker_shape(one.speaker) if one.speaker else None,
        "verdict": answer.verdict,
        "share": round(answer.echo.share, 3) if answer.echo else 0.0,
        "found": [found_shape(found) for found in answer.found],
    }
