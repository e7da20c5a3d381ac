"""Quality is a number in the repository: the shipped model is as good as it was pinned."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from onrecord.extraction import extract, model_name
from onrecord.records import Document, Stamp
from tests.cases import gate
from tests.cases.speakers import gate as speaking
from tests.shared import shared

TEXT = (
    "“We had no choice,” Anna Brandt said on Monday.\n\nThe harbour office denied that money was missing. "
    "According to two engineers, the cracks are years old, and nobody had asked them.\n\n"
) * 12


def test_the_marked_cases_are_read_as_well_as_pinned():
    pinned = json.loads(gate.PINNED.read_text(encoding="utf-8"))
    now = gate.measured()
    hint = "run: python3 dev.py gate, and pin what is meant with python3 dev.py gate --accept"
    assert now["model"] == pinned["model"] == model_name(), hint
    assert now["cases"] == pinned["cases"], hint
    assert gate.fallen(now, pinned) == [], hint
    assert pinned["figures"]["kept"]["cases"] >= 250


@pytest.mark.corpus
def test_the_corpus_is_read_as_well_as_pinned():
    folder = shared("data/polnear/dev.jsonl.gz").parent
    done = subprocess.run(
        [sys.executable, "-m", "training.gate", "--data", str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.corpus
def test_pronouns_and_descriptions_are_resolved_as_well_as_pinned():
    corpus = shared("data/polnear/dev.jsonl.gz")
    pinned = json.loads(speaking.PINNED.read_text(encoding="utf-8"))["sources"]
    now = speaking.sources(corpus)
    assert now["digest"] == pinned["digest"], "measured on other rows or texts: pin anew"
    for part in ("pointing", "every"):
        assert now[part]["right"] >= pinned[part]["right"] - 0.005, now
        assert now[part]["precision"] >= pinned[part]["precision"] - 0.005, now


def test_roles_chains_and_stances_are_read_as_well_as_pinned():
    pinned = json.loads(speaking.PINNED.read_text(encoding="utf-8"))
    now = speaking.measured()
    hint = "pin what is meant: python -m tests.cases.speakers.gate --accept"
    assert now["cases"] == pinned["cases"], hint
    assert speaking.fallen(now, pinned) == [], hint


def rows(text: str, threads: int = 1):
    document = Document(id="d", text=text, lang="en")
    return extract(document, Stamp(at="2000-01-01T00:00:00Z", by="test"), threads)


def test_the_same_bytes_give_the_same_rows():
    first = rows(TEXT)
    assert len(first) > 24
    assert rows(TEXT) == first
    assert rows(TEXT, threads=2) == first


def test_nothing_is_read_in_a_language_that_is_not_ours():
    document = Document(id="d", text="« Nous restons », a dit le maire lundi.", lang="fr")
    assert extract(document, Stamp(at="2000-01-01T00:00:00Z", by="test")) == ()
