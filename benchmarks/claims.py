"""Claims on re3d, as a smoke test: organisations in charge of locations, in papers on Syria and Iraq.

The relations "InChargeOf" whose target is a location are few, and the annotators had other things in mind too ("a
garrison"). One is found where a claim of holding or taking has its source as the actor and its target in its words.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.line import reading_of
from onrecord.records import Claim, Document, Page, Stamp, compose
from onrecord.resolution.actors import actor_of

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
NEEDS = ("re3d",)
STAMP = Stamp(at="2000-01-01T00:00:00Z", by="bench")
HOLDS = {"CONTROL", "CAPTURE", "ADMINISTER", "CONTEST", "ADVANCE", "INTENT"}


class Relation(NamedTuple):
    """Somebody in charge of a location, in the words of the document."""

    who: str
    where: str


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """One row a line, as mongoexport writes them."""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.strip():
            yield json.loads(line)


def relations(folder: Path) -> dict[str, list[Relation]]:
    """By document, who is in charge of which location."""
    places = {(one["documentId"], one["value"]) for one in rows(folder / "entities.json") if one["type"] == "Location"}
    found: dict[str, list[Relation]] = {}
    for one in rows(folder / "relations.json"):
        if one["type"] == "InChargeOf" and (one["documentId"], one["target"]) in places:
            found.setdefault(one["documentId"], []).append(Relation(one["source"], one["target"]))
    return found


def claims_of(row: dict[str, Any]) -> tuple[str, tuple[Claim, ...]]:
    """A document's text and its claims."""
    text, blocks = compose([("paragraph", part.strip()) for part in row["text"].split("\n") if part.strip()])
    page = Page(document=Document(id=row["_id"], text=text, blocks=blocks, lang="en", published="2016-12-31"))
    return text, reading_of(page, STAMP).claims


def is_found(relation: Relation, text: str, claims: tuple[Claim, ...]) -> bool:
    """Whether a claim tells of it: its actor and, in its words, its place."""
    who = actor_of(relation.who).name
    for one in claims:
        words = " ".join(span.of(text) for span in one.evidence)
        named = who is not None and one.actor is not None and one.actor.name == who
        there = relation.where in words or (one.place is not None and one.place.name in relation.where)
        if one.kind in HOLDS and named and there:
            return True
    return False


def main(home: Path = SHARED / "re3d") -> dict[str, float]:
    """Relations found, of how many, and how many claims in how many documents."""
    found = total = claims = documents = 0
    for folder in sorted(path for path in home.iterdir() if path.is_dir()):
        wanted = relations(folder)
        for row in rows(folder / "documents.json"):
            text, got = claims_of(row)
            documents, claims = documents + 1, claims + len(got)
            held = wanted.get(row["_id"], [])
            total += len(held)
            found += sum(is_found(one, text, got) for one in held)
    return {"in charge of a location": total, "found": found, "claims": claims, "documents": documents}


if __name__ == "__main__":
    print(json.dumps(main(*map(Path, sys.argv[1:])), indent=1))
