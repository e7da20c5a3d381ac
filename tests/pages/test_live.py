"""New comments told as they come: across workers, after a lost connection, and without holding up the end."""

from __future__ import annotations

import signal
import threading
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from onrecord.ledger import open_ledger
from onrecord.ledger.posts import Act, Draft
from onrecord.pages.discussion import place
from onrecord.pages.live import Hub
from onrecord.records import Stamp
from tests.ledger.news import article, reading
from tests.pages.conftest import application, filled, serving
from tests.test_server import address, process

NOW = Stamp(at="2026-03-03T12:00:00Z", by="reader")
HELD = Act(action="wait", state="held", why="first")


def say(ledger, document, key, act=None, **more):
    """Posts in the ledger itself, as any worker would."""
    draft = Draft(key=key, document=document, text=key, html=f"<p>{key}</p>", **more)
    return ledger.talk.post(draft, act or Act(action="post", state="shown"), place, NOW)


class Stream:
    """A reader's open stream; `next` waits for an event and gives its id and data."""

    def __init__(self, url, **headers):
        self.answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60)

    def next(self):
        found = {}
        for line in self.answer:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if not name and "data" in found:
                return found["id"], found["data"]
            found[name] = value
        return None

    def close(self):
        self.answer.close()


@pytest.fixture
def workers(ledger_url):
    """Two workers over one ledger, which the test writes to as a third."""
    with open_ledger(ledger_url) as ledger:
        held = article("https://news.test/ferry", "The ferry runs.")
        ledger.record(reading(held))
        with (
            process("serve", "--port", 0, "--db", ledger_url) as one,
            process("serve", "--port", 0, "--db", ledger_url) as two,
        ):
            homes = [address(started) for started in (one, two)]
            yield ledger, held.id, homes, (one, two)


def test_readers_of_every_worker_are_told_and_after_a_lost_connection_too(workers):
    ledger, id, homes, _ = workers
    streams = [Stream(f"{home}articles/{id}/live?after=0") for home in homes]
    say(ledger, id, "a")
    first = [stream.next() for stream in streams]
    assert [data for _, data in first] == ['{"new":1,"words":"1 new comment"}'] * 2
    streams[0].close()
    say(ledger, id, "b", HELD)  # nobody is told of what is not public
    say(ledger, id, "c")
    assert streams[1].next()[1] == '{"new":2,"words":"2 new comments"}'
    again = Stream(f"{homes[0]}articles/{id}/live?after=0", **{"Last-Event-ID": first[0][0]})
    assert again.next()[1] == '{"new":2,"words":"2 new comments"}'
    for stream in (*streams, again):
        stream.close()


def test_what_was_counted_before_all_had_left_is_counted_anew(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        held = article("https://news.test/ferry", "The ferry runs.")
        ledger.record(reading(held))
        hub, bell = Hub(ledger), object()
        hub.open[held.id].add(bell)
        assert hub.newer(held.id, 0)[0] == 0
        hub.leave(held.id, bell)
        say(ledger, held.id, "a")
        assert hub.newer(held.id, 0)[0] == 1


def test_an_open_stream_ends_with_the_server(workers):
    _, id, homes, started = workers
    stream = Stream(f"{homes[0]}articles/{id}/live")
    ended = threading.Event()
    reader = threading.Thread(target=lambda: (stream.next(), ended.set()), daemon=True)
    reader.start()
    started[0].send_signal(signal.SIGINT)
    assert started[0].wait(30) == 0
    assert ended.wait(30)


def test_there_is_no_stream_of_an_article_that_is_not(workers):
    _, _, homes, _ = workers
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{homes[0]}articles/nothing/live", timeout=60)


@pytest.mark.browser
def test_a_page_says_that_there_is_more_and_does_not_move(chromium, tmp_path):
    held = filled(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    id = held.new.document.id
    with serving(application(held.ledger)) as home:
        page = chromium.new_page(viewport={"width": 360, "height": 640})
        page.goto(f"{home}/articles/{id}")
        page.evaluate("scrollTo(0, 300)")
        page.wait_for_function("scrollY === 300")
        say(held.ledger, id, "a")
        news = page.get_by_role("status")
        expect(news).to_contain_text("1 new comment")
        say(held.ledger, id, "b")
        expect(news).to_contain_text("2 new comments")
        assert page.evaluate("scrollY") == 300
        news.get_by_role("button", name="Show them").click()
        expect(page.locator("#r-2")).to_be_visible()
        expect(page.get_by_role("status")).to_be_empty()
        page.close()
    held.ledger.close()
