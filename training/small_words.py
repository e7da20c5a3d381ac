"""Words that news and other English writes small and that towns bear too: "Police" in Poland, "She" in China."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.resolution.gazetteer import lookup

OFTEN = 3  # texts that write a word small
_SMALL = re.compile(r"(?<![\w.@/’'-])[a-z]{2,}(?![\w@/])")


def small_words(news: Iterable[str], trees: Path) -> str:
    """The gazetteer's names among the words that several texts of `news` and of GUM's open parts write small."""
    count = Counter(word for text in (*news, *_gum(trees)) for word in set(_SMALL.findall(text)))
    return " ".join(sorted(word for word, n in count.items() if n >= OFTEN and lookup(word.capitalize())))


def _gum(folder: Path) -> Iterator[str]:
    for part in ("train", "dev"):
        for path in sorted((folder / part).glob("*.conllu.gz")):
            lines = gzip.decompress(path.read_bytes()).decode().splitlines()
            yield " ".join(line.split("\t")[1] for line in lines if line[:1].isdigit())
