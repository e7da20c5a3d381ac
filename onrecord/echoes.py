"""Whether two quotations are the same words, cut, changed, or others: by aligning their words. Pure.

Used for one speech act in many outlets and for "did they say it?". The measure is the share of a quotation's words
that stand in the other in their order (longest common subsequence by difflib's blocks), small words weighing less.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Likeness = Literal["thus", "cut", "changed", "other"]
# Words so common that sharing them says little.
SMALL = frozenset(
    "a an and are as at be been but by can could did do does for from had has have he her his i if in is it its may "
    "me my no nor not of on or our she should so some such than that the their them then there they this those to us "
    "was we were what when which who will with would you your".split()
)
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion dozen dozens half third quarter first second".split()
)
TURNS = frozenset("not no never nothing nobody none without cannot wont dont didnt isnt wasnt nor neither".split())
WITHIN, PART = 0.9, 0.4  # or it holds nearly all of something shorter that was said, and that is this much of it
THUS, CHANGED = 0.999, 0.55  # shares of a quotation found again: from here it is said thus, or differently
LEAST = 2  # weighty words that two quotations must share before they can be compared at all
_INSIDE = dict.fromkeys(map(ord, "'‘’‛`´ʼ′\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_WORD = re.compile(r"[^\W_]+")


class Echo(NamedTuple):
    """How one quotation stands to another: what it is, the share of its words found again, words told otherwise."""

    kind: Likeness
    share: float
    gone: tuple[str, ...] = ()
    came: tuple[str, ...] = ()


def tokens(words: str) -> list[str]:
    """Words without case, accents, apostrophes and marks."""
    small = unicodedata.normalize("NFKD", words.translate(_INSIDE).lower())
    return _WORD.findall("".join(char for char in small if not unicodedata.combining(char)))


def weight(word: str) -> float:
    """What sharing or missing a word is worth."""
    return 0.25 if word in SMALL else 1.0


def turns(word: str) -> bool:
    """Whether a word turns a sentence round where it is missing or added: a number, a "not"."""
    return word in TURNS or word in NUMBERS or word[0].isdigit()


def compare(asked: str, said: str) -> Echo:
    """How the words asked for stand to words that were said.

    >>> compare("the road is open", "“The road is open,”").kind
    'thus'
    """
    return compare_tokens(tokens(asked), tokens(said))


def compare_tokens(asked: list[str], said: list[str]) -> Echo:
    """As `compare`, of words already split."""
    if not asked or not said:
        return Echo("other", 0.0)
    pairs, gone, came = _aligned(asked, said)
    whole = sum(map(weight, asked))
    share = sum(map(weight, pairs)) / whole
    heavy = sum(weight(word) >= 1 for word in pairs)
    if heavy < min(LEAST, sum(weight(word) >= 1 for word in asked)) or not heavy:
        return Echo("other", share)
    if share >= THUS and not any(map(turns, came)):
        return Echo("thus" if len(said) <= len(asked) + 1 else "cut", share)
    back = sum(map(weight, pairs)) / sum(map(weight, said))
    near = len(asked) >= 4 and (share >= CHANGED or (back >= WITHIN and share >= PART))
    return Echo("changed" if near else "other", share, tuple(gone), tuple(came))


def _aligned(asked: list[str], said: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Words found again in their order, those missing, and those that stand in their place between the first and
    the last word found: what follows or goes before is only more of what was said."""
    blocks = [block for block in SequenceMatcher(None, asked, said, autojunk=False).get_matching_blocks() if block.size]
    pairs = [word for block in blocks for word in asked[block.a : block.a + block.size]]
    found = {at for block in blocks for at in range(block.a, block.a + block.size)}
    gone = [word for at, word in enumerate(asked) if at not in found]
    there = {at for block in blocks for at in range(block.b, block.b + block.size)}
    low, high = (min(there), max(there) + 1) if there else (0, 0)
    return pairs, gone, [said[at] for at in range(low, high) if at not in there]


def one_act(one: str, other: str) -> bool:
    """Whether two quotations tell one speech act: the same words, perhaps cut, a word or two told otherwise."""
    left, right = tokens(one), tokens(other)
    short, long = sorted((left, right), key=len)
    if len(short) < 4:
        return left == right
    echo = compare_tokens(short, long)
    return echo.kind in ("thus", "cut") or (echo.kind == "changed" and echo.share >= 0.75 and not _turned(echo))


def _turned(echo: Echo) -> bool:
    """Whether a number or a "not" differs: then something else was said."""
    return any(map(turns, (*echo.gone, *echo.came)))
