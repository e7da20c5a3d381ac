"""A thread as a reader wants it: orders, folding, what is new, hiding a person, quoting, votes, feeds."""

from __future__ import annotations

import re

import pytest

from onrecord.ledger.votes import wilson
from tests.pages.test_account import post, signed_in, talk
from tests.pages.test_discussion import RELAXED, desk_of, field, plain, send, thread

__all__ = ["post", "talk"]


def numbers(page):
    """The comments of a page, in its order."""
    return re.findall(r'<li id="r-([\d.]+)"', page)


@pytest.fixture
def argued(talk):
    """1 with two answers, 2 with none, 3 with one; four readers on four networks."""

    def made(**settings):
        site = talk(**{**RELAXED, **settings})
        site.people = [site.browser(f"198.51.{at}.1") for at in range(4)]
        for at in range(3):
            send(site, site.people[at], name=f"P{at}", text=f"{at + 1}")
        one, _two, three = site.ledger.talk.thread(site.id)
        send(site, site.people[1], text="1.1", under=one.id)
        first = site.ledger.talk.thread(site.id)[1]
        send(site, site.people[2], text="1.1.1", under=first.id)
        send(site, site.people[3], text="3.1", under=three.id)
        return site

    return made


# --- orders ---


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["1", "1.1", "1.1.1", "2", "3", "3.1"]),
        ("?sort=newest", ["3", "3.1", "2", "1", "1.1", "1.1.1"]),
        ("?sort=answered", ["1", "1.1", "1.1.1", "3", "3.1", "2"]),
        ("?fold=yes", ["1", "2", "3"]),
        ("?sort=newest&fold=yes", ["3", "2", "1"]),
        ("?sort=answered&fold=yes", ["1", "3", "2"]),
    ],
)
def test_a_thread_in_every_order(argued, query, order):
    site = argued()
    assert numbers(site.browser().get(f"/articles/{site.id}{query}").text) == order


def test_folded_answers_are_counted(argued):
    site = argued()
    page = plain(site.browser().get(f"/articles/{site.id}?fold=yes").text)
    assert "2 answers" in page
    assert "1 answer" in page
    assert "unfold answers" in page


@pytest.mark.parametrize("query", ["?sort=loudest", "?fold=maybe", "?since=yesterday", "?page=0"])
def test_an_order_that_there_is_not(argued, query):
    site = argued()
    assert site.browser().get(f"/articles/{site.id}{query}").status_code == 422


def test_what_is_new_since_a_moment_is_marked(argued):
    site = argued()
    page = site.browser().get(f"/articles/{site.id}").text
    kept = re.search(r'href="/articles/\w+(\?since=[^"#]+)', page).group(1)
    assert kept == "?since=2026-03-03T12:00:00Z"  # the clock of these tests stands still
    assert "Nothing new on this page." in site.browser().get(f"/articles/{site.id}{kept}").text
    earlier = site.browser().get(f"/articles/{site.id}?since=2026-03-02T12:00:00Z").text
    assert "6 new on this page" in earlier
    assert earlier.count("<b>new</b>") == 6


# --- votes ---


def vote(site, at, number, up):
    """A reader's vote."""
    one = next(one for one in site.ledger.talk.thread(site.id) if one.number == number)
    return site.people[at].post(f"/comments/{one.id}/vote", data={"up": up})


def test_the_best_argued_first(argued):
    site = argued(votes=True)
    for at, number, up in [(0, "2", "yes"), (2, "2", "yes"), (3, "2", "yes"), (1, "3", "yes"), (0, "3", "no")]:
        assert vote(site, at, number, up).status_code == 303
    page = site.browser().get(f"/articles/{site.id}?sort=best").text
    assert numbers(page) == ["2", "3", "3.1", "1", "1.1", "1.1.1"]
    assert "best argued first" in page
    assert "well argued 3" in plain(page)


def test_a_vote_is_one_and_not_for_oneself(argued):
    site = argued(votes=True)
    two = site.ledger.talk.thread(site.id)[3]
    for up in ("yes", "yes", "no", "yes"):
        vote(site, 0, "2", up)
    assert site.ledger.talk.tally([two.id]) == {two.id: (1, 0)}
    vote(site, 0, "2", "back")
    assert site.ledger.talk.tally([two.id]) == {two.id: (0, 0)}
    assert vote(site, 1, "2", "yes").status_code == 403
    stranger = site.browser("192.0.2.1")  # without a cookie a second press tells that it is the same browser
    page = stranger.post(f"/comments/{two.id}/vote", data={"up": "yes"})
    assert ("Is it well argued?" in page.text, site.ledger.talk.tally([two.id])[two.id]) == (True, (0, 0))
    assert stranger.post(f"/comments/{two.id}/vote", data={"up": "yes"}).status_code == 303


def test_without_the_setting_nobody_votes(argued):
    site = argued()
    assert vote(site, 0, "2", "yes").status_code == 404
    assert "well argued" not in site.browser().get(f"/articles/{site.id}").text


@pytest.mark.parametrize(
    ("ups", "downs", "bound"), [(0, 0, 0.0), (1, 0, 0.2065), (10, 0, 0.7225), (90, 10, 0.8256), (0, 5, 0.0)]
)
def test_wilsons_bound(ups, downs, bound):
    assert wilson(ups, downs) == pytest.approx(bound, abs=5e-4)


# --- hiding a person ---


def test_a_reader_hides_a_person_without_an_account(argued):
    site = argued()
    ada, where = site.browser("192.0.2.1"), f"/articles/{site.id}"
    two = site.ledger.talk.thread(site.id)[3]
    assert "Hide what this person writes?" in ada.get(f"/comments/{two.id}/hide").text
    answer = ada.post(f"/comments/{two.id}/hide", data={"action": "hide"})
    assert answer.headers["location"].endswith("#r-2")
    page = ada.get(where).text
    folded = re.findall(r'<li id="r-([\d.]+)"(?:(?!<li ).)*?<details class="away">', page, re.S)
    assert folded == ["1.1", "2"]  # both are that person's
    assert "You hide this person" not in site.browser("192.0.2.2").get(where).text
    assert "You hide 1 person." in plain(ada.get("/mine").text)
    ada.post("/mine/hidden")
    assert "You hide this person" not in ada.get(where).text


def test_a_cookie_of_nonsense_hides_nobody(argued):
    site = argued()
    ada = site.browser()
    ada.cookies.set("onrecord_hidden", "x.y<z>." + "a" * 5000)
    assert "You hide this person" not in ada.get(f"/articles/{site.id}").text


# --- quoting ---


def test_a_comment_is_quoted_whole(argued):
    site = argued()
    one = site.ledger.talk.thread(site.id)[0]
    page = site.browser().get(f"/articles/{site.id}/comment", params={"under": one.id, "quote": "yes"}).text
    assert "&gt; 1\n" in page


def test_words_of_a_comment_are_answered(talk):
    site = talk(**RELAXED)
    ada = site.browser()
    send(site, ada, text="It cost *forty* million, and nobody was asked.")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, ada, text="I was.", under=one.id, only="nobody was asked")
    assert thread(site)[1] == ("1.1", "> nobody was asked\n\nI was.")
    refused = send(site, ada, text="Who said so?", under=one.id, only="everybody was asked")
    assert (refused.status_code, "do not stand in the comment" in refused.text) == (422, True)


def test_a_quoting_form_sent_twice_is_one(talk):
    site = talk(**RELAXED)
    ada, where = site.browser(), f"/articles/{site.id}/comment"
    send(site, ada, text="It cost forty million.")
    one = site.ledger.talk.thread(site.id)[0]
    page = ada.get(where, params={"under": one.id}).text
    site.clock.at += 5
    given = {"token": field(page, "token"), "under": one.id, "only": "forty million", "text": "So?"}
    first, second = ada.post(where, data=given), ada.post(where, data=given)
    assert first.headers["location"] == second.headers["location"]
    assert len(thread(site)) == 2


# --- feeds ---


def test_a_thread_and_an_author_as_feeds(post):
    site = post()
    ada, tam = signed_in(site), site.browser("198.51.100.2")
    ada.post("/account", data={"name": "Ada L."})
    send(site, ada, text="one")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, tam, name="Tam", text="two", under=one.id)
    send(site, tam, text="apart")
    feed = tam.get(f"/comments/{one.id}/thread.atom").text
    assert [words in feed for words in ("one", "two", "apart")] == [True, True, False]
    mine = tam.get(f"/comments/{one.id}/author.atom").text
    assert ("Comments by Ada L." in mine, "one" in mine, "two" in mine) == (True, True, False)
    two = site.ledger.talk.thread(site.id)[1]
    assert tam.get(f"/comments/{two.id}/author.atom").status_code == 404  # a name alone is nobody's
    desk_of(site).post(f"/desk/comments/{one.id}", data={"action": "remove", "acts": 1, "why": "x"})
    assert tam.get(f"/comments/{one.id}/thread.atom").status_code == 404
