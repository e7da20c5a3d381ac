"""Noun phrases and lists of them, and what follows a verb: objects, then phrases after prepositions."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.extraction.events.words import Word, grammar
from onrecord.text import Span

FAR = 40  # words that a clause may reach


class Phrase(NamedTuple):
    """A noun phrase, words `start` to `end`; `of` is what follows after "of", `owner` who stands before "’s"."""

    start: int
    end: int

    def words(self, run: list[Word]) -> list[Word]:
        """Its words."""
        return run[self.start : self.end]

    def span(self, run: list[Word]) -> Span:
        """Its place in the text."""
        return Span(run[self.start].span.start, run[self.end - 1].span.end)


Phrases = tuple[Phrase, ...]


def phrase_at(run: list[Word], at: int) -> Phrase | None:
    """The noun phrase that begins at a word."""
    start = at
    while at < len(run) and (run[at].tag == "N" or _opens(run, at, start) or _inside(run, at, start)):
        if at > start and counts_time(run, at):
            break
        at += 1
    if at == start and at < len(run) and run[at].tag == "PRO":
        return Phrase(at, at + 1)
    return Phrase(start, at) if any(word.tag == "N" for word in run[start:at]) or _bare(run, start, at) else None


def counts_time(run: list[Word], at: int) -> bool:
    """A number that counts days and no places: "took Soledar two days earlier"."""
    number = run[at].low.isdigit() or run[at].low in grammar()["closed"]["numbers"]
    return number and at + 1 < len(run) and run[at + 1].tag == "T"


def _opens(run: list[Word], at: int, start: int) -> bool:
    """A determiner opens a phrase; behind a noun it opens another."""
    return run[at].tag == "D" and (at == start or run[at - 1].tag != "N")


def _bare(run: list[Word], start: int, at: int) -> bool:
    """A quantity by itself: "most of", "half of", "both"."""
    return at > start and run[at - 1].low in ("most", "half", "all", "much", "both", "some", "several", "each", "many")


def _inside(run: list[Word], at: int, start: int) -> bool:
    """An adverb or a participle between a determiner and its noun; a time word that owns one ("Sunday's")."""
    follows = at + 1 < len(run) and run[at + 1].tag == "N"
    word = run[at]
    if word.tag == "V":
        return follows and at > start and run[at - 1].tag == "D" and bool(word.forms & {"part", "ing"})
    if word.tag == "A" and word.low not in ("not", "never", "again", "also", "now", "still"):
        return follows and at > start
    return word.tag == "C" and word.low == "and" and follows and at > start and pair(run, at)


def pair(run: list[Word], at: int) -> bool:
    """Two adjectives before one noun: "French and Malian troops"."""
    return run[at - 1].people and run[at + 1].people and at + 2 < len(run) and run[at + 2].tag == "N"


def listed(run: list[Word], at: int) -> tuple[Phrases, int]:
    """The phrases of a list that begins at a word, and the word behind it: "Aleppo, Homs and Hama"."""
    first = phrase_at(run, at)
    if not first:
        return (), at
    found, end = [first], first.end
    if end + 1 < len(run) and (run[end].low, run[end + 1].low) == ("such", "as"):
        return listed(run, end + 2)
    while end < len(run):
        step = end
        if run[step].tag == "," and step + 1 < len(run):
            step += 1
        if step < len(run) and run[step].low in ("and", "or"):
            step += 1
        if step < len(run) and run[step].low in ("then", "also", "later"):
            step += 1
        following = phrase_at(run, step) if step > end else None
        if (
            not following
            or _begins_clause(run, following)
            or (_comma_only(run, end, step) and not _goes_on(run, following))
        ):
            break
        found.append(following)
        end = following.end
    return tuple(found), end


def _comma_only(run: list[Word], end: int, step: int) -> bool:
    return step == end + 1 and run[end].tag == ","


def _goes_on(run: list[Word], phrase: Phrase) -> bool:
    """Whether a list that has only commas so far comes to an "and"; else it is an apposition."""
    at = phrase.end
    while at < len(run):
        if run[at].low == "and":
            following = phrase_at(run, at + 1)
            return bool(following) and run[phrase.start].name
        following = phrase_at(run, at + 1) if run[at].tag == "," else None
        if not following or not run[following.start].name:
            return False
        at = following.end
    return False


def _begins_clause(run: list[Word], phrase: Phrase) -> bool:
    """Whether a verb follows, so that the phrase is its subject and not the list's last: "and Ukraine retook"."""
    at = phrase.end
    while at < len(run) and (run[at].tag in ("A", "T") or run[at].low in ("itself", "themselves")):
        at += 1
    finite = at < len(run) and (
        run[at].tag in ("B", "H", "M", "O") or (run[at].tag == "V" and bool(run[at].forms & {"past", "s", "base"}))
    )
    return finite and not (run[at].tag == "V" and reduced(run, at))


def reduced(run: list[Word], at: int) -> bool:
    """A participle that only says more of the noun before it: "rebels led by", "backed by"."""
    return "part" in run[at].forms and at + 1 < len(run) and run[at + 1].low == "by" and run[at - 1].tag == "N"


# --- what follows a verb ---


def behind(run: list[Word], at: int) -> tuple[Phrases, tuple[tuple[str, Phrases], ...]]:
    """Objects, and what follows after prepositions, of a verb that ends before a word."""
    objects, at = listed(run, _called(run, _skip(run, at)))
    if len(objects) == 1 and _told(run, objects[0]):
        return (), ()  # "claimed it would be": what follows is told, nothing is taken
    objects, at = _dated(run, *_shares(run, objects, at))
    after: list[tuple[str, Phrases]] = []
    limit = at + FAR
    while at < min(len(run), limit):
        step = _skip(run, at)
        if step < len(run) and run[step].tag == "," and after + list(objects):
            step = _after_comma(run, step)
        if step >= len(run) or run[step].tag != "P":
            break
        word = run[step].low
        step += 1
        if word in ("out", "up", "off", "down") and step < len(run) and run[step].tag == "P":
            word, step = f"{word} {run[step].low}", step + 1
        if word == "such as":
            step += 1
        held, end = listed(run, step)
        if not held:
            time = _skip(run, step)
            if time == step:
                break
            at = time
            continue
        after.append((word, held))
        at = end
    return objects, tuple(after)


def _called(run: list[Word], at: int) -> int:
    """Behind "what Delhi called": what it is called is meant, not who calls it so."""
    if at >= len(run) or run[at].low != "what":
        return at
    verb = next((step for step in range(at + 1, min(at + 7, len(run))) if run[step].tag == "V"), at)
    said = verb > at and run[verb].lemma in grammar()["closed"]["calling"]
    return verb + 1 + (run[verb + 1].low in ("as", "was", "were", "is", "are")) if said and verb + 1 < len(run) else at


def _told(run: list[Word], phrase: Phrase) -> bool:
    """Whether a phrase is the subject of a verb that can be nothing but finite."""
    at = phrase.end
    while at < len(run) and run[at].tag == "A":
        at += 1
    if at >= len(run):
        return False
    return run[at].tag in ("B", "H", "M", "O") or (
        run[at].tag == "V" and bool(run[at].forms & {"s", "past"}) and "part" not in run[at].forms
    )


def _shares(run: list[Word], objects: Phrases, at: int) -> tuple[Phrases, int]:
    """Shares side by side: "most of one region and about half of another"."""
    if not objects or at + 1 >= len(run) or run[at].low != "of":
        return objects, at
    of = phrase_at(run, at + 1)
    step = of.end if of else at
    if not of or step >= len(run) or run[step].low != "and":
        return objects, at
    step += 1
    while step < len(run) and (run[step].tag == "A" or run[step].low in ("about", "around")):
        step += 1
    share = phrase_at(run, step)
    more = share and share.end < len(run) and run[share.end].low == "of" and not run[share.start].name
    return ((*objects, share), share.end) if share and more else (objects, at)


def _dated(run: list[Word], objects: Phrases, at: int) -> tuple[Phrases, int]:
    """Objects with a date each: "took Jabrayil in October, Fuzuli on 17 October and Zangilan three days later"."""
    while objects:
        step = _skip_times(run, at)
        if step == at or step >= len(run) or (run[step].tag != "," and run[step].low != "and"):
            break
        step += 1 + (step + 1 < len(run) and run[step + 1].low == "and")
        more = phrase_at(run, step)
        if (
            not more
            or not run[more.end - 1].name
            or _begins_clause(run, more)
            or _skip_times(run, more.end) == more.end
        ):
            break
        objects, at = (*objects, more), more.end
    return objects, at


def _skip_times(run: list[Word], at: int) -> int:
    """Over a time with all of its words: "in the first days of October", "three days later"."""
    start, at = at, _skip(run, at)
    while at < len(run) and at > start and run[at].low == "of" and _skip(run, at) > at:
        at = _skip(run, at)
    if at < len(run) and counts_time(run, at):
        at = _skip(run, at + 1)
    return at


def _after_comma(run: list[Word], at: int) -> int:
    """Behind a comma only a preposition goes on; anything else is another clause."""
    return at + 1 if at + 1 < len(run) and run[at + 1].tag == "P" and run[at + 1].low != "including" else at


def _skip(run: list[Word], at: int) -> int:
    while at < len(run) and (run[at].tag in ("A", "T") or _timed(run, at)):
        at += 1
    return at


def _timed(run: list[Word], at: int) -> bool:
    """What only leads to a time: "on Sunday", "a year ago", "last week"."""
    step = at
    while (
        step < len(run)
        and step < at + 4
        and (
            run[step].tag == "D"
            or run[step].low
            in (
                "on",
                "in",
                "last",
                "early",
                "late",
                "next",
                "past",
                "first",
                "since",
                "by",
                "for",
                "of",
                "until",
                "the",
            )
            or run[step].low.isdigit()
        )
    ):
        step += 1
    return (
        step > at
        and step < len(run)
        and run[step].tag == "T"
        and (run[at].tag in ("P", "D", "S") or run[at].low in grammar()["closed"]["leading"] or run[at].low.isdigit())
    )
