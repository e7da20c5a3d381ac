"""The same rows whoever deals the parts out; far away files; an engine that is not there."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from onrecord.bulk import engines
from onrecord.bulk.command import bulk
from onrecord.bulk.far import fetched
from onrecord.bulk.inputs import Copies, items
from onrecord.bulk.parts import planned
from tests.bulk.runs import SIZE, STAMP, archive, everything

RUN = """
import json, sys
from onrecord.bulk.command import bulk
from onrecord.records import Stamp
sources, out, engine, size = json.loads(sys.argv[1])
total = bulk(sources, __import__("pathlib").Path(out), engine=engine, workers=2, size=size,
             stamp=Stamp(at="2026-01-01T00:00:00Z", by="test"))
print(json.dumps(total))
"""


def run(sources, out, engine, size=SIZE):
    """A run in a process of its own: an engine is one a process."""
    words = json.dumps([[str(one) for one in sources], str(out), engine, size])
    done = subprocess.run([sys.executable, "-c", RUN, words], capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("news") / "archive")


@pytest.fixture(scope="module")
def wanted(news, tmp_path_factory):
    out = tmp_path_factory.mktemp("local")
    bulk([str(news)], out, workers=1, size=SIZE, stamp=STAMP)
    return everything(out)


@pytest.mark.parametrize("engine", ["daft", "ray"])
def test_each_engine_writes_the_same_rows(engine, news, wanted, tmp_path):
    pytest.importorskip("daft", reason="pip install 'onrecord[bulk]'")
    pytest.importorskip("ray", reason="pip install 'onrecord[bulk]'")
    total = run([news], tmp_path, engine)
    assert (total["pages"], total["failed"]) == (24, [])
    assert everything(tmp_path) == wanted


def test_an_engine_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "daft", None)
    monkeypatch.delitem(sys.modules, "onrecord.bulk.engine", raising=False)
    with pytest.raises(engines.WrongUse, match=r"--engine daft needs daft.*onrecord\[bulk\]"):
        engines.listed("daft", ["s3://bucket/news.warc.gz"])


def test_one_file_imports_the_engine():
    home = Path(engines.__file__).parents[1]
    engine = re.compile(r"^\s*(import|from) (daft|ray)\b", re.M)
    assert [file.name for file in home.rglob("*.py") if engine.search(file.read_text())] == ["engine.py"]


# --- far away ---


class Ranges(BaseHTTPRequestHandler):
    """Files of a folder, whole or a range of their bytes."""

    folder: Path

    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, body):
        path = self.folder / self.path.strip("/")
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start, end = (int(asked[1]), int(asked[2] or len(data) - 1) + 1) if asked else (0, len(data))
        part = data[start:end]
        self.send_response(206 if asked else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(part)))
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{start + len(part) - 1}/{len(data)}")
        self.end_headers()
        if body:
            self.wfile.write(part)

    def log_message(self, *words):
        pass


@pytest.fixture()
def web(news) -> Iterator[str]:
    handler = type("Handler", (Ranges,), {"folder": news})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_an_archive_far_away_is_read_by_the_engine(web, wanted, tmp_path):
    pytest.importorskip("daft", reason="pip install 'onrecord[bulk]'")
    total = run([f"{web}/a.warc.gz", f"{web}/b.warc.gz"], tmp_path, "daft")
    assert (total["pages"], total["failed"]) == (24, [])
    assert everything(tmp_path) == wanted


def test_what_is_not_there_far_away_is_named(web, tmp_path):
    pytest.importorskip("daft", reason="pip install 'onrecord[bulk]'")
    with pytest.raises(AssertionError, match=r"nowhere\.warc\.gz"):
        run([f"{web}/nowhere.warc.gz"], tmp_path, "daft")


@pytest.mark.parametrize("size", [400, 1_500, 10_000])
def test_a_part_fetched_holds_what_it_holds_in_place(size, news, tmp_path):
    file = str(news / "a.warc.gz")
    for part in planned([file], size):
        here = [item.origin for item in items(part, {}, Counter(), Copies({}))]
        copies = fetched(part, lambda name: io.BytesIO(Path(name).read_bytes()), tmp_path)
        assert [item.origin for item in items(part, {}, Counter(), copies)] == here
