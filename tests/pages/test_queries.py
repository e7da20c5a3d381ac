"""How many questions a page asks the database does not depend on how long its thread is."""

from __future__ import annotations

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from benchmarks.under_load import thread
from onrecord.ledger import open_ledger
from tests.pages.conftest import PUBLIC, application


def asked(url, many, path):
    """The statements that drawing a page of a thread of so many comments takes."""
    id = thread(url, many)
    with open_ledger(url) as ledger:
        seen = []
        ledger._store.engine.dispose()  # connections of now on tell what they are asked, whoever asks
        event.listen(ledger._store.engine, "connect", lambda db, _: db.set_trace_callback(seen.append))
        client = TestClient(application(ledger), base_url=PUBLIC, client=("203.0.113.9", 4000))
        assert client.get(path.format(id=id)).status_code == 200
        assert any("FROM posts" in one for one in seen)
        return len(seen)


@pytest.mark.parametrize(
    "path", ["/articles/{id}", "/articles/{id}/discussion.json", "/embed?article=https://news.test/ferry"]
)
def test_a_long_thread_asks_as_often_as_a_short_one(tmp_path, path):
    short = asked(f"sqlite:///{tmp_path / 'short.sqlite'}", 3, path)
    assert asked(f"sqlite:///{tmp_path / 'long.sqlite'}", 120, path) == short
