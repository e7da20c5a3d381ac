"""What an edit did to an article and to its statements. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord.echoes import compare, tokens
from onrecord.pages.diff import Change, changes
from onrecord.records import Reading, Statement
from onrecord.text import Span, locate

ANOTHER = 0.2  # shares less than this of its words with the former: another page, no edit of this one
LIKE = 0.5  # shares so much with a statement that is gone: that one, changed


@dataclass(frozen=True)
class Edit:
    """Statements that are gone, changed (as they were, as they are) and new; the words that went and came;
    `announced`: the page itself says that it was changed."""

    gone: tuple[Statement, ...]
    changed: tuple[tuple[Statement, Statement], ...]
    came: tuple[Statement, ...]
    diff: tuple[tuple[Change, ...], ...]
    announced: bool

    @property
    def words(self) -> tuple[int, int]:
        """How many words went and came."""
        parts = [part for row in self.diff for part in row]
        return tuple(sum(len(p.words.split()) for p in parts if p.kind == kind) for kind in ("gone", "came"))  # type: ignore[return-value]


def edit(old: Reading, new: Reading, *, words: bool = True) -> Edit:
    """What changed from one version to the next; without `words`, of the statements alone."""
    lost = [one for one in old.statements if not locate(one.anchor, new.document.text).spans]
    kept = _kept(old, new)
    fresh = [one for one in new.statements if not _stood(one, kept)]
    pairs = _pairs(lost, fresh)
    before, after = {a.id for a, _ in pairs}, {b.id for _, b in pairs}
    diff = tuple(tuple(row) for row in changes(old.document.text, new.document.text)) if words else ()
    return Edit(
        gone=tuple(one for one in lost if one.id not in before),
        changed=tuple(pairs),
        came=tuple(one for one in fresh if one.id not in after),
        diff=diff,
        announced=announced(old.document.text, new.document.text),
    )


def _kept(old: Reading, new: Reading) -> list[Span]:
    """Where the former statements stand in the new text."""
    return [span for one in old.statements for span in locate(one.anchor, new.document.text).spans]


def _stood(one: Statement, kept: Iterable[Span]) -> bool:
    return any(span.overlaps(place) for span in one.content for place in kept)


def _pairs(lost: Sequence[Statement], fresh: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Each statement that went with the one that stands for it now, the likest first; each is taken once."""
    scored = [(compare(a.anchor.exact, b.anchor.exact), a, b) for a in lost for b in fresh]
    near = sorted((one for one in scored if one[0].share >= LIKE), key=lambda one: -one[0].share)
    pairs: list[tuple[Statement, Statement]] = []
    for _, a, b in near:
        if not any(a.id == x.id or b.id == y.id for x, y in pairs):
            pairs.append((a, b))
    return sorted(pairs, key=lambda pair: pair[0].content[0].start)


@cache
def _notices() -> tuple[str, ...]:
    table = tomllib.loads((Path(__file__).parent / "notices.toml").read_text(encoding="utf-8"))
    return tuple(phrase for phrases in table.values() for phrase in phrases)


def announced(old: str, new: str) -> bool:
    """Whether the page owns up to the edit: one of the table's phrases stands there more often than before."""
    before, after = (f" {' '.join(tokens(text))} " for text in (old, new))
    phrases = (f" {' '.join(tokens(phrase))} " for phrase in _notices())
    return any(after.count(phrase) > before.count(phrase) for phrase in phrases)


def is_another(old: str, new: str) -> bool:
    """Whether the two texts are hardly the same article: a notice in its place, a wall, a page of errors."""
    before, after = set(tokens(old)), set(tokens(new))
    least = min(len(before), len(after))
    return not least or len(before & after) / len(before) < ANOTHER
