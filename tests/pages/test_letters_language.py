"""Letters come in the language of whoever gets them; counts and numbers stand as each language writes them."""

from __future__ import annotations

import pytest

from onrecord.pages import postman, spoken, talk_words
from tests.pages.test_account import post, signed_in, talk
from tests.pages.test_discussion import RELAXED, desk_of, plain, send
from tests.pages.test_moderation import notice

__all__ = ["post", "talk"]


@pytest.fixture(autouse=True)
def no_language_is_left():
    yield
    spoken.speak("en")


def letters_to(site, address):
    return [one for one in site.letters() if one["to"] == address]


def test_an_account_remembers_the_language_of_its_first_sign_in_and_can_change_it(post):
    site = post()
    who = signed_in(site, "ada@x.example")
    assert site.ledger.people.of_email("ada@x.example").language == "en"
    who.post("/account", data={"name": "Ada", "mail": ["reply"], "language": "uk"})
    assert site.ledger.people.of_email("ada@x.example").language == "uk"
    page = who.get("/account?lang=uk").text
    assert '<option value="uk" lang="uk" selected>Українська</option>' in page
    who.post("/account", data={"name": "Ada", "language": "xx"})
    assert site.ledger.people.of_email("ada@x.example").language == "uk"


def test_why_a_comment_waits_is_said_in_the_letters_language_where_reasons_are_joined():
    with spoken.speaking("uk"):
        said = "; ".join(talk_words.reasons("first all"))
    assert "The desk reads" not in said
    assert said.count("Редакція") + said.count("редакція") >= 2


def test_a_letter_is_in_its_readers_language_and_not_in_the_writers(post):
    """Ada reads Ukrainian, Tam answers her in English."""
    site = post()
    ada, tam = signed_in(site, "ada@x.example"), site.browser("198.51.100.2")
    account = site.ledger.people.of_email("ada@x.example")
    site.ledger.people.change(account.id, language="uk")
    send(site, ada, text="Who paid for it?")
    [mine] = site.ledger.talk.mine(account.reader)
    send(site, tam, text="We all did.", under=mine.id)
    postman.round(site.app.state.site, site.clock.at)
    letter = letters_to(site, "ada@x.example")[-1]
    with spoken.speaking("uk"):
        subject = spoken.gettext("Somebody answered you under “%s”")
    assert subject.partition("“")[0].partition("«")[0] in letter["subject"]
    assert "We all did." in letter.get_content()
    assert "wrote:" not in letter.get_content()
    assert spoken.lang() == "en"  # the worker goes on as before


def test_the_answer_to_a_notice_is_in_the_language_of_the_notice(post):
    site = post()
    tam = site.browser()
    tam.cookies.set("onrecord_lang", "uk")
    notice(site, tam, about="/articles/x", text="Unlawful", email="tam@x.example")
    [given] = site.ledger.people.notices()
    assert given.language == "uk"
    desk_of(site).post(f"/desk/notices/{given.id}", data={"text": "It was removed."})
    letter = letters_to(site, "tam@x.example")[-1]
    assert "It was removed." in letter.get_content()
    assert "About your notice" not in letter["subject"] + letter.get_content()


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [
        ("en", 1, "1 comment"),
        ("en", 12_345, "12,345 comments"),
        ("uk", 1, "1 коментар"),
        ("uk", 3, "3 коментарі"),
        ("uk", 11, "11 коментарів"),
        ("uk", 21, "21 коментар"),
        ("uk", 12_345, "12\u00a0345 коментарів"),
    ],
)
def test_counts(lang, count, said):
    with spoken.speaking(lang):
        assert spoken.counted("%(num)s comment", "%(num)s comments", count) == said


@pytest.mark.parametrize(
    ("lang", "seconds", "said"),
    [
        ("en", 1, "in 1 second."),
        ("en", 2, "in 2 seconds."),
        ("uk", 1, "1 секунду"),
        ("uk", 3, "3 секунди"),
        ("uk", 25, "25 секунд"),
        ("en", 90, "in 90 seconds."),
        ("en", 91, "in 2 minutes."),
        ("en", 650, "in 11 minutes."),
        ("uk", 650, "11 хвилин"),
    ],
)
def test_waiting(lang, seconds, said):
    from onrecord.pages import words

    with spoken.speaking(lang):
        assert said in words.wait(seconds)


def test_what_is_put_into_a_counted_message_is_escaped(post):
    from onrecord.pages.site import environment

    page = environment("x").from_string('{{ ngettext("%(num)s of %(who)s", "%(num)s of %(who)s", 2, who="<b>") }}')
    assert page.render() == "2 of &lt;b&gt;"


def test_a_form_that_is_too_long_says_by_how_much(post):
    site = post(**RELAXED)
    answer = send(site, site.browser(), text="x" * 10_001)
    assert "That is 1 character too long." in plain(answer.text)
