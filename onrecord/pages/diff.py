"""What changed between two versions, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

LONGEST = 4_000  # words of a changed stretch compared one by one; beyond it the whole stretch is shown


class Change(NamedTuple):
    """A stretch of words that stayed, went or came; `skipped` counts words left out between changes."""

    kind: Literal["same", "gone", "came", "skipped"]
    words: str


def changes(old: str, new: str) -> list[list[Change]]:
    """Paragraphs that changed, each as stretches; runs of unchanged ones are counted, not shown."""
    before, after = _paragraphs(old), _paragraphs(new)
    shown: list[list[Change]] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            shown.append([Change("skipped", str(a2 - a1))])
        else:
            shown += list(_paired(before[a1:a2], after[b1:b2]))
    return shown


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[list[Change]]:
    """Changed paragraphs against each other, one by one as far as both go."""
    for at in range(max(len(old), len(new))):
        before = old[at] if at < len(old) else ""
        after = new[at] if at < len(new) else ""
        yield list(word_changes(before, after))


def word_changes(old: str, new: str) -> Iterator[Change]:
    """Words that stayed, went and came."""
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    if len(before) + len(after) > LONGEST:
        yield from (Change(kind, words) for kind, words in (("gone", old), ("came", new)) if words)  # type: ignore[arg-type]
        return
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(before[a1:a2]))
        else:
            yield from _replaced("".join(before[a1:a2]), "".join(after[b1:b2]))


def _replaced(gone: str, came: str) -> Iterator[Change]:
    if gone:
        yield Change("gone", gone)
    if came:
        yield Change("came", came)
