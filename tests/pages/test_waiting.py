"""Readers who post at one moment: each is answered when their words are on the disk, and one's trouble is theirs."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from benchmarks.under_load import TOKEN, form, thread
from onrecord.errors import LedgerError
from onrecord.ledger import open_ledger
from onrecord.pages import spoken
from tests.pages.conftest import PUBLIC, application


@pytest.fixture
def site(tmp_path):
    """A site over a file: (what a reader posts with, the article's id, the file, its ledger)."""
    path = tmp_path / "ledger.sqlite"
    id = thread(f"sqlite:///{path}", 3)
    with open_ledger(f"sqlite:///{path}") as ledger:
        app = application(ledger, desk_token=TOKEN, hold_first=False)

        def post(number, lang="en", **more):
            client = TestClient(app, base_url=PUBLIC, client=(f"10.1.{number}.1", 4000), follow_redirects=False)
            return client.post(
                f"/articles/{id}/comment", data=form(id, number) | more, headers={"accept-language": lang}
            )

        yield post, id, path, ledger


def texts(path):
    with sqlite3.connect(path) as db:
        return [row[0] for row in db.execute("SELECT text FROM post_texts ORDER BY seq")]


def test_posts_at_once_are_all_there_each_under_its_own_number(site):
    post, id, path, ledger = site
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(post, range(24)))
    assert [one.status_code for one in answers] == [303] * 24
    assert len({one.headers["location"] for one in answers}) == 24
    assert len(texts(path)) == 27
    numbers = [one.number for one in ledger.talk.thread(id)]
    assert len(set(numbers)) == 27


def test_an_empty_and_a_foreign_form_between_good_ones_harm_nobody(site):
    post, _, path, _ = site
    wrong = {3: {"text": ""}, 5: {"under": "0" * 20}, 7: {"text": "x" * 20_000}}
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda at: post(at, **wrong.get(at, {})), range(10)))
    assert [one.status_code for one in answers] == [303, 303, 303, 422, 303, 404, 303, 422, 303, 303]
    assert len(texts(path)) == 3 + 7


def test_words_come_back_where_the_ledger_cannot_take_them(site, monkeypatch):
    post, _, path, ledger = site

    def fails(*_):
        raise LedgerError("the disk is full; nothing of this was recorded")

    monkeypatch.setattr(ledger.talk, "post", fails)
    answer = post(1, text="words that took an hour")
    assert answer.status_code == 503
    assert "words that took an hour" in answer.text
    assert answer.headers["retry-after"] == "10"
    assert len(texts(path)) == 3


def test_the_form_comes_back_in_the_readers_language(site):
    post, *_ = site
    said = "Write your comment. Nothing was posted."
    theirs = spoken.catalogue("uk").gettext(said)
    assert theirs != said
    assert said in post(1, text="").text
    assert theirs in post(2, text="", lang="uk").text
