"""Speakers, roles, chains and stances against the figures they were pinned with.

`python -m tests.cases.speakers.gate` prints what is measured now and what fell; `--accept` pins it, also where it
fell. With PolNeAR's development part beside the project its sources are measured too."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from tests.cases import speakers
from tests.cases.speakers import relay, roles, stances

PINNED = Path(__file__).parent / "gate.json"
HALVES = ("open", "kept")
SLACK = 0.005


def digest() -> str:
    """Of every committed case and filling."""
    home = Path(__file__).parent
    files = [*sorted(home.rglob("*.txt")), home / "relay.py"]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def measured() -> dict[str, Any]:
    """Shares right of both halves."""
    return {
        "cases": digest(),
        "roles": {half: share(len(roles.misses(half)), len(roles.rows(half))) for half in HALVES},
        "stances": {half: share(len(stances.misses(half)), len(stances.rows(half))) for half in HALVES},
        "relay": {half: relay.figures(half) for half in HALVES},
        "passages": {half: relay.figures_of_passages(half) for half in HALVES},
    }


def share(missed: int, total: int) -> dict[str, float]:
    """How many there are, and the share of them right."""
    return {"rows": total, "right": round(1 - missed / total, 3)}


def fallen(now: dict[str, Any], then: dict[str, Any]) -> list[str]:
    """Every share that is lower than it was pinned, and every share of false chains that is higher."""
    out = []
    for name in ("roles", "stances", "relay", "passages"):
        for half in HALVES:
            new, old = now[name][half], then[name][half]
            if new["right"] < old["right"] - SLACK or new.get("false", 0) > old.get("false", 0) + SLACK:
                out.append(f"{name}, {half}: {new}, pinned {old}")
    return out


def sources(corpus: Path) -> dict[str, Any]:
    """Shares of PolNeAR's sources: pronouns and descriptions, and all."""
    return {
        "digest": speakers.digest(corpus),
        "pointing": speakers.figures(corpus),
        "every": speakers.figures(corpus, speakers.EVERY),
    }


def main() -> int:
    """Measures, compares, and with `--accept` pins; 1 where a share fell."""
    then = json.loads(PINNED.read_text(encoding="utf-8"))
    corpus = Path(__file__).resolve().parents[4] / "shared/data/polnear/dev.jsonl.gz"
    now = measured() | {"sources": sources(corpus) if corpus.exists() else then["sources"]}
    print(json.dumps(now, indent=1))
    if "--accept" in sys.argv:
        PINNED.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        return 0
    print(*fallen(now, then), sep="\n")
    return 1 if fallen(now, then) else 0


if __name__ == "__main__":
    sys.exit(main())
