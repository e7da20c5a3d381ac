"""Places on the half of LGL and GeoWebNews that nothing was set on, against the figures they were pinned with."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from benchmarks.places import main
from tests.shared import shared

PINNED = Path(__file__).parent / "places_gate.json"
SLACK = 0.005
NAMES = ("lgl", "geowebnews")


@pytest.mark.corpus
def test_places_are_found_and_chosen_as_well_as_pinned():
    folder = shared("data/places/lgl.xml.gz").parent
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    texts = b"".join((folder / f"{name}.xml.gz").read_bytes() for name in NAMES)
    assert hashlib.sha256(texts).hexdigest()[:16] == pinned["digest"], "measured on other texts: pin anew"
    now = main(folder)
    fell = {
        f"{corpus} {figure}": (round(now[corpus][figure], 3), then)
        for corpus in NAMES
        for figure, then in pinned[corpus].items()
        if now[corpus][figure] < then - SLACK
    }
    assert fell == {}
