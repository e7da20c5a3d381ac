"""The page read by hand (../shared/pages), from its text to who holds what and what disagrees, as a person has it."""

from __future__ import annotations

import json

import pytest

from onrecord.ledger import ContradictionQuery, open_ledger
from onrecord.line import Options, pages_of, reading_of
from onrecord.reading import Source
from onrecord.whereabouts import place_of
from tests.ledger.news import MODEL
from tests.shared import shared

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def gold():
    return json.loads(shared("pages/kremlin.gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ledger(gold, tmp_path_factory):
    path = shared("pages/kremlin.txt")
    source = Source(name=path.name, data=path.read_bytes(), media="text/plain")
    with open_ledger(f"sqlite:///{tmp_path_factory.mktemp('worked') / 'ledger.sqlite'}") as opened:
        for page in pages_of(source, Options(published=gold["published"])):
            opened.record(reading_of(page, MODEL), stamp=MODEL)
        yield opened


def test_which_claims_it_holds(gold):
    """Every claim that a person says must be found is found; at most four match none of theirs."""
    path = shared("pages/kremlin.txt")
    source = Source(name=path.name, data=path.read_bytes(), media="text/plain")
    [page] = pages_of(source, Options(published=gold["published"]))
    made = reading_of(page, MODEL).claims
    found = {
        (one.kind, one.polarity, one.actor.name if one.actor else None, one.place.name) for one in made if one.place
    }
    wanted = {
        one["id"]: {(one["kind"], one["polarity"], one["actor"], place) for place in one["places"]}
        for one in gold["claims"]
    }
    assert [id for id, rows in wanted.items() if not rows & found and _needed(gold, id)] == []
    assert len(found - set().union(*wanted.values())) <= 4


def _needed(gold, id):
    return next(one["need"] for one in gold["claims"] if one["id"] == id)


def test_what_disagrees(ledger, gold):
    found = ledger.contradictions(ContradictionQuery())
    told = {(one.rule, one.verdict) for one in found}
    assert {(one["rule"], one["verdict"]) for one in gold["contradictions"]} <= told
    assert all(one.on for one in found if one.verdict.endswith("conditional"))


def test_who_holds_it(ledger, gold):
    wanted = gold["territory"]
    status = ledger.territory(place_of(wanted["place"], ledger), wanted["on"], "2030")
    assert [one.actor.name for one in status.held_by] == wanted["held_by"]
    assert [one.actor.name for one in status.claimed_by] == wanted["claimed_by"]
    assert status.disputed == wanted["disputed"]
