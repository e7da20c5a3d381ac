"""Signing in: a link by mail that works once and tells nobody anything; sessions that cannot be planted."""

from __future__ import annotations

import email
import re
from email.policy import default

import jwt
import pytest

from onrecord.pages import mail, sessions, tokens
from tests.pages.conftest import PUBLIC
from tests.pages.test_discussion import RELAXED, plain, send, talk

__all__ = ["talk"]
ADA = "ada@letters.example"


@pytest.fixture
def post(talk, tmp_path):
    """A site that lays its mail into a folder; `letters()` are those that came."""

    def made(**settings):
        site = talk(**{"mail": f"file:{tmp_path / 'mail'}", **RELAXED, **settings})
        site.letters = lambda: [
            email.message_from_bytes(path.read_bytes(), policy=default)
            for path in sorted((tmp_path / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        ]
        return site

    return made


def link_in(letter):
    """The path of the link in a letter."""
    return re.search(rf"{PUBLIC}(/sign-in/link\?token=\S+)", letter.get_content()).group(1)


def token_of(link):
    return link.partition("token=")[2]


def signed_in(site, address=ADA, role=None, host="203.0.113.50", next=""):
    """A browser that came in by a link; with a role, if one is given."""
    if role:
        made = site.ledger.people.make(address, sessions.reader_key(address), address, "", site_stamp(site))
        site.ledger.people.appoint(made.id, role, "", site_stamp(site))
    browser = site.browser(host)
    assert browser.post("/sign-in", data={"email": address, "next": next}).status_code == 200
    link = link_in(next_letter(site, address))
    answer = browser.post("/sign-in/link", data={"token": token_of(link)})
    assert answer.status_code == 303
    browser.landed = answer.headers["location"]
    return browser


def next_letter(site, address):
    return [one for one in site.letters() if one["to"] == address][-1]


def site_stamp(site):
    return site.app.state.site.stamp("test")


# --- the link ---


def test_a_link_signs_in_once(post):
    site = post()
    ada = site.browser()
    sent = ada.post("/sign-in", data={"email": f" {ADA.upper()} "})
    assert "is on its way" in sent.text
    (letter,) = site.letters()
    assert (letter["to"], letter["subject"]) == (ADA, "Sign in to On the record")
    link = link_in(letter)
    page = ada.get(link)
    assert f"Sign in as {ADA}?" in page.text
    assert page.headers["referrer-policy"] == "same-origin"
    assert ada.get("/account").headers["location"] == "/sign-in?next=/account"  # looking did nothing
    answer = ada.post("/sign-in/link", data={"token": token_of(link)})
    assert answer.headers["location"] == "/account"
    assert ADA in ada.get("/account").text
    for again in (ada.get(link), ada.post("/sign-in/link", data={"token": token_of(link)})):
        assert again.status_code == 410
        assert "used before" in again.text


def test_a_link_is_good_for_twenty_minutes(post):
    site = post()
    site.browser().post("/sign-in", data={"email": ADA})
    link = link_in(site.letters()[0])
    site.clock.at += 20 * 60 + 1
    assert site.browser().post("/sign-in/link", data={"token": token_of(link)}).status_code == 410


def test_the_ledger_cannot_tell_a_link_or_a_session(post, tmp_path):
    site = post()
    ada = signed_in(site)
    site.browser().post("/sign-in", data={"email": "tam@letters.example"})
    unused = token_of(link_in(next_letter(site, "tam@letters.example")))
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("ledger.sqlite*"))
    assert ada.cookies[tokens.SESSION].encode() not in kept
    assert unused.encode() not in kept
    assert tokens.digest(unused).encode() in kept


def test_nobody_learns_who_has_an_account(post):
    site = post()
    signed_in(site)
    known = site.browser("198.51.100.1").post("/sign-in", data={"email": ADA})
    unknown = site.browser("198.51.100.9").post("/sign-in", data={"email": "nobody@letters.example"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    told = [{k: v for k, v in one.headers.items() if k != "x-request-id"} for one in (known, unknown)]
    assert told[0] == told[1]


def test_where_readers_may_not_sign_in_staff_may_and_nobody_sees_the_difference(post):
    site = post(sign_in=False)
    made = site.ledger.people.make("x", "r" * 64, "ed@letters.example", "", site_stamp(site))
    site.ledger.people.appoint(made.id, "editor", "", site_stamp(site))
    answers = [site.browser().post("/sign-in", data={"email": one}) for one in ("ed@letters.example", ADA)]
    assert answers[0].text == answers[1].text
    assert [one["to"] for one in site.letters()] == ["ed@letters.example"]


def test_links_are_not_sent_without_end(post):
    site = post()
    answers = [site.browser().post("/sign-in", data={"email": f"{at}@letters.example"}) for at in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "61"
    for at in range(6):  # from anywhere: one address gets three, and nobody is told
        assert site.browser(f"198.51.{at}.1").post("/sign-in", data={"email": ADA}).status_code == 200
    assert [one["to"] for one in site.letters()].count(ADA) == 3


@pytest.mark.parametrize("given", ["", "ada", "ada@", "@x.example", "a b@x.example", "a@x.example\nBcc: b@x.example"])
def test_what_is_no_address_is_told_so(post, given):
    site = post()
    answer = site.browser().post("/sign-in", data={"email": given})
    assert (answer.status_code, site.letters()) == (422, [])


def test_without_mail_the_page_says_so(talk):
    site = talk()
    assert "sends no mail" in site.browser().get("/sign-in").text
    assert site.browser().post("/sign-in", data={"email": ADA}).status_code == 503


# --- the session ---


def test_a_planted_session_is_worth_nothing(post):
    """Fixation: the attacker's cookie, planted before, is not the session after."""
    site = post()
    attacker = signed_in(site, "eve@letters.example")
    planted = attacker.cookies[tokens.SESSION]
    victim = site.browser()
    victim.cookies.set(tokens.SESSION, planted)
    victim.post("/sign-in", data={"email": ADA})
    victim.post("/sign-in/link", data={"token": token_of(link_in(next_letter(site, ADA)))})
    fresh = next(cookie.value for cookie in victim.cookies.jar if cookie.domain and cookie.name == tokens.SESSION)
    assert fresh != planted
    assert attacker.get("/account").status_code == 303  # the planted session has ended
    made_up = site.browser()
    made_up.cookies.set(tokens.SESSION, "x" * 43)
    assert made_up.get("/account").status_code == 303


def test_the_cookie_is_kept_from_scripts_and_other_sites(post):
    site = post()
    browser = site.browser()
    browser.post("/sign-in", data={"email": ADA})
    answer = browser.post("/sign-in/link", data={"token": token_of(link_in(site.letters()[0]))})
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"))


def test_a_session_ends(post):
    site = post()
    ada, other = signed_in(site), signed_in(site, host="198.51.100.4")
    ada.post("/sign-out")
    assert ada.get("/account").status_code == 303
    assert other.get("/account").status_code == 200
    other.post("/sign-out", data={"everywhere": "true"})
    assert other.get("/account").status_code == 303
    third = signed_in(site, host="198.51.100.5")
    site.clock.at += 31 * 24 * 3600
    assert third.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/articles/x#discussion", "/articles/x#discussion"),
        ("/mine?a=b", "/mine?a=b"),
        ("//evil.example", "/account"),
        ("/\\evil.example", "/account"),
        ("https://evil.example/", "/account"),
        ("/x\\y", "/account"),
        ("/\t/evil.example", "/account"),
        ("javascript:alert(1)", "/account"),
        ("", "/account"),
    ],
)
def test_nobody_is_led_elsewhere(post, asked, led):
    assert signed_in(post(), next=asked).landed == led


def test_a_forged_form_signs_nobody_in(post):
    site = post()
    site.browser().post("/sign-in", data={"email": ADA})
    token = token_of(link_in(site.letters()[0]))
    forged = {"sec-fetch-site": "cross-site"}
    assert site.browser().post("/sign-in/link", data={"token": token}, headers=forged).status_code == 403
    assert site.browser().post("/sign-in/link", data={"token": token}).status_code == 303


# --- the site's own login ---

KEY = "k" * 32


def own(site, key=KEY, algorithm="HS256", **claims):
    """A token as the site's own login makes it."""
    now = site.clock.at
    said = {"sub": "7", "aud": PUBLIC, "iat": now, "exp": now + 300, "jti": "one", "name": "Ada L."} | claims
    return jwt.encode({name: value for name, value in said.items() if value is not None}, key, algorithm)


def test_the_sites_own_login_signs_in_once(post):
    site = post(sso_secret=KEY, sso_url="https://site.example/login")
    ada = site.browser()
    token = own(site, email="ada@site.example", email_verified=True)
    assert ada.get("/sign-in/sso").headers["location"] == "https://site.example/login"
    assert "Sign in as Ada L.?" in ada.get("/sign-in/sso", params={"token": token}).text
    assert ada.get("/account").status_code == 303
    assert ada.post("/sign-in/sso", data={"token": token, "next": "/mine"}).headers["location"] == "/mine"
    assert "ada@site.example" in ada.get("/account").text
    assert site.browser().post("/sign-in/sso", data={"token": token}).status_code == 403  # used
    other = site.browser()
    assert other.post("/sign-in/sso", data={"token": own(site, jti="two")}).status_code == 303
    assert "ada@site.example" in other.get("/account").text  # the same account


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "j" * 32},
        {"key": "", "algorithm": "none"},
        {"aud": "https://other.example"},
        {"exp": -1.0},
        {"exp": 1e12},
        {"iat": 1e12},
        {"jti": None},
        {"sub": None},
        {"exp": None},
    ],
)
def test_a_token_that_does_not_hold_signs_nobody_in(post, wrong):
    site = post(sso_secret=KEY)
    ada = site.browser()
    for answer in (
        ada.get("/sign-in/sso", params={"token": own(site, **wrong)}),
        ada.post("/sign-in/sso", data={"token": own(site, **wrong)}),
    ):
        assert answer.status_code == 403
        assert "could not be checked" in answer.text
    assert ada.get("/account").status_code == 303


def test_a_short_key_is_no_key(post):
    site = post(sso_secret="short")
    assert site.browser().post("/sign-in/sso", data={"token": own(site, key="short")}).status_code == 403


def test_an_address_that_the_login_did_not_confirm_takes_nobodys_account(post):
    site = post(sso_secret=KEY)
    signed_in(site)
    eve = site.browser()
    eve.post("/sign-in/sso", data={"token": own(site, sub="eve", email=ADA, name="Eve")})
    assert ADA not in eve.get("/account").text


# --- names ---


def test_a_name_alone_is_unconfirmed_and_an_accounts_is_not_taken_from_the_form(post):
    site = post()
    ada, tam = signed_in(site), site.browser("198.51.100.7")
    ada.post("/account", data={"name": "Ada L."})
    send(site, tam, name="Ada L.", text="I am Ada.")
    send(site, ada, name="Somebody else", text="No, I am.")
    page = plain(tam.get(f"/articles/{site.id}").text)
    assert "Ada L. (name not confirmed)" in page
    assert "Ada L. (signed in)" in page
    assert "Somebody else" not in page


# --- letters ---


def test_a_letter_cannot_be_given_other_headers(post):
    site = post()
    letter = mail.message(site.app.state.site.settings, ADA, "A\r\nBcc: eve@x.example", "B\r\n\r\n.\r\nC")
    read = email.message_from_bytes(bytes(letter), policy=default)
    assert read["bcc"] is None
    assert read["subject"] == "A Bcc: eve@x.example"
    assert read["auto-submitted"] == "auto-generated"
