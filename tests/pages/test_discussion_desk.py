"""The desk decides: what waits, with reasons, once; what the public sees of it."""

from __future__ import annotations

import re

import pytest

from tests.pages.test_discussion import DETOUR, RELAXED, at_of, desk_of, plain, send, talk, thread

__all__ = ["talk"]


def act(desk, post, action, why="", acts=1, back="queue"):
    """The desk presses a button."""
    given = {"action": action, "acts": acts, "why": why, "back": back}
    return desk.post(f"/desk/comments/{post.id}", data=given)


def held(site, reader, **entry):
    """A comment that waits."""
    send(site, reader, **entry)
    return site.ledger.talk.queue()[-1]


def test_the_queue_shows_what_waits_why_and_what_may_be_done(talk):
    site = talk()
    desk = desk_of(site)
    assert "Nothing waits." in desk.get("/desk/comments").text
    held(site, site.browser(), name="Ada", text="See www.example.org")
    page = desk.get("/desk/comments").text
    assert "It holds a link." in page
    assert "first comment before it is shown" in page
    assert re.findall(r'<button name="action" value="(\w+)"', page) == ["approve", "reject"]
    assert 'href="/desk/comments"' in desk.get("/desk").text


def test_approving_shows_it(talk):
    site = talk()
    desk, ada = desk_of(site), site.browser()
    post = held(site, ada, text="Hello")
    assert act(desk, post, "approve").headers["location"] == "/desk/comments"
    assert thread(site) == [("1", "Hello")]
    assert ada.get(f"/comments/{post.id}").headers["location"].endswith("#r-1")


def test_rejecting_needs_a_reason_which_its_author_reads(talk):
    site = talk()
    desk, ada = desk_of(site), site.browser()
    post = held(site, ada, text="Buy now")
    refused = act(desk, post, "reject")
    assert refused.status_code == 422
    assert "Say why" in refused.text
    act(desk, post, "reject", "Advertising.")
    assert thread(site) == []
    told = ada.get(f"/comments/{post.id}").text
    assert "was not published" in told
    assert "Advertising." in told
    assert "Buy now" in told  # it is still the author's
    assert "Advertising." in ada.get("/mine").text
    assert site.browser("198.51.100.1").get(f"/comments/{post.id}").status_code == 404


def test_removing_leaves_its_place_and_the_reason(talk):
    site = talk(**RELAXED)
    desk, ada = desk_of(site), site.browser()
    send(site, ada, name="Ada", text="You swine")
    post = site.ledger.talk.thread(site.id)[0]
    send(site, ada, text="an answer", under=post.id)
    act(desk, post, "remove", "Abuse.")
    page = site.browser("198.51.100.1").get(f"/articles/{site.id}").text
    assert "1 Removed by the desk. Abuse." in plain(page)
    assert "You swine" not in page
    assert 'in reply to <a href="#r-1">1</a>' in page
    item = site.browser().get(f"/articles/{site.id}/discussion.json").json()["items"][0]
    assert (item["state"], item["text"], item["html"], item["author"]) == ("removed", "", "", None)
    act(desk, post, "restore", acts=2)
    assert "You swine" in ada.get(f"/articles/{site.id}").text


def test_two_at_the_desk_decide_once(talk):
    site = talk()
    desk = desk_of(site)
    post = held(site, site.browser(), text="Hello")
    act(desk, post, "approve")
    late = act(desk, post, "reject", "Too late.")
    assert late.status_code == 409
    assert "meanwhile" in late.text
    assert thread(site) == [("1", "Hello")]
    # seen long ago: the state would allow it, but something was done since
    act(desk, post, "hold", acts=2)
    assert act(desk, post, "approve", acts=1).status_code == 409
    assert [one.action for one in site.ledger.talk.history(post.id)] == ["wait", "approve", "hold"]


@pytest.mark.parametrize("action", ["delete", "edit", "post", "burn"])
def test_the_desk_cannot_act_as_the_author(talk, action):
    site = talk()
    post = held(site, site.browser(), text="Hello")
    assert act(desk_of(site), post, action).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/desk/comments"), ("GET", "/desk/comments/{id}"), ("POST", "/desk/comments/{id}")]
)
def test_the_public_is_kept_from_it(talk, method, path):
    site = talk()
    ada = site.browser()
    post = held(site, ada, text="Hello")
    sent = {"data": {"action": "approve", "acts": 1}} if method == "POST" else {}
    assert ada.request(method, path.format(id=post.id), **sent).status_code == 403
    assert thread(site) == []


def test_a_correction_is_accepted_declined_or_opened_again(talk):
    site = talk(**RELAXED)
    desk, ada = desk_of(site), site.browser()
    at = at_of(site.kept.new.document, DETOUR)
    send(site, ada, name="Tam", text="I counted.", at=at, only="14,000", instead="12,500")
    post = site.ledger.talk.queue()[0]
    assert act(desk, post, "decline").status_code == 422
    act(desk, post, "decline", "The ministry says 14,000.")
    assert "declined : The ministry says 14,000." in plain(ada.get("/corrections").text)
    act(desk, post, "reopen", acts=2)
    assert [one.id for one in site.ledger.talk.queue()] == [post.id]
    act(desk, post, "accept", "Thank you, Tam.", acts=3)
    assert site.ledger.talk.queue() == []
    assert "accepted : Thank you, Tam." in plain(ada.get(f"/articles/{site.id}").text)
    (item,) = ada.get("/corrections.json").json()["items"]
    assert (item["quoted"], item["correction"]["outcome"]) == ("14,000", "accepted")
    feed = ada.get("/corrections.atom").text
    assert "“14,000” → “12,500”" in feed
    assert "Thank you, Tam." in feed


def test_the_log_tells_decisions_and_reasons_without_names(talk):
    site = talk()
    desk, ada = desk_of(site), site.browser()
    post = held(site, ada, name="Ada", text="Buy now")
    act(desk, post, "reject", "Advertising.")
    page = plain(ada.get("/decisions").text)
    assert "not published 3 March 2026, 12:00 UTC · comment 1 under this article Advertising." in page
    assert "Ada" not in page
    assert "Buy now" not in page
    (item,) = ada.get("/decisions.json").json()["items"]
    assert item == {
        "at": "2026-03-03T12:00:00Z",
        "action": "reject",
        "why": "Advertising.",
        "article": site.kept.old.document.id,
        "number": "1",
    }


def test_redacted_words_are_gone_from_the_thread_too(talk):
    site = talk(**RELAXED)
    desk, ada = desk_of(site), site.browser()
    send(site, ada, name="Mira Holt", text="I am *Mira* Holt, ask Mira Holt!")
    desk.post("/desk/redact", data={"of": site.id, "words_to_blank": "Mira Holt"})
    page = ada.get(f"/articles/{site.id}").text
    assert "Mira" not in page
    assert "█" in page


def test_a_withdrawn_article_takes_its_thread_along(talk):
    site = talk(**RELAXED)
    desk, ada = desk_of(site), site.browser()
    send(site, ada, text="I said so", at=at_of(site.kept.new.document, DETOUR), instead="nothing")
    post = site.ledger.talk.thread(site.id)[0]
    desk.post("/desk/withdraw", data={"of": site.id, "why": "a court said so"})
    for path in (f"/articles/{site.id}/discussion.json", f"/articles/{site.id}/comment"):
        assert ada.get(path).status_code == 410
    assert "I said so" not in ada.get("/corrections").text
    assert "I said so" not in desk.get("/desk/comments").text
    assert ada.get("/mine").status_code == 200
    assert post.id not in ada.get("/corrections.json").text


# --- reports ---


def tell(site, reader, post, **entry):
    """A reader reports a comment."""
    page = reader.get(f"/comments/{post.id}/report")
    given = {"token": re.search(r'name="token" value="([^"]+)"', page.text).group(1), **entry}
    return reader.post(f"/comments/{post.id}/report", data=given)


def test_a_report_brings_a_comment_before_the_desk(talk):
    site = talk(**RELAXED)
    desk, ada = desk_of(site), site.browser()
    send(site, ada, text="Tam is a swine")
    post = site.ledger.talk.thread(site.id)[0]
    assert f'href="/comments/{post.id}/report"' in ada.get(f"/articles/{site.id}").text
    sent = tell(site, site.browser("198.51.100.1"), post, reason="abuse", text="<b>He</b> means me.")
    assert "has reached the desk" in sent.text
    page = desk.get("/desk/comments").text
    assert "Reported: It insults or threatens: &lt;b&gt;He&lt;/b&gt; means me." in plain(page).replace("<", "&lt;")
    assert re.findall(r'<button name="action" value="(\w+)"', page) == ["keep", "hold", "remove"]
    assert "means me" not in ada.get("/mine").text + ada.get("/decisions").text + ada.get(f"/articles/{site.id}").text
    act(desk, post, "keep", "Rude, and about a public office.")
    assert "Nothing waits." in desk.get("/desk/comments").text
    assert "let stand after a report" in plain(ada.get("/decisions").text)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"reason": "", "text": "because"}, "Choose a reason"),
        ({"reason": "because"}, "Choose a reason"),
        ({"reason": "spam", "website": "x"}, "there for machines"),
        ({"reason": "spam", "text": "x" * 2001}, "1 character too long"),
        ({"reason": "spam", "text": "words", "token": ""}, "open for long"),
    ],
)
def test_a_report_that_is_not_taken_comes_back(talk, entry, says):
    site = talk(**RELAXED)
    ada = site.browser()
    send(site, ada, text="one")
    post = site.ledger.talk.thread(site.id)[0]
    back = tell(site, ada, post, **entry)
    assert back.status_code == 422
    assert says in back.text
    assert f">{entry.get('text', '')}</textarea>" in back.text
    assert site.ledger.talk.queue() == []


def test_only_what_is_shown_can_be_reported(talk):
    site = talk()
    post = held(site, site.browser(), text="one")
    assert site.browser().get(f"/comments/{post.id}/report").status_code == 404
