"""Every page on the narrowest phone, without scripts: nothing is to be scrolled sideways and nothing is cut off,
whatever long words readers and outlets bring. Pages are found by their routes, so that a new one is looked at too."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from onrecord.ledger import ContradictionQuery
from onrecord.ledger.posts import Act, Draft
from onrecord.pages.app import PARTS
from onrecord.pages.discussion import place
from onrecord.records import Stamp
from onrecord.sampling.running import drawn
from tests.ledger.ground import BAKHMUT
from tests.pages.conftest import application, filled, serving
from tests.pages.sample import LONG_URL, LONG_WORD, at
from tests.pages.test_browser import look, sideways
from tests.pages.test_territory_pages import FELL, STORIES

__all__ = ["look"]
pytestmark = pytest.mark.browser
NOW = Stamp(at="2026-03-03T12:00:00Z", by="reader")
WIDTH = 360
DATA = (  # answers for programs: no pages
    "/api/*", "/annotations/*", "/static/*", "/embed/*", "*.{form}", "*.{data}", "*.json", "*.jsonld", "*.atom", "*.js",
    "/api", "/evidence/{digest}", "/healthz", "/readyz", "/metrics", "/oembed", "/articles/{id}/live",
    "/sign-in/oidc", "/sign-in/oidc/back",
)  # fmt: skip
PAGES = sorted({route.path for part in PARTS for route in part.router.routes if "GET" in route.methods} | {"/nope"})
# A narrow letter for what the pages hold wide: cut where it runs out of a box that hides it, or of the window.
OUTSIDE = """() => [...document.querySelectorAll('main *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1) && !one.closest('.trap, svg, thead');
}).map(one => one.outerHTML.slice(0, 200))"""


def is_data(path):
    """Whether programs alone read what is there."""
    from fnmatch import fnmatchcase

    return path not in ("/api/docs",) and any(fnmatchcase(path, f"{kind}") for kind in DATA)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The sample, a war, a harsh discussion with every kind of comment, a sample to be coded, a reply to the desk."""
    held = filled(f"sqlite:///{tmp_path_factory.mktemp('narrow') / 'ledger.sqlite'}")
    ledger = held.ledger
    for reading in STORIES:
        ledger.record(reading)
    ledger.review(FELL.claims[0].id, "confirmed", LONG_WORD, NOW)
    shown = [talked(held, f"Shown {LONG_WORD}", "shown"), *(talked(held, f"Waits {n} {LONG_URL}") for n in range(2))]
    note = ledger.object(held.new.statements[0].id, LONG_WORD, f"{LONG_WORD}@x.example", NOW).id
    drawn(ledger, "spring", "document", 6, 7, (), NOW)
    [pair] = ledger.contradictions(ContradictionQuery(place=BAKHMUT))
    speaker = ledger.speakers(None, 1)[0].speaker.id
    found = {
        "/articles/{id}": held.new.document.id, "/comments/{id}": shown[0].id, "/desk/comments/{id}": shown[1].id,
        "/statements/{id}": held.new.statements[3].id, "/claims/{id}": FELL.claims[0].id, "/places/{id}": BAKHMUT.id,
        "/desk/claim/{id}": FELL.claims[0].id, "/contradictions/{id}": pair.id, "/speakers/{id}": speaker,
        "/replies/{id}": note, "/desk/several/{id}": "none", "/decide/{id}": shown[1].id,
    }  # fmt: skip
    asked = {"/embed": f"?article={held.new.document.url}", "/desk/several": f"?like={shown[1].id}&by=words"}
    asked |= {"/territory/map": "?on=2023-05-23", "/samples/{name}/code": "?coder=Ada"}
    with serving(application(ledger, base_url="http://127.0.0.1:8000", desk_token=None, votes=True)) as inside:
        yield SimpleNamespace(inside=inside, found=found, asked=asked, held=held)
    ledger.close()


def talked(held, text, state="held"):
    words = (at(held.new.document.text, "The Sill bridge"),)
    draft = Draft(
        key=text,
        document=held.new.document.id,
        text=text,
        html=f"<p>{text}</p>",
        reader="ada",
        spans=words,
        author=LONG_WORD,
    )
    action = Act(action="post", state="shown") if state == "shown" else Act(action="wait", state="held", why="first")
    return held.ledger.talk.post(draft, action, place, NOW)


def address(site, path):
    """A route with a real id in it, and what is to be asked there."""
    for route, id in sorted(site.found.items(), key=lambda one: -len(one[0])):
        if path.startswith(route):
            return path.replace("{id}", id) + site.asked.get(path, "")
    return path.replace("{name}", "spring").replace("{place}", "1") + site.asked.get(path, "")


@pytest.mark.parametrize("path", [path for path in PAGES if not is_data(path)])
def test_no_page_is_wider_than_a_phone(site, look, path):
    where = address(site, path)
    assert "{" not in where, "say in `found` which record this page is of"
    page = look(site.inside + where, WIDTH, java_script_enabled=False)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.locator("main, .framed").count(), "a page, or else a name for DATA"
    assert sideways(page) == []
    assert page.evaluate(OUTSIDE) == []


def test_an_answer_to_whether_they_said_it_fits_too(site, look):
    page = look(f"{site.inside}/check", WIDTH, java_script_enabled=False)
    page.get_by_label("Words to look up").fill(f"{LONG_WORD}, he said. We will not open it, he said.")
    page.get_by_role("button", name="Look it up").click()
    assert page.locator("#answers article").count() == 1
    assert sideways(page) == []
    assert page.evaluate(OUTSIDE) == []
