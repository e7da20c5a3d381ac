"""Moderation for one person: appeals, notes, mutes, piles, notices, deciding from a letter, the webhook's calls."""

from __future__ import annotations

import json
import re

import pytest

from onrecord.ledger.concerns import new_notice
from onrecord.pages import postman
from onrecord.records import Stamp
from tests.pages.test_account import post, signed_in, talk
from tests.pages.test_discussion import desk_of, field, plain, send, thread
from tests.pages.test_discussion_desk import act, held

__all__ = ["post", "talk"]


def appeal(reader, post_, text):
    """An author asks the desk to look again."""
    page = reader.get(f"/comments/{post_.id}/appeal")
    return reader.post(f"/comments/{post_.id}/appeal", data={"token": field(page.text, "token"), "text": text})


# --- appeals ---


def test_an_appeal_comes_before_the_desk_which_keeps_to_it_or_shows(talk):
    site = talk()
    desk, ada = desk_of(site), site.browser()
    one = held(site, ada, text="Buy bread")
    act(desk, one, "reject", "Advertising.")
    assert site.ledger.talk.queue() == []
    assert f"/comments/{one.id}/appeal" in ada.get("/mine").text
    assert appeal(ada, one, "").status_code == 422
    assert appeal(ada, one, "It is a <b>line</b> of a poem.").status_code == 303
    assert appeal(ada, one, "Again.").status_code == 422  # it has that already
    page = desk.get("/desk/comments").text
    assert "Its author asks to look again: It is a <b>line</b> of a poem." in plain(page).replace("&lt;", "<").replace(
        "&gt;", ">"
    )
    assert re.findall(r'<button name="action" value="(\w+)"', page) == ["uphold", "approve", "hold"]
    assert act(desk, one, "uphold", acts=2).status_code == 422  # not without saying why
    act(desk, one, "uphold", "It names a shop.", acts=2)
    assert site.ledger.talk.queue() == []
    assert "the decision stands after an appeal" in plain(ada.get("/decisions").text)
    assert appeal(ada, one, "Once more.").status_code == 303
    act(desk, one, "approve", acts=3)
    assert thread(site) == [("1", "Buy bread")]


def test_only_its_author_appeals_and_only_against_something(talk):
    site = talk()
    desk, ada = desk_of(site), site.browser()
    one = held(site, ada, text="Buy bread")
    assert ada.get(f"/comments/{one.id}/appeal").status_code == 409  # nothing was decided
    act(desk, one, "reject", "Advertising.")
    assert site.browser("198.51.100.2").get(f"/comments/{one.id}/appeal").status_code == 404
    assert desk.get(f"/comments/{one.id}/appeal").status_code == 404
    receipt = re.search(r"receipt=(\w+)", ada.get(f"/comments/{one.id}/appeal").text).group(1)
    elsewhere = site.browser("198.51.100.3")  # another device, with the address that posting gave
    assert elsewhere.get(f"/comments/{one.id}/appeal", params={"receipt": receipt}).status_code == 200


# --- notes and mutes ---


def test_a_note_is_for_the_desk_alone(talk):
    site = talk()
    desk, ada = desk_of(site), site.browser()
    one = held(site, ada, text="hello")
    desk.post(f"/desk/comments/{one.id}/note", data={"why": "the third of these today"})
    assert "the third of these today" in desk.get(f"/desk/comments/{one.id}").text
    for path in ("/decisions", "/decisions.json", "/mine", f"/comments/{one.id}"):
        assert "third of these" not in ada.get(path).text
    assert [one.id for one in site.ledger.talk.queue()] == [one.id]  # it still waits


def test_a_mute_is_open_has_a_reason_and_ends(talk):
    site = talk(hold_first=False)
    desk, ada, tam = desk_of(site), site.browser(), site.browser("198.51.100.2")
    send(site, ada, text="You swine")
    one = site.ledger.talk.thread(site.id)[0]
    assert desk.post(f"/desk/comments/{one.id}/mute", data={"hours": "24"}).status_code == 422
    desk.post(f"/desk/comments/{one.id}/mute", data={"hours": "24", "why": "Insults."})
    told = send(site, ada, text="And another thing")
    assert told.status_code == 403
    assert "You may not write here until" in told.text
    assert "Insults." in told.text
    assert "And another thing</textarea>" in told.text  # nothing is lost
    assert send(site, tam, text="I may").status_code == 303
    assert "its author may not write for a while" in plain(tam.get("/decisions").text)
    assert "Insults." in tam.get("/decisions").text
    site.clock.at += 24 * 3600 + 1
    assert send(site, ada, text="Sorry.").status_code == 303


def test_a_mute_is_taken_back(talk):
    site = talk(hold_first=False)
    desk, ada = desk_of(site), site.browser()
    send(site, ada, text="one")
    one = site.ledger.talk.thread(site.id)[0]
    desk.post(f"/desk/comments/{one.id}/mute", data={"hours": "24", "why": "A mistake."})
    desk.post(f"/desk/comments/{one.id}/mute", data={"hours": "0"})
    assert send(site, ada, text="two").status_code == 303


@pytest.mark.parametrize("hours", ["-1", "721", "for ever"])
def test_nobody_is_muted_for_ever(talk, hours):
    site = talk()
    one = held(site, site.browser(), text="hello")
    answer = desk_of(site).post(f"/desk/comments/{one.id}/mute", data={"hours": hours, "why": "x"})
    assert answer.status_code == 422


# --- many against one ---


def test_more_than_a_few_answers_to_one_reader_within_an_hour_are_held(talk):
    site = talk(hold_first=False, hold_pile=3)
    ada = site.browser()
    send(site, ada, text="I think the bridge is fine")
    send(site, ada, text="I still do")
    first, second = site.ledger.talk.thread(site.id)
    for at, under in enumerate((first, second, first)):
        send(site, site.browser(f"198.51.{at}.1"), text=f"No {at}", under=under.id)
    assert len(thread(site)) == 5
    send(site, site.browser("198.51.9.1"), text="No, no", under=second.id)
    assert len(thread(site)) == 5
    (waits,) = site.ledger.talk.queue()
    assert waits.why == "pile"
    send(site, ada, text="Let me answer", under=first.id)  # oneself is no pile
    assert len(thread(site)) == 6


# --- notices ---


def notice(site, reader, **given):
    """Somebody sends a notice."""
    token = field(reader.get("/notice").text, "token")
    return reader.post("/notice", data={"token": token, "faith": "true", **given})


def test_a_notice_is_received_brought_before_the_desk_and_answered_by_mail(post):
    site = post(contact="desk@site.example")
    desk, ada, tam = desk_of(site), site.browser(), site.browser("198.51.100.2")
    send(site, ada, text="Tam is a thief")
    one = site.ledger.talk.thread(site.id)[0]
    assert "desk@site.example" in tam.get("/notice").text
    given = {"about": f"https://record.example/comments/{one.id}", "text": "A lie.", "name": "Tam"}
    sent = notice(site, tam, email="tam@x.example", **given)
    number = re.search(r"Its number is (\w+)", sent.text).group(1)
    (receipt,) = site.letters()
    assert (receipt["to"], number in receipt.get_content()) == ("tam@x.example", True)
    assert number in desk.get("/desk/comments").text
    page = desk.get("/desk/notices").text
    assert ("A lie." in page, "tam@x.example" in page) == (True, True)
    assert desk.post(f"/desk/notices/{number}", data={"text": ""}).status_code == 422
    desk.post(f"/desk/notices/{number}", data={"text": "Removed; see § 1."})
    assert "Removed; see § 1." in site.letters()[-1].get_content()
    assert "tam@x.example" not in ada.get("/decisions").text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"about": ""}, "Say what it is about"),
        ({"text": ""}, "Say what it is about"),
        ({"faith": "false"}, "Confirm that you believe"),
        ({"email": "nobody"}, "no mail address"),
        ({"website": "x"}, "there for machines"),
        ({"text": "x" * 5_001}, "1 character too long"),
        ({"token": ""}, "open for long"),
    ],
)
def test_a_notice_that_is_not_taken_comes_back(post, given, says):
    site = post()
    whole = {"about": "https://record.example/", "text": "Because."}
    answer = notice(site, site.browser(), **{**whole, **given})
    assert (answer.status_code, says in answer.text) == (422, True)
    assert site.ledger.people.notices() == []


def test_a_notice_may_come_without_a_name(post):
    site = post()
    answer = notice(site, site.browser(), about="https://record.example/articles/x", text="A child.")
    assert "Without an address nobody can answer you" in answer.text
    assert (site.ledger.people.notices()[0].name, site.letters()) == ("", [])


# --- from a letter ---


@pytest.fixture
def lettered(post):
    """A moderator has a letter about a comment that waits; its links by what they do."""
    site = post(hold_first=True)
    site.mod = signed_in(site, "mod@site.example", "moderator")
    send(site, site.browser(), name="Ada", text="Hello <there>")
    site.one = site.ledger.talk.queue()[0]
    postman.round(site.app.state.site, site.clock.at)
    letter = site.letters()[-1]
    assert (letter["to"], "> Hello <there>" in letter.get_content()) == ("mod@site.example", True)
    body = letter.get_content()
    site.links = {
        action: re.search(rf"https://record\.example(/decide/\S*action={action}\S*)", body).group(1)
        for action in ("approve", "reject")
    }
    return site


def test_a_link_in_a_letter_asks_and_its_button_does_it(lettered):
    site, phone = lettered, lettered.browser("198.51.100.9")  # not signed in
    page = phone.get(site.links["approve"])
    assert "Hello &lt;there&gt;" in page.text
    assert thread(site) == []  # a program that looks at mail follows links
    done = phone.post(site.links["approve"])
    assert "published" in done.text
    assert thread(site) == [("1", "Hello <there>")]
    moderator = site.ledger.people.of_email("mod@site.example")
    assert site.ledger.talk.history(site.one.id)[-1].stamp.by == moderator.id
    assert phone.post(site.links["approve"]).status_code == 409


def test_not_publishing_from_a_letter_needs_a_reason(lettered):
    site, phone = lettered, lettered.browser()
    assert phone.post(site.links["reject"]).status_code == 422
    phone.post(site.links["reject"], data={"why": "Empty."})
    assert site.ledger.talk.find(site.one.id).state == "rejected"


@pytest.mark.parametrize("wrong", ["acts=1->acts=2", "action=approve->action=remove", "until=1->until=9", "by=->by=x"])
def test_a_link_that_was_changed_does_nothing(lettered, wrong):
    old, new = wrong.split("->")
    link = lettered.links["approve"].replace(old, new)
    assert link != lettered.links["approve"]
    for answer in (lettered.browser().get(link), lettered.browser().post(link)):
        assert answer.status_code == 403
    assert thread(lettered) == []


def test_a_link_is_good_for_a_week_and_for_a_moderator(lettered):
    site = lettered
    held_ = site.ledger.people.of_email("mod@site.example")
    site.ledger.people.appoint(held_.id, "reader", "", site.app.state.site.stamp("test"))
    assert site.browser().post(site.links["approve"]).status_code == 403
    site.ledger.people.appoint(held_.id, "moderator", "", site.app.state.site.stamp("test"))
    site.clock.at += 7 * 24 * 3600 + 1
    assert site.browser().post(site.links["approve"]).status_code == 403
    assert thread(site) == []


# --- harsh words ---


def test_a_harsh_comment_is_marked_for_the_desk_sorted_and_may_be_held(talk):
    site = talk(hold_first=False, hold_tone=60, suspect_words="bridge")
    send(site, site.browser(), name="Tam", text="The bridge is late.")
    send(site, site.browser("198.51.100.2"), name="Ada", text="You are a pathetic idiot and a moron.")
    assert thread(site) == []
    mild, harsh = site.ledger.talk.queue()
    assert (mild.why, harsh.why) == ("suspect", "tone")
    page = desk_of(site).get("/desk/comments?sort=harsh").text
    assert page.index(harsh.id) < page.index(mild.id)
    assert re.findall(r'<mark class="harsh">([^<]+)</mark>', page)[0] in "pathetic idiot"


def test_harsh_words_are_never_refused(talk):
    site = talk(hold_first=False)
    assert send(site, site.browser(), text="You are a pathetic idiot and a moron.").status_code == 303


# --- the webhook ---


def test_the_webhook_is_told_what_waits_and_not_who_wrote_what(talk):
    site = talk(webhook="http://127.0.0.1:9/hook")
    one = held(site, site.browser(), name="Ada", text="secret words")
    (parcel,) = site.ledger.outbox.waiting(site.clock.at)
    told = json.loads(parcel.held)
    assert (told["event"], told["comment"], told["state"]) == ("wait", one.id, "held")
    assert not {"Ada", "secret words"} & set(map(str, told.values()))
    assert postman.round(site.app.state.site, site.clock.at) == 0  # nobody listens there: tried again later
    assert site.ledger.outbox.waiting(site.clock.at) == []
    assert len(site.ledger.outbox.waiting(site.clock.at + 3_600)) == 1


def test_the_server_forgets_who_gave_a_notice_by_itself_once_an_hour(post):
    site = post()
    keeper = postman.Postman(site.app.state.site)
    for key in ("one", "two"):
        long_ago = Stamp(at="2022-11-15T00:00:00Z", by="reader")
        given = new_notice(key, "/articles/x", None, "Tam", "tam@x.example", "Unlawful", long_ago)
        site.ledger.people.notice(given)
        site.clock.at += 60
        keeper.once()
    assert [(one.name, one.email, one.text) for one in site.ledger.people.notices()] == [
        ("", "", "Unlawful"),
        ("Tam", "tam@x.example", "Unlawful"),
    ]
    site.clock.at += 3600
    keeper.once()
    assert [one.name for one in site.ledger.people.notices()] == ["", ""]
