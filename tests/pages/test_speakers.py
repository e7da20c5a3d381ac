"""Who speaks, on the pages: by name in the margin, a page of their own, and a person's word on who is whom."""

from __future__ import annotations

import pytest
from msgspec import structs

from onrecord.records import Page, Reading, Via, new_judgement, new_speaker
from tests.pages import sample

CHAIR = new_speaker("Ines Okafor", "person", role="chair", of="harbour board")
TWIN = new_speaker("Inez Okafor", "person", role="chair")
PLAIN = new_speaker("Bo Lind", "person")


def reading(url: str, who=CHAIR, via=(), rights="own") -> Reading:
    """An article where "she" denies one thing."""
    parts = [("title", "Bridge talk"), ("paragraph", "It was never closed, she insisted.")]
    made = sample.document(parts, url=url, rights=rights, publisher="The Sill Gazette", published="2026-03-01")
    one = sample.said(made, "It was never closed", by="she", cue="insisted")
    one = structs.replace(one, stance="denies", via=via)
    why = "“she”: only Ines Okafor is named before it."
    judged = new_judgement(made, one, who, score=0.7, why=why, stamp=sample.MODEL)
    return Reading(page=Page(document=made), statements=(one,), judgements=(judged,))


@pytest.fixture
def told(kept):
    """An article in which Ines Okafor speaks through an outlet."""
    made = reading("https://gazette.example/1", via=(Via(name="Lantern Radio"),))
    kept.ledger.record(made)
    return made


def test_the_margin_names_who_speaks_in_which_role_and_through_whom(told, public):
    page = public.get(f"/articles/{told.document.id}").text
    assert f'<a class="by" href="/speakers/{CHAIR.id}">Ines Okafor</a>' in page
    for words in ("chair, harbour board", "“she … insisted”", "via Lantern Radio", "denies it"):
        assert words in page


def test_a_statement_says_why(told, public):
    page = public.get(f"/statements/{told.statements[0].id}").text
    assert "“she”: only Ines Okafor is named before it." in page
    assert "<h1>Ines Okafor" in page


def test_a_speakers_page_and_its_data(told, public):
    page = public.get(f"/speakers/{CHAIR.id}")
    assert page.status_code == 200
    assert "It was never closed" in page.text
    data = public.get(f"/speakers/{CHAIR.id}.json").json()
    assert [one["content"][0]["exact"] for one in data["items"]] == ["It was never closed"]
    assert data["roles"] == [{"role": "chair", "of": "harbour board", "documents": 1}]
    assert "It was never closed" in public.get(f"/speakers/{CHAIR.id}.csv").text
    assert "Ines Okafor: It was never closed" in public.get(f"/speakers/{CHAIR.id}.atom").text
    assert public.get("/speakers/nobody").status_code == 404
    assert "Ines Okafor" in public.get("/speakers?name=Okafor").text
    assert [one["speaker"]["name"] for one in public.get("/api/speakers?name=okafor").json()["items"]] == [
        "Ines Okafor"
    ]


def test_a_private_person_has_no_page_in_public(kept, public, desk):
    made = reading("https://gazette.example/2", who=PLAIN)
    kept.ledger.record(made)
    assert f"/speakers/{PLAIN.id}" not in public.get(f"/articles/{made.document.id}").text
    assert public.get(f"/speakers/{PLAIN.id}").status_code == 404
    assert "Bo Lind" not in public.get("/speakers").text
    assert desk.get(f"/speakers/{PLAIN.id}").status_code == 200


def test_only_the_desk_joins_names(told, kept, public, desk):
    kept.ledger.record(reading("https://gazette.example/3", who=TWIN))
    assert "Names that sound alike" not in public.get(f"/speakers/{CHAIR.id}").text
    assert "Inez Okafor" in desk.get(f"/speakers/{CHAIR.id}").text
    form = {"other": TWIN.id, "verdict": "same", "why": "One woman."}
    assert public.post(f"/speakers/{CHAIR.id}/identity", data=form).status_code == 403
    assert desk.post(f"/speakers/{CHAIR.id}/identity", data=form).status_code == 303
    page = public.get(f"/speakers/{CHAIR.id}").text
    assert "2 statements" in page
    assert "The same, a person says" in page


def test_the_desk_tells_two_of_one_name_apart(told, public, desk):
    form = {"document": told.document.id, "why": "Her aunt."}
    assert public.post(f"/speakers/{CHAIR.id}/apart", data=form).status_code == 403
    answer = desk.post(f"/speakers/{CHAIR.id}/apart", data=form)
    assert answer.headers["location"] != f"/speakers/{CHAIR.id}"
    assert desk.get(answer.headers["location"]).status_code == 200
    assert desk.get(f"/speakers/{CHAIR.id}").status_code == 404


def test_the_desk_says_who_it_was(told, public, desk):
    address = f"/statements/{told.statements[0].id}"
    form = {"name": "Tam Ode", "type": "person", "role": "clerk", "of": "", "why": "Heard on the tape."}
    assert public.post(f"{address}/speaker", data=form).status_code == 403
    assert desk.post(f"{address}/speaker", data=form | {"why": " "}).status_code == 400
    assert desk.post(f"{address}/speaker", data=form).status_code == 303
    page = public.get(address).text
    assert "Tam Ode" in page
    assert "Heard on the tape." in page


def test_an_excerpt_names_the_speaker_too(kept, public):
    made = reading("https://gazette.example/4", rights="excerpt")
    kept.ledger.record(made)
    page = public.get(f"/articles/{made.document.id}").text
    assert "Ines Okafor" in page
    data = public.get(f"/api/documents/{made.document.id}").json()
    assert data["statements"][0]["speaker"]["name"] == "Ines Okafor"
    assert data["requests"] == data["places"] == []


def test_hostile_names_run_nothing(kept, public):
    hostile = new_speaker("<script>alert(1)</script>", "group", role="“><img src=x onerror=alert(1)>")
    made = reading("https://gazette.example/5", who=hostile)
    kept.ledger.record(made)
    for address in (f"/articles/{made.document.id}", f"/speakers/{hostile.id}", "/speakers"):
        page = public.get(address).text
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


# --- where two statements of one person differ ---


def both(first: str, second: str):
    """Two articles in which Ines Okafor says these words, the second a month later."""
    for month, words in (("03", first), ("04", second)):
        url = f"https://gazette.example/{month}"
        made = sample.document(
            [("title", "Bridge talk"), ("paragraph", f"{words}, she insisted.")],
            url=url,
            rights="own",
            publisher="The Sill Gazette",
            published=f"2026-{month}-01",
        )
        one = sample.said(made, words, by="she", cue="insisted")
        judged = new_judgement(made, one, CHAIR, score=0.9, why="Named here.", stamp=sample.MODEL)
        yield Reading(page=Page(document=made), statements=(one,), judgements=(judged,))


def test_two_statements_that_differ_stand_beside_each_other_at_the_desk_and_once_confirmed_in_public(
    kept, desk, public
):
    pair = list(both("The bridge was never closed to lorries", "The bridge was closed twice to lorries"))
    for made in pair:
        kept.ledger.record(made)
    address = f"/speakers/{CHAIR.id}"
    assert "Said differently" in desk.get(address).text
    assert "Said differently" not in public.get(address).text
    for made in pair:
        kept.ledger.review(made.statements[0].id, "confirmed", "", sample.MODEL)
    page = public.get(address).text
    assert "Said differently" in page
    assert "<del>never</del>" in page
    assert "<ins>twice</ins>" in page
    assert page.index("2026-03-01") < page.index("2026-04-01")


def test_the_same_words_and_other_words_are_no_difference(kept, desk):
    for made in both("The bridge was never closed to lorries", "The harbour needs three new cranes"):
        kept.ledger.record(made)
    assert "Said differently" not in desk.get(f"/speakers/{CHAIR.id}").text
