"""Who is at the desk, where a form may come from, how much may come; a stranger's page is harmless."""

from __future__ import annotations

import re

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.testclient import TestClient

from onrecord.pages.security import COOKIE, POLICY, Buckets, at_desk, is_forged, network, session
from tests.pages.conftest import PUBLIC, TOKEN, application

LOCAL = "http://127.0.0.1:8000"


def request(client="127.0.0.1", **headers):
    held = {"host": "127.0.0.1:8000"} | {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in held.items()]
    return Request({"type": "http", "client": (client, 1), "headers": raw, "method": "GET", "path": "/"})


@pytest.mark.parametrize(
    ("asked", "token", "base", "desk"),
    [
        (request(), None, LOCAL, True),
        (request(client="::1", host="[::1]:8000"), None, LOCAL, True),
        (request(host="localhost:8000"), TOKEN, LOCAL, True),
        # another site's name that resolves to this machine (DNS rebinding)
        (request(host="evil.example"), None, LOCAL, False),
        # a proxy on this machine, with and without its headers
        (request(x_forwarded_for="203.0.113.9"), None, LOCAL, False),
        (request(forwarded="for=203.0.113.9"), None, LOCAL, False),
        (request(), None, PUBLIC, False),
        (request(), TOKEN, PUBLIC, False),
        (request(client="203.0.113.9"), None, LOCAL, False),
        (request(client="203.0.113.9", cookie=f"{COOKIE}={session(TOKEN)}"), TOKEN, PUBLIC, True),
        (request(client="203.0.113.9", cookie=f"{COOKIE}={TOKEN}"), TOKEN, PUBLIC, False),
        (request(client="203.0.113.9", cookie=f"{COOKIE}={session('')}"), None, PUBLIC, False),
        (request(client="203.0.113.9", cookie=f"{COOKIE}={session('')}"), "", PUBLIC, False),
    ],
)
def test_who_is_at_the_desk(asked, token, base, desk):
    assert at_desk(asked, token, base) is desk


@pytest.mark.parametrize(
    ("headers", "forged"),
    [
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"origin": "https://record.example", "host": "record.example"}, False),
        ({"origin": "https://evil.example", "host": "record.example"}, True),
        ({"origin": "null", "host": "record.example"}, True),
    ],
)
def test_forged_forms(headers, forged):
    assert is_forged(Headers(headers)) is forged


def test_a_forged_form_changes_nothing(kept, desk):
    one = kept.new.statements[3].id
    forged = {"sec-fetch-site": "cross-site"}
    answer = desk.post(f"/statements/{one}/review", data={"verdict": "wrong"}, headers=forged)
    assert answer.status_code == 403
    assert kept.ledger.reviews(one) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/desk"),
        ("GET", "/publish"),
        ("POST", "/publish"),
        ("POST", "/desk/withdraw"),
        ("POST", "/desk/redact"),
        ("POST", "/statements/{id}/review"),
        ("POST", "/replies/x/answer"),
        ("POST", "/api/read"),
        ("GET", "/evidence/{source}"),
    ],
)
def test_the_public_is_kept_from_the_desk(kept, public, method, path):
    where = path.format(id=kept.new.statements[3].id, source=kept.talks.document.source)
    given = {
        "of": kept.new.document.id,
        "why": "x",
        "words_to_blank": "Sill",
        "verdict": "wrong",
        "text": "x",
    }
    sent = {"json": {"text": "x"}} if path == "/api/read" else {"data": given}
    answer = public.request(method, where, **(sent if method == "POST" else {}))
    assert answer.status_code == 403
    assert kept.ledger.document(kept.new.document.id).document.text == kept.new.document.text


def test_every_answer_carries_the_headers(kept, public):
    for path in ("/", "/nope", "/desk", "/api/documents", "/api/nope", "/static/style.css", "/feed.atom"):
        answer = public.get(path)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "referrer-policy" in answer.headers


def test_pages_need_no_exception_from_the_policy(kept, desk):
    pages = ["/", "/search", "/desk", "/publish", "/about", "/api/docs", f"/articles/{kept.new.document.id}"]
    for path in pages:
        page = desk.get(path).text
        assert not re.search(r"<[^>]+ style=|<style|<[^>]+ on[a-z]+=", page), path
        scripts = re.findall(r"<script([^>]*)>", page)
        assert all("src=" in one or "application/ld+json" in one for one in scripts), path


def test_a_strangers_page_is_harmless(kept, public):
    page = public.get(f"/articles/{kept.hostile.document.id}").text
    assert re.findall(r"<script(?! type=\"module\"| type=\"application/ld\+json\")", page) == []
    assert "javascript:" not in page.replace("&#34;", '"').split('application/ld+json">')[0]
    assert 'href="javascript' not in page
    assert "<svg" not in page
    assert "evil.example" not in page
    assert 'onload="x' not in page


@pytest.mark.parametrize(("size", "status"), [(10, 403), (3_000_000, 413)])
def test_large_bodies_are_refused(public, size, status):
    assert public.post("/publish", data={"text": "x" * size}).status_code == status


def test_a_large_body_that_does_not_say_so_is_refused(kept, desk):
    parts = (b"x" * 100_000 for _ in range(30))
    answer = desk.post("/api/read", content=parts, headers={"content-type": "application/json"})
    assert answer.status_code == 413


def test_head_answers_like_get_without_a_body(public):
    answer = public.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("client", "forwarded", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.0/24"),
        ("2001:db8:0:1234::5", "", "2001:db8:0:1200::/56"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.0/24"),
        ("203.0.113.9", "198.51.100.7", "203.0.113.0/24"),
        ("testclient", "", "testclient"),
    ],
)
def test_networks(client, forwarded, expected):
    assert network(request(client, **({"x_forwarded_for": forwarded} if forwarded else {}))) == expected


def test_a_bucket_fills_with_time():
    now = [0.0]
    bucket = Buckets(burst=2, seconds=10, clock=lambda: now[0])
    assert [bucket.take("a"), bucket.take("a"), bucket.take("a"), bucket.take("b")] == [0, 0, 10, 0]
    now[0] = 10
    assert [bucket.take("a"), bucket.take("a")] == [0, 10]


def test_a_bucket_forgets_the_oldest():
    bucket = Buckets(burst=1, seconds=10, clock=lambda: 0.0, most=2)
    assert [bucket.take(one) for one in ("a", "b", "c", "a")] == [0, 0, 0, 0]


def test_many_replies_from_one_network_must_wait(kept):
    app = application(kept.ledger, seconds=lambda: 0.0)
    where = f"/statements/{kept.new.statements[3].id}/reply"

    def send(host, at):
        client = TestClient(app, base_url=PUBLIC, client=(host, 1), follow_redirects=False)
        return client.post(where, data={"message": f"wrong {at}"})

    answers = [send(f"203.0.113.{at}", at) for at in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429] * 2
    assert answers[-1].headers["retry-after"] == "61"
    assert "wrong 6</textarea>" in answers[-1].text  # what was written is not lost
    assert send("198.51.100.1", 0).status_code == 303


def test_guessing_the_token_is_slow(kept):
    client = TestClient(application(kept.ledger, seconds=lambda: 0.0), base_url=PUBLIC, client=("203.0.113.9", 1))
    answers = [client.post("/desk/sign-in", data={"token": str(at)}).status_code for at in range(7)]
    assert answers == [401] * 5 + [429] * 2
