"""What somebody says whom no statement has: "They left the town, the ministry admitted", where none was found.

The article does not say it in its own voice, and who does is not known: no event is made of it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.events.words import Word
from onrecord.extraction.stance import lemma, stances
from onrecord.records import Statement

SPOKEN = frozenset({"says", "confirms", "denies", "alleges", "warns", "predicts", "suggests", "promises", "threatens"})
LONGEST = 12  # words of who says it


def untold(run: Sequence[Word], statements: Sequence[Statement]) -> int:
    """Where the words end that are another's: at the comma before who says them, else where the sentence begins."""
    commas = [at for at, word in enumerate(run) if word.text == ","]
    if not commas:
        return 0
    last = commas[-1]
    told = [word for word in run[last + 1 :] if word.low[:1].isalnum()]
    cue = _cue(told)
    found = cue is None or any(span.start <= cue.span.start < span.end for one in statements for span in one.cue)
    return 0 if found else last


def _cue(told: Sequence[Word]) -> Word | None:
    """The word that says who speaks, where that is all that stands here."""
    if [word.low for word in told[:2]] == ["according", "to"]:
        return told[0]
    at = next((at for at, word in enumerate(told) if _speaks(word)), 0)
    who, rest = told[:at], told[at + 1 :]
    return told[at] if _somebody(who) and (not rest or rest[0].tag in ("T", "P")) else None


def _somebody(who: Sequence[Word]) -> bool:
    """Whether the words can be who speaks, and no more: "residents and an officer"."""
    named = any(word.tag in ("N", "PRO") for word in who)
    return named and len(who) <= LONGEST and all(word.tag in ("D", "N", "P", "C", "PRO") for word in who)


def _speaks(word: Word) -> bool:
    return word.text.islower() and word.tag == "V" and stances().get(lemma(word.low)) in SPOKEN
