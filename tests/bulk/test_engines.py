"""The same rows whoever deals the parts out; far away files; an engine that is not there."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from onrecord.bulk import engines
from onrecord.bulk.command import bulk
from onrecord.bulk.drops import Drops
from onrecord.bulk.far import fetched, told
from onrecord.bulk.inputs import Copies, items
from onrecord.bulk.parts import planned
from onrecord.errors import OnrecordError
from tests.bulk.runs import SIZE, STAMP, archive, everything, page
from tests.bulk.stores import BUCKET, KEY, REGION, Bucket, Files, certificate, served
from tests.servers import free_port

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
    with pytest.raises(engines.WrongUse, match=r"--engine daft needs daft.*pip install '\.\[bulk\]'"):
        engines.listed("daft", ["s3://bucket/news.warc.gz"])


def test_a_cluster_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("RAY_ADDRESS", f"127.0.0.1:{free_port()}")
    with pytest.raises(engines.WrongUse, match=r"RAY_ADDRESS=127\.0\.0\.1:\d+: no Ray cluster answers \(.*refused"):
        engines.listed("ray", ["s3://bucket/news.warc.gz"])


def test_an_engine_that_cannot_begin_is_told(monkeypatch):
    def refuse(name):
        raise ConnectionError("Failed to connect\n to the cluster")

    monkeypatch.setitem(sys.modules, "onrecord.bulk.engine", SimpleNamespace(chosen=refuse))
    with pytest.raises(OnrecordError, match=r"daft cannot begin \(Failed to connect to the cluster\)\. --engine local"):
        engines.listed("daft", ["s3://bucket/news.warc.gz"])


def test_one_file_imports_the_engine():
    home = Path(engines.__file__).parents[1]
    engine = re.compile(r"^\s*(import|from) (daft|ray)\b", re.M)
    assert [file.name for file in home.rglob("*.py") if engine.search(file.read_text())] == ["engine.py"]


# --- far away ---


@pytest.fixture()
def web(news) -> Iterator[str]:
    with served(Files, news) as (url, _):
        yield url


def test_an_archive_far_away_is_read_by_the_engine(web, wanted, tmp_path):
    pytest.importorskip("daft", reason="pip install 'onrecord[bulk]'")
    total = run([f"{web}/a.warc.gz", f"{web}/b.warc.gz"], tmp_path, "daft")
    assert (total["pages"], total["failed"]) == (24, [])
    assert everything(tmp_path) == wanted


def test_what_is_not_there_far_away_is_named(web, tmp_path):
    pytest.importorskip("daft", reason="pip install 'onrecord[bulk]'")
    with pytest.raises(AssertionError, match=r"nowhere\.warc\.gz"):
        run([f"{web}/nowhere.warc.gz"], tmp_path, "daft")


@pytest.fixture()
def store(news, monkeypatch) -> Iterator[list[str]]:
    """An S3 of our own, as AWS's own variables name one; what it was asked."""
    pytest.importorskip("daft", reason="pip install 'onrecord[bulk]'")
    with served(Bucket, news) as (url, asked):
        for name, value in keys(url, KEY).items():
            monkeypatch.setenv(name, value)
        yield asked


def keys(url, key):
    """What a person sets who has a store: where, and with which keys."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": "secret",
    }


@pytest.mark.parametrize("engine", ["daft", "ray"])
def test_a_bucket_is_read_by_ranges_by_each_engine(engine, store, news, wanted, tmp_path):
    pytest.importorskip(engine, reason="pip install 'onrecord[bulk]'")
    total = run([f"s3://{BUCKET}/*.warc.gz"], tmp_path, engine)
    assert (total["pages"], total["failed"]) == (24, [])
    assert everything(tmp_path) == wanted
    assert any(one.startswith("GET") and "list-type=2" in one for one in store)
    assert sum("bytes=" in one and not one.endswith("bytes=0-") for one in store) > 4, "parts are entered half-way"


def test_a_list_that_goes_on_is_followed_to_its_end(store, tmp_path_factory):
    """The store names two files an answer."""
    many = tmp_path_factory.mktemp("many")
    for n in range(5):
        (many / f"{n}.warc.gz").write_bytes(page(n))
    with served(Bucket, many) as (url, asked):
        assert heard(f"s3://{BUCKET}/*.warc.gz", keys(url, KEY)).count(".warc.gz") == 5
        assert sum("continuation-token" in one for one in asked) == 2


LISTED = """
import sys
from onrecord.bulk import engines
from onrecord.errors import OnrecordError
try:
    print(engines.listed("daft", [sys.argv[1]]))
except OnrecordError as wrong:
    print(wrong)
"""


def heard(name, more):
    """What listing an address says, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LISTED, name], capture_output=True, text=True, timeout=120, env={**os.environ, **more}
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("s3://nowhere/*.warc.gz", KEY, "nothing is found there. Check the address"),
        ("s3://news/b*r.warc.gz", KEY, "nothing is found there. Check the address"),
        ("s3://news/*.warc.gz", "AKOTHER", "may not be read with these rights. Look at the keys"),
    ],
)
def test_a_bucket_that_is_not_there_or_not_ours_is_named(name, key, said, news):
    pytest.importorskip("daft", reason="pip install 'onrecord[bulk]'")
    with served(Bucket, news) as (url, _):
        told = heard(name, keys(url, key))
    assert told.startswith(f"{name}: {said}")
    assert "\n" not in told


def test_a_connection_that_is_cut_leaves_the_rest(store, news, tmp_path_factory, tmp_path):
    both = tmp_path_factory.mktemp("both")
    (both / "good.warc.gz").write_bytes(page(1) + page(2))
    (both / "cut.warc.gz").write_bytes(page(3) + page(4))
    with served(Bucket, both) as (url, _), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", url)
        total = run([f"s3://{BUCKET}/*.warc.gz"], tmp_path, "daft", size=100_000)
    assert total["pages"] == 2
    assert total["unfinished"] == 1
    assert total["failed"] == [
        "s3://news/cut.warc.gz: the connection failed or was cut. Run it again: what is done stays done."
    ]


@pytest.mark.skipif(not shutil.which("openssl"), reason="apt-get install openssl")
def test_a_certificate_that_nobody_trusts_is_told(news, tmp_path):
    pytest.importorskip("daft", reason="pip install 'onrecord[bulk]'")
    with served(Files, news, certificate(tmp_path)) as (url, asked):
        told = heard(f"{url}/a.warc.gz", {})
    assert told.startswith(f"{url}/a.warc.gz: shows a certificate that is not trusted")
    assert asked == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("File not found: s3://nowhere/", "nothing is found there"),
        ('unhandled error (AccessDenied): Error { code: "AccessDenied" }', "may not be read with these rights"),
        ("error sending request: operation timed out", "the connection failed or was cut"),
        ("what nobody\n has seen   before", "cannot be read (what nobody has seen before)"),
    ],
)
def test_what_readers_say_is_told_in_a_persons_words(words, said):
    assert told(words, "s3://news/a").what == said


@pytest.mark.parametrize("size", [400, 1_500, 10_000])
def test_a_part_fetched_holds_what_it_holds_in_place(size, news, tmp_path):
    file = str(news / "a.warc.gz")
    for part in planned([file], size):
        here = [item.origin for item in items(part, {}, Drops(), Copies({}))]
        copies = fetched(part, lambda name: io.BytesIO(Path(name).read_bytes()), tmp_path)
        assert [item.origin for item in items(part, {}, Drops(), copies)] == here


def test_an_archive_far_away_that_was_packed_as_a_whole_is_read_once(news, tmp_path):
    whole = tmp_path / "whole.warc.gz"
    plain = b"".join(gzip.decompress((news / f"{name}.warc.gz").read_bytes()) for name in "ab")
    whole.write_bytes(gzip.compress(plain))
    found = []
    far = [(f"https://far.example/{whole.name}", whole.stat().st_size)]
    parts = planned([], 400, far)
    assert len(parts) > 2
    for part in parts:
        copies = fetched(part, lambda _: io.BytesIO(whole.read_bytes()), tmp_path)
        found += [item.name for item in items(part, {}, Drops(), copies)]
    assert found == [f"http://dam.example/lock{n}" for n in range(24)]
