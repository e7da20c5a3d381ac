"""Which words of a sentence are an event's own: its clause, without what is put in between and who said so when."""

from __future__ import annotations

from onrecord.extraction.events.verbal import Draft
from onrecord.extraction.events.words import Word
from onrecord.text import Span


def clause_of(run: list[Word], draft: Draft) -> list[Span]:
    """The words from the break before the event's act to the next verb or break behind it, insertions left out."""
    inserted = [one for one in _inserted(run) if not one.start <= draft.trigger.start < one.end]
    low, high = draft.trigger.start, max(draft.trigger.end, draft.place.end)
    while low > 0 and not _break(run, low - 1, inserted):
        low -= 1
    while high < len(run) and not _break(run, high, inserted):
        high += 1
    low = _behind_saying(run, draft, _opening(run, draft, low, inserted))
    cuts = [one for one in inserted if low <= one.start < high]
    edges = [low, *(edge for one in cuts for edge in (one.start, min(one.end, high))), high]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Span(run[first].span.start, run[last - 1].span.end) for first, last in pairs if first < last]


def _inserted(run: list[Word]) -> list[Span]:
    """Relative clauses between two commas, as numbers of words: "Russia, which annexed Crimea in 2014, took"."""
    found: list[Span] = []
    for at, word in enumerate(run):
        opens = word.tag == "R" and at > 0 and (run[at - 1].tag == "," or run[max(0, at - 2)].tag == ",")
        if at > 0 and run[at - 1].tag == "," and word.tag in ("D", "V") and not found:
            found += _apposition(run, at)
        verb = next((step for step in range(at, len(run)) if run[step].tag in ("V", "B", "H")), len(run))
        closes = next((step for step in range(verb, len(run)) if run[step].tag == ","), None) if opens else None
        if closes and closes + 1 < len(run) and _goes_on(run, closes + 1):
            found.append(Span(at, closes + 1))
    return found


def _apposition(run: list[Word], at: int) -> list[Span]:
    """What a place is, with a date of the main clause behind: "took Gwoza, believed to be their seat, on Friday"."""
    closes = next((step for step in range(at, min(at + 14, len(run))) if run[step].tag == ","), len(run))
    dated = closes + 2 < len(run) and run[closes + 1].low in ("on", "in", "last", "early")
    dated = dated and any(word.tag == "T" for word in run[closes + 1 : closes + 4])
    bare = run[at].tag == "D" or not run[at].forms & {"s", "base"}
    return [Span(at, closes + 1)] if dated and bare else []


def _goes_on(run: list[Word], at: int) -> bool:
    """Whether the clause before an insertion goes on: with its verb, or with a date."""
    while at < len(run) and run[at].tag == "A":
        at += 1
    return at < len(run) and (
        run[at].tag in ("V", "B", "H", "M", "O") or run[at].low in ("since", "on", "in", "until", "for")
    )


def _break(run: list[Word], at: int, inserted: list[Span]) -> bool:
    """Where another clause begins: a verb, what opens a clause, an "and" with a verb soon behind it."""
    if any(one.start <= at < one.end for one in inserted):
        return False
    if run[at].tag == "C":
        ahead = next((word.tag for word in run[at + 1 : at + 7] if word.tag not in ("N", "D", "A", "P")), "")
        return ahead in ("V", "B", "H", "M")
    return run[at].tag in ("V", "S", "R", ";", "“", "”") and run[at].low not in ("since", "until")


def _opening(run: list[Word], draft: Draft, low: int, inserted: list[Span]) -> int:
    """A date that opens the sentence belongs to its first clause, one before "when" to what happened then."""
    if low > 1 and run[low - 1].low == "when":
        at = low - 2 - (run[low - 2].tag == ",")
        return at if at >= 0 and run[at].tag == "T" else low
    return 0 if low and not any(_break(run, at, inserted) for at in range(low)) else low


def _behind_saying(run: list[Word], draft: Draft, low: int) -> int:
    """Without the day on which it was said: "said on Monday Russian troops had taken"."""
    if low == 0 or run[low - 1].tag != "V":
        return low
    at = low
    while at < draft.trigger.start and (run[at].tag in ("A", "T") or (run[at].tag == "P" and run[at + 1].tag == "T")):
        at += 1
    return at if at > low and run[at].tag in ("N", "D", "PRO") else low
