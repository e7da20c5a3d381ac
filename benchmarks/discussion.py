"""A thread of 20 and of 1,000 comments: CPU milliseconds a request, beside Isso with as many in the same run.

Both are asked in their own process without a network, so that servers play no part. Our page is the article with a page
of its thread as HTML, which works without a script; Isso answers the whole thread as JSON, for a script to draw."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from starlette.testclient import TestClient

from benchmarks import _peers
from onrecord.config import Settings
from onrecord.discussion.markdown import render
from onrecord.discussion.threads import Place, place
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.posts import Act, Draft
from onrecord.pages.app import create_app
from onrecord.records import Document, Page, Reading, Stamp, compose, document_id

SIZES = (20, 1000)
ROUNDS = 15
HERE = "http://127.0.0.1:8000"
STAMP = Stamp(at="2026-01-01T00:00:00Z", by="benchmark")
WORDS = "The ferry was late again on Monday, and **nobody** at the pier could say why it had been taken off."
CHARTS = [
    {
        "title": "A thread of 1,000 comments, one request",
        "unit": "CPU milliseconds",
        "better": "less",
        "bars": {
            "onrecord, a page of it": ("1000 comments", "onrecord", "page"),
            "onrecord, all as JSON": ("1000 comments", "onrecord", "json"),
            "Isso, all as JSON": ("1000 comments", "isso", "get"),
        },
    }
]


def article(ledger: Ledger) -> Document:
    """An article of the site's own."""
    text, blocks = compose([("title", "A story"), ("paragraph", WORDS.replace("*", "") * 5)])
    made = Document(id=document_id(None, text), text=text, blocks=blocks, title="A story", rights="own")
    ledger.record(Reading(page=Page(document=made)), stamp=STAMP)
    return made


def numbered(above: tuple[str, str] | None, ordinal: int) -> tuple[str, str]:
    """A place in the thread, as the discussion numbers them."""
    return place(Place(*above) if above else None, ordinal)


def fill(ledger: Ledger, document: Document, many: int) -> None:
    """Two of three comments answer another."""
    ids: list[str | None] = [None]
    for at in range(many):
        under = ids[at // 3] if at % 3 else None
        draft = Draft(key=f"k{at}", document=document.id, text=WORDS, html=render(WORDS), author="Ada", under=under)
        ids.append(ledger.talk.post(draft, Act(action="post", state="shown"), numbered, STAMP).id)


def spent(work: Callable[[], object]) -> float:
    """CPU milliseconds at the median."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return median(times)


def ours(many: int) -> dict[str, float]:
    """Our page, our data, and a post by the form."""
    with tempfile.TemporaryDirectory() as folder, open_ledger(f"sqlite:///{Path(folder, 'l.sqlite')}") as ledger:
        document = article(ledger)
        fill(ledger, document, many)
        now = [1_800_000_000.0]
        settings = Settings(_env_file=None, db="sqlite://", base_url=HERE)  # type: ignore[call-arg]
        app = create_app(settings, ledger, now=lambda: now[0])
        client = TestClient(app, base_url=HERE, client=("127.0.0.1", 4000), follow_redirects=False)
        page, data = f"/articles/{document.id}", f"/articles/{document.id}/discussion.json"
        assert client.get(page).status_code == client.get(data).status_code == 200
        figures = {"page": spent(lambda: client.get(page)), "json": spent(lambda: client.get(data))}
        return figures | {"post": _posting(client, f"{page}/comment", now)}


def _posting(client: TestClient, address: str, now: list[float]) -> float:
    """A post by the form; opening the form is not counted."""
    times = []
    for at in range(ROUNDS):
        token = re.search(r'name="token" value="([^"]*)"', client.get(address).text)
        assert token
        now[0] += 60.0
        start = time.process_time()
        answer = client.post(address, data={"token": token[1], "text": f"{WORDS} {at}", "author": "Ada"})
        times.append(1000 * (time.process_time() - start))
        assert answer.status_code == 303, answer.text
    return median(times)


def main() -> dict[str, Any]:
    """CPU milliseconds a request, ours and Isso's, by the thread's size."""
    table: dict[str, Any] = {}
    for many in SIZES:
        table[f"{many} comments"] = {"onrecord": ours(many), "isso": _peers.run("_peer_isso.py", str(many), WORDS)}
    return table


if __name__ == "__main__":
    print(main())
