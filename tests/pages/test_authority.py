"""Who may do what: every route by every role, against the one table."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from onrecord.pages import authority
from tests.pages.test_account import post, signed_in, talk

__all__ = ["post", "talk"]
ROLES = ("reader", "moderator", "editor", "admin")
METHODS = ("GET", "POST", "PUT", "DELETE")
# What each action is for, written once more by hand: a slip in the table must not pass because both are one.
EXPECTED = {
    "anyone": {"nobody", "reader", "moderator", "editor", "admin"},
    "annotate": {"reader", "moderator", "editor", "admin"},
    "moderate": {"moderator", "editor", "admin"},
    "edit": {"editor", "admin"},
    "govern": {"admin"},
}


def routes(app):
    """Every address of the application by every method it takes."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in sorted(route.methods or ()) if method in METHODS)
        else:
            yield from _included(route)


def _included(route):
    inner = getattr(route, "original_router", None) or getattr(route, "router", None)
    for one in getattr(inner, "routes", ()):
        if isinstance(one, APIRoute):
            yield from ((method, one.path) for method in sorted(one.methods or ()) if method in METHODS)


@pytest.fixture
def people(post):
    """A browser for each role, and one that is not signed in."""
    site = post()
    held = {role: signed_in(site, f"{role}@x.example", role, f"198.51.{at}.1") for at, role in enumerate(ROLES)}
    return site, {"nobody": site.browser(), **held}


def test_every_route_lets_pass_whom_the_table_lets(people):
    site, browsers = people
    asked = sorted(set(routes(site.app)))
    assert len(asked) > 60
    wrong = []
    for method, path in asked:
        action = authority.action_of(method, path)
        # an id that nobody has: whoever may is told 404 or that the form lacks something, nobody is harmed
        where = re.sub(r"\{(?:form|data)\}", "json", re.sub(r"\{(?!form|data)[^}]+\}", "nothing", path))
        for role, browser in browsers.items():
            if where in ("/sign-out", "/account/delete"):
                continue
            status = browser.request(method, where).status_code
            refused = status == 403 or (action == "annotate" and status == 401)
            if refused is (role in EXPECTED[action]):
                wrong.append(f"{role} {method} {path}: {status}, the table says {action}")
    assert [one for one in wrong if not _refuses_by_itself(one)] == []


def _refuses_by_itself(line):
    """The desk's door shows those without a key where to sign in, as 403; signed addresses ask for their signature."""
    return (
        re.search(r"(reader|nobody) GET /desk: 403|/sign-in/(sso|oidc)| /(decide|unsubscribe|metrics)", line)
        is not None
    )


def test_the_table_names_only_routes_that_there_are(people):
    site, _ = people
    known = {f"{method} {path}" for method, path in routes(site.app)}
    named = {one for found in authority._table()["routes"].values() for one in found}
    assert named <= known


def test_annotating_is_for_who_is_signed_in(people):
    """401 and not 403: signing in would help."""
    _, browsers = people
    asked = [("POST", "/annotations/"), ("PUT", "/annotations/x"), ("DELETE", "/annotations/x")]
    found = {role: [browser.request(*one).status_code for one in asked] for role, browser in browsers.items()}
    assert found["nobody"] == [401, 401, 401]
    assert all(401 not in statuses for role, statuses in found.items() if role != "nobody")


def test_what_is_not_named_under_desk_is_for_editors():
    assert authority.action_of("POST", "/desk/something/new") == "edit"
    assert authority.action_of("HEAD", "/desk/people") == "govern"
    assert authority.action_of("GET", "/desktop") == "anyone"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", EXPECTED)
def test_roles(role, action):
    assert authority.may(role, action) is (role in EXPECTED[action])
