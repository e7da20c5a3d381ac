"""Pages kept until something is written: drawn once for everybody, never stale, never somebody's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord import pages
from onrecord.ledger import open_ledger
from onrecord.pages.remembered import PERSONAL
from tests.ledger.news import article, reading
from tests.pages.conftest import PUBLIC, TOKEN, application
from tests.pages.test_live import say


@pytest.fixture
def site(ledger_url):
    """A site over a ledger with one article; `drawn` counts how often a page was made."""
    with open_ledger(ledger_url) as ledger:
        held = article("https://news.test/ferry", "The ferry runs.")
        ledger.record(reading(held))
        app = application(ledger)
        made, drawn = app.state.site.env.get_template, []
        app.state.site.env.get_template = lambda name, *rest: drawn.append(name) or made(name, *rest)
        app.state.ledger, app.state.id, app.state.drawn, app.state.url = ledger, held.id, drawn, ledger_url
        yield app.state, lambda: TestClient(app, base_url=PUBLIC, client=("203.0.113.9", 4000), follow_redirects=False)


def test_a_page_is_drawn_once_for_all_readers_until_something_is_written(site):
    state, reader = site
    path = f"/articles/{state.id}"
    first, again = reader().get(path), reader().get(path)
    assert (again.text, again.headers["etag"]) == (first.text, first.headers["etag"])
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert state.drawn.count("excerpt.html") == 1
    with open_ledger(state.url) as another:  # as another worker writes
        say(another, state.id, "a new comment")
    assert "a new comment" in reader().get(path).text
    assert state.drawn.count("excerpt.html") == 2


def test_who_holds_the_page_gets_none_of_it(site):
    state, reader = site
    path = f"/articles/{state.id}"
    tag = reader().get(path, headers={"if-none-match": '"other"'}).headers["etag"]
    kept = reader().get(path, headers={"if-none-match": f"W/{tag}"})
    assert (kept.status_code, kept.content, kept.headers["etag"]) == (304, b"", tag)
    assert reader().head(path).content == b""


def test_pages_of_a_query_and_of_the_desk_are_their_own(site):
    state, reader = site
    path = f"/articles/{state.id}"
    desk = reader()
    assert desk.post("/desk/sign-in", data={"token": TOKEN}).status_code == 303
    assert "You are at the desk" in desk.get(path).text
    assert "You are at the desk" not in reader().get(path).text
    assert "You are at the desk" in desk.get(path).text


@pytest.mark.parametrize("cookie", sorted(PERSONAL))
def test_a_cookie_of_ours_that_changes_the_page_has_it_drawn(site, cookie):
    state, reader = site
    path = f"/articles/{state.id}"
    reader().get(path)
    other, before = reader(), len(state.drawn)
    other.cookies.set(cookie, "of somebody")
    other.get(path)
    assert len(state.drawn) > before


def test_cookies_of_the_sites_other_programs_change_nothing(site):
    state, reader = site
    path = f"/articles/{state.id}"
    first, before = reader().get(path), len(state.drawn)
    other = reader()
    other.cookies.set("_counter_id", "1")
    assert other.get(path).text == first.text
    assert len(state.drawn) == before


def test_every_cookie_of_ours_is_known_to_change_the_pages_or_not():
    home = Path(pages.__file__).parent
    ours = {name for path in home.glob("*.py") for name in re.findall(r'= "(onrecord_\w+)"', path.read_text())}
    assert ours == PERSONAL | {"onrecord_reader", "onrecord_lang", "onrecord_state"}


def test_what_is_not_there_is_not_kept(site):
    state, reader = site
    assert [reader().get("/articles/" + "0" * 20).status_code for _ in "12"] == [404, 404]
    state.ledger.withdraw(state.id, "a court", state.site.stamp("desk"))
    assert reader().get(f"/articles/{state.id}").status_code == 410
