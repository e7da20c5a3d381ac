"""How a verb is meant: done, denied, planned, tried, demanded, or only supposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.extraction.events.backwards import group_start
from onrecord.extraction.events.lexicon import among
from onrecord.extraction.events.phrases import Phrases
from onrecord.extraction.events.subjects import above, subject
from onrecord.extraction.events.words import Word
from onrecord.records import Factuality, Phase


class Mood(NamedTuple):
    """What stands around a verb says of it. `by` is who demands."""

    denied: bool = False
    factuality: Factuality = "CT"
    phase: Phase = "completed"
    sort: str = "fact"
    by: Phrases = ()


def mood(run: list[Word], verb: int) -> Mood:
    """A verb's mood: from its auxiliaries and adverbs, and from the words it hangs on."""
    start = group_start(run, verb)
    around = [word.low for word in run[start:verb]]
    denied = negates(around) or "neither" in around
    denied |= start > 0 and run[start - 1].low in ("neither", "nor")
    denied |= "no" in around or ("longer" in around and run[start - 1].low == "no")
    one = _helped(around, run, verb)._replace(denied=denied)
    for at in above(run, verb):
        one = _under(run, at, one)
    shared = _shared(run, start, verb)
    if shared is not None:
        return mood(run, shared)
    if _unsaid(run, start):
        return one._replace(sort="unsaid")
    if one.sort == "fact" and _supposed(run, start, verb):
        return one._replace(sort="supposed")
    return _demanded(run, start, one)


def _shared(run: list[Word], start: int, verb: int) -> int | None:
    """The verb whose "will" is this one's too: "it would accept the deal and hand over the town"."""
    if start != verb or "base" not in run[verb].forms or run[verb].forms & {"past"} or run[start - 1].low != "and":
        return None
    earlier = next((back for back in range(start - 2, -1, -1) if run[back].tag == "V"), None)
    helped = earlier is not None and any(word.tag == "M" for word in run[group_start(run, earlier) : earlier])
    return earlier if helped else None


def negates(words: Sequence[str]) -> bool:
    """Whether one of the words makes the others mean that it is not so."""
    return any(word in ("not", "never") or word.endswith(("n’t", "n't")) for word in words)


def _helped(around: list[str], run: list[Word], verb: int) -> Mood:
    """By the auxiliaries: "will", "may have", "were withdrawing"."""
    if (
        set(around) & {"will", "would", "shall", "won’t", "won't", "wouldn’t", "wouldn't", "’ll", "'ll"}
        and "have" not in around
    ):
        return Mood(phase="planned", sort="intent")
    if any(run[at].low in BE_TO and run[at + 1].tag == "TO" for at in range(max(0, verb - 3), verb - 1)):
        return Mood(phase="planned", sort="intent")  # "are to leave the district"
    if set(around) & {"must", "should"} and "have" not in around:
        return Mood(phase="planned", sort="demand")
    if set(around) & (among("above", "possible") | {"could", "can", "may", "might"}):
        done = "have" in around
        return Mood(factuality="PS", phase="completed" if done else "planned", sort="fact" if done else "possible")
    sure: Factuality = "PR" if set(around) & among("above", "likely") else "CT"
    going = run[verb].forms == frozenset(("ing",)) and any(word.tag == "B" for word in run[max(0, verb - 3) : verb])
    return Mood(factuality=sure, phase="partial" if going else "completed")


def _under(run: list[Word], at: int, one: Mood) -> Mood:
    """With one more word above: "plans to", "no intention of", "tried to", "is done seizing"."""
    word, base = run[at], run[at].lemma or run[at].low
    no = at > 0 and run[at - 1].low == "no"
    start = group_start(run, at) if word.tag == "V" else at
    no |= negates([low.low for low in run[start:at]])
    if one.sort == "supposed":
        return one
    if word.tag == "B" and at + 1 < len(run) and run[at + 1].tag == "TO" and word.low in BE_TO:
        return one._replace(sort="intent", phase="planned")  # "the aim is to retake"
    if base in among("above", "goes on") and word.tag == "V":
        helped = _helped([low.low for low in run[start:at]], run, at)
        begun = base in ("begin", "start") and one.phase == "completed" and run[at + 1].tag == "TO"
        return (
            helped
            if helped.sort == "intent"
            else one._replace(denied=one.denied or no, phase="partial" if begun else one.phase)
        )
    if base == "order" and at + 1 < len(run) and run[at + 1].low in ("its", "their", "his"):
        return one._replace(sort="intent", phase="planned")
    if base in among("above", "demand") and word.tag == "V":
        return one._replace(sort="demand", phase="planned", by=subject(run, at))
    if base in among("above", "fight"):
        return one._replace(sort="fight")
    if base in among("above", "attempt"):
        failed = base.startswith("fail")
        helped = _helped([low.low for low in run[start:at]], run, at)
        if helped.sort in ("intent", "possible"):
            return helped  # "could try to seize"
        return one._replace(phase="attempted", denied=one.denied or failed)
    if base in among("above", "over"):
        return one._replace(sort="intent", phase="planned", denied=True)
    if base in among("above", "not") and word.tag == "V":
        return one._replace(denied=not one.denied)
    if base in among("above", "intent") and word.tag not in ("H", "O"):
        return one._replace(
            sort="intent" if one.sort != "demand" else "demand", phase="planned", denied=one.denied or no
        )
    if base in among("above", "hindered") and word.tag == "V":
        return one._replace(sort="supposed")
    if base in among("above", "likely"):
        return one._replace(factuality="PR")
    return one._replace(denied=one.denied or (no and word.tag == "V"))


BE_TO = {"is", "are", "was", "were", "be"}


def _supposed(run: list[Word], start: int, verb: int | None = None) -> bool:
    """Whether the clause is only a condition or a question: "if the army entered the city"."""
    for at in range(start - 1, -1, -1):
        if run[at].tag in (",", ";", "C") or (run[at].tag == "V" and "ing" not in run[at].forms):
            return False
        if run[at].low in ("rather", "instead"):
            return True
        if run[at].tag == "S" and run[at].low != "than":
            past = verb is not None and bool(run[verb].forms & {"past"})
            return run[at].low in ("if", "unless", "whether") or (run[at].low == "until" and not past)
    return False


def _unsaid(run: list[Word], start: int) -> bool:
    """Inside "has not confirmed that the town fell", where nobody says that it did."""
    that = next((at for at in range(start - 1, 0, -1) if run[at].tag in ("S", ";", "“", "V")), 0)
    if run[that].low not in ("that", "whether", "if") or run[that - 1].lemma not in among("META", "unsaid"):
        return False
    held = group_start(run, that - 1)
    around = [word.low for word in run[max(0, held - 1) : that - 1]]
    return negates(around) or not {"neither", "nor", "cannot"}.isdisjoint(around)


def _demanded(run: list[Word], start: int, one: Mood) -> Mood:
    """Inside "demanded that Russia withdraw"."""
    at = start - 1
    while at > 0 and run[at].tag in ("N", "D", "P", "A", "PRO"):
        at -= 1
    if at > 0 and run[at].low == "that" and run[at - 1].lemma in among("above", "commanding") - {"suggest", "insist"}:
        return one._replace(sort="demand", phase="planned", by=subject(run, at - 1))
    return one
