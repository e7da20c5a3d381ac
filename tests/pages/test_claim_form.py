"""The desk's form for a claim by hand: quotation and address required, what was typed kept, the public kept out."""

from __future__ import annotations

import pytest

from onrecord.ledger import ClaimQuery
from tests.servers import require

ROW = {
    "quotation": "Бахмут узято.",
    "address": "https://news.test/a",
    "kind": "CAPTURE",
    "actor": "Russia",
    "place": "Bakhmut",
    "since": "2023-05-20",
    "published": "2023-05-21",
    "lang": "uk",
}


def test_a_claim_is_recorded_as_typed(kept, desk):
    answer = desk.post("/desk/claim", data=ROW)
    assert answer.status_code == 303
    (found,) = kept.ledger.claims(ClaimQuery())
    assert answer.headers["location"] == f"/desk/claim/{found.claim.id}"
    assert (found.text, found.claim.place.name, found.by_hand) == ("Бахмут узято.", "Bakhmut", True)
    shown = desk.get(answer.headers["location"]).text
    assert "Бахмут узято." in shown
    assert 'lang="uk"' in shown
    assert desk.post("/desk/claim", data=ROW).headers["location"] == answer.headers["location"]
    assert len(kept.ledger.claims(ClaimQuery())) == 1


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"quotation": ""}, "quotation is missing"),
        ({"address": ""}, "address must be one that others can follow"),
        ({"address": "javascript:alert(1)"}, "address must be one that others can follow"),
        ({"place": "Springfield"}, "this may be several places"),
        ({"place": "Qqzzx"}, "knows a place of this name"),
        ({"since": "2023-02-30"}, "this is no date"),
        ({"kind": "GRAB"}, "kind is one of"),
        ({"quotation": "x" * 2_500}, "at most 2000 characters"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(kept, desk, cells, says):
    answer = desk.post("/desk/claim", data=ROW | cells)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="2023-05-21"' in answer.text
    assert kept.ledger.claims(ClaimQuery()) == []


def test_it_is_the_desks_alone(public, kept):
    assert public.get("/desk/claim").status_code == 403
    assert public.post("/desk/claim", data=ROW, headers={"origin": "https://record.example"}).status_code == 403
    assert kept.ledger.claims(ClaimQuery()) == []


def test_a_quotation_is_no_article_of_the_front_page(public, desk):
    before = len(public.get("/api/documents").json()["items"])
    desk.post("/desk/claim", data=ROW)
    assert len(public.get("/api/documents").json()["items"]) == before


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_can_be_used_by_everyone(live, chromium, width, scheme):
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        require("axe", "pip install axe-playwright-python")
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(f"{live.inside}/desk/claim")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []
    page.close()
