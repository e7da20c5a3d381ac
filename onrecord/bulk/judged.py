"""What persons said of who is whom, out of a ledger's export: merges, splits, and who made a statement.

onrecord export > ledger.jsonl
onrecord bulk archive --out news --judgements ledger.jsonl
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from onrecord.errors import ReadError, WrongUse

KEPT = "judged.json"


class Who(msgspec.Struct, frozen=True):
    """Who made a statement, by a person's word: nobody where `id` is none."""

    id: str | None
    name: str | None = None
    type: str | None = None
    role: str | None = None
    of: str | None = None


class Judged(msgspec.Struct, frozen=True):
    """What persons said: pairs that are one, pairs that are not, and who made which statement."""

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    hands: dict[str, Who] = {}

    def digest(self) -> str:
        """The same where persons said the same."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


class Names(NamedTuple):
    """The same as it is asked: each merged speaker's identity, those apart, statements' speakers."""

    of: dict[str, str]
    apart: frozenset[tuple[str, str]]
    hands: dict[str, Who]

    def identity(self, id: str) -> str:
        """Who a speaker is, over all articles."""
        return self.of.get(id, id)

    def may_be(self, one: str, other: str) -> bool:
        """Whether no person said that these are two."""
        return (min(one, other), max(one, other)) not in self.apart


NOBODY = Judged()


def read(path: Path | None) -> Judged:
    """The judgements of a ledger's export, nobody's without one. Raises ReadError for what is none."""
    if path is None:
        return NOBODY
    pairs: dict[tuple[str, str], str] = {}
    hands: dict[str, Who] = {}
    for row in _rows(path):
        if row.get("table") == "identities":
            pairs.pop((row["one"], row["other"]), None)  # the latest word for a pair counts
            pairs[row["one"], row["other"]] = row["verdict"]
        elif row.get("table") == "judgements" and row["hand"]:
            hands[row["of"]] = Who(row["speaker"], row["name"], row["type"], row["role"], row["held"])
    said = {
        verdict: tuple(sorted(pair for pair, was in pairs.items() if was == verdict)) for verdict in set(pairs.values())
    }
    return Judged(said.get("same", ()), said.get("different", ()), dict(sorted(hands.items())))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The export's rows; most are of other tables, and passed over unread."""
    try:
        with path.open("rb") as lines:
            first = json.loads(lines.readline() or b"null")
            if not isinstance(first, dict) or "onrecord" not in first:
                raise ReadError("is no export of a ledger", str(path), "Make one with: onrecord export > FILE")
            for line in lines:
                if b'"identities"' in line or b'"judgements"' in line:
                    yield json.loads(line)
    except (OSError, ValueError) as wrong:
        raise ReadError(f"cannot be read as an export ({wrong})", str(path), "Export the ledger again.") from wrong


def names(judged: Judged) -> Names:
    """Each speaker with all that persons said are the same, under the smallest id, as the ledger groups them."""
    found: dict[str, str] = {}

    def top(id: str) -> str:
        while found.get(id, id) != id:
            id = found[id]
        return id

    for one, other in judged.same:
        low, high = sorted((top(one), top(other)))
        found[high] = low
    return Names({id: top(id) for id in found}, frozenset(_sorted(judged.different)), judged.hands)


def _sorted(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((min(pair), max(pair)) for pair in pairs)


def keep(judged: Judged, folder: Path) -> None:
    """Leaves it where the workers find it."""
    (folder / KEPT).write_bytes(msgspec.json.encode(judged))


def kept(folder: Path) -> Names:
    """What `keep` left."""
    try:
        return names(msgspec.json.decode((folder / KEPT).read_bytes(), type=Judged))
    except (OSError, msgspec.DecodeError) as wrong:
        raise WrongUse("the second step has no folder to work in", str(folder)) from wrong
