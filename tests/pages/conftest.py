"""A ledger with a few readings, the application over it, and a browser."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from onrecord.config import Settings
from onrecord.ledger import open_ledger
from onrecord.pages.app import create_app
from onrecord.pages.site import Line
from onrecord.records import Document as Doc
from onrecord.records import Page, Reading, Stamp, compose, document_id, new_statement
from onrecord.text import Span
from tests.pages import sample

TOKEN = "a-long-token-for-the-desk"
PUBLIC = "https://record.example"


def stamp(by: str) -> Stamp:
    """A clock that stands still."""
    return Stamp(at="2026-03-03T12:00:00Z", by=by)


def read_page(page: Page, made: Stamp) -> Reading:
    """An honest small reading: what stands before “, he said”."""
    text = page.document.text
    end = text.find(", he said")
    start = text.rfind("\n", 0, end) + 1
    spans = [Span(start, end)] if 0 <= start < end else []
    found = [new_statement(page.document, [span], kind="indirect", stamp=made, score=0.7) for span in spans]
    return Reading(page=page, statements=tuple(found))


def read_text(text: str, plain: bool, published: str | None, made: Stamp) -> Reading:
    """A text as one paragraph."""
    words, blocks = compose([("paragraph", text)])
    made_of = Doc(id=document_id(None, words), text=words, blocks=blocks, published=published)
    return read_page(Page(document=made_of), made)


LINE = Line(read_text, read_page)


def filled(url: str) -> SimpleNamespace:
    """A ledger with the sample: the bridge in two versions, the talks, a hostile page."""
    ledger, held = open_ledger(url), readings()
    for reading in held.values():
        ledger.record(reading, stamp=sample.MODEL)
    ledger.review(held["new"].statements[2].id, "confirmed", "Heard at the press conference.", stamp("desk"))
    return SimpleNamespace(ledger=ledger, **held)


def readings() -> dict[str, Reading]:
    """What the sample holds, in the order in which it was read."""
    old, new = sample.bridge(now=False), sample.bridge()
    return {"old": old, "new": new, "talks": sample.talks(), "hostile": sample.hostile()}


@pytest.fixture(scope="session")
def recorded(tmp_path_factory):
    """The sample recorded once; tests get copies of the file."""
    path = tmp_path_factory.mktemp("recorded") / "ledger.sqlite"
    filled(f"sqlite:///{path}").ledger.close()
    return path


@pytest.fixture
def kept(recorded: Path, tmp_path: Path):
    """The sample in a ledger of its own."""
    path = shutil.copy(recorded, tmp_path / "ledger.sqlite")
    held = SimpleNamespace(ledger=open_ledger(f"sqlite:///{path}"), **readings())
    yield held
    held.ledger.close()


def application(ledger, seconds=time.monotonic, now=time.time, **settings):
    """The pages over a ledger; the settings are read from nowhere but here."""
    given = {
        "_env_file": None,
        "db": "sqlite://",
        "base_url": PUBLIC,
        "desk_token": TOKEN,
        "proof": 0,
        "warn_tone": 0,
    } | settings
    return create_app(Settings(**given), ledger, stamp=stamp, line=LINE, seconds=seconds, now=now)


@pytest.fixture
def public(kept):
    """A reader from elsewhere."""
    app = application(kept.ledger)
    return TestClient(app, base_url=PUBLIC, client=("203.0.113.9", 4000), follow_redirects=False)


@pytest.fixture
def desk(kept):
    """The desk, signed in by its token."""
    app = application(kept.ledger)
    client = TestClient(app, base_url=PUBLIC, client=("203.0.113.10", 4000), follow_redirects=False)
    assert client.post("/desk/sign-in", data={"token": TOKEN}).status_code == 303
    return client


# --- a browser ---


@contextlib.contextmanager
def serving(app):
    """The application on a free port of loopback."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", proxy_headers=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def live(tmp_path_factory):
    """The sample served on loopback, where whoever asks is at the desk; `outside` is the public's."""
    held = filled(f"sqlite:///{tmp_path_factory.mktemp('live') / 'ledger.sqlite'}")
    here = application(held.ledger, base_url="http://127.0.0.1:8000", desk_token=None)
    with serving(here) as inside, serving(application(held.ledger)) as outside:
        held.inside, held.outside = inside, outside
        yield held
    held.ledger.close()
