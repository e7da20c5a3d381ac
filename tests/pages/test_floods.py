"""Machines are kept out without a third party, and readers are let in: sums, buckets, proxies, a scripted flood."""

from __future__ import annotations

import hashlib
import json
import random
import re
from html import unescape

import pytest

from benchmarks._flooders import settle
from benchmarks.floods import Flood, vocabulary
from onrecord.pages import crowd, proof
from tests.pages.test_discussion import RELAXED, desk_of, field, send, talk, thread
from tests.pages.test_security import request

from altcha import v1  # isort: skip

__all__ = ["talk"]
EASY = 200


def sum_of(page):
    """The sum of a page's form."""
    found = re.search(r'data-work="([^"]+)"', page)
    return json.loads(unescape(found.group(1))) if found else None


def answer_to(asked):
    """The answer, as a script finds it."""
    tried = ((at, hashlib.sha256(f"{asked['salt']}{at}".encode()).hexdigest()) for at in range(asked["maxNumber"] + 1))
    number = next(at for at, made in tried if made == asked["challenge"])
    return v1.Payload(asked["algorithm"], asked["challenge"], number, asked["salt"], asked["signature"]).to_base64()


def proved(site, reader, **entry):
    """A reader whose browser solves the sum."""
    page = reader.get(f"/articles/{site.id}/comment").text
    site.clock.at += 5
    given = {"token": field(page, "token"), "work": answer_to(sum_of(page)), **entry}
    return reader.post(f"/articles/{site.id}/comment", data=given)


# --- the sum ---


def test_a_solved_sum_lets_a_newcomer_in_and_without_one_the_desk_looks_first(talk):
    site = talk(proof=EASY, **RELAXED)
    proved(site, site.browser(), text="solved")
    send(site, site.browser("198.51.100.2"), text="without scripts")
    assert thread(site) == [("1", "solved")]
    (waits,) = site.ledger.talk.queue()
    assert (waits.text, waits.why) == ("without scripts", "unproved")


def test_who_is_known_here_needs_no_sum(talk):
    site = talk(proof=EASY, **RELAXED)
    ada = site.browser()
    send(site, ada, text="one")
    desk_of(site).post(f"/desk/comments/{site.ledger.talk.queue()[0].id}", data={"action": "approve", "acts": 1})
    send(site, ada, text="two")
    assert thread(site) == [("1", "one"), ("2", "two")]


@pytest.mark.parametrize("wrong", ["", "nonsense", "e30=", "another form's", "another number", "another salt"])
def test_an_answer_that_is_not_this_forms_is_none(talk, wrong):
    site = talk(proof=EASY, **RELAXED)
    here = site.app.state.site
    asked = json.loads(proof.challenge(here, "form"))
    right = answer_to(asked)
    assert proof.worked(here, "form", right) == EASY
    held = v1.Payload.from_base64(right)
    other = answer_to(json.loads(proof.challenge(here, "other")))
    made = {"another form's": other, "another number": _with(held, number=held.number + 1)}
    made["another salt"] = _with(held, salt=held.salt + "form=other&")
    assert not proof.worked(here, "form", made.get(wrong, wrong))


def _with(held, **changed):
    return v1.Payload.from_dict(held.to_dict() | changed).to_base64()


def test_a_site_may_ask_for_none(talk):
    assert "data-work" not in talk(proof=0).browser().get(f"/articles/{talk().id}/comment").text


# --- buckets ---


def test_a_reader_who_changes_networks_is_the_same_reader(talk):
    site = talk(**RELAXED)
    ada = site.browser()
    send(site, ada, seconds=3, text="0")
    cookie = ada.cookies["onrecord_reader"]
    statuses = []
    for at in range(6):
        moved = site.browser(f"198.51.{at}.1")
        moved.cookies.set("onrecord_reader", cookie)
        statuses.append(send(site, moved, seconds=2, text=f"and {at}").status_code)
    assert statuses[:4] == [303] * 4
    assert statuses[-1] == 429


def test_the_same_words_from_everywhere_are_stopped(talk):
    site = talk(**RELAXED)
    said = ["Buy cheap watches at our shop", "buy  CHEAP watches at our shop", "Buy cheap watches at our shop"]
    answers = [send(site, site.browser(f"198.51.{at}.1"), text=words) for at, words in enumerate([*said, said[0]])]
    assert [one.status_code for one in answers] == [303, 303, 303, 429]
    assert "were posted several times" in answers[-1].text
    yes = [send(site, site.browser(f"203.0.{at}.1"), text="Yes.").status_code for at in range(5)]
    assert yes == [303] * 5


@pytest.mark.parametrize(
    ("client", "told", "trusted", "network"),
    [
        ("10.0.0.2", "203.0.113.9", "10.0.0.0/8", "203.0.113.0/24"),
        ("10.0.0.2", "198.51.100.1, 203.0.113.9, 10.0.0.7", "10.0.0.0/8", "203.0.113.0/24"),  # two proxies
        ("10.0.0.2", "198.51.100.1", "", "10.0.0.0/24"),  # nobody is trusted
        ("203.0.113.9", "198.51.100.1", "10.0.0.0/8", "203.0.113.0/24"),  # made up by the asker
        ("10.0.0.2", "", "10.0.0.0/8", "10.0.0.0/24"),
        ("10.0.0.2", "nonsense", "10.0.0.0/8", "nonsense"),
    ],
)
def test_a_forwarding_header_counts_from_a_trusted_proxy_alone(client, told, trusted, network):
    from onrecord.pages.security import network as found

    assert found(request(client, **({"x_forwarded_for": told} if told else {})), trusted) == network


# --- warned before posting ---


def test_a_writer_is_warned_once_and_may_rephrase_or_post_it_as_it_is(talk):
    site = talk(warn_tone=60, **RELAXED)
    ada, where = site.browser(), f"/articles/{site.id}/comment"
    words = "You are a pathetic idiot and a moron."
    warned = send(site, ada, text=words)
    assert (warned.status_code, "may read as an insult" in warned.text) == (200, True)
    assert "idiot" in re.search(r'id="problem">([^<]+)', warned.text).group(1)
    assert thread(site) == []
    given = {"token": field(warned.text, "token"), "sure": field(warned.text, "sure")}
    assert ada.post(where, data={**given, "text": words}).status_code == 303
    assert thread(site) == [("1", words)]
    assert send(site, ada, text="I think you are wrong.").status_code == 303


def test_what_will_wait_is_told_before(talk):
    site = talk(**RELAXED)
    page = site.browser().post(f"/articles/{site.id}/comment", data={"text": "See www.example.org"}).text
    assert "It will wait for the desk: It holds a link." in " ".join(re.sub(r"<[^>]+>", " ", page).split())


# --- newcomers who come all at once ---

WORDS = vocabulary()


def said(at):
    """What the so manieth newcomer says: words of their own."""
    return " ".join(random.Random(at).choices(WORDS, k=9))


def rush(site, many, begin=0):
    """So many newcomers whose browsers solve their sums, one after the other."""
    for at in range(begin, begin + many):
        assert proved(site, site.browser(f"198.{at}.100.7"), text=said(at)).status_code == 303
        site.clock.at -= 5


def test_a_sum_grows_longer_with_every_few_newcomers_and_shorter_when_they_are_gone(talk):
    site = talk(proof=EASY, **RELAXED)
    here = site.app.state.site
    assert crowd.tries(here) == EASY
    rush(site, 2)
    assert crowd.tries(here) == EASY
    rush(site, 4, begin=2)
    assert crowd.tries(here) == 4 * EASY
    site.clock.at += 60
    assert crowd.tries(here) == EASY


def test_a_sum_that_was_cheap_counts_not_when_many_came_meanwhile_and_a_longer_one_is_given(talk):
    site = talk(proof=EASY, **RELAXED)
    ada = site.browser()
    early = ada.get(f"/articles/{site.id}/comment").text
    given = {"token": field(early, "token"), "work": answer_to(sum_of(early)), "text": "I came early."}
    rush(site, 11)
    site.clock.at += 5
    told = ada.post(f"/articles/{site.id}/comment", data=given)
    assert told.status_code == 429
    assert "Your browser does a longer sum meanwhile: post this again." in told.text
    assert "I came early." in told.text
    longer = sum_of(told.text)
    assert longer["maxNumber"] > 4 * EASY
    again = ada.post(f"/articles/{site.id}/comment", data=given | {"work": answer_to(longer)})
    assert again.status_code == 303
    assert "I came early." in [text for _, text in thread(site)]


def test_when_very_many_come_the_desk_looks_first_and_who_was_here_before_goes_on(talk):
    site = talk(proof=1, **RELAXED)
    rush(site, 17)
    assert len(thread(site)) == 17
    rush(site, 3, begin=17)
    assert len(thread(site)) == 17
    assert {post.why for post in site.ledger.talk.queue()} == {"rush"}
    cookie = "5" * 32
    settle(site.app.state.site, site.id, cookie)
    known = site.browser("198.3.100.7")  # on the network of one of them
    known.cookies.set("onrecord_reader", cookie)
    assert send(site, known, text="I am here every day.").status_code == 303
    assert thread(site)[-1][1] == "I am here every day."


def test_a_network_that_floods_stops_newcomers_there_and_no_reader_of_old(talk):
    site = talk(proof=1, **RELAXED)
    statuses = [proved(site, site.browser("198.51.7.9"), text=said(at)).status_code for at in range(9)]
    assert statuses.count(303) == 6  # five, and one for the forty seconds
    cookie = "7" * 32
    settle(site.app.state.site, site.id, cookie)
    known = site.browser("198.51.7.9")
    known.cookies.set("onrecord_reader", cookie)
    assert send(site, known, text="Same house, other person.").status_code == 303


def test_a_message_in_ever_other_words_is_stopped(talk):
    site = talk(proof=1, **RELAXED)
    words = "You will not believe the {} that my neighbour found at our shop number {} this week"
    goods = ["watches", "shoes", "pens", "lamps", "coins", "tools", "toys", "cups"]
    texts = [words.format(one, at) for at, one in enumerate(goods)]
    sent = [proved(site, site.browser(f"198.{at}.3.7"), text=text) for at, text in enumerate(texts)]
    assert [one.status_code for one in sent][:3] == [303] * 3
    assert [one.status_code for one in sent][-3:] == [429] * 3
    assert "were posted several times within the hour" in sent[-1].text


# --- a scripted flood, small; benchmarks/floods.py sends ten thousand ---


def test_a_flood_is_stopped_and_readers_are_not(talk):
    site = talk(proof=50_000, **RELAXED)
    found = Flood(site.app, site.clock, site.id).run(240, readers=8)
    assert found["arrived"] <= 60
    assert {kind: share for kind, share in found.items() if kind.startswith("let in")} == {
        "let in: newcomer, desktop": 1.0,
        "let in: newcomer, phone": 1.0,
        "let in: newcomer, no scripts": 0.0,  # told to wait, to turn scripts on or to sign in
        "let in: shown before, no scripts": 1.0,
    }
