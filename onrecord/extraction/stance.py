"""What a cue does with what was said: says, denies, asks ... From the cue's own words and a table."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection
from pathlib import Path

TABLE = Path(__file__).parent / "stances.toml"
IRREGULAR = {"thought": "think", "felt": "feel", "swore": "swear", "sworn": "swear", "foresaw": "foresee"}
IRREGULAR |= {"knew": "know", "known": "know", "said": "say", "told": "tell", "saw": "see", "seen": "see"}
ENDINGS = [
    ("", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
]
NOT = re.compile(r"\b(?:not|never|no longer)\b|n[’']t\b")
HELPERS = {"would", "did", "not", "neither"}
AFFIRMED = {"denies", "confirms", "promises", "threatens", "agrees", "alleges", "says"}


@functools.cache
def stances() -> dict[str, str]:
    """Every verb and phrase of the table, and its stance."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {words: stance for stance, listed in rows.items() for words in listed}


@functools.lru_cache(maxsize=4096)
def stance_of(cue: str) -> str | None:
    """The stance of a cue; none where a negation leaves it open ("did not deny").

    >>> stance_of("has repeatedly denied"), stance_of("said"), stance_of("did not deny")
    ('denies', 'says', None)
    """
    words = [lemma(word) for word in re.findall(r"[\w’']+", cue.lower())]
    plain = " ".join(re.findall(r"[\w’']+", cue.lower()))
    found = [row for row in stances() if _stands(row, words, plain)]
    if not found:
        return None if NOT.search(cue.lower()) else "says"
    stance = stances()[max(found, key=lambda row: (len(row.split()), len(row)))]
    return None if NOT.search(cue.lower()) and stance in AFFIRMED else stance


def speaks(words: str, own: Collection[str] = ()) -> bool:
    """Whether a cue of the table stands in the words: whether reading them for a statement is worth while.

    `own` are words for who speaks anyway: what "I think" says is no other statement."""
    run = re.findall(r"[\w’']+", words)
    return any(_is_cue(run, at, own) for at in range(len(run))) or "according to" in words.lower()


def _is_cue(run: list[str], at: int, own: Collection[str]) -> bool:
    verb = lemma(run[at].lower())
    if verb not in _verbs() or (at and not run[at][0].islower()):  # "the State", "the Evening Post"
        return False
    return stances().get(verb) != "believes" or not any(word.lower() in own for word in run[max(0, at - 3) : at])


@functools.cache
def _verbs() -> frozenset[str]:
    """The first word of each row but those that only help ("would not say"): they stand in half of all sentences."""
    return frozenset(row.split()[0] for row in stances()) - HELPERS


def _stands(row: str, words: list[str], plain: str) -> bool:
    return f" {row} " in f" {' '.join(words)} " or f" {row} " in f" {plain} "


@functools.lru_cache(maxsize=4096)
def lemma(word: str) -> str:
    """A verb as the table has it: an ending taken off where what is left is listed."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    listed = {part for row in stances() for part in row.split()}
    for ending, put in ENDINGS:
        stem = word.removesuffix(ending) + put
        if word.endswith(ending) and stem in listed:
            return stem
    for double in ("ted", "ting", "red", "ring", "ded", "ding"):  # "committed"
        if word.endswith(double) and word[: -len(double)] in listed:
            return word[: -len(double)]
    return word
