"""Letters: who is told of what, once, at confirmed addresses; ended with one click; over a real mail server."""

from __future__ import annotations

import email
import re
from email.policy import default
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller

from onrecord.pages import mail, notify, postman
from tests.pages.test_account import post, signed_in, talk
from tests.pages.test_discussion import desk_of, send, thread
from tests.pages.test_discussion_desk import act
from tests.servers import free_port

__all__ = ["post", "talk"]


class Keeps:
    """A mail server's clerk that keeps what comes, or refuses it."""

    def __init__(self):
        self.letters, self.refuses = [], False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the server calls it so
        if self.refuses:
            return "451 not now"
        read = email.message_from_bytes(envelope.content, policy=default)
        self.letters.append((envelope.rcpt_tos, read))
        return "250 kept"


@pytest.fixture
def clerk():
    """A mail server on loopback."""
    keeps = Keeps()
    server = Controller(keeps, hostname="127.0.0.1", port=free_port())
    server.start()
    keeps.url = f"smtp://127.0.0.1:{server.port}"
    yield keeps
    server.stop()


@pytest.fixture
def served(post, clerk):
    """A site that sends by the server; `ada` is signed in, `tam` writes without an account."""

    def made(**settings):
        site = post(**settings)
        site.ada, site.tam = signed_in(site), site.browser("198.51.100.2")
        site.ada.post("/account", data={"name": "Ada L.", "mail": ["reply", "mention", "decision"]})
        held = site.app.state.site
        object.__setattr__(held, "settings", held.settings.model_copy(update={"mail": "", "smtp": clerk.url}))
        site.round = lambda: postman.round(held, site.clock.at)
        site.clerk = clerk
        return site

    return made


def subjects(site):
    return [letter["subject"] for _, letter in site.clerk.letters]


def test_an_answer_is_told_once(served):
    site = served()
    send(site, site.ada, text="Who paid?")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, site.tam, name="Tam", text="I did.", under=one.id)
    assert (site.round(), site.round()) == (1, 0)
    ((to, letter),) = site.clerk.letters
    assert to == ["ada@letters.example"]
    assert letter["subject"].startswith("Somebody answered you under “")
    body = letter.get_content()
    assert "Tam wrote:" in body
    assert "> I did." in body
    answer = site.ledger.talk.thread(site.id)[1]
    assert f"https://record.example/comments/{answer.id}" in body


def test_nobody_is_told_of_themselves_nor_of_what_is_not_shown(served):
    site = served(suspect_words="swine")
    send(site, site.ada, text="Who paid?")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, site.ada, text="I ask again, @AdaL.", under=one.id)
    send(site, site.tam, text="You swine", under=one.id)
    assert site.round() == 0
    waiting = site.ledger.talk.queue()[0]
    act(desk_of(site), waiting, "approve")  # now it is shown
    assert site.round() == 1
    assert "> You swine" in site.clerk.letters[0][1].get_content()


def test_what_was_removed_meanwhile_is_not_told(served):
    site = served()
    send(site, site.ada, text="Who paid?")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, site.tam, text="You swine", under=one.id)
    act(desk_of(site), site.ledger.talk.thread(site.id)[1], "remove", "Abuse.")
    site.round()
    assert site.clerk.letters == []


def test_a_mention_is_told_to_who_writes_there(served):
    site = served()
    send(site, site.ada, text="Who paid?")
    send(site, site.tam, text="Ask @ada_l. or me@adal.example")
    site.round()
    assert [one.startswith("Somebody mentioned you") for one in subjects(site)] == [True]


@pytest.mark.parametrize(
    ("words", "named"),
    [("@Ada hello", True), ("@ada, you", True), ("x@ada.example", False), ("Ada", False), ("@adam", False)],
)
def test_who_is_named(post, words, named):
    site = post()
    signed_in(site).post("/account", data={"name": "Ada"})
    held = site.ledger.people.of_email("ada@letters.example")
    assert bool(notify.named(words, [held])) is named


def test_a_decision_is_told_with_its_reason_and_how_to_appeal(served):
    site = served(hold_first=True)
    send(site, site.ada, text="Buy bread")
    one = site.ledger.talk.queue()[0]
    act(desk_of(site), one, "reject", "Advertising.")
    site.round()
    body = site.clerk.letters[-1][1].get_content()
    assert "What was done: not published." in body
    assert "Why: Advertising." in body
    assert f"/comments/{one.id}/appeal" in body


def test_unconfirmed_addresses_get_nothing(served):
    """Another login that did not confirm an address: the account has none, so nothing is sent."""
    site = served()
    made = site.ledger.people.make("k", "f" * 64, None, "Eve", site.app.state.site.stamp("test"))
    assert made.email is None
    send(site, site.tam, text="@Eve?")
    assert site.round() == 0


# --- ending it ---


def end_of(letter):
    return re.fullmatch(r"<(\S+)>", letter["list-unsubscribe"]).group(1).removeprefix("https://record.example")


def test_mail_is_ended_with_one_click(served):
    site = served()
    send(site, site.ada, text="Who paid?")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, site.tam, text="I did.", under=one.id)
    site.round()
    letter = site.clerk.letters[0][1]
    assert letter["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    end, nobody = end_of(letter), site.browser("198.51.100.7")
    assert "https://record.example" + end in letter.get_content()
    assert nobody.get(end).status_code == 200  # a program that follows links ends nothing
    assert "reply" not in site.ledger.people.of_email("ada@letters.example").quiet
    assert nobody.post(end, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert "reply" in site.ledger.people.of_email("ada@letters.example").quiet
    send(site, site.tam, text="I did, I say.", under=one.id)
    assert site.round() == 0


def test_an_address_that_is_not_ours_ends_nothing(served):
    site = served()
    held = site.ledger.people.of_email("ada@letters.example")
    for path in (f"/unsubscribe?who={held.id}&kind=reply&sign=x", f"/unsubscribe?who={held.id}&kind=reply"):
        assert site.browser().get(path).status_code == 403
        assert site.browser().post(path).status_code == 403


# --- once a day ---


def test_a_digest_gathers_a_day(served):
    site = served()
    site.ada.post("/account", data={"name": "Ada L.", "mail": ["reply"], "daily": "true"})
    send(site, site.ada, text="Who paid?")
    one = site.ledger.talk.thread(site.id)[0]
    for words in ("I did.", "No, I did."):
        send(site, site.tam, text=words, under=one.id)
    assert site.round() == 0
    site.clock.at += 24 * 3600
    assert (site.round(), site.round()) == (1, 0)
    (letter,) = (one for _, one in site.clerk.letters)
    assert letter["subject"] == "What happened since yesterday"
    assert "> I did." in letter.get_content()
    assert "> No, I did." in letter.get_content()
    assert "kind=daily" in urlsplit(end_of(letter)).query


# --- trouble ---


def test_what_the_server_refuses_is_sent_later(served):
    site = served()
    site.clerk.refuses = True
    send(site, site.ada, text="Who paid?")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, site.tam, text="I did.", under=one.id)
    assert site.round() == 0
    site.clerk.refuses = False
    assert site.round() == 0  # not at once
    site.clock.at += 3600
    assert site.round() == 1


def test_a_letter_goes_out_once_though_two_workers_look(served):
    site = served()
    send(site, site.ada, text="Who paid?")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, site.tam, text="I did.", under=one.id)
    (due,) = site.ledger.outbox.waiting(site.clock.at)
    assert site.ledger.outbox.take([due.seq], site.clock.at) == [due.seq]
    assert site.ledger.outbox.take([due.seq], site.clock.at) == []
    assert len(thread(site)) == 2


def test_mail_that_cannot_be_sent_is_no_error_for_a_reader(post):
    site = post()
    held = site.app.state.site
    object.__setattr__(held, "settings", held.settings.model_copy(update={"mail": "", "smtp": "smtp://127.0.0.1:9"}))
    assert site.browser().post("/sign-in", data={"email": "ada@x.example"}).status_code == 200
    with pytest.raises(mail.MailError, match=r"the mail was not taken"):
        mail.send(held.settings, mail.message(held.settings, "ada@x.example", "a", "b"))
