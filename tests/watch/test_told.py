"""Saved searches, mail and webhooks: each is told once, and nothing that could not be delivered is lost."""

from __future__ import annotations

import hmac
import json
import threading
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller

from onrecord.errors import WrongUse
from onrecord.ledger import Query, open_ledger
from onrecord.records import Stamp
from onrecord.watch.deliver import begin, by_mail, by_webhook, deliver
from onrecord.watch.told import told
from tests.servers import free_port
from tests.watch.web import BRIDGE, EDITED, Answer, Clock, story, watching, web

DAY = 86_400.0
BEFORE = Stamp(at="2028-01-01T00:00:00Z", by="editor")


@pytest.fixture
def ledger(ledger_url):
    with open_ledger(ledger_url, patience=5) as opened:
        yield opened


def found(ledger, events):
    return [(event.search, ledger.statement(event.statement).statement.anchor.exact) for event in events]


# --- saved searches: on both databases ---


def test_a_saved_search_tells_what_it_finds_once(ledger):
    ledger.watch.save("ferries", Query(words="ferry"), BEFORE)
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        events = one.round()
        assert found(ledger, events[1:]) == [("ferries", "“No ferry has been paid for,”")]
        # A newer version that says it still is no news; neither is the same look again.
        site.pages["/bridge"].body = story("Bridge closed", *BRIDGE, "A fifth paragraph says little.")
        clock.now += DAY
        assert [event.kind for event in one.round()] == ["edit"]
    assert told(ledger, events[1]).head == "ferries: unknown: “No ferry has been paid for,”"


def test_what_was_there_before_a_search_was_saved_is_no_news(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        one.round()
        ledger.watch.save("cracks", Query(words="cracks"), Stamp(at="2031-01-01T00:00:00Z", by="editor"))
        clock.now += DAY
        assert one.round() == []


def test_a_search_that_is_given_up_tells_nothing(ledger):
    ledger.watch.save("ferries", Query(words="ferry"), BEFORE)
    ledger.watch.save("ferries", None, BEFORE)
    assert ledger.watch.searches() == []
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        one = watching(ledger, Clock())
        one.add(site.url("/bridge"))
        assert [event.kind for event in one.round()] == ["article"]


# --- a webhook ---


@contextmanager
def hook():
    """A program that takes events; `status` is what it answers next."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = server.status
            if status == 200:
                server.taken.append((json.loads(body), self.headers["X-Onrecord-Signature"], body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.status, server.taken = 200, []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    yield server
    server.shutdown()
    server.server_close()


def test_a_webhook_that_failed_gets_all_of_it_later_and_nothing_twice(tmp_path):
    said: list[str] = []
    with open_ledger(f"sqlite:///{tmp_path / 'l.sqlite'}") as ledger, hook() as program:
        target = by_webhook(program.url, "secret")
        begin(ledger, [target])
        with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
            clock = Clock()
            one = watching(ledger, clock)
            one.add(site.url("/bridge"))
            one.round()
            program.status = 503
            assert deliver(ledger, [target], said.append) == 1
            site.pages["/bridge"].body = story("Bridge closed", *EDITED)
            clock.now += DAY
            one.round()
            program.status = 200
            assert deliver(ledger, [target], said.append) == 0
            assert deliver(ledger, [target], said.append) == 0
    [(body, signature, raw)] = program.taken
    assert [event["event"] for event in body["events"]] == ["article", "edit"]
    assert body["events"][1]["silent"] is True
    assert signature == "sha256=" + hmac.new(b"secret", raw, sha256).hexdigest()
    assert said == [f"{program.url}: the webhook answered 503. Nothing is lost: it is sent with the next round"]


def test_a_new_target_hears_of_what_comes_from_now_on(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path / 'l.sqlite'}") as ledger, hook() as program:
        with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
            one = watching(ledger, Clock())
            one.add(site.url("/bridge"))
            one.round()
        target = by_webhook(program.url, None)
        begin(ledger, [target])
        assert deliver(ledger, [target], print) == 0
    assert program.taken == []


# --- mail ---


class Box:
    """A mail server on loopback that keeps what it takes."""

    def __init__(self) -> None:
        self.mails: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - the library's name for it
        self.mails.append(envelope.content.decode("utf-8", "replace"))
        return "250 taken"


def test_edits_come_by_mail_with_the_words(tmp_path):
    box, port, said = Box(), free_port(), []
    server = f"smtp://127.0.0.1:{port}"
    target = by_mail(server, "watch@paper.test", "desk@paper.test")
    with open_ledger(f"sqlite:///{tmp_path / 'l.sqlite'}") as ledger:
        begin(ledger, [target])
        with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
            clock = Clock()
            one = watching(ledger, clock)
            one.add(site.url("/bridge"))
            one.round()
            # Nobody listens there yet: said, and kept.
            assert deliver(ledger, [target], said.append) == 1
            site.pages["/bridge"].body = story("Bridge closed", *EDITED)
            clock.now += DAY
            one.round()
        mail = Controller(box, hostname="127.0.0.1", port=port)
        mail.start()
        try:
            assert deliver(ledger, [target], said.append) == 0
        finally:
            mail.stop()
    [letter] = box.mails
    assert "Subject: new: Bridge closed" in letter
    assert "and 1 more" in letter
    assert "Auto-Submitted: auto-generated" in letter
    assert "the mail server did not take it" in said[0]


@pytest.mark.parametrize("to", ["nobody", "a@b.test\nBcc: all@world.test"])
def test_what_is_no_mail_address_is_refused(to):
    with pytest.raises(WrongUse):
        by_mail("smtp://127.0.0.1", "watch@paper.test", to)
