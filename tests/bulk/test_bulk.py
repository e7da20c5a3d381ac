"""`onrecord bulk` on this machine: all of it, the same however it is divided, and again after every stop."""

from __future__ import annotations

import json
import signal
import time

import duckdb
import pytest

from onrecord.bulk.command import bulk, merge
from onrecord.bulk.desk import Desk
from onrecord.errors import WrongUse
from tests.bulk.runs import SIZE, STAMP, archive, children, end, everything, page, rows, started


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("news") / "archive")


@pytest.fixture(scope="module")
def out(news, tmp_path_factory):
    """A run of it all, by two workers."""
    folder = tmp_path_factory.mktemp("out")
    total = bulk([str(news)], folder, workers=2, size=SIZE, stamp=STAMP)
    assert (total["pages"], total["failed"], total["unfinished"]) == (24, [], 0)
    assert total["parts"] > 4
    return folder


def test_what_a_run_writes(out):
    documents, statements = rows(out, "documents"), rows(out, "statements")
    assert sorted(row["title"] for row in documents) == sorted(f"Lock {n} to stay shut" for n in range(24))
    assert {row["archive"] for row in documents} == {"a.warc.gz", "b.warc.gz"}
    assert {row["day"] for row in documents} == {"2026-01-01", "2026-01-02", "2026-01-03"}
    brandt = [row for row in statements if row["speaker"] and row["speaker"]["name"] == "Anna Brandt"]
    assert len({row["document"] for row in brandt}) == 24
    assert "We had 3 offers and took none" in {row["words"].strip("“”,") for row in statements}
    assert {row["asked"] for row in rows(out, "requests")} == {"harbour office"}


def test_duckdb_reads_it(out):
    query = f"""SELECT speaker.name, count(*) FROM read_parquet('{out}/statements/*/*.parquet', hive_partitioning=true)
    WHERE day = '2026-01-02' AND kind = 'direct' GROUP BY 1"""
    assert duckdb.sql(query).fetchall() == [("Anna Brandt", 8)]


def test_the_same_again_does_nothing(news, out):
    before = (out / "summary.json").stat().st_mtime_ns
    total = bulk([str(news)], out, workers=1, size=SIZE)
    assert total["pages"] == 24
    assert (out / "summary.json").stat().st_mtime_ns == before
    assert json.loads((out / "summary.json").read_text())["rows"]["documents"] == 24


def test_one_worker_or_two(news, out, tmp_path):
    bulk([str(news)], tmp_path, workers=1, size=SIZE, stamp=STAMP)
    assert everything(tmp_path) == everything(out)


def test_shares_merged_are_the_whole(news, out, tmp_path):
    shares = [tmp_path / f"share{n}" for n in (1, 2, 3)]
    for n, share in enumerate(shares, 1):
        total = bulk([str(news)], share, shard=f"{n}/3", workers=1, size=SIZE, stamp=STAMP)
        assert "rows" not in total
    with pytest.raises(WrongUse, match="not done yet"):
        merge([str(shares[0]), str(shares[1])], tmp_path / "whole")
    assert merge(list(map(str, shares)), tmp_path / "whole")["pages"] == 24
    assert everything(tmp_path / "whole") == everything(out)


def test_a_folder_that_holds_another_run(news, out, tmp_path):
    with pytest.raises(WrongUse, match="another run"):
        bulk([str(news / "a.warc.gz")], out, size=SIZE)


# --- stopped at any moment ---


@pytest.mark.parametrize("whom", ["worker", "driver"])
def test_killed_and_started_again(whom, news, out, tmp_path):
    words = ("bulk", news, "--out", tmp_path / "out", "--workers", 2, "--json")
    first = started(*words)
    desk = Desk(tmp_path / "out")
    deadline = time.monotonic() + 120
    while len(children(first.pid)) < 2 and first.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.6)
    victims = [first.pid] if whom == "driver" else children(first.pid)
    for pid in victims:
        end(pid, signal.SIGKILL)
    first.communicate(timeout=240)
    if whom == "worker":
        assert first.returncode == 0, "another worker took its place"
    again = started(*words)
    total = json.loads(again.communicate(timeout=240)[0])
    assert again.returncode == 0
    assert total["pages"] == 24
    assert not list(desk.parts.glob("*.tmp"))
    assert titles(tmp_path / "out") == titles(out)


def titles(out):
    """What was said where, nothing of the order of parts, which the size of parts decides."""
    return sorted((row["document"], row["words"]) for row in rows(out, "statements"))


# --- what cannot be read ---


@pytest.fixture()
def trouble(tmp_path):
    """Six good pages among what ends other programs."""
    slow = b"<article><h1>Long</h1>" + b"<p>The mayor said that the lock was shut, and so on. " * 60_000
    made = [page(n) for n in range(6)]
    made[1:1] = [page(100, slow)]
    made[3:3] = [page(101, b"<html>" + b"x" * 50_000_000)]
    made[5:5] = [page(102)[:200]]
    made += [page(103, b"<form><input></form>"), page(0)]
    (tmp_path / "bad.warc.gz").write_bytes(b"".join(made))
    (tmp_path / "cut.warc.gz").write_bytes(page(7) + page(8)[:-20])
    return tmp_path


def test_trouble_is_counted_by_reason_and_the_rest_is_done(trouble):
    total = bulk([str(trouble / "*.gz")], trouble / "out", workers=1, seconds=6.0)
    assert total["pages"] == 7
    assert total["drops"] == {
        "damaged in the archive": 2,
        "no article": 1,
        "the same page again": 1,
        "too large": 1,
        "took too long": 1,
    }
    assert total["examples"]["too large"] == ["http://dam.example/lock101"]
    assert [name.split("@")[0] for name in total["examples"]["damaged in the archive"]] == [
        "bad.warc.gz",
        "cut.warc.gz",
    ]
    assert all(total["examples"].values()), "of each reason somebody is named"
    assert total["examples"]["took too long"] == ["http://dam.example/lock100"]
    assert {row["title"] for row in rows(trouble / "out", "documents")} == {
        f"Lock {n} to stay shut" for n in (0, 1, 2, 3, 4, 5, 7)
    }


def test_the_same_page_in_two_parts_is_one(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(page(1) + page(2))
    (tmp_path / "b.warc.gz").write_bytes(page(2) + page(3))
    total = bulk([str(tmp_path / "*.gz")], tmp_path / "out", workers=1, stamp=STAMP)
    assert total["again"] == 1
    documents, statements = rows(tmp_path / "out", "documents"), rows(tmp_path / "out", "statements")
    assert sorted(row["title"] for row in documents) == [f"Lock {n} to stay shut" for n in (1, 2, 3)]
    assert len({row["id"] for row in statements}) == len(statements)


def test_the_command_says_what_came_of_it(news, tmp_path):
    done = started("bulk", news / "a.warc.gz", "--out", tmp_path)
    out, err = done.communicate(timeout=240)
    assert (done.returncode, out) == (0, "")
    assert err.startswith("12 pages, ")
    assert "left out: nothing" in err
    assert err.count("\n") == 1, "no progress where nobody watches"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.warc"], "no such file"),
        (["https://example.org/a.warc.gz"], "--engine daft"),
        ([".", "--columns", "words=body"], "--columns names text"),
        ([".", "--shard", "5/2"], "3/16"),
        ([".", "--engine", "spark"], "local, daft, ray"),
    ],
)
def test_what_cannot_be_meant_is_said(words, said, tmp_path):
    (tmp_path / "a.txt").write_text("Words.")
    words = [str(tmp_path) if word == "." else word for word in words]
    done = started("bulk", *words, "--out", tmp_path / "out")
    assert said in done.communicate(timeout=60)[1]
    assert done.returncode in (1, 2)
