"""The shipped model on the marked cases, against the figures it was pinned with.

`python -m tests.cases.gate` lists cases gained and lost since then; `--accept` pins the figures anew, also
where they fell. Of the half kept aside only the counts are shown, never the cases.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.extraction import extract, model_name
from onrecord.records import Document, Stamp, Statement
from tests.cases.score import EN, passed, score_cases

PINNED = Path(__file__).parent / "gate.json"
SLACK = 0.005  # a case is 0.004 of a half's F1
HALVES = {"open": EN, "kept": EN / "kept"}


def shipped(document: Document) -> Sequence[Statement]:
    """What the packaged model finds."""
    return extract(document, Stamp(at="2000-01-01T00:00:00Z", by="gate"))


def corpus() -> str:
    """A digest of every case file."""
    files = sorted(EN.rglob("*.txt"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def key(text: str) -> str:
    """A case's name in the pinned list."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def measured() -> dict[str, Any]:
    """Figures of both halves, the cases of each that are read right, and what they were measured on."""
    figures = {name: score_cases(shipped, folder)["all"] for name, folder in HALVES.items()}
    right = {name: sorted(map(key, passed(shipped, folder))) for name, folder in HALVES.items()}
    return {"model": model_name(), "cases": corpus(), "figures": figures, "right": right}


def fallen(now: dict[str, Any], then: dict[str, Any]) -> list[str]:
    """Each F1 that is lower than it was pinned."""
    return [
        f"{half} {name}: {now['figures'][half][name]:.3f}, pinned {value:.3f}"
        for half, figures in then["figures"].items()
        for name, value in figures.items()
        if name.endswith("_f1") and now["figures"][half][name] < value - SLACK
    ]


def changes(now: dict[str, Any], then: dict[str, Any]) -> list[str]:
    """A line for each case of the open half gained or lost, a count for the kept half."""
    names = {key(text): text for text in passed(shipped) | _texts()}
    before, after = set(then["right"]["open"]), set(now["right"]["open"])
    lines = [f"gained {names.get(one, one)}" for one in sorted(after - before)]
    lines += [f"lost   {names.get(one, one)}" for one in sorted(before - after)]
    kept = [len(set(one["right"]["kept"])) for one in (then, now)]
    return [*lines, f"kept half: {kept[0]} right before, {kept[1]} now"]


def _texts() -> set[str]:
    from tests.cases.score import read_cases

    return {case.marked.text for case in read_cases(EN)}


def main() -> int:
    """Prints figures and changes; 1 where a figure fell."""
    now = measured()
    if "--accept" in sys.argv or not PINNED.exists():
        PINNED.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        print(json.dumps(now["figures"], indent=1))
        return 0
    then = json.loads(PINNED.read_text(encoding="utf-8"))
    print(*changes(now, then), *fallen(now, then), sep="\n")
    return 1 if fallen(now, then) else 0


if __name__ == "__main__":
    sys.exit(main())
