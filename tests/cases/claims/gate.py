"""The claims found in the marked reports, against the figures they were pinned with.

`python -m tests.cases.claims.gate` prints the figures of both halves and each report of the open half gained or lost;
`--accept` pins them anew. Of the half kept aside only the counts are shown."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from onrecord.extraction import model_name
from onrecord.line import reading_of
from onrecord.records import Document, Page, Reading, Stamp
from tests.cases.claims.reports import HERE
from tests.cases.claims.score import Outcome, false_of_hundred, figures, outcomes

PINNED = Path(__file__).parent / "gate.json"
SLACK = 0.005
GATED = ("precision", "f1", "register", "speaker")


def read(document: Document) -> Reading:
    """A report as the product reads it."""
    return reading_of(Page(document=document), Stamp(at="2000-01-01T00:00:00Z", by="gate"))


def corpus() -> str:
    """A digest of every report."""
    files = sorted(path for path in HERE.rglob("*.txt") if path.parent.name != "met")
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def measured() -> dict[str, Any]:
    """Figures of both halves, false claims in a hundred empty reports, and the reports that are read right."""
    halves = {"open": outcomes(read), "kept": outcomes(read, HERE / "kept")}
    empty = {"open": outcomes(read, HERE / "empty"), "kept": outcomes(read, HERE / "empty" / "kept")}
    return {
        "model": model_name(),
        "reports": corpus(),
        "figures": {half: figures(found) for half, found in halves.items()},
        "false_of_hundred": false_of_hundred([*empty["open"], *empty["kept"]]),
        "right": {half: sorted(key(one) for one in found if right(one)) for half, found in halves.items()},
    }


def right(one: Outcome) -> bool:
    """Nothing missed and nothing false."""
    return not one.missed and not one.false


def key(one: Outcome) -> str:
    """A report's name in the pinned list."""
    return hashlib.sha256(one.report.document.text.encode()).hexdigest()[:12]


def fallen(now: dict[str, Any], then: dict[str, Any]) -> list[str]:
    """Each figure that is worse than it was pinned."""
    lower = [
        f"{half} {name}: {now['figures'][half][name]:.3f}, pinned {figures[name]:.3f}"
        for half, figures in then["figures"].items()
        for name in GATED
        if now["figures"][half][name] < figures[name] - SLACK
    ]
    more = now["false_of_hundred"] > then["false_of_hundred"]
    return lower + ([f"false in a hundred empty reports: {now['false_of_hundred']}"] if more else [])


def main() -> int:
    """Prints figures and changes; 1 where a figure fell."""
    now = measured()
    print(json.dumps({name: now[name] for name in ("figures", "false_of_hundred")}, indent=1))
    if "--accept" in sys.argv or not PINNED.exists():
        PINNED.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        return 0
    then = json.loads(PINNED.read_text(encoding="utf-8"))
    for half in ("open", "kept"):
        print(half, len(then["right"][half]), "reports read right before,", len(now["right"][half]), "now")
    lost = set(then["right"]["open"]) - set(now["right"]["open"])
    print(*(f"lost {one.report.document.text}" for one in outcomes(read) if key(one) in lost), sep="\n")
    print(*fallen(now, then), sep="\n")
    return 1 if fallen(now, then) else 0


if __name__ == "__main__":
    sys.exit(main())
