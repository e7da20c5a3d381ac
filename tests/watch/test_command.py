"""`onrecord watch` as a person and cron meet it: lines, JSON, exit status, and going on after a stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.watch.web import BRIDGE, EDITED, Answer, feed, rss, story, web


@pytest.fixture
def db(tmp_path):
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


def command(db, *words):
    return [sys.executable, "-m", "onrecord", *words, "--db", db]


def run(db, *words):
    env = {**os.environ, "ONRECORD_PRIVATE_ADDRESSES": "1", "ONRECORD_WATCH_GAP": "0", "ONRECORD_WATCH_SEED": "7"}
    return subprocess.run(command(db, *words), capture_output=True, text=True, env=env, check=False)


def test_once_records_tells_and_ends(db):
    with web() as site:
        site.pages["/bridge"] = Answer(story("Bridge closed", *BRIDGE))
        site.pages["/feed"] = rss(feed(("1", site.url("/bridge"), "Bridge closed")))
        saved = run(db, "find", "ferry", "--save", "ferries")
        first = run(db, "watch", "--once", "--json", site.url("/feed"))
        again = run(db, "watch", "--once", "--json")
        listed = run(db, "watch", "--list")
    assert saved.returncode == first.returncode == again.returncode == 0, first.stderr
    events = [json.loads(line) for line in first.stdout.splitlines()]
    assert [event["event"] for event in events] == ["article", "news"]
    assert events[1]["search"] == "ferries"
    assert events[1]["statement"]["content"][0]["exact"] == "“No ferry has been paid for,”"
    assert events[1]["statement"]["speaker"]["name"].endswith("Tomas Weil")
    assert again.stdout == first.stderr == ""
    assert f"{site.url('/feed')} (feed), next " in listed.stdout


def test_a_failure_is_named_and_the_rest_is_done(db):
    with web(bad=Answer(status=500)) as site:
        site.pages["/bridge"] = Answer(story("Bridge closed", *BRIDGE))
        done = run(db, "watch", "--once", site.url("/bad"), site.url("/bridge"))
        listed = run(db, "watch", "--list")
    assert done.returncode == 1
    assert f"onrecord: {site.url('/bad')}: the server answered 500" in done.stderr
    assert done.stdout.startswith("new: Bridge closed, 3 statements\n")
    assert "failed 1 times: the server answered 500" in listed.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["ftp://news.test/feed"], "ftp is not fetched"),
        (["feed.xml"], "this is not fetched, only http and https"),
        (["--once", "--mail", "desk@paper.test"], "no mail server is set. Set ONRECORD_SMTP"),
        (["--forget", "https://news.test/feed"], "this is not watched"),
        (["--every", "0", "--once"], "--every takes minutes"),
    ],
)
def test_wrong_use_is_status_two(db, words, says):
    done = run(db, "watch", *words)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_search_is_listed_and_given_up(db):
    run(db, "find", "ferry", "--speaker", "Weil", "--save", "ferries")
    assert run(db, "searches").stdout == "ferries: words ferry, speaker Weil\n"
    assert run(db, "searches", "--forget", "ferries").returncode == 0
    assert run(db, "searches").stdout == ""
    assert run(db, "searches", "--forget", "ferries").returncode == 2


def test_told_to_stop_it_stops_and_the_next_start_goes_on(db):
    env = {**os.environ, "ONRECORD_PRIVATE_ADDRESSES": "1", "ONRECORD_WATCH_GAP": "0", "PYTHONUNBUFFERED": "1"}
    with web() as site:
        site.pages["/bridge"] = Answer(story("Bridge closed", *BRIDGE))
        words = command(db, "watch", "--json", site.url("/bridge"))
        running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
        first = json.loads(running.stdout.readline())
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=30)
        site.pages["/bridge"].body = story("Bridge closed", *EDITED)
        again = run(db, "watch", "--once", "--json")
    assert first["event"] == "article"
    assert running.returncode == 130
    assert "what was recorded is kept" in said
    assert again.stdout == ""  # the plan was kept too: the page is not due yet
