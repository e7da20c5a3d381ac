"""The discussion under another site's article: a frame that its page dresses, words that go along, counts, oEmbed."""

from __future__ import annotations

import gzip
import http.server
import re
import threading
from types import SimpleNamespace

import pytest
from msgspec import structs
from playwright.sync_api import expect
from starlette.testclient import TestClient

from onrecord.ledger import open_ledger
from onrecord.pages.site import static
from onrecord.records import Document, Page, Reading, compose, document_id
from tests.ledger.news import article, reading
from tests.pages.conftest import PUBLIC, application, serving
from tests.pages.test_browser import assert_accessible
from tests.pages.test_live import say

STORY = "The ferry runs on Sunday. It was late again, and nobody said why. Nobody said sorry either."
HOST = "https://news.test"
URL = f"{HOST}/ferry"


def story(url=URL, words=STORY):
    """The host's article as reading gives it."""
    text, blocks = compose([("title", "The ferry"), ("paragraph", words)])
    made = Document(id=document_id(url, text), url=url, text=text, blocks=blocks, title="The ferry", rights="licensed")
    return Reading(page=Page(document=made))


@pytest.fixture
def site(tmp_path):
    """A site whose neighbour embeds its discussions; `pages` are what that one serves, by address."""
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        pages, asked = {}, []

        def read(address):
            asked.append(address)
            return [structs.replace(pages[address])] if address in pages else []

        app = application(ledger, embed_sites=HOST)
        app.state.hosts.readings = read
        client = TestClient(app, base_url=PUBLIC, client=("203.0.113.9", 4000), follow_redirects=False)
        yield SimpleNamespace(app=app, ledger=ledger, client=client, pages=pages, asked=asked)


def test_a_frame_shows_the_discussion_of_an_address_and_only_it_may_be_framed(site):
    held = story()
    site.ledger.record(held)
    say(site.ledger, held.document.id, "Why was it late?")
    answer = site.client.get("/embed", params={"article": URL, "host": HOST})
    assert "Why was it late?" in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    article_page = site.client.get(f"/articles/{held.document.id}")
    assert "frame-ancestors 'none'" in article_page.headers["content-security-policy"]
    again = site.client.get("/embed", params={"article": f"{PUBLIC}/articles/{held.document.id}"})
    assert "Why was it late?" in again.text


def test_an_article_of_a_listed_site_is_read_when_its_discussion_is_opened(site):
    site.pages[URL] = story()
    assert "No one has yet" in site.client.get("/embed", params={"article": URL}).text
    site.client.get("/embed", params={"article": URL})
    site.client.get("/embed", params={"article": "https://elsewhere.test/x"})
    assert site.asked == [URL]
    assert "Write a comment" in site.client.get("/embed", params={"article": URL}).text


def quoted(site, exact, **around):
    return site.client.get("/embed/quote", params={"article": URL, "exact": exact, **around})


def test_words_of_the_host_page_go_along_to_the_form(site):
    held = story()
    site.ledger.record(held)
    start = held.document.text.index(STORY)
    there = quoted(site, "It was late again", prefix="on Sunday. ", suffix=", and").headers["location"]
    assert there == f"/articles/{held.document.id}/comment?at={start}&only=It+was+late+again"
    assert 'value="It was late again"' in site.client.get(there).text


def test_words_that_stand_twice_are_told_apart_by_what_is_around_them_or_left_alone(site):
    held = story()
    site.ledger.record(held)
    start = held.document.text.index(STORY)
    second = quoted(site, "obody said", prefix="why. N", suffix=" sorry").headers["location"]
    assert second == f"/articles/{held.document.id}/comment?at={start}"  # the paragraph: in it the words stand twice
    assert quoted(site, "obody said").headers["location"] == f"/articles/{held.document.id}/comment"


def test_an_edited_article_is_read_again_from_its_own_address(site):
    held, newer = story(), story(words=f"{STORY} The mayor has apologised.")
    site.ledger.record(held)
    site.pages[URL] = newer
    there = quoted(site, "The mayor has apologised").headers["location"]
    assert there.startswith(f"/articles/{newer.document.id}/comment?at=")
    invented = quoted(site, "words that nobody wrote").headers["location"]
    assert invented == f"/articles/{newer.document.id}/comment"


def test_counts_of_many_articles_in_one_request(site):
    one, two = story(), article(f"{HOST}/two", "Two.")
    for made in (one, reading(two)):
        site.ledger.record(made)
    say(site.ledger, one.document.id, "a")
    say(site.ledger, one.document.id, "b")
    answer = site.client.get("/embed/counts", params={"article": [URL, f"{HOST}/two/", f"{HOST}/none"]})
    assert answer.json() == {
        URL: {"count": 2, "words": "2 comments"},
        f"{HOST}/two/": {"count": 0, "words": "No comments yet"},
        f"{HOST}/none": {"count": 0, "words": "No comments yet"},
    }
    assert answer.headers["access-control-allow-origin"] == "*"
    assert site.client.get("/embed/counts", params={"article": [URL] * 101}).status_code == 422


def test_oembed_gives_the_line_that_embeds(site):
    held = story()
    site.ledger.record(held)
    about = site.client.get("/oembed", params={"url": f"{PUBLIC}/articles/{held.document.id}"}).json()
    assert (about["version"], about["type"], about["title"]) == ("1.0", "rich", "The ferry")
    assert f'data-article="{PUBLIC}/articles/{held.document.id}"' in about["html"]
    assert "<noscript><a href=" in about["html"]
    assert site.client.get("/oembed", params={"url": "https://elsewhere.test/"}).status_code == 404
    assert site.client.get("/oembed", params={"url": URL, "format": "xml"}).status_code == 501
    assert "application/json+oembed" in site.client.get(f"/articles/{held.document.id}").text


def test_nothing_that_runs_gets_into_a_frame(site):
    answer = site.client.get(
        "/embed", params={"article": 'javascript:alert(1)//"><script>alert(1)</script>', "host": '"><script>'}
    )
    assert answer.status_code == 200
    assert not re.search(r"<script>alert|href=\"javascript", answer.text)


def test_the_script_is_small_and_its_bundle_is_that_of_its_source():
    assert len(gzip.compress(static("embed.js"))) <= 20_000


# --- in a browser, with a host page on another port ---

PAGE = """<!doctype html><html lang="en"><head><title>The ferry</title>
<style>.onrecord {{ --onrecord-accent: rgb(0, 90, 0) }}</style></head>
<body><article><h1>The ferry</h1><p id="p">{story}</p></article>
<p data-onrecord-count="{url}">-</p>
<script async src="{site}/embed.js" data-article="{url}"></script>
<noscript><a href="{site}/embed?article={url}">Discussion</a></noscript>
</body></html>"""


class Neighbour(http.server.BaseHTTPRequestHandler):
    """Another site: one page, whatever is asked."""

    page = ""

    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def neighbours(tmp_path):
    """A site, and another on a port of its own that embeds its discussions."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{server.server_address[1]}"
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        held = story(url=f"{host}/ferry")
        ledger.record(held)
        say(ledger, held.document.id, "Why was it late?")
        with serving(application(ledger)) as home:
            Neighbour.page = PAGE.format(story=STORY, url=held.document.url, site=home)
            yield SimpleNamespace(host=host, home=home, ledger=ledger, id=held.document.id, url=held.document.url)
    server.shutdown()


@pytest.mark.browser
def test_a_discussion_under_another_sites_article(chromium, neighbours):
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(neighbours.url)
    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("Why was it late?")).to_be_visible()
    expect(page.locator("[data-onrecord-count]")).to_have_text("1 comment")
    frame = page.frames[1]
    frame.wait_for_function(
        "getComputedStyle(document.documentElement).getPropertyValue('--accent') === 'rgb(0, 90, 0)'"
    )
    page.wait_for_function("document.querySelector('.onrecord').shadowRoot.querySelector('iframe').style.height !== ''")
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    say(neighbours.ledger, neighbours.id, "And again today.")
    expect(inside.get_by_role("status")).to_contain_text("1 new comment")
    assert context.cookies() == []
    assert errors == []
    context.close()


@pytest.mark.browser
def test_selected_words_open_the_form_with_them_by_a_link(chromium, neighbours):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(neighbours.url)
    page.evaluate(
        """() => { const words = document.getElementById('p').firstChild, range = document.createRange();
        const at = words.data.indexOf('It was late'); range.setStart(words, at); range.setEnd(words, at + 11);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    link = page.get_by_role("link", name="Comment on these words")
    expect(link).to_be_visible()
    with context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_label("Only these words of it")).to_have_value("It was late")
    context.close()


@pytest.mark.browser
def test_a_stranger_in_between_is_neither_heard_nor_told(chromium, neighbours):
    page = chromium.new_page()
    page.goto(neighbours.url)
    page.frame_locator("iframe").get_by_text("Why was it late?").wait_for()
    page.wait_for_function("document.querySelector('.onrecord').shadowRoot.querySelector('iframe').style.height !== ''")
    height = "document.querySelector('.onrecord').shadowRoot.querySelector('iframe').style.height"
    before = page.evaluate(height)
    page.evaluate("postMessage({onrecord: 'height', height: 9999}, '*')")  # the host page itself is not the frame
    frame = "document.querySelector('.onrecord').shadowRoot.querySelector('iframe')"
    page.evaluate(
        f"{frame}.contentWindow.postMessage({{onrecord: 'theme', theme: {{accent: 'url(https://a.test/x)'}}}}, '*')"
    )
    page.wait_for_timeout(200)
    assert page.evaluate(height) == before
    assert "url" not in page.frames[1].evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
    )
    page.close()


@pytest.mark.browser
def test_a_frame_is_accessible(chromium, neighbours):
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{neighbours.home}/embed?article={neighbours.url}")
    assert_accessible(page)
    page.close()
