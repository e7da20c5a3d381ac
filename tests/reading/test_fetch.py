# ruff: noqa: E501  (tables read best by the line)
"""Fetching from a real server on loopback, and the decisions apart from it."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.errors import ReadError
from onrecord.reading import read
from onrecord.reading.addresses import checked, is_public
from onrecord.reading.fetch import Fetcher, Limits
from onrecord.reading.robots import may_fetch, reserved_by_file, reserved_by_headers, reserved_by_page

STORY = b"The ferry sails again on Monday, the harbour master said, and the queue is already two streets long.\n"


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0  # seconds between two bytes


@dataclass
class Site:
    """A server that answers from a table, and remembers who asked for what."""

    port: int
    answers: dict[str, Answer]
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers["User-Agent"]))
            answer = answers.get(self.path, Answer(status=404))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                step = 1 if answer.drip else len(answer.body) or 1
                for at in range(0, len(answer.body), step):
                    self.wfile.write(answer.body[at : at + step])
                    time.sleep(answer.drip)
            except OSError:
                pass  # the client has heard enough

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(server.server_address[1], answers)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def fetcher(**limits: object) -> Fetcher:
    return Fetcher(Limits(**{"private": True, "seconds": 10.0, **limits}))  # type: ignore[arg-type]


def page(body: bytes = STORY, **headers: str) -> Answer:
    return Answer(
        body,
        headers={
            "Content-Type": "text/plain; charset=utf-8",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        },
    )


# --- what comes ---


def test_a_page_with_what_the_server_said_of_it() -> None:
    told = page("Käte: „Das Boot fährt.“".encode("latin-1", "replace"))
    told.headers["Content-Type"] = "text/html; charset=ISO-8859-1"
    with serving({"/a": told}) as site:
        source = fetcher(user_agent="onrecord/9 (+https://desk.example)").get(site.url("/a#top"))
    assert (source.name, source.url) == (site.url("/a#top"), site.url("/a"))
    assert (source.media, source.charset) == ("text/html", "ISO-8859-1")
    assert source.data.startswith("Käte".encode("latin-1"))
    assert source.retrieved is not None
    assert source.retrieved.endswith("Z")
    assert {agent for _, agent in site.asked} == {"onrecord/9 (+https://desk.example)"}


def test_a_fetched_page_reads_and_keeps_when_it_came() -> None:
    with serving({"/a": page()}) as site:
        [found] = read(fetcher().get(site.url("/a")))
    assert found.document.text == STORY.decode().strip()
    assert (found.document.url, found.evidence) == (site.url("/a"), STORY)
    assert found.document.retrieved is not None


def test_redirects_are_followed_and_the_last_address_is_the_page_s() -> None:
    moved = Answer(status=302, headers={"Location": "/b"})
    with serving({"/a": moved, "/b": page()}) as site:
        source = fetcher().get(site.url("/a"))
    assert (source.name, source.url) == (site.url("/a"), site.url("/b"))


def test_gzip_is_unpacked() -> None:
    with serving({"/a": page(gzip.compress(STORY), Content_Encoding="gzip")}) as site:
        assert fetcher().get(site.url("/a")).data == STORY


# --- limits ---

BOMB = gzip.compress(b"\0" * 30_000_000)
REFUSED = {
    "too large": (page(b"x" * 300_000), r"larger than 0\.2 MB"),
    "a gzip bomb": (page(BOMB, Content_Encoding="gzip"), r"larger than 0\.2 MB"),
    "a gzip bomb in disguise": (page(BOMB, Content_Encoding="deflate"), "could not be fetched"),
    "cut-off gzip": (page(gzip.compress(STORY)[:-9], Content_Encoding="gzip"), "cut-off gzip"),
    "damaged gzip": (page(b"\x1f\x8b\x08no", Content_Encoding="gzip"), "gzip"),
    "a body without end": (page(STORY * 9, Content_Length="999999"), "could not be fetched"),
    "round and round": (Answer(status=301, headers={"Location": "/a"}), "redirected more than 3 times"),
    "redirected to a file": (
        Answer(status=301, headers={"Location": "file:///etc/hosts"}),
        "redirected to 'file:///etc/hosts'",
    ),
    "not there": (Answer(status=404), "the server answered 404"),
    "for subscribers": (Answer(status=402), "402.*save it as a file"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_says_why_and_names_the_address(what: str) -> None:
    answer, why = REFUSED[what]
    with serving({"/a": answer}) as site, pytest.raises(ReadError, match=why) as caught:
        fetcher(size=200_000, redirects=3).get(site.url("/a"))
    assert caught.value.resource == site.url("/a")


def test_a_server_that_drips_is_left() -> None:
    """No single byte is late, but the whole would take twenty seconds."""
    with (
        serving({"/a": Answer(STORY, drip=0.2)}) as site,
        pytest.raises(ReadError, match=r"took longer than 0\.8 s"),
    ):
        fetcher(seconds=0.8).get(site.url("/a"))


def test_nobody_there() -> None:
    with serving({}) as site:
        pass
    with pytest.raises(ReadError, match="could not be fetched"):
        fetcher().get(site.url("/a"))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host.example/a",
        "file:///etc/passwd",
        "https://",
        "http://[::1",
        "gopher://x",
        "http://a:b@host.example/",
    ],
)
def test_only_the_web_is_fetched(url: str) -> None:
    with pytest.raises(ReadError):
        checked(url)


# --- the own network ---

INSIDE = (
    "127.0.0.1 127.8.8.8 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 "
    "::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: ::127.0.0.1 nonsense"
)
OUTSIDE = "93.184.216.34 8.8.8.8 2606:2800:220:1:248:1893:25c8:1946 ::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize("address", INSIDE.split())
def test_addresses_of_the_own_network(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE.split())
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001"])
def test_the_own_network_is_refused_however_it_is_spelt(host: str) -> None:
    with serving({"/a": page()}) as site:
        with pytest.raises(ReadError, match="inside the own network"):
            fetcher(private=False).get(site.url("/a", host))
        assert site.asked == []


def test_a_redirect_into_the_own_network_is_refused() -> None:
    """The first host is let through (as a public one would be), the second is not."""
    with serving({"/b": page()}) as inside:
        where = {"public.example": "93.184.216.34", "inside.example": "127.0.0.1"}
        names = Fetcher(Limits(), names=lambda host, port: [where[host]])
        with pytest.raises(ReadError, match="inside the own network"):
            names.get(f"http://inside.example:{inside.port}/b")
        assert inside.asked == []


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to() -> None:
    """A hostile name server gives a harmless address first and a private one next (DNS rebinding)."""
    given = iter([["127.0.0.1"]] + [["127.0.0.2"]] * 9)
    asked: list[str] = []

    def names(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(given)

    with serving({"/a": page()}) as site:
        source = Fetcher(Limits(private=True, allowed=frozenset({"news.example"})), names).get(
            site.url("/a", "news.example")
        )
    assert (source.data, asked) == (STORY, ["news.example"])


def test_one_private_address_among_public_ones_is_refused() -> None:
    mixed = Fetcher(Limits(), names=lambda host, port: ["93.184.216.34", "10.0.0.7"])
    with pytest.raises(ReadError, match=r"inside the own network \(10\.0\.0\.7\)"):
        mixed.get("http://news.example/a")


# --- the owner's word ---

ROBOTS = """
User-agent: *
Disallow: /private/
Allow: /private/open
Disallow: /*.pdf$

User-agent: onrecord
User-agent: other/2.0
Disallow: /drafts*old

User-agent: banned
Disallow: /
"""


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        ("anyone", "/", True),
        ("anyone", "/private/x", False),
        ("anyone", "/private/open/x", True),
        ("anyone", "/a.pdf", False),
        ("anyone", "/a.pdf?x=1", True),
        ("anyone", "/%70rivate/x", False),
        ("onrecord", "/private/x", True),
        ("OnRecord", "/drafts/2022/old/1", False),
        ("other", "/drafts-old", False),
        ("banned", "/a", False),
    ],
)
def test_robots(agent: str, path: str, allowed: bool) -> None:
    assert may_fetch(ROBOTS, agent, path) is allowed


def test_robots_of_many_stars_takes_no_time() -> None:
    """As a regular expression it would take longer than the tests may."""
    assert may_fetch("User-agent: *\nDisallow: /" + "*a" * 2000 + "$", "x", "/" + "a" * 5000 + "b")


def test_a_page_that_robots_txt_closes_is_not_fetched() -> None:
    rules = {
        "/robots.txt": Answer(b"User-agent: onrecord\nDisallow: /closed"),
        "/closed": page(),
        "/open": page(),
    }
    with serving(rules) as site:
        with pytest.raises(ReadError, match=r"does not want it read by programs \(robots\.txt\)"):
            fetcher().get(site.url("/closed"))
        assert "/closed" not in site.paths()
        assert fetcher().get(site.url("/open")).data == STORY
        assert fetcher(allowed=frozenset({"127.0.0.1"})).get(site.url("/closed")).data == STORY


def test_robots_txt_of_a_redirect_s_goal_counts() -> None:
    with serving(
        {
            "/robots.txt": Answer(b"User-agent: *\nDisallow: /b"),
            "/a": Answer(status=301, headers={"Location": "/b"}),
            "/b": page(),
        }
    ) as site:
        with pytest.raises(ReadError, match=r"robots\.txt"):
            fetcher().get(site.url("/a"))
        assert "/b" not in site.paths()


def test_a_failing_robots_txt_closes_everything() -> None:
    with (
        serving({"/robots.txt": Answer(status=503), "/a": page()}) as site,
        pytest.raises(ReadError, match=r"robots\.txt could not be read"),
    ):
        fetcher().get(site.url("/a"))


def test_robots_txt_is_asked_for_once() -> None:
    with serving({"/a": page(), "/b": page()}) as site:
        both = fetcher()
        both.get(site.url("/a"))
        both.get(site.url("/b"))
    assert site.paths().count("/robots.txt") == 1


FILE = b'[{"location": "/free/*", "tdm-reservation": 0}, {"location": "/*", "tdm-reservation": 1}]'
META = b'<html><head><meta name="tdm-reservation" content="%d"></head><p>' + STORY
RESERVED = {
    "by the file": ({"/.well-known/tdmrep.json": Answer(FILE), "/a": page()}, True),
    "freed by the file": (
        {"/.well-known/tdmrep.json": Answer(FILE.replace(b"/free/", b"/")), "/a": page()},
        False,
    ),
    "by the header": ({"/a": page(TDM_Reservation="1")}, True),
    "freed by the header, over the file": (
        {"/.well-known/tdmrep.json": Answer(FILE), "/a": page(TDM_Reservation="0")},
        False,
    ),
    "by the page": ({"/a": page(META % 1)}, True),
    "freed by the page, over the header": ({"/a": page(META % 0, TDM_Reservation="1")}, False),
    "by noai": ({"/a": page(X_Robots_Tag="noindex, noai")}, True),
    "noai for another": ({"/a": page(X_Robots_Tag="other: noai")}, False),
    "not at all": ({"/a": page()}, False),
}


@pytest.mark.parametrize("how", RESERVED)
def test_reservations_of_text_and_data_mining(how: str) -> None:
    answers, reserved = RESERVED[how]
    with serving(answers) as site:
        if reserved:
            with pytest.raises(ReadError, match="reservation of text and data mining"):
                fetcher().get(site.url("/a"))
            assert fetcher(allowed=frozenset({"127.0.0.1"})).get(site.url("/a")).data
        else:
            assert fetcher().get(site.url("/a")).data


def test_a_broken_reservation_says_nothing() -> None:
    assert reserved_by_file(b"{not json", "/a") is None
    assert reserved_by_file(b'["x", 1, {}]', "/a") is None
    assert reserved_by_headers({"tdm-reservation": "yes"}, "onrecord") is None
    assert reserved_by_page(b"<meta name=>", "onrecord") is None
