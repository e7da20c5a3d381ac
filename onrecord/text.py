"""Documents' words and their places: the only code that makes or moves offsets.

A place is a `Span` of Unicode code points. An `Anchor` keeps the place together with the quoted
words and their surroundings (W3C Web Annotation: TextPositionSelector and TextQuoteSelector),
because either alone goes stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

CONTEXT = 48  # code points of surroundings kept on either side of a quote
NEXT = 24  # of them, the code points next to the quote that show where it begins and ends
# So much of them must agree for a quote of so many words; set on the edits of tests/anchoring.
NEEDED = ((8, 0.15), (5, 0.3), (0, 0.56))
SLIPPED = 0.12  # so much more where a word of the quote is another


class Span(NamedTuple):
    """Words `text[start:end]`, in Unicode code points, half open."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


class Anchor(NamedTuple):
    """A place in one document with its words: `exact` joins the spans' words with " … "."""

    document: str
    spans: tuple[Span, ...]
    exact: str
    prefix: str
    suffix: str


class Located(NamedTuple):
    """Where an anchor's words are in another text.

    `exact`: same offsets; `moved`: found elsewhere; `orphan`: gone, or not to be told apart."""

    state: Literal["exact", "moved", "orphan"]
    spans: tuple[Span, ...]


def words_of(text: str, spans: Iterable[Span]) -> str:
    """The words of one or more spans, an ellipsis where they are apart."""
    return " … ".join(span.of(text) for span in spans)


def anchor(document: str, text: str, spans: Sequence[Span]) -> Anchor:
    """Hangs something on `spans` of the document with this id and text.

    Raises ValueError for a span that is empty or outside the text."""
    ordered = tuple(sorted(Span(*span) for span in spans))
    for span in ordered:
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(f"span {span.start}-{span.end} is not in a text of {len(text)} characters")
    first, last = ordered[0].start, ordered[-1].end
    prefix, suffix = text[max(0, first - CONTEXT) : first], text[last : last + CONTEXT]
    return Anchor(document, ordered, words_of(text, ordered), prefix, suffix)


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


# --- comparing words as a reader would: quotes, dashes and spaces of any make are the same ---

_SAME = {
    **dict.fromkeys("“”„‟«»＂〝〞", '"'),
    **dict.fromkeys("‘’‚‛‹›`´ʼ′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
}
QUOTE_MARKS = "\"'“”„‟«»‘’‚‛‹›"


class Folded(NamedTuple):
    """A text made comparable, and for each of its characters the offset it came from."""

    text: str
    offsets: list[int]

    def span(self, start: int, end: int) -> Span:
        """Folded offsets back to the original's."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def fold(text: str) -> Folded:
    """Quotation marks, dashes, white space and case evened out."""
    out: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        folded = _SAME.get(char, " " if char.isspace() else char.lower())
        if folded == " " and (not out or out[-1] == " "):
            continue
        for piece in folded:
            out.append(piece)
            offsets.append(at)
    return Folded("".join(out), offsets)


def occurrences(words: str, text: str) -> list[Span]:
    """Every place where the words stand, whatever the make of quotes, dashes and spaces."""
    needle = fold(words).text.strip()
    if not needle:
        return []
    hay = fold(text)
    return [hay.span(at, at + len(needle)) for at in _places(needle, hay.text)]


def _places(needle: str, hay: str) -> Iterator[int]:
    at = hay.find(needle)
    while at >= 0:
        yield at
        at = hay.find(needle, at + 1)


def selected(text: str, exact: str, prefix: str = "", suffix: str = "") -> list[Span]:
    """Every place that a W3C TextQuoteSelector means: these very words, with these before and after them."""
    whole = prefix + exact + suffix
    starts = [at + len(prefix) for at in _places(whole, text)]
    return [Span(at, at + len(exact)) for at in starts]


# --- an anchor in a later revision ---


def locate(held: Anchor, text: str, *, slips: bool = False) -> Located:
    """The anchor's words in a revision of its document: each span by its words, then by what
    stands around it. A tie, or words that are gone, is an honest orphan.

    With `slips` a passage of four words or more is also found where one word in seven is another: for a
    reader's remark on a passage, whose old words are shown beside the new; never for what someone said."""
    stands = all(span.of(text) == quoted for span, quoted in zip(held.spans, quotes(held), strict=True))
    there = Span(held.spans[0].start, held.spans[-1].end)
    if stands and _whole(held, there, text) and _around(held, there, text) > 0.6:
        return Located("exact", held.spans)
    found = _best(held, text) or (_slipped(held, text) if slips else None)
    return Located("moved", found) if found else Located("orphan", ())


def quotes(held: Anchor) -> list[str]:
    """The anchor's words, a string for each of its spans."""
    lengths = [span.end - span.start for span in held.spans]
    parts, at = [], 0
    for length in lengths:
        parts.append(held.exact[at : at + length])
        at += length + len(" … ")
    return parts


def _best(held: Anchor, text: str) -> tuple[Span, ...] | None:
    """All parts in order near one another, at the one place whose surroundings agree best."""
    first, *rest = quotes(held)
    ranked: list[tuple[float, tuple[Span, ...]]] = []
    for place in _exactly(first, text):
        spans = _follow(place, rest, text)
        if spans and _whole(held, Span(place.start, spans[-1].end), text):
            ranked.append((_around(held, Span(place.start, spans[-1].end), text), spans))
    ranked.sort(key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < _needed(held.exact):
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.1:
        return None
    return ranked[0][1]


def _whole(held: Anchor, place: Span, text: str) -> bool:
    """Whether no word is cut at either end, but where the quote's own was: "inside the" is not in "inside then"."""
    left = _cuts(text[max(0, place.start - 1) : place.start], text[place.start : place.start + 1]) and not _cuts(
        held.prefix[-1:], held.exact[:1]
    )
    right = _cuts(text[place.end - 1 : place.end], text[place.end : place.end + 1]) and not _cuts(
        held.exact[-1:], held.suffix[:1]
    )
    return not (left or right)


def _cuts(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum()


def _exactly(words: str, text: str) -> list[Span]:
    return [Span(at, at + len(words)) for at in _places(words, text)] or occurrences(words, text)


def _follow(place: Span, rest: Sequence[str], text: str) -> tuple[Span, ...] | None:
    spans = [place]
    for words in rest:
        after = [span for span in _exactly(words, text) if span.start >= spans[-1].end]
        if not after:
            return None
        spans.append(after[0])
    return tuple(spans)


def _slipped(held: Anchor, text: str) -> tuple[Span, ...] | None:
    """The one passage that says nearly the same among nearly the same surroundings."""
    if len(held.spans) > 1:
        return None
    place = _near(held.exact, text)
    if not place:
        return None
    place = _between(held, place, text)
    return (place,) if _around(held, place, text) >= _needed(held.exact) + SLIPPED else None


def _between(held: Anchor, place: Span, text: str) -> Span:
    """The place with the ends that the quote had: where its surroundings stand as they were, they tell."""
    before, after = held.prefix[-NEXT:], held.suffix[:NEXT]
    left = text.rfind(before, 0, min(place.start + NEXT, place.end)) if before else 0
    right = text.find(after, max(place.end - NEXT, place.start)) if after else len(text)
    start = left + len(before) if left >= 0 and abs(left + len(before) - place.start) <= NEXT else place.start
    end = right if right >= 0 and abs(right - place.end) <= NEXT else place.end
    return Span(start, end) if start < end else place


def _needed(exact: str) -> float:
    """How much of the surroundings must agree: few words say little by themselves, many nearly all."""
    words = len(exact.split())
    return next(share for least, share in NEEDED if words >= least)


def _around(held: Anchor, place: Span, text: str) -> float:
    """Agreement of the better side's surroundings, 0 to 1; an edge of the text counts as agreeing
    with an edge."""
    before = text[max(0, place.start - CONTEXT) : place.start]
    after = text[place.end : place.end + CONTEXT]
    worse, better = sorted((_alike(held.prefix, before), _alike(held.suffix, after)))
    return (2 * better + worse) / 3


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


# --- words that a reader quotes from an article, typed or pasted ---

_WORD = re.compile(r"\w+(?:['’]\w+)*")
FEW_WORDS = 4  # fewer than this must stand in the text as they are


def passage(quote: str, text: str) -> Span | None:
    """The passage of `text` that a reader's `quote` repeats, small slips allowed.

    None when it is not there, or when two passages fit equally well."""
    bare = quote.strip().strip(QUOTE_MARKS).strip()
    exact = occurrences(bare, text)
    if exact:
        return exact[0] if len(exact) == 1 else None
    return _near(bare, text)


def _near(quote: str, text: str) -> Span | None:
    """Approximate match over words (Sellers 1980): at most one word in seven may differ, and no
    second place may come close."""
    asked = [fold(word.group()).text for word in _WORD.finditer(quote)]
    stands = list(_WORD.finditer(text))
    if len(asked) < FEW_WORDS or not stands:
        return None
    ends = _sellers(asked, [fold(word.group()).text for word in stands])
    cost, start, end = min(ends, key=lambda hit: hit[0])
    allowed = max(1, len(asked) // 7)
    rivals = [hit for hit in ends if hit[1] >= end or hit[2] <= start]
    if cost > allowed or any(hit[0] <= cost + allowed for hit in rivals):
        return None
    return Span(stands[start].start(), _with_stop(stands[end - 1].end(), quote, text))


def _with_stop(end: int, quote: str, text: str) -> int:
    closing = text[end : end + 1]
    return end + 1 if closing and closing in ".!?" and quote.rstrip(QUOTE_MARKS).endswith(closing) else end


def _sellers(asked: Sequence[str], stands: Sequence[str]) -> list[tuple[int, int, int]]:
    """For each end word: (edit distance, first word, word after the last) of the best passage."""
    column = [(row, 0) for row in range(len(asked) + 1)]
    hits: list[tuple[int, int, int]] = []
    for at, word in enumerate(stands):
        fresh = [(0, at)]
        column[0] = (0, at)
        below = (0, at + 1)
        for row, want in enumerate(asked, 1):
            swap = (column[row - 1][0] + (word != want), column[row - 1][1])
            skip = (column[row][0] + 1, column[row][1])
            miss = (fresh[row - 1][0] + 1, fresh[row - 1][1])
            fresh.append(min(swap, skip, miss, key=lambda cell: cell[0]))
        hits.append((fresh[-1][0], fresh[-1][1], at + 1))
        column = [below, *fresh[1:]]
    return hits


# --- the browser counts UTF-16 units ---


def to_utf16(text: str, offset: int) -> int:
    """A code-point offset as the browser counts it."""
    return offset + sum(1 for char in text[:offset] if ord(char) > 0xFFFF)


def from_utf16(text: str, units: int) -> int:
    """A browser's offset in code points; one in the middle of a pair goes to its start."""
    seen = 0
    for at, char in enumerate(text):
        if seen + (2 if ord(char) > 0xFFFF else 1) > units:
            return at
        seen += 2 if ord(char) > 0xFFFF else 1
    return len(text)
