"""When to look again, which addresses are one, how long a server asks us to wait: decisions apart from the web."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from onrecord.ledger.watching import watched_of
from onrecord.reading.conditional import LONGEST, asking, waits
from onrecord.records import Stamp
from onrecord.watch import plan
from onrecord.watch.addresses import plain

STAMP = Stamp(at="2026-01-01T00:00:00Z", by="test")
PACE = plan.Pace(feed=900.0, page=3600.0, days=30.0)
DAY = 86_400.0


def page(**facts):
    return watched_of("https://news.test/1", STAMP, **({"kind": "page"} | facts))


def middle() -> float:
    return 0.5


def test_a_page_that_stays_as_it_is_is_looked_at_less_and_less():
    one, pauses = page(), []
    for _ in range(7):
        one = plan.calm(one, PACE, 0.0, middle, changed=False, age=0.0)
        pauses.append(one.due)
    assert pauses == [7200.0, 14400.0, 28800.0, 57600.0, DAY, DAY, DAY]
    assert plan.calm(one, PACE, 0.0, middle, changed=True, age=0.0).due == 3600.0


def test_a_feeds_article_is_let_go_after_its_days_and_a_page_that_was_named_never():
    old = plan.calm(page(feed="f"), PACE, 0.0, middle, changed=False, age=31 * DAY)
    assert old.due is None
    assert plan.calm(page(), PACE, 0.0, middle, changed=False, age=31 * DAY).due is not None


def test_failures_double_the_pause_up_to_a_day_and_never_undercut_the_server():
    one = page(kind="feed", failures=3)
    late = plan.troubled(one, PACE, 0.0, middle, why="500", status=500, wait=None)
    assert (late.due, late.failures, late.error) == (900.0 * 16, 4, "500")
    assert plan.troubled(replace(one, failures=50), PACE, 0.0, middle, why="", status=500, wait=None).due == DAY
    assert plan.troubled(one, PACE, 0.0, middle, why="", status=503, wait=3 * DAY).due == 3 * DAY


def test_chance_moves_a_pause_by_a_tenth_at_most_and_a_seed_repeats_it():
    spread = [plan.jittered(100.0, random.Random(seed).random) for seed in range(200)]
    assert 90.0 <= min(spread) < 92.0
    assert 108.0 < max(spread) <= 110.0
    assert plan.jittered(100.0, random.Random(7).random) == plan.jittered(100.0, random.Random(7).random)


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ("https://n.test/a?utm_source=x&id=3#top", "https://n.test/a?id=3"),
        ("https://n.test/a?fbclid=1", "https://n.test/a"),
        ("https://n.test/a?id=%C3%A4&b=", "https://n.test/a?id=%C3%A4&b="),
        ("https://n.test/a", "https://n.test/a"),
    ],
)
def test_where_a_reader_came_from_is_no_part_of_an_address(given, same):
    assert plain(given) == same


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": "99999999999999999999"}, LONGEST),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
        # Their clock is a year off: only the difference between their two dates counts.
        ({"retry-after": "Fri, 27 Nov 2037 10:10:00 GMT", "date": "Fri, 27 Nov 2037 10:00:00 GMT"}, 600.0),
        ({"retry-after": "Fri, 27 Nov 2037 10:00:00 GMT", "date": "Fri, 27 Nov 2037 10:10:00 GMT"}, 0.0),
        ({"retry-after": "Fri, 27 Nov 2037 10:10:00 GMT"}, None),
    ],
)
def test_how_long_a_server_asks_to_wait(headers, seconds):
    assert waits(headers) == seconds


def test_only_headers_that_can_be_sent_are_sent_back():
    assert asking('W/"1"', None) == {"If-None-Match": 'W/"1"'}
    assert asking("a\r\nX: b", "ä") == {}
