"""Territory over HTTP: the same shapes, what the public may see, and words for what cannot be answered."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from msgspec import structs
from starlette.testclient import TestClient

from onrecord.claim_shapes import claim_found_shape, contradiction_shape, territory_shape
from onrecord.ledger import ContradictionQuery
from tests.ledger.ground import BAKHMUT, story
from tests.pages.conftest import PUBLIC, application

FELL = story(1, "Russian troops took Bakhmut", "CAPTURE", "Russia", BAKHMUT, since="2023-05-20", published="2023-05-21")
HELD = story(2, "Kyiv holds Bakhmut", "CONTROL", "Ukraine", BAKHMUT, published="2023-05-22", by=("Reznik", "city"))


@pytest.fixture
def ground(kept):
    for reading in (FELL, HELD):
        kept.ledger.record(reading)
    return kept


def test_the_same_shapes_as_the_commands(ground, desk):
    status = desk.get("/api/territory", params={"place": BAKHMUT.id, "on": "2023-05-23", "known": "2030"}).json()
    assert status == territory_shape(ground.ledger.territory(BAKHMUT, "2023-05-23", "2030"))
    assert [one["actor"]["name"] for one in status["held_by"]] == ["Russia", "Ukraine"]
    [found] = desk.get("/api/contradictions", params={"place": BAKHMUT.id}).json()["items"]
    [pair] = ground.ledger.contradictions(ContradictionQuery())
    assert found == contradiction_shape(pair)
    assert desk.get(f"/api/contradictions/{pair.id}").json() == found
    id = FELL.claims[0].id
    assert desk.get(f"/api/claims/{id}").json() == claim_found_shape(ground.ledger.claim(id))
    assert desk.get("/api/places").json()["items"][0]["claims"] == 2


def test_what_is_not_confirmed_is_not_public(ground, public, desk):
    [pair] = ground.ledger.contradictions(ContradictionQuery())
    for where in ("/api/contradictions", "/contradictions.json"):
        assert public.get(where).json()["items"] == []
    assert public.get(f"/api/contradictions/{pair.id}").status_code == 404
    ground.ledger.review(pair.id, "confirmed", "Both mean the town.", structs.replace(FELL.claims[0].stamp, by="Ada"))
    assert [one["id"] for one in public.get("/api/contradictions").json()["items"]] == [pair.id]
    ground.ledger.review(pair.id, "wrong", "They do not.", structs.replace(FELL.claims[0].stamp, by="Ada"))
    assert public.get("/api/contradictions").json()["items"] == []
    assert public.get(f"/api/contradictions/{pair.id}").status_code == 404
    assert desk.get(f"/api/contradictions/{pair.id}").status_code == 200


def test_a_site_may_show_what_is_not_confirmed(ground):
    app = application(ground.ledger, show_unconfirmed=True)
    client = TestClient(app, base_url=PUBLIC, client=("203.0.113.9", 4000))
    assert [one["review"] for one in client.get("/api/contradictions").json()["items"]] == [None]


def test_a_site_may_hide_what_only_a_machine_read(ground):
    app = application(ground.ledger, show_unreviewed=False)
    client = TestClient(app, base_url=PUBLIC, client=("203.0.113.9", 4000))
    assert client.get("/api/claims").json()["items"] == []
    assert client.get("/api/territory", params={"place": BAKHMUT.id, "on": "2023-05-23"}).json()["held_by"] == []


def test_lists_as_files_and_pages_of_a_list(ground, desk):
    rows = list(csv.DictReader(StringIO(desk.get("/claims.csv").text)))
    assert [row["words"] for row in rows] == ["Kyiv holds Bakhmut", "Russian troops took Bakhmut"]
    [pair] = csv.DictReader(StringIO(desk.get("/contradictions.csv").text))
    assert (pair["one_actor"], pair["other_actor"]) == ("Russia", "Ukraine")
    first = desk.get("/api/claims?limit=1").json()
    second = desk.get(first["next"]).json()
    assert [one["id"] for one in first["items"] + second["items"]] == [HELD.claims[0].id, FELL.claims[0].id]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/api/territory", 422, "place"),
        ("/api/territory?place=Springfield", 400, "several places"),
        ("/api/territory?place=Qqzzx", 404, ""),
        ("/api/territory?place=Bakhmut&on=2022-13", 422, "on"),
        ("/api/claims?kind=GRAB", 422, "kind"),
        ("/api/claims?after=nope", 404, ""),
        ("/api/contradictions?rule=R13", 422, "rule"),
        ("/api/claims/nope", 404, ""),
    ],
)
def test_what_cannot_be_answered_says_why(ground, public, path, status, says):
    answer = public.get(path)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/contradictions?since=2023-06&until=2023-01", 422, "It ends (2023-01) before it begins (2023-06)."),
        ("/claims.csv?since=2023-06&until=2023-01", 422, "It ends (2023-01) before it begins (2023-06)."),
        ("/contradictions?place=Nowhereville", 404, "neither the gazetteer nor the ledger knows a place of this name"),
        ("/contradictions?since=2023-13-40", 422, "“2023-13-40” is not a date. Write 2022, 2022-11 or 2022-11-13."),
        ("/contradictions?rule=R99", 422, "“R99” is no rule: they are R1 to R12."),
        (f"/places/{BAKHMUT.id}?on=2023-02-31", 422, "“2023-02-31” is not a date."),
    ],
)
def test_what_cannot_be_meant_is_told_in_words(ground, desk, address, status, told):
    answer = desk.get(address)
    assert answer.status_code == status
    assert told in answer.text


def test_geojson_says_what_it_is(ground, public):
    answer = public.get(f"/places/{BAKHMUT.id}.geojson")
    assert answer.headers["content-type"].startswith("application/geo+json")
