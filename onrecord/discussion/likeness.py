"""Texts that are nearly the same, told without keeping them: digests of words that stand beside each other. Pure."""

from __future__ import annotations

import re
from hashlib import blake2b

from onrecord.text import fold

FEWEST = 6  # words; fewer are said by many
ROWS, BANDS = 2, 4  # two texts that share half of their runs of words meet in one of the bands two times of three
_NUMBER, _WORD = re.compile(r"\d+"), re.compile(r"\w+")


def plain(text: str) -> str:
    """A text as a script varies it: without what it quotes, without case and spacing, every number as one."""
    own = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    return _NUMBER.sub("0", " ".join(_WORD.findall(fold(own).text)))


def keys(text: str) -> list[str]:
    """What a text has in common with those that are nearly the same; nothing for a short one."""
    words = plain(text).split()
    if len(words) < FEWEST:
        return []
    runs = {" ".join(words[at : at + 3]) for at in range(len(words) - 2)}
    least = [min(_digest(f"{row} {run}") for run in runs) for row in range(ROWS * BANDS)]
    return [f"{band} {'.'.join(least[band * ROWS : (band + 1) * ROWS])}" for band in range(BANDS)]


def _digest(words: str) -> str:
    return blake2b(words.encode(), digest_size=8).hexdigest()
