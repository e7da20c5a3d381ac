"""What is kept for a time only is forgotten when its time is over, and nothing else is."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from onrecord.ledger import open_ledger
from onrecord.ledger.concerns import new_notice
from onrecord.ledger.persons import Parcel, Pass
from onrecord.ledger.posts import Act, Draft
from onrecord.ledger.retention import Purged
from onrecord.pages.discussion import place
from onrecord.records import Stamp
from tests.ledger.news import article, reading
from tests.test_cli import run

DAY = 24 * 3600.0
NOW = 1_700_000_000.0


def at(days, by="reader"):
    """So many days before now."""
    moment = datetime.fromtimestamp(NOW - days * DAY, UTC)
    return Stamp(at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"), by=by)


def notice(ledger, key, told, answered=None):
    """A notice of so many days ago, and its answer."""
    given = new_notice(key, "/comments/x", None, "Tam", "tam@x.example", "It is unlawful.", at(told))
    ledger.people.notice(given)
    if answered is not None:
        ledger.people.answer_notice(given.id, "It was removed.", at(answered, "desk"))
    return given.id


@pytest.mark.parametrize(
    ("told", "answered", "kept"),
    [
        (40, 29, True),
        (40, 31, False),
        (100, None, True),  # an answer is still owed
        (181, None, False),
        (200, 3, True),  # answered late: they may ask about the answer
    ],
)
def test_who_gave_a_notice_is_forgotten_after_its_answer(ledger, told, answered, kept):
    id = notice(ledger, "one", told, answered)
    done = ledger.people.purge(NOW)
    [row] = ledger.people.notices()
    assert (row.name, row.email) == (("Tam", "tam@x.example") if kept else ("", ""))
    assert (row.id, row.text, row.answer) == (id, "It is unlawful.", "It was removed." if answered else None)
    assert done == Purged(notices=0 if kept else 1)
    assert ledger.people.purge(NOW) == Purged()


def test_a_second_answer_begins_the_days_anew(ledger):
    id = notice(ledger, "one", 90, 60)
    ledger.people.answer_notice(id, "Looked at again.", at(2, "desk"))
    assert ledger.people.purge(NOW).notices == 0


def post(ledger, key, days):
    """A comment of so many days ago, with the network that it came from."""
    held = article("https://news.test/ferry", "The ferry runs.")
    ledger.record(reading(held))
    draft = Draft(key=key, document=held.id, text=key, html=key)
    return ledger.talk.post(
        draft, Act(action="post", state="shown"), place, at(days), ("203.0.113.0/24", NOW - days * DAY)
    )


def test_networks_letters_and_what_has_ended_go_and_the_comments_stay(ledger):
    new = post(ledger, "new", 29)
    ledger.people.offer("d" * 64, Pass(kind="mail", email="ada@x.example"), NOW - 1, NOW - 60)
    for key, days in (("old", 31), ("fresh", 29)):
        ledger.outbox.put(Parcel(seq=0, kind="reply", then=NOW - days * DAY), key)
    ledger.talk.take("bucket", 5, 30.0, NOW - 2 * DAY)
    assert ledger.people.purge(NOW) == Purged(letters=1, counts=1, links=1)
    assert ledger.people.network_of(new.id) == "203.0.113.0/24"
    assert ledger.people.purge(NOW + 2 * DAY) == Purged(networks=1, letters=1)
    assert ledger.people.network_of(new.id) is None
    assert [one.text for one in ledger.talk.thread(new.document)] == ["new"]


def test_the_command_says_how_many(ledger_url):
    with open_ledger(ledger_url) as ledger:
        post(ledger, "one", 1)
        notice(ledger, "told", 400)
    assert time.time() > NOW + 30 * DAY  # the command's clock is the machine's
    done = run("purge", "--json", "--db", ledger_url)
    assert json.loads(done.stdout) == {
        "networks": 1, "notices": 1, "letters": 0, "counts": 0, "sessions": 0, "links": 0
    }  # fmt: skip
    again = run("purge", "--db", ledger_url).stdout.decode().split()
    assert again == "networks 0 notices 0 letters 0 counts 0 sessions 0 links 0".split()
