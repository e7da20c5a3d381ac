"""On which days a statement was made: from the words of its own sentence, against the article's date.

No words, no guess. A weekday is the last one on or before the day of publication.
"""

from __future__ import annotations

import re

from onrecord.extraction.days import When, times
from onrecord.extraction.language import table
from onrecord.extraction.sentences import sentence_at
from onrecord.records import Document, SaidOn, Statement
from onrecord.text import Span

FAR = 9  # words between a cue and its date
HIDDEN = "\x00"  # stands for what is said and who says it: dates in there are about something else


def said_on(document: Document, statement: Statement) -> SaidOn | None:
    """The days that the statement's own sentence names for the saying; none where it names none."""
    if not statement.cue:
        return None
    text = document.text
    sentence = sentence_at(text, statement.cue[0].start, document.lang)
    frame = _hide(text, sentence, (*statement.content, *statement.source))
    found = [
        when for when in times(frame, document.published, document.lang) if _fits(frame, when, statement, sentence)
    ]
    if len({(one.first, one.last) for one in found}) != 1:
        return None
    return SaidOn(start=found[0].first.isoformat(), end=found[0].last.isoformat(), words=found[0].words)


def _hide(text: str, sentence: Span, hidden: tuple[Span, ...]) -> str:
    """The sentence with some of its words hidden."""
    letters = list(sentence.of(text))
    for span in hidden:
        for at in range(max(span.start, sentence.start), min(span.end, sentence.end)):
            letters[at - sentence.start] = HIDDEN
    return "".join(letters)


# --- does the date go with the cue? ---


def _fits(frame: str, when: When, statement: Statement, sentence: Span) -> bool:
    """Whether the date says when it was said: next to the cue or its source, or at the sentence's opening."""
    places = [span for span in (*statement.cue, *statement.source) if sentence.start <= span.start < sentence.end]
    edges = [Span(span.start - sentence.start, span.end - sentence.start) for span in places]
    after = any(span.end <= when.start and _near(frame[span.end : when.start]) for span in edges)
    before = [span.start for span in edges if when.end <= span.start]
    return after or (bool(before) and _opens(frame[: when.start], frame[when.end : min(before)]))


def _near(gap: str) -> bool:
    """Whether only a few words of circumstance stand between: "in a statement on"."""
    words = re.findall(r"[\w’']+", gap.lower())
    return HIDDEN not in gap and len(words) <= FAR and not re.search(r"[,;:—–()]", gap) and not _blocked(words)


def _opens(before: str, after: str) -> bool:
    """Whether the date ends what opens a sentence: "Speaking in Elm on Monday, "."""
    first = re.findall(r"[\w’']+", before.lower())
    circumstance = not first or first[0] in table("en")["times"]["openers"]
    quiet = HIDDEN not in before and "," not in before and not _blocked(first)
    rest = re.findall(r"[\w’']+", after.lower())
    return (
        circumstance
        and quiet
        and HIDDEN not in after
        and after.count(",") <= 1
        and len(rest) <= 3
        and not _blocked(rest)
    )


def _blocked(words: list[str]) -> bool:
    return any(word in table("en")["times"]["blockers"] for word in words)
