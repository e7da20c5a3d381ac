"""The page of edits, its feed and its data: silent or not, and nothing that was withdrawn."""

from __future__ import annotations

import pytest
from lxml import etree
from starlette.testclient import TestClient

from onrecord.ledger import Query, open_ledger
from tests.pages.conftest import PUBLIC, application
from tests.watch.web import BRIDGE, EDITED, Answer, Clock, story, watching, web

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def noticed(tmp_path_factory):
    """A ledger in which a silent edit was noticed, and its event."""
    path = tmp_path_factory.mktemp("edits") / "ledger.sqlite"
    with open_ledger(f"sqlite:///{path}") as ledger, web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        one.round()
        site.pages["/bridge"].body = story("Bridge closed", *EDITED)
        clock.now += 86_400
        [event] = one.round()
        ledger.watch.save("ferries & more", Query(words="ferry"), event.stamp)
        yield ledger, event


@pytest.fixture
def reader(noticed):
    return TestClient(application(noticed[0]), base_url=PUBLIC, client=("203.0.113.9", 4000))


@pytest.fixture
def desk(noticed):
    here = application(noticed[0], base_url="http://127.0.0.1:8000", desk_token=None)
    return TestClient(here, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 4000))


def test_the_page_says_what_is_gone_and_what_changed(reader):
    page = reader.get("/edits").text
    assert "The page does not say that it was changed." in page
    for words in ("“No ferry has been paid for,”", "“The cracks are years old,”", "“The cracks are two years old,”"):
        assert words in page
    # The publisher's other words are not the site's to show.
    assert "painted nine years ago" not in page


def test_what_is_watched_is_for_the_desk(reader, desk):
    assert "/bridge" not in reader.get("/edits").text
    page = desk.get("/edits").text
    assert "/bridge" in page
    assert '<a href="/search?words=ferry">ferries &amp; more</a>' in page


def test_the_feed_has_an_entry_an_edit(reader, noticed):
    feed = etree.fromstring(reader.get("/edits.atom").content)
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Edited without saying so: Bridge closed"
    assert entry.findtext(f"{ATOM}id").endswith(f"#{noticed[1].id}")
    assert entry.findtext(f"{ATOM}content").splitlines() == [
        "− “No ferry has been paid for,”",
        "− “The cracks are years old,”",
        "+ “The cracks are two years old,”",
    ]


def test_the_data_has_the_same(reader, noticed):
    [item] = reader.get("/edits.json").json()["items"]
    assert item["silent"] is True
    assert [row["content"][0]["exact"] for row in item["gone"]] == ["“No ferry has been paid for,”"]
    assert item["before"] == noticed[1].before


def test_an_empty_list_says_what_would_fill_it(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path / 'empty.sqlite'}") as ledger:
        nobody = TestClient(application(ledger), base_url=PUBLIC, client=("203.0.113.9", 4000))
        assert "onrecord watch FEED" in nobody.get("/edits").text
        assert nobody.get("/edits.json").json() == {"items": []}


def test_a_version_that_was_read_again_by_hand_is_an_edit_too(kept, public):
    [item] = public.get("/edits.json").json()["items"]
    assert (item["before"], item["document"]["id"]) == (kept.old.document.id, kept.new.document.id)
    assert item["event"] == "edit"


def test_what_is_withdrawn_is_told_no_more(noticed, reader):
    ledger, event = noticed
    ledger.withdraw(event.document, "asked to", event.stamp)
    assert "Bridge closed" not in reader.get("/edits").text
    assert reader.get("/edits.json").json() == {"items": []}
