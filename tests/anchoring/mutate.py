"""A trial of anchors: articles are edited in known ways, so that we know where each quote went, or that it is gone."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import onrecord.sample
from onrecord.line import Options, pages_of
from onrecord.reading import Source
from onrecord.text import Anchor, Located, Span, anchor

SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*[.!?]+[”\"’']?")
WORD = re.compile(r"\w+(?:['’]\w+)*")
NEW = ("The river rose again in the night.", "Nobody was hurt, a nurse wrote.", "More trains are due in the spring.")
OTHERS = ("harbour", "seven", "slowly", "orchard", "painted", "Tuesday", "never", "abroad")


class Trial(NamedTuple):
    """One quote and one edit: where its words stand afterwards, or None where they are gone."""

    edit: str
    held: Anchor
    text: str
    expected: Span | None


@cache
def articles() -> tuple[str, ...]:
    """The texts of the packaged sample, which are the project's own words."""
    folder = Path(onrecord.sample.__file__).parent
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix in (".html", ".txt", ".xml"):
            found += [
                page.document.text for page in pages_of(Source(name=path.name, data=path.read_bytes()), Options())
            ]
    return tuple(found)


def quotes_of(text: str, draw: random.Random) -> Iterator[Span]:
    """Sentences, phrases of four to nine words and a few shorter ones, as readers pick them."""
    sentences = [Span(*found.span()) for found in SENTENCE.finditer(text) if len(WORD.findall(found.group())) >= 5]
    for sentence in draw.sample(sentences, min(6, len(sentences))):
        words = [found.span() for found in WORD.finditer(text, sentence.start, sentence.end)]
        size = draw.choice((2, 3, 4, 5, 7, 9))
        first = draw.randrange(max(1, len(words) - size))
        yield sentence
        yield Span(words[first][0], words[min(first + size, len(words)) - 1][1])


def sentence_of(text: str, span: Span) -> Span:
    """The sentence that a span stands in."""
    return next(Span(*s.span()) for s in SENTENCE.finditer(text) if s.start() <= span.start and span.end <= s.end())


def cut(text: str, gone: Span, new: str = "") -> str:
    """The text with one stretch replaced."""
    return text[: gone.start] + new + text[gone.end :]


def moved(span: Span, at: int, by: int) -> Span:
    """Where a span is after an edit before it."""
    return Span(span.start + by, span.end + by) if span.start >= at else span


def deleted(text: str, span: Span, draw: random.Random) -> tuple[str, Span | None]:
    """The quote's sentence is taken out."""
    return cut(text, sentence_of(text, span)), None


def half_deleted(text: str, span: Span, draw: random.Random) -> tuple[str, Span | None]:
    """The quote's second half is taken out."""
    words = [found.span() for found in WORD.finditer(text, span.start, span.end)]
    return cut(text, Span(words[len(words) // 2][0], span.end), "then it ended"), None


def rewritten(text: str, span: Span, draw: random.Random) -> tuple[str, Span | None]:
    """Another sentence stands where the quote's stood."""
    return cut(text, sentence_of(text, span), draw.choice(NEW)), None


def reworded(text: str, span: Span, draw: random.Random) -> tuple[str, Span | None]:
    """One word inside the quote is another."""
    words = [found.span() for found in WORD.finditer(text, span.start, span.end)]
    old, new = Span(*draw.choice(words)), draw.choice(OTHERS)
    return cut(text, old, new), Span(span.start, span.end + len(new) - (old.end - old.start))


def _elsewhere(text: str, span: Span, draw: random.Random) -> Span:
    own = sentence_of(text, span)
    return draw.choice([Span(*s.span()) for s in SENTENCE.finditer(text) if s.start() != own.start])


def inserted(text: str, span: Span, draw: random.Random) -> tuple[str, Span | None]:
    """A sentence is put in elsewhere."""
    at = _elsewhere(text, span, draw).start
    new = draw.choice(NEW) + " "
    return text[:at] + new + text[at:], moved(span, at, len(new))


def dropped(text: str, span: Span, draw: random.Random) -> tuple[str, Span | None]:
    """A sentence elsewhere is taken out."""
    gone = _elsewhere(text, span, draw)
    return cut(text, gone), moved(span, gone.start, gone.start - gone.end)


def changed(text: str, span: Span, draw: random.Random) -> tuple[str, Span | None]:
    """Both neighbouring sentences are others."""
    own = sentence_of(text, span)
    all_ = [Span(*s.span()) for s in SENTENCE.finditer(text)]
    at = all_.index(own)
    for near in [n for n in (at + 1, at - 1) if 0 <= n < len(all_)]:
        new = NEW[near % len(NEW)]
        text = cut(text, all_[near], new)
        span = moved(span, all_[near].start, len(new) - (all_[near].end - all_[near].start))
    return text, span


def reordered(text: str, span: Span, draw: random.Random) -> tuple[str, Span | None]:
    """The quote's sentence goes to the end, in a paragraph of its own."""
    own = sentence_of(text, span)
    return cut(text, own) + "\n\n" + own.of(text), Span(
        span.start - own.start + len(text) - (own.end - own.start) + 2,
        span.end - own.start + len(text) - (own.end - own.start) + 2,
    )


GONE: tuple[Callable[..., tuple[str, Span | None]], ...] = (deleted, half_deleted, rewritten)
ELSEWHERE = (inserted, dropped, changed, reordered)


def trials(seed: int = 11) -> Iterator[Trial]:
    """Every quote of every article under every edit."""
    draw = random.Random(seed)
    for number, text in enumerate(articles()):
        for span in quotes_of(text, draw):
            held = anchor(str(number), text, [span])
            for edit in (*GONE, *ELSEWHERE, reworded):
                yield Trial(edit.__name__, held, *edit(text, span, draw))


def outcome(trial: Trial, found: Located) -> str:
    """right, orphan (kept by nobody) or wrong (words put where they do not belong)."""
    if not found.spans:
        return "right" if trial.expected is None else "orphan"
    return "right" if found.spans == (trial.expected,) else "wrong"


def table(locate: Callable[[Anchor, str], Located]) -> dict[str, Counter[str]]:
    """Outcomes by kind of edit; reworded quotes of fewer than four words by themselves."""
    rows: dict[str, Counter[str]] = {}
    for trial in trials():
        few = trial.edit == "reworded" and len(WORD.findall(trial.held.exact)) < 4
        rows.setdefault("reworded, few words" if few else trial.edit, Counter())[
            outcome(trial, locate(trial.held, trial.text))
        ] += 1
    return rows
