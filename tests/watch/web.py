"""A small web on loopback for the watch: pages that change between looks, servers that fail, a clock that is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

from onrecord.ledger import Ledger
from onrecord.line import Options, pages_of
from onrecord.reading.fetch import Fetcher, Limits
from onrecord.records import Page, Reading, Stamp, new_statement
from onrecord.text import Span
from onrecord.watch.plan import Pace
from onrecord.watch.watcher import Watcher, World

START = 1_700_000_000.0
MODEL = Stamp(at="2030-01-01T00:00:00Z", by="a reader of quotation marks")


@dataclass
class Answer:
    """What an address answers: an ETag is made of the body, and asked for by If-None-Match it is 304."""

    body: str = ""
    status: int = 200
    media: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    tagged: bool = True

    @property
    def etag(self) -> str:
        return f'"{sha256(self.body.encode()).hexdigest()[:8]}"'


@dataclass
class Web:
    """A server that answers from a table, and remembers every request with what came of it."""

    port: int
    pages: dict[str, Answer]
    asked: list[tuple[str, int]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def asked_for(self, path: str) -> list[int]:
        return [status for at, status in self.asked if at == path]


@contextmanager
def web(**pages: Answer) -> Iterator[Web]:
    """`feed=Answer(...)` answers at /feed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = site.pages.get(self.path, Answer(status=404))
            known = answer.status == 200 and answer.tagged and self.headers["If-None-Match"] == answer.etag
            status = 304 if known else answer.status
            site.asked.append((self.path, status))
            self.send_response(status)
            self.send_header("Content-Type", answer.media)
            if answer.tagged and answer.status == 200:
                self.send_header("ETag", answer.etag)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if status != 304:
                self.wfile.write(answer.body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Web(server.server_address[1], {f"/{name}": answer for name, answer in pages.items()})
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


# --- pages and feeds in the project's own words ---


def story(title: str, *paragraphs: str) -> str:
    """A page with an article."""
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return f"<!doctype html><html lang=en><title>{title}</title><body><article><h1>{title}</h1>{body}</article></body>"


BRIDGE = (
    "The north bridge was closed to all traffic on Monday after engineers looked at its piers from a boat.",
    "“The cracks are years old,” mayor Anna Brandt said in the town hall, where some forty people had come.",
    "“No ferry has been paid for,” harbour master Tomas Weil said, and asked those who can to take the train.",
    "The bridge was opened to carts in 1911 and to cars a generation later, and was last painted nine years ago.",
)
EDITED = (BRIDGE[0], "“The cracks are two years old,” mayor Anna Brandt said in the town hall.", BRIDGE[3])


def feed(*entries: tuple[str, str, str], text: str = "") -> str:
    """An RSS feed of (guid, address, title); with `text` each entry carries its article whole."""
    whole = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if text else "<description>A teaser.</description>"
    items = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>{link}</link><title>{title}</title>{whole}</item>"
        for guid, link, title in entries
    )
    names = "version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<?xml version='1.0'?><rss {names}><channel><title>The Gauge</title>{items}</channel></rss>"


def rss(body: str, **facts: object) -> Answer:
    return Answer(body, media="application/rss+xml", **facts)  # type: ignore[arg-type]


# --- the watch over it ---


def read(page: Page) -> Reading:
    """An honest small reading: what stands in quotation marks, whose it is by the two words after it."""
    text, found, at = page.document.text, [], 0
    while (start := text.find("“", at)) >= 0:
        at = text.find("”", start) + 1
        found.append(new_statement(page.document, [Span(start, at)], kind="direct", stamp=MODEL, score=0.9))
    return Reading(page=page, statements=tuple(found))


@dataclass
class Clock:
    """A clock that stands still until someone sleeps."""

    now: float = START
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def watching(ledger: Ledger, clock: Clock, look: Callable[..., object] | None = None, **pace: float) -> SimpleNamespace:
    """A watcher with that clock and no chance; what it says is kept."""
    said: list[str] = []
    fetcher = Fetcher(Limits(private=True, seconds=10.0))
    world = World(
        look=look or fetcher.look,  # type: ignore[arg-type]
        pages=lambda source: pages_of(source, Options()),
        read=read,
        now=lambda: clock.now,
        sleep=clock.sleep,
        chance=lambda: 0.5,
        stamp=lambda: Stamp(at="2029-01-01T00:00:00Z", by="watch"),
    )
    watcher = Watcher(ledger, world, Pace(**({"gap": 0.0} | pace)), said.append)  # type: ignore[arg-type]
    return SimpleNamespace(watcher=watcher, said=said, round=lambda: list(watcher.round()), add=watcher.add)
