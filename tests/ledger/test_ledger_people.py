"""Accounts on both databases: one an address, links used once by whoever comes first, secrets shared."""

from __future__ import annotations

import threading

from onrecord.ledger import open_ledger
from onrecord.ledger.persons import Pass
from onrecord.records import Stamp

NOW = 1_700_000_000.0
STAMP = Stamp(at="2026-03-03T12:00:00Z", by="test")


def both(work):
    """Does it twice at once; what both gave."""
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(work())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_an_address_has_one_account(ledger):
    keys = iter("ab")

    def make():
        key = next(keys)
        return ledger.people.make(key, key * 64, "ada@x.example", "", STAMP).id

    one, other = both(make)
    assert one == other


def test_of_two_who_use_a_link_one_gets_in(ledger):
    ledger.people.offer("d" * 64, Pass(kind="mail", email="ada@x.example", held="/mine"), NOW + 60, NOW)
    found = both(lambda: ledger.people.use("d" * 64, "mail", NOW))
    assert sorted(one is None for one in found) == [False, True]


def test_a_link_is_for_one_thing_and_ends(ledger):
    ledger.people.offer("d" * 64, Pass(kind="mail", email="a@x.example"), NOW + 60, NOW)
    assert ledger.people.look("d" * 64, "oidc", NOW) is None
    assert ledger.people.use("d" * 64, "oidc", NOW) is None
    assert ledger.people.look("d" * 64, "mail", NOW + 61) is None
    ledger.people.offer("e" * 64, Pass(kind="mail", email="b@x.example"), NOW + 160, NOW + 100)
    assert ledger.people.look("d" * 64, "mail", NOW) is None  # what was past is gone


def test_once_is_once(ledger):
    assert sorted(both(lambda: ledger.people.once("f" * 64, NOW + 60, NOW))) == [False, True]


def test_all_workers_share_a_secret(ledger, ledger_url):
    with open_ledger(ledger_url) as other:
        assert ledger.people.secret("forms", "aa") == other.people.secret("forms", "bb") == "aa"


def test_a_session_ends_with_the_role_and_with_its_time(ledger):
    one = ledger.people.make("k", "k" * 64, "ada@x.example", "", STAMP)
    ledger.people.enter(one.id, "s" * 64, "", NOW + 60, NOW, STAMP)
    assert ledger.people.inside("s" * 64, NOW).id == one.id
    assert ledger.people.inside("s" * 64, NOW + 61) is None
    ledger.people.appoint(one.id, "moderator", "", STAMP)
    assert ledger.people.inside("s" * 64, NOW) is None
