"""Seeing that it runs: figures, health with a lost database, logs without readers in them."""

from __future__ import annotations

import io
import json
import logging
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from onrecord import logs
from onrecord.errors import LedgerError
from onrecord.ledger import open_ledger
from tests.ledger.news import page
from tests.pages.conftest import PUBLIC, application

HERE = "http://127.0.0.1:8000"


def client(ledger, host=HERE, asker="127.0.0.1", **settings):
    app = application(ledger, **settings)
    return TestClient(app, base_url=host, client=(asker, 4000), raise_server_exceptions=False)


def figures(asked) -> dict[tuple[str, ...], float]:
    """Each sample by its name and labels' values."""
    answer = asked.get("/metrics")
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


# --- figures ---


def test_requests_are_counted_by_route_never_by_what_was_searched(kept):
    here = client(kept.ledger)
    for _ in range(2):
        here.get(f"/articles/{kept.new.document.id}")
    here.head(f"/articles/{kept.new.document.id}")
    here.get("/search?words=a+whisper+of+a+reader")
    here.get("/no/such/page")
    here.request("BREW", "/")
    got = figures(here)
    assert got["onrecord_requests_total", "GET", "/articles/{id}", "200"] == 2
    assert got["onrecord_requests_total", "GET", "/search", "200"] == 1
    assert got["onrecord_requests_total", "GET", "(none)", "404"] == 1
    assert any(key[:2] == ("onrecord_requests_total", "other") for key in got)
    assert got["onrecord_requests_total", "HEAD", "/articles/{id}", "200"] == 1
    assert got["onrecord_request_seconds_count", "/articles/{id}"] == 3
    assert got["onrecord_ledger_up",] == 1
    assert got["onrecord_ledger_rows", "documents"] == kept.ledger.counts()["documents"]
    assert "whisper" not in here.get("/metrics").text


@pytest.mark.parametrize(
    ("host", "asker", "settings", "status"),
    [
        (HERE, "127.0.0.1", {}, 200),  # a program on this machine
        (PUBLIC, "203.0.113.9", {}, 403),
        (PUBLIC, "127.0.0.1", {}, 403),  # a proxy that passes the public's request on
        (PUBLIC, "203.0.113.9", {"metrics_open": True}, 200),
    ],
)
def test_figures_are_for_this_machine_unless_a_setting_opens_them(kept, host, asker, settings, status):
    assert client(kept.ledger, host, asker, **settings).get("/metrics").status_code == status


def test_the_desk_sees_figures_from_elsewhere(desk):
    assert desk.get("/metrics").status_code == 200


def test_rows_are_not_counted_at_every_asking(kept):
    now = [0.0]
    app = application(kept.ledger, seconds=lambda: now[0])
    here = TestClient(app, base_url=HERE, client=("127.0.0.1", 4000))
    before = figures(here)["onrecord_ledger_rows", "documents"]
    kept.ledger.record(page(1))
    assert figures(here)["onrecord_ledger_rows", "documents"] == before
    now[0] = 61.0
    assert figures(here)["onrecord_ledger_rows", "documents"] == before + 1


# --- a lost database ---


def states(here) -> tuple[int, int, float]:
    return here.get("/healthz").status_code, here.get("/readyz").status_code, figures(here)["onrecord_ledger_up",]


def test_a_sqlite_file_that_was_moved_away_is_lost_and_found_again(tmp_path):
    path = tmp_path / "ledger.sqlite"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with open_ledger(f"sqlite:///{path}") as ledger:
        ledger.record(page(1))
        here = client(ledger)
        assert states(here) == (200, 200, 1)
        for file in tmp_path.glob("ledger.sqlite*"):
            file.rename(elsewhere / file.name)
        assert states(here) == (200, 503, 0)
        for file in elsewhere.iterdir():
            file.rename(tmp_path / file.name)
        assert states(here) == (200, 200, 1)
        assert len(ledger.documents()) == 1


@pytest.mark.postgres
def test_a_postgresql_that_stops_is_lost_and_found_again():
    from tests.servers import postgres_server

    with postgres_server() as server:
        url = server.database()
        with open_ledger(url, patience=2) as ledger:
            here = client(ledger)
            assert states(here) == (200, 200, 1)
            server.stop()
            assert states(here) == (200, 503, 0)
            assert here.get("/").status_code == 503
            server.start()
            assert states(here) == (200, 200, 1)


def test_a_schema_of_another_version_is_not_ready(tmp_path):
    import sqlite3

    path = tmp_path / "ledger.sqlite"
    with open_ledger(f"sqlite:///{path}") as ledger:
        here = client(ledger)
        with sqlite3.connect(path) as db:
            db.execute("UPDATE onrecord_version SET version_num = '9999'")
        db.close()
        assert states(here) == (200, 503, 0)


# --- logs ---


@pytest.fixture
def written():
    """What the logs say as JSON, one value a line."""
    out = io.StringIO()
    held = {name: (logging.getLogger(name).handlers[:], logging.getLogger(name).level) for name in LOGGERS}
    logs.configure("json", out)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    for name, (handlers, level) in held.items():
        logging.getLogger(name).handlers[:] = handlers
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).propagate = True


LOGGERS = ("onrecord", "uvicorn.error")


def test_a_request_is_a_line_with_its_id_and_without_its_reader(kept, written):
    answer = client(kept.ledger, PUBLIC, "203.0.113.9").get("/search?words=a+secret")
    [line] = written()
    assert line["request"] == answer.headers["x-request-id"]
    assert (line["method"], line["route"], line["status"], line["level"]) == ("GET", "/search", 200, "info")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["at"])
    assert "secret" not in json.dumps(line)
    assert "203.0.113" not in json.dumps(line)


@pytest.mark.parametrize(("error", "status"), [(ZeroDivisionError(), 500), (LedgerError("gone"), 503)])
def test_a_failure_is_logged_as_one(kept, written, monkeypatch, error, status):
    def fail(**_):
        raise error

    monkeypatch.setattr(kept.ledger, "documents", fail)
    client(kept.ledger, PUBLIC, "203.0.113.9").get("/")
    line = next(line for line in written() if line["logger"] == "onrecord.requests")
    assert (line["status"], line["level"]) == (status, "error")


def test_a_trace_stays_on_its_line(written):
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("onrecord.pages").exception("it failed")
    [line] = written()
    assert line["trace"].endswith("ValueError: two\nlines")


def test_plain_logs_are_words():
    out = io.StringIO()
    held = logging.getLogger("onrecord").handlers[:]
    logs.configure("plain", out)
    logging.getLogger("onrecord.requests").info("GET / 200")
    logging.getLogger("onrecord.pages").error("the ledger failed")
    logging.getLogger("onrecord").handlers[:] = held
    logging.getLogger("onrecord").propagate = True
    assert out.getvalue() == "onrecord.pages: the ledger failed\n"
