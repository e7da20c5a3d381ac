"""Who sees what: public and desk, an article of one's own and a fetched excerpt."""

from __future__ import annotations

import json

import pytest

from onrecord.pages.rights import QUOTED, Viewer, short, view
from tests.pages import sample
from tests.pages.conftest import application, stamp

WHOLE = sample.talks().statements[1].anchor.exact
COMMENT = "A comment that belongs to the Courier"
QUOTE = "The talks will go on through the winter"
PLACES = [
    "/articles/{id}",
    "/articles/{id}/history",
    "/articles/{id}/annotations.jsonld",
    "/articles/{id}/newsarticle.jsonld",
    "/api/documents/{id}",
    "/statements/{statement}",
    "/statements/{long}",
    "/api/statements/{statement}",
    "/api/statements/{long}",
    "/search",
    "/search?words=talk",
    "/search.json",
    "/search.csv",
    "/search.atom",
    "/api/statements",
    "/",
    "/feed.atom",
    "/articles.json",
]


def page(client, kept, place):
    one, long = kept.talks.statements
    answer = client.get(place.format(id=kept.talks.document.id, statement=one.id, long=long.id))
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("place", PLACES)
def test_the_public_never_gets_a_fetched_text(kept, public, place):
    words = page(public, kept, place)
    assert sample.SECRET not in words
    assert COMMENT not in words
    assert WHOLE not in words
    assert "took no questions" not in words


@pytest.mark.parametrize(
    ("place", "held"),
    [
        ("/articles/{id}", [sample.SECRET, COMMENT, QUOTE]),
        ("/api/documents/{id}", [sample.SECRET, COMMENT, QUOTE]),
        ("/statements/{statement}", [sample.SECRET, QUOTE]),
        ("/statements/{long}", [WHOLE]),
        ("/articles/{id}/annotations.jsonld", ["took no questions"]),
    ],
)
def test_the_desk_gets_all_of_it(kept, desk, place, held):
    words = page(desk, kept, place)
    assert [one for one in held if one not in words] == []


def test_in_public_an_excerpt_is_headline_quotations_and_link(kept, public):
    words = page(public, kept, "/articles/{id}")
    assert "Minister: talks will go on" in words
    assert QUOTE in words
    assert 'href="https://harbour-courier.example/talks?id=1&amp;x=2"' in words


def test_in_public_an_excerpts_json_keeps_its_places(kept, public):
    shape = json.loads(page(public, kept, "/api/documents/{id}"))
    empty = {name: shape[name] for name in ("text", "blocks", "images", "comments")}
    assert empty == {"text": None, "blocks": [], "images": [], "comments": []}
    text = kept.talks.document.text
    spans = [span for one in shape["statements"] for span in one["content"] + one["source"] + one["cue"]]
    assert all(text[span["start"] : span["end"]] == span["exact"] for span in spans)


def test_an_article_of_ones_own_is_whole_for_everyone(kept, public):
    shape = public.get(f"/api/documents/{kept.new.document.id}").json()
    assert shape["text"] == kept.new.document.text
    assert len(shape["comments"]) == len(sample.THREAD)
    assert "Nine million for one pier?" in public.get(f"/articles/{kept.new.document.id}").text


def test_a_quotation_is_short_and_ends_between_words():
    reading = sample.talks()
    cut = short(reading.statements[1], reading.document.text)
    assert len(cut.anchor.exact) <= QUOTED
    assert WHOLE.startswith(cut.anchor.exact + " ")
    assert (cut.anchor.prefix, cut.anchor.suffix) == ("", "")


@pytest.mark.parametrize(
    ("desk", "unreviewed", "verdict", "seen"),
    [
        (False, True, None, True),
        (False, True, "confirmed", True),
        (False, True, "wrong", False),
        (False, False, None, False),
        (False, False, "confirmed", True),
        (False, False, "wrong", False),
        (True, False, None, True),
        (True, False, "wrong", True),
    ],
)
def test_a_machines_reading(desk, unreviewed, verdict, seen):
    assert Viewer(desk, unreviewed).may_see(verdict) is seen
    reading = sample.talks()
    one = reading.statements[0]
    verdicts = {one.id: verdict} if verdict else {}
    assert (one.id in [s.id for s in view(reading, verdicts, Viewer(desk, unreviewed)).reading.statements]) is seen


def test_a_reading_found_wrong_is_not_repeated(kept, public):
    one = kept.new.statements[3]
    kept.ledger.review(one.id, "wrong", "She named no sum.", stamp("desk"))
    assert one.anchor.exact not in public.get("/search").text
    assert f"s-{one.id}" not in public.get(f"/articles/{kept.new.document.id}").text
    page = public.get(f"/statements/{one.id}")
    assert "She named no sum." in page.text
    assert one.anchor.exact not in page.text
    assert public.get(f"/api/statements/{one.id}").status_code == 404


def test_a_site_may_show_only_what_a_person_confirmed(kept):
    from starlette.testclient import TestClient

    app = application(kept.ledger, show_unreviewed=False)
    client = TestClient(app, base_url="https://record.example", client=("203.0.113.9", 1))
    found = client.get("/search.json").json()["items"]
    assert [one["id"] for one in found] == [kept.new.statements[2].id]
    assert client.get(f"/statements/{kept.new.statements[3].id}").status_code == 404
