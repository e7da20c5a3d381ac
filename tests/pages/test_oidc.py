"""Signing in by OpenID Connect, against a provider of the tests' own on loopback; its lies sign nobody in."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest

from tests.pages.conftest import PUBLIC, serving
from tests.pages.provider import CLIENT, SECRET, Provider
from tests.pages.test_sign_in import ADA, post, signed_in, talk

__all__ = ["post", "talk"]
httpx2 = pytest.importorskip("httpx2")


@pytest.fixture(scope="module")
def served():
    provider = Provider()
    with serving(provider.app) as address:
        provider.issuer = address
        yield provider


@pytest.fixture
def provider(served):
    served.lie, served.codes = {}, {}
    return served


@pytest.fixture
def site(post, provider):
    made = post(oidc_issuer=provider.issuer, oidc_name="Test", oidc_client=CLIENT, oidc_secret=SECRET)
    made.clock.at = time.time()
    return made


def come_back(browser, next=""):
    """To the provider and back with its answer, as a browser goes; the path that it comes back to."""
    there = browser.get("/sign-in/oidc", params={"next": next})
    assert there.status_code == 303
    back = httpx2.get(there.headers["location"]).headers["location"]
    assert back.startswith(f"{PUBLIC}/sign-in/oidc/back?")
    return f"{urlsplit(back).path}?{urlsplit(back).query}"


def test_a_reader_signs_in_and_is_the_same_next_time(site):
    ada = site.browser()
    assert "Sign in with Test" in ada.get("/sign-in").text
    answer = ada.get(come_back(ada, "/mine"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/mine")
    assert ADA in ada.get("/account").text
    other = site.browser("198.51.100.2")
    other.get(come_back(other))
    assert ADA in other.get("/account").text


def test_a_confirmed_address_is_the_account_that_a_link_makes(site):
    by_link, by_provider = signed_in(site), site.browser("198.51.100.2")
    by_link.post("/account", data={"name": "Ada of the link"})
    by_provider.get(come_back(by_provider))
    assert "Ada of the link" in by_provider.get("/account").text


def test_an_answer_works_once_and_only_in_the_browser_that_asked(site):
    ada, eve = site.browser(), site.browser("198.51.100.2")
    back = come_back(ada)
    assert eve.get(back).status_code == 403  # signing somebody in as oneself
    assert ada.get(back).status_code == 303
    assert ada.get(back).status_code == 403


@pytest.mark.parametrize(
    "lie",
    [
        {"key": "another's"},
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"nonce": "of another question"},
        {"exp": 1_000_000_000},
        {"sub": ""},
    ],
)
def test_a_lie_signs_nobody_in(site, provider, lie):
    provider.lie = lie
    ada = site.browser()
    answer = ada.get(come_back(ada))
    assert (answer.status_code, "could not be checked" in answer.text) == (403, True)
    assert ada.get("/account").status_code == 303


def test_a_provider_that_calls_itself_otherwise_is_not_asked(site, provider):
    provider.lie = {"issuer": "https://evil.example"}
    assert site.browser().get("/sign-in/oidc").status_code == 503


def test_a_provider_that_does_not_answer(post):
    site = post(oidc_issuer="http://127.0.0.1:9", oidc_name="Gone", oidc_client=CLIENT)
    assert site.browser().get("/sign-in/oidc").status_code == 503


def test_an_address_that_the_provider_did_not_confirm_takes_nobodys_account(site, provider):
    signed_in(site)
    provider.lie = {"sub": "eve", "email_verified": False, "name": "Eve"}
    eve = site.browser("198.51.100.2")
    eve.get(come_back(eve))
    assert ADA not in eve.get("/account").text
