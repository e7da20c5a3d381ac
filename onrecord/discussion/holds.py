"""Why a comment waits for a person before it is shown: tables, no judgement. Nothing is ever rejected here."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from onrecord.text import fold

TABLE = Path(__file__).parent / "holds.toml"
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"))


@dataclass(frozen=True)
class Policy:
    """What a site holds besides the table: everything, the first of each reader, words, names that are its own."""

    everything: bool = False
    first: bool = True
    suspect: Sequence[str] = ()
    banned: Sequence[str] = ()
    names: Sequence[str] = ()


def reasons(words: str, author: str, known: bool, policy: Policy) -> list[str]:
    """Why this waits, as keys, none where it need not. `words`: all of it; `known`: shown here before."""
    found = ["all"] if policy.everything else []
    found += ["first"] if policy.first and not known else []
    found += ["name"] if _same(author, policy.names) else []
    found += ["suspect"] if listed(words + "\n" + author, policy.suspect) else []
    plain = evened(f"{words}\n{author}")
    return found + [name for name, pattern in patterns() if pattern.search(plain)]


def evened(words: str) -> str:
    """Words with full-width letters and digits plain, and without invisible characters."""
    return unicodedata.normalize("NFKC", words.translate(_INVISIBLE))


@cache
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The table's rules, in its order."""
    rules = tomllib.loads(TABLE.read_text(encoding="utf-8"))["hold"]
    return [(rule["name"], re.compile(rule["pattern"])) for rule in rules]


def listed(words: str, among: Iterable[str]) -> list[str]:
    """Which of the words of a list stand there as words; one that ends in * begins longer ones."""
    wanted = [one for one in among if one.strip("* ")]
    plain = fold(evened(words)).text if wanted else ""
    return [one for one in wanted if _listed(one).search(plain)]


@lru_cache(1_000)
def _listed(one: str) -> re.Pattern[str]:
    bare = re.escape(fold(one.strip("* ")).text.strip())
    return re.compile(rf"(?<!\w){bare}" + ("" if one.rstrip().endswith("*") else r"(?!\w)"))


def _same(author: str, names: Iterable[str]) -> bool:
    mine = _letters(author)
    return bool(mine) and any(_letters(name) == mine for name in names)


def _letters(name: str) -> str:
    return "".join(char for char in fold(evened(name)).text if char.isalnum())
