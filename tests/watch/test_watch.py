"""The watch over a real server on loopback: what is new, what was edited, what is gone, what failed."""

from __future__ import annotations

import pytest

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger, Query, open_ledger
from onrecord.watch.told import told
from tests.watch.web import BRIDGE, EDITED, Answer, Clock, feed, rss, story, watching, web

HOUR, DAY = 3_600.0, 86_400.0


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as opened:
        yield opened


def kinds(events) -> list[str]:
    return [event.kind for event in events]


def words(ledger: Ledger) -> set[str]:
    return {row.statement.anchor.exact for row in ledger.find(Query())}


def test_a_feeds_articles_are_recorded_once(ledger):
    with web(robots=Answer()) as site:
        site.pages["/bridge"] = Answer(story("Bridge closed", *BRIDGE))
        site.pages["/feed"] = rss(feed(("1", site.url("/bridge?utm_source=rss"), "Bridge closed")))
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/feed"))
        assert kinds(one.round()) == ["article"]
        clock.now += HOUR * 2
        assert one.round() == []
    assert words(ledger) == {"“The cracks are years old,”", "“No ferry has been paid for,”"}
    # Asked again, both said that nothing had changed, and sent nothing.
    assert site.asked_for("/feed") == [200, 304]
    assert site.asked_for("/bridge") == [200, 304]
    assert one.said == []


def test_a_silent_edit_tells_which_statements_are_gone_and_which_changed(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        assert kinds(one.round()) == ["article"]
        site.pages["/bridge"].body = story("Bridge closed", *EDITED)
        clock.now += DAY
        [event] = one.round()
        tale = told(ledger, event)
    assert (event.kind, event.announced) == ("edit", False)
    assert tale.head.startswith("silently edited: Bridge closed")
    assert [row["content"][0]["exact"] for row in tale.shape["gone"]] == ["“No ferry has been paid for,”"]
    [changed] = tale.shape["changed"]
    assert changed["before"]["content"][0]["exact"] == "“The cracks are years old,”"
    assert changed["after"]["content"][0]["exact"] == "“The cracks are two years old,”"
    assert any("{+two+}" in line for line in tale.lines)
    assert len(ledger.versions(event.document)) == 2


def test_an_edit_that_the_page_owns_up_to_is_not_silent(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        one.round()
        owned = (*EDITED, "Correction: an earlier version of this report gave the age of the cracks wrongly.")
        site.pages["/bridge"].body = story("Bridge closed", *owned)
        clock.now += DAY
        [event] = one.round()
    assert event.announced
    assert told(ledger, event).head.startswith("edited: ")


def test_a_page_taken_back_to_its_former_words_is_an_edit_too(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        first = one.round()[0].document
        for paragraphs in (EDITED, BRIDGE):
            site.pages["/bridge"].body = story("Bridge closed", *paragraphs)
            clock.now += DAY
            last = one.round()
    assert [(event.kind, event.document) for event in last] == [("edit", first)]


def test_a_wall_in_an_articles_place_is_no_edit_of_it(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        [event] = one.round()
        wall = ("Please accept cookies before continuing.", "Your choices help us fund quality journalism.") * 3
        site.pages["/bridge"].body = story("Before you go on", *wall)
        clock.now += DAY
        assert one.round() == []
    assert len(ledger.versions(event.document)) == 1
    assert "hardly shares a word" in one.said[0]
    assert one.watcher.failed == 1


def test_an_article_that_is_gone_is_told_once_and_kept(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        one.round()
        site.pages["/bridge"].status = 410
        clock.now += DAY
        [event] = one.round()
        clock.now += 30 * DAY
        assert one.round() == []
    assert event.kind == "gone"
    assert ledger.document(event.document) is not None
    assert told(ledger, event).head.startswith("gone: Bridge closed")


def test_not_found_counts_as_gone_only_the_third_time(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        one.round()
        site.pages["/bridge"].status = 404
        told_ = []
        for _ in range(3):
            clock.now += DAY + HOUR * 3
            told_ += kinds(one.round())
    assert told_ == ["gone"]


# --- politeness ---


def test_a_server_that_fails_is_asked_less_and_less(ledger):
    with web(feed=Answer(status=500)) as site:
        clock = Clock()
        one = watching(ledger, clock, feed=900.0)
        one.add(site.url("/feed"))
        pauses = []
        for _ in range(4):
            assert one.round() == []
            pauses.append(ledger.watch.next_due() - clock.now)
            clock.now = ledger.watch.next_due()
    assert pauses == [1800.0, 3600.0, 7200.0, 14400.0]
    assert "the server answered 500" in one.said[0]


def test_retry_after_holds_for_every_address_of_the_host(ledger):
    with web(a=Answer(status=429, headers={"Retry-After": "7200"}), b=Answer(story("B", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/a"))
        one.add(site.url("/b"))
        one.round()
        clock.now += HOUR
        one.round()
        first = [path for path, _ in site.asked if path in ("/a", "/b")]
        clock.now += HOUR + 1
        one.round()
        then = [path for path, _ in site.asked if path in ("/a", "/b")]
    # Which of the two came first is by their names' digests; the other waits with it once the host has spoken.
    assert first.count("/a") == 1
    assert then.count("/a") == 2
    assert "/b" in then


def test_a_host_is_given_time_between_two_requests(ledger):
    pages = {f"p{at}": Answer(story(f"Story {at}", f"Only page {at} says this.", *BRIDGE)) for at in range(4)}
    with web(**pages) as site:
        clock = Clock()
        one = watching(ledger, clock, gap=2.0)
        for path in pages:
            one.add(site.url(f"/{path}"))
        assert kinds(one.round()) == ["article"] * 4
    assert clock.slept == [2.0, 2.0, 2.0]


def test_robots_are_heeded(ledger):
    with web(feed=rss(feed())) as site:
        site.pages["/robots.txt"] = Answer("User-agent: *\nDisallow: /", media="text/plain")
        one = watching(ledger, Clock())
        one.add(site.url("/feed"))
        assert one.round() == []
    assert site.asked_for("/feed") == []
    assert "its owner does not want it read by programs (robots.txt)" in one.said[0]


# --- feeds that do not behave ---


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(status=404), "the server answered 404"),
        (Answer(status=410), "the server answered 410"),
        (Answer("\x00\x01\x02 no feed at all", media="application/rss+xml"), "feed: "),
        (Answer("<rss><channel><item>", media="application/rss+xml"), ""),
        (Answer("<!DOCTYPE x [<!ENTITY a 'b'>]><rss>&a;</rss>", media="application/rss+xml"), "entities"),
        (Answer(story("A page now", "Nothing here is a feed any longer.")), "was a feed and is none now"),
        (Answer(status=302, headers={"Location": "/feed"}), "redirected more than 5 times"),
        (Answer(status=301, headers={"Location": "file:///etc/passwd"}), "which is not fetched"),
    ],
    ids=["404", "410", "garbage", "cut-off", "entities", "a page", "a loop", "a file"],
)
def test_a_feed_that_fails_is_named_and_what_it_told_is_kept(ledger, answer, says):
    with web() as site:
        site.pages["/bridge"] = Answer(story("Bridge closed", *BRIDGE))
        site.pages["/feed"] = rss(feed(("1", site.url("/bridge"), "Bridge closed")))
        clock = Clock()
        one = watching(ledger, clock, page=30 * DAY)
        one.add(site.url("/feed"))
        one.round()
        site.pages["/feed"] = answer
        clock.now += HOUR
        assert one.round() == []
        assert says in "".join(one.said)
        site.pages["/feed"] = rss(feed(("2", site.url("/other"), "Another")), tagged=False)
        site.pages["/other"] = Answer(story("Another", "Nothing of the bridge.", *BRIDGE[2:]))
        clock.now += 2 * DAY
        assert kinds(one.round()) == ["article"]
    assert len(ledger.documents()) == 2


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(ledger):
    with web(old=Answer(status=301, headers={"Location": "/new"})) as site:
        site.pages["/new"] = rss(feed(("1", site.url("/bridge"), "Bridge closed")))
        site.pages["/bridge"] = Answer(story("Bridge closed", *BRIDGE))
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/old"))
        assert kinds(one.round()) == ["article"]
        clock.now += HOUR
        assert one.round() == []
    assert [path for path, _ in site.asked if path in ("/old", "/new")] == ["/old", "/new", "/new"]
    assert [one.url for one in ledger.watch.named()] == [site.url("/new")]


def test_entries_whose_addresses_change_are_not_new_articles(ledger):
    with web() as site:
        site.pages["/a"] = site.pages["/b"] = Answer(story("Bridge closed", *BRIDGE))
        site.pages["/feed"] = rss(feed(("tag:1", site.url("/a"), "Bridge closed")))
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/feed"))
        assert kinds(one.round()) == ["article"]
        site.pages["/feed"] = rss(feed(("tag:1", site.url("/b"), "Bridge closed")))
        del site.pages["/a"]
        clock.now += 2 * HOUR
        events = one.round()
    # The same words at another address: a version of the same article, with nothing changed in it.
    assert [event.kind for event in events] in ([], ["edit"])
    assert len(ledger.documents()) == 1


def test_a_feed_that_carries_its_articles_whole(ledger):
    whole = "".join(f"<p>{words}</p>" for words in BRIDGE)
    edited = "".join(f"<p>{words}</p>" for words in (*EDITED, BRIDGE[0]))
    with web() as site:
        site.pages["/feed"] = rss(feed(("1", site.url("/bridge"), "Bridge closed"), text=whole))
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/feed"))
        assert kinds(one.round()) == ["article"]
        site.pages["/feed"] = rss(feed(("1", site.url("/bridge"), "Bridge closed"), text=edited))
        clock.now += HOUR
        assert kinds(one.round()) == ["edit"]
    assert site.asked_for("/bridge") == []
    assert len(ledger.documents()) == 1


# --- stops, clocks, databases ---


def test_a_round_that_was_cut_off_goes_on(ledger, tmp_path):
    with web() as site:
        site.pages["/bridge"] = Answer(story("Bridge closed", *BRIDGE))
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))

        def stopped(*_: object) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            watching(ledger, clock, look=stopped).round()
        with open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as again:
            assert kinds(watching(again, clock).round()) == ["article"]


def test_what_was_recorded_but_not_told_is_told_by_the_next_round(ledger, monkeypatch):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        settle = ledger.watch.settle
        killed = RuntimeError("killed between recording and noting it")

        def die(*_: object) -> None:
            raise killed

        monkeypatch.setattr(ledger.watch, "settle", die)
        with pytest.raises(RuntimeError):
            one.round()
        monkeypatch.setattr(ledger.watch, "settle", settle)
        assert len(ledger.documents()) == 1
        clock.now += HOUR  # longer than one watcher may keep an address to itself
        assert kinds(one.round()) == ["article"]
        clock.now += DAY
        assert one.round() == []


def test_a_clock_that_was_wrong_does_not_stop_the_watch(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        one = watching(ledger, Clock(now=4_000_000_000.0))  # the year 2096
        one.add(site.url("/bridge"))
        one.round()
        assert kinds(watching(ledger, Clock()).round()) == []
    assert len(site.asked_for("/bridge")) == 2


def test_two_watchers_do_not_ask_twice(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        mine = ledger.watch.due(clock.now)
        assert ledger.watch.claim([mine[0].id], clock.now, clock.now + 300) == {mine[0].id}
        assert one.round() == []
        assert site.asked_for("/bridge") == []
        clock.now += 301
        assert kinds(one.round()) == ["article"]


def test_a_database_that_is_lost_is_said_and_nothing_is_looked_at(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site, open_ledger(f"sqlite:///{path}") as ledger:
        one = watching(ledger, Clock())
        one.add(site.url("/bridge"))
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        for file in tmp_path.glob("ledger.sqlite*"):
            file.rename(elsewhere / file.name)
        with pytest.raises(LedgerError, match="is not there"):
            one.round()
        assert site.asked == []
        for file in elsewhere.iterdir():
            file.rename(tmp_path / file.name)
        assert kinds(one.round()) == ["article"]


def test_what_is_withdrawn_is_told_no_more(ledger):
    with web(bridge=Answer(story("Bridge closed", *BRIDGE))) as site:
        clock = Clock()
        one = watching(ledger, clock)
        one.add(site.url("/bridge"))
        [event] = one.round()
        ledger.withdraw(event.document, "asked to", event.stamp)
        assert "Bridge" not in told(ledger, event).text
        site.pages["/bridge"].body = story("Bridge closed", *EDITED)
        clock.now += DAY
        assert one.round() == []
    assert ledger.documents() == []
