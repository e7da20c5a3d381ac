"""PostgreSQL goes away while somebody writes: a clear 503 that says when to come again, and every word given back."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace

import pytest

from onrecord.ledger import open_ledger
from onrecord.records import Stamp
from tests.pages import sample
from tests.pages.conftest import application
from tests.pages.test_account import post, talk
from tests.pages.test_discussion import Clock, browser, desk_of, field
from tests.pages.test_sign_in import signed_in
from tests.servers import postgres_server, small_disk

__all__ = ["post", "talk"]
WORDS = "  Words that took an hour.\n\n> Who *paid*?\n\n<b>Nobody</b> & I."
NOW = Stamp(at="2026-03-03T12:00:00Z", by="reader")


def written(page):
    """What stands in the page's field for text."""
    found = re.search(r"<textarea[^>]*name=\"text\"[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    return unescape(found[1]) if found else None


def hidden(page):
    """The fields that go along unseen."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def server(tmp_path):
    """A site over a PostgreSQL of its own, which a test may stop."""
    with postgres_server() as postgres, open_ledger(postgres.database(), patience=2) as ledger:
        yield from _site(ledger, tmp_path, postgres)


def _site(ledger, tmp_path, postgres):
    made = sample.bridge()
    ledger.record(made, stamp=sample.MODEL)
    clock = Clock()
    app = application(ledger, now=clock, hold_first=False, mail=f"file:{tmp_path}")
    yield SimpleNamespace(
        app=app,
        clock=clock,
        ledger=ledger,
        id=made.document.id,
        postgres=postgres,
        browser=lambda *a: browser(app, *a),
        letters=lambda: _letters(tmp_path),
    )


def _letters(folder):
    import email
    from email.policy import default

    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]


@pytest.mark.postgres
@pytest.mark.parametrize("signed", [False, True])
def test_a_lost_connection_gives_the_comment_back_and_it_can_be_sent_again(server, signed):
    ada = signed_in(server) if signed else server.browser()
    where = f"/articles/{server.id}/comment"
    form = {"token": field(ada.get(where).text, "token"), "name": "Ada", "text": WORDS}
    server.clock.at += 5
    server.postgres.stop()
    back = ada.post(where, data=form)
    assert (back.status_code, back.headers["retry-after"]) == (503, "10")
    assert written(back.text) == WORDS.strip()
    assert field(back.text, "name") == "Ada"
    assert "no-store" in back.headers["cache-control"]
    server.postgres.start()
    assert server.ledger.talk.thread(server.id) == []
    sent = ada.post(where, data=hidden(back.text) | {"name": "Ada", "text": written(back.text)})
    assert sent.status_code == 303
    assert [one.text for one in server.ledger.talk.thread(server.id)] == [WORDS.strip()]


def _one(server, reader):
    """A comment of this reader."""
    where = f"/articles/{server.id}/comment"
    token = field(reader.get(where).text, "token")
    server.clock.at += 5
    assert reader.post(where, data={"token": token, "text": "before"}).status_code == 303
    return server.ledger.talk.thread(server.id)[0]


@pytest.mark.postgres
def test_every_other_form_gives_its_words_back(server):
    ada, desk = signed_in(server), desk_of(server)
    one = _one(server, ada)
    server.postgres.stop()
    for who, path, fields in (
        (ada, f"/comments/{one.id}/edit", {"text": WORDS, "acts": "1"}),
        (ada, f"/comments/{one.id}/appeal", {"text": WORDS, "token": "x"}),
        (ada, f"/comments/{one.id}/report", {"text": WORDS, "reason": "abuse", "token": "x"}),
        (ada, "/notice", {"text": WORDS, "about": "here", "token": "x"}),
        (ada, "/account", {"name": "Ada Brandt", "text": WORDS, "mail": "reply"}),
        (desk, f"/desk/comments/{one.id}", {"action": "remove", "acts": "1", "text": WORDS}),
        (desk, "/desk/several", {"of": f"{one.id}.1", "action": "remove", "text": WORDS}),
    ):
        back = who.post(path, data=fields)
        assert (back.status_code, back.headers["retry-after"]) == (503, "10"), path
        assert written(back.text) == WORDS, path
        assert f'action="{path}"' in back.text
        for name, value in fields.items():
            assert hidden(back.text).get(name) == value or f'name="{name}"' in back.text, (path, name)
    server.postgres.start()
    kept = ada.post(f"/comments/{one.id}/edit", data={"text": WORDS, "acts": "1"})
    assert kept.status_code == 303
    assert server.ledger.talk.find(one.id).text == WORDS.strip()


@pytest.mark.postgres
def test_a_page_for_whoever_is_signed_in_and_a_program_are_told_too(server):
    ada = signed_in(server)
    server.postgres.stop()
    for path in ("/", "/account", "/mine", f"/articles/{server.id}"):
        answer = ada.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10"), path
        assert "The ledger does not answer" in answer.text
    body = {"type": "Annotation", "body": "x", "target": f"https://record.example/articles/{server.id}"}
    told = ada.post("/annotations/", json=body)
    assert (told.status_code, told.headers["retry-after"]) == (503, "10")
    assert (told.headers["content-type"], told.json()["status"]) == ("application/problem+json", 503)


@pytest.mark.postgres
def test_nothing_secret_is_given_back(server):
    who = server.browser()
    server.postgres.stop()
    for path, fields in (("/sign-in/link", {"token": "s3cret-token"}), ("/sign-in", {"email": "ada@x.example"})):
        answer = who.post(path, data=fields)
        assert "s3cret-token" not in answer.text


# --- a full disk for PostgreSQL's log ---


@pytest.fixture
def small_log(tmp_path):
    """A site over a PostgreSQL whose write-ahead log lies on a file system of 64 MB of its own."""
    with (
        small_disk(64) as folder,
        postgres_server(wal=folder) as postgres,
        open_ledger(postgres.database(), patience=2) as ledger,
    ):
        yield from (SimpleNamespace(**vars(made), folder=folder) for made in _site(ledger, tmp_path, postgres))


@pytest.mark.postgres
def test_a_full_disk_under_the_log_loses_no_word(small_log):
    server, ada = small_log, small_log.browser()
    filler = _fill(server.folder)
    where = f"/articles/{server.id}/comment"
    kept, back = [], None
    for count in range(400):  # what fits into the log's begun files is still taken, and must stay
        text = f"{count} " + "word " * 1_500
        token = field(ada.get(where).text, "token")
        server.clock.at += 3_600
        answer = ada.post(where, data={"token": token, "name": "Ada", "text": text})
        if answer.status_code != 303:
            back = answer
            break
        kept.append(text.strip())
    assert back is not None, "it never said no"
    assert (back.status_code, back.headers["retry-after"]) == (503, "10")
    assert written(back.text) == text.strip()
    filler.unlink()
    server.postgres.stop()
    server.postgres.start()
    assert [one.text for one in server.ledger.talk.thread(server.id, 500)] == kept
    again = ada.post(where, data=hidden(back.text) | {"text": written(back.text)})
    assert again.status_code == 303
    assert len(server.ledger.talk.thread(server.id, 500)) == len(kept) + 1


def _fill(folder):
    """Takes what room there is left, to the last block."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return filler
