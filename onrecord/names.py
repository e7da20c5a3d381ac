"""People's names in several spellings and scripts: Zelensky, Zelenskyy, Volodymyr Zelenskiy, Зеленський. Pure.

A sound key groups the spellings that romanisations of one name give; it never decides by itself that two are one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from onrecord.records import Sameness

# Cyrillic to Latin by sound, Russian and Ukrainian letters together (after BGN/PCGN, without its signs).
_CYRILLIC = {
    **dict(zip("абвгґдеєёзиіїйклмнопрстуфыэ", "abvggdeeeziiiiklmnoprstufye", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""},
}
_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
# What romanisations write in more than one way, evened out one after the other.
_SOUNDS = [
    (r"(?:iy|yy|yi|ij|yj|ii|y|j)", "i"),
    (r"tz", "ts"),
    (r"kh|ch", "h"),
    (r"ph", "f"),
    (r"w", "v"),
    (r"ks", "x"),
    (r"ck|q|c(?![hei])", "k"),
    (r"ou|oo", "u"),
    (r"iev$|yev$", "ev"),
    (r"(.)\1", r"\1"),
    (r"g|h", "h"),
]
_SMALL = {
    "van",
    "von",
    "de",
    "del",
    "della",
    "der",
    "den",
    "di",
    "da",
    "bin",
    "ibn",
    "al",
    "el",
    "la",
    "le",
    "ten",
    "ter",
}


class Likeness(NamedTuple):
    """Whether two names may be one person's: a verdict, how sure, and why in words."""

    verdict: Sameness
    score: float
    why: str


def parts(name: str) -> list[str]:
    """A name's words in plain small Latin letters.

    >>> parts("Володимир Зеленський")
    ['volodimir', 'zelenskii']
    """
    small = "".join(_CYRILLIC.get(char, char) for char in name.lower())
    plain = "".join(_LETTERS.get(char, char) for char in unicodedata.normalize("NFKD", small))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return re.findall(r"[^\W\d_]+", bare.replace("’", "").replace("'", ""))


def sound(word: str) -> str:
    """A word's key: equal for the usual spellings of one name."""
    for pattern, letter in _SOUNDS:
        word = re.sub(pattern, letter, word)
    return word


def key(name: str) -> str:
    """The key of a name's last word: where to look for the same name in other spellings.

    >>> key("Volodymyr Zelenskyy") == key("Zelensky") == key("Володимир Зеленський")
    True
    """
    words = parts(name)
    return sound(words[-1]) if words else ""


def alike(one: str, other: str) -> Likeness:
    """Whether two persons' names may be one person's."""
    left, right = parts(one), parts(other)
    if left == right:
        return Likeness("same", 0.95, "The names are the same.")
    if not left or not right or sound(left[-1]) != sound(right[-1]):
        return Likeness("different", 0.95, "The last names differ.")
    if len(left) == 1 or len(right) == 1:
        return Likeness("unsure", 0.5, "The last names agree; one of the two has no first name.")
    return _first(left[0], right[0], one, other)


def _first(left: str, right: str, one: str, other: str) -> Likeness:
    if sound(left) == sound(right):
        return Likeness("same", 0.9, f"{one} and {other} are spellings of one name.")
    if min(len(left), len(right)) == 1 and left[0] == right[0]:
        return Likeness("unsure", 0.7, "The last names and the first letters agree.")
    if _short(left, right):
        return Likeness("unsure", 0.65, f"The last names agree; {left.title()} and {right.title()} may be one name.")
    return Likeness("different", 0.9, "The first names differ.")


def _short(left: str, right: str) -> bool:
    """Whether one may be the other's short or neighbouring form: Vladimir and Volodymyr keep most consonants."""
    bones = [re.sub(r"[aeiou]", "", sound(name)) for name in (left, right)]
    near = bones[0] == bones[1] or left.startswith(right) or right.startswith(left)
    return near or (len(set(bones[0]) & set(bones[1])) >= 3 and bones[0][:1] == bones[1][:1])
