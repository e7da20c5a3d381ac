"""What strangers bring: odd tables, odd names, folders in folders. Each is read or counted, and whatever cannot be
meant is said before anything is read."""

from __future__ import annotations

import fcntl
import gzip
import io
import json
import random
import re
import subprocess

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.bulk.command import Progress, bulk, merge, told
from onrecord.bulk.desk import Report
from onrecord.bulk.lines import lines
from onrecord.errors import ReadError, WrongUse
from onrecord.records import Stamp
from tests.bulk.runs import STAMP, archive, rows, started
from tests.servers import require

WORDS = "“We had {n} offers,” Anna Brandt, the mayor, said on Monday."


def texts(count, begin=0):
    return [{"text": WORDS.format(n=n), "id": n} for n in range(begin, begin + count)]


def jsonl(made):
    return b"".join(json.dumps(row).encode() + b"\n" for row in made)


def kept(out):
    return {row["given_id"]: row["text"] for row in rows(out, "documents")}


# --- tables that are spoilt, or hold what no file can ---


def test_half_a_character_costs_its_row_and_no_other(tmp_path):
    lone = [
        {"text": "half \ud800 of it", "id": "words"},
        {"text": WORDS.format(n=1), "id": "\ud800"},
        {"text": WORDS.format(n=2), "id": "beside", "note": "half \ud800"},
        {"text": WORDS.format(n=3), "id": "whole"},
    ]
    (tmp_path / "news.jsonl").write_bytes(jsonl(lone))
    total = bulk([str(tmp_path / "news.jsonl")], tmp_path / "out", columns="id=id", workers=1)
    assert (total["drops"], total["failed"]) == ({"holds what is no character": 2}, [])
    assert set(kept(tmp_path / "out")) == {"beside", "whole"}
    [note] = [row["given"] for row in rows(tmp_path / "out", "documents") if row["given_id"] == "beside"]
    assert json.loads(note) == {"note": "half \ud800"}, "another's column is kept as JSON can write it"


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda packed: packed[: len(packed) * 2 // 3], id="cut off"),
        pytest.param(lambda packed: packed[:-9000] + b"\xff" * 60 + packed[-8940:], id="spoilt within"),
    ],
)
def test_of_packed_lines_that_are_spoilt_those_before_are_read(spoil, tmp_path):
    chance = random.Random(1)
    made = [{"text": f"{WORDS.format(n=n)} {chance.getrandbits(4000):x}", "id": n} for n in range(30)]
    (tmp_path / "news.jsonl.gz").write_bytes(spoil(gzip.compress(jsonl(made))))
    total = bulk([str(tmp_path / "news.jsonl.gz")], tmp_path / "out", columns="id=id", workers=1, size=100_000)
    assert total["drops"] == {"damaged in the archive": 1}
    found = kept(tmp_path / "out")
    assert found == {str(row["id"]): row["text"] for row in made[: len(found)]}
    assert len(found) > 10


def test_a_table_spoilt_within_is_counted(tmp_path):
    pq.write_table(pa.Table.from_pylist(texts(300)), tmp_path / "news.parquet")
    data = (tmp_path / "news.parquet").read_bytes()
    (tmp_path / "news.parquet").write_bytes(data[:60] + b"\xff" * 300 + data[360:])
    total = bulk([str(tmp_path / "news.parquet")], tmp_path / "out", columns="id=id", workers=1)
    assert (total["pages"], total["drops"], total["failed"]) == (0, {"damaged in the archive": 1}, [])


def test_values_that_json_or_python_have_no_word_for(tmp_path):
    moment = pa.array([1_767_323_045_123_456_789], pa.timestamp("ns"))
    table = pa.table({"text": [WORDS.format(n=1)], "x": [float("nan")], "y": [float("inf")], "when": moment})
    pq.write_table(table, tmp_path / "news.parquet")
    bulk([str(tmp_path / "news.parquet")], tmp_path / "out", columns="published=when", workers=1)
    [row] = rows(tmp_path / "out", "documents")
    assert json.loads(row["given"], parse_constant=pytest.fail) == {"x": "nan", "y": "inf"}
    assert (row["published"], row["day"]) == ("2026-01-02 03:04:05.123456789", "2026-01-02")


def test_names_in_capitals_and_names_that_lie(tmp_path):
    pq.write_table(pa.Table.from_pylist(texts(2)), tmp_path / "A.PARQUET")
    (tmp_path / "B.JSONL").write_bytes(jsonl(texts(2, 10)))
    (tmp_path / "c.jsonl.gz").write_bytes(jsonl(texts(2, 20)))
    (tmp_path / "d.jsonl").write_bytes(gzip.compress(jsonl(texts(2, 30))))
    total = bulk([str(tmp_path)], tmp_path / "out", columns="id=id", workers=1)
    assert (total["pages"], total["drops"]) == (8, {})


# --- one large table is the work of many ---


@pytest.mark.parametrize("name", ["news.parquet", "news.jsonl", "news.jsonl.gz"])
def test_a_table_of_one_piece_is_divided(name, tmp_path):
    chance = random.Random(2)
    made = [{"text": f"{WORDS.format(n=n)} {chance.getrandbits(3000):x}", "id": n} for n in range(600)]
    if name == "news.parquet":
        pq.write_table(pa.Table.from_pylist(made), tmp_path / name, row_group_size=10_000)
    else:
        (tmp_path / name).write_bytes(gzip.compress(jsonl(made)) if name.endswith("gz") else jsonl(made))
    size = (tmp_path / name).stat().st_size * (4 if name == "news.jsonl" else 10) // 4
    total = bulk([str(tmp_path / name)], tmp_path / "out", columns="id=id", workers=2, size=size)
    assert total["parts"] in (4, 5)
    assert kept(tmp_path / "out") == {str(row["id"]): row["text"] for row in made}
    assert total["pages"] == 600, "nothing twice"


@pytest.mark.parametrize("members", [1, 3])
@pytest.mark.parametrize("ending", [b"\n", b""])
def test_each_packed_line_belongs_to_one_stretch(members, ending, tmp_path):
    chance = random.Random(3)
    made = [chance.randbytes(chance.randint(1, 30_000)).replace(b"\n", b" ") for _ in range(60)]
    each = 60 // members
    text = [b"\n".join(made[at : at + each]) + (b"\n" if at + each < 60 else ending) for at in range(0, 60, each)]
    (tmp_path / "a.gz").write_bytes(b"".join(map(gzip.compress, text)))
    step = 100_000
    with (tmp_path / "a.gz").open("rb") as file:
        whole = (tmp_path / "a.gz").stat().st_size
        found = [one for start in range(0, whole, step) for one in lines(file, start, start + step)]
    assert [line.rstrip(b"\n") for _, line in found] == made
    places = [at for at, _ in found]
    assert places == [sum(len(line) for _, line in found[:n]) for n in range(60)]


# --- what cannot be meant ---


def test_a_column_that_is_not_there_is_said_before_anything_is_read(tmp_path):
    (tmp_path / "news.jsonl").write_bytes(jsonl(texts(2)))
    for words, lacking in (("text=body", '"body"'), ("published=date,publisher=id", '"date"')):
        with pytest.raises(WrongUse, match=rf"no column {lacking}\. Its columns are text, id: .*--columns"):
            bulk([str(tmp_path / "news.jsonl")], tmp_path / "out", columns=words)
    assert not (tmp_path / "out").exists()


def test_a_table_of_something_else_beside_pages_does_not_stop_them(tmp_path):
    (tmp_path / "log.jsonl").write_bytes(b'{"level": "info"}\n')
    (tmp_path / "a.txt").write_text(WORDS.format(n=1))
    total = bulk([str(tmp_path)], tmp_path / "out", workers=1)
    assert (total["pages"], total["drops"]) == (1, {"no words in its column": 1})


def test_a_folder_without_files_is_no_folder_that_is_missing(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="a folder without files"):
        bulk([str(tmp_path / "empty")], tmp_path / "out")


def test_what_is_no_file_is_told(tmp_path):
    with pytest.raises(ReadError, match=r"neither a file.*Save it as a file"):
        bulk(["/dev/null"], tmp_path / "out")


def test_the_output_among_the_sources_is_not_read(tmp_path):
    archive(tmp_path / "news", 4)
    first = bulk([str(tmp_path)], tmp_path / "out", workers=1)
    assert (first["pages"], first["parts"]) == (4, 2)
    assert bulk([str(tmp_path)], tmp_path / "out", workers=1) == first
    other = bulk([str(tmp_path)], tmp_path / "other", workers=1)
    assert (other["pages"], other["parts"]) == (4, 2), "nor what another run wrote"
    with pytest.raises(WrongUse, match="holds what bulk wrote"):
        bulk([str(tmp_path / "out")], tmp_path / "third")


# --- a run and what became of it ---


def test_what_has_changed_since_a_run_began_is_named(tmp_path):
    news = archive(tmp_path / "news", 4)
    bulk([str(news)], tmp_path / "out", workers=1)
    (news / "c.txt").write_text("Words.")
    with pytest.raises(WrongUse, match=r"another run: \S*c\.txt was not among its sources"):
        bulk([str(news)], tmp_path / "out")
    (news / "c.txt").unlink()
    with pytest.raises(WrongUse, match="another run: its --columns were text=text"):
        bulk([str(news)], tmp_path / "out", columns="text=body")
    held = (news / "a.warc.gz").read_bytes()
    (news / "a.warc.gz").write_bytes(held + held[:200])
    with pytest.raises(WrongUse, match=r"another run: \S*a\.warc\.gz has changed since"):
        bulk([str(news)], tmp_path / "out")
    (news / "a.warc.gz").unlink()
    with pytest.raises(WrongUse, match=r"another run: \S*a\.warc\.gz is no longer among its sources"):
        bulk([str(news)], tmp_path / "out")


def test_a_run_is_of_one_model(tmp_path):
    news, out = archive(tmp_path / "news", 4), tmp_path / "out"
    bulk([str(news)], out, workers=1, shard="1/2", stamp=STAMP)
    with pytest.raises(WrongUse, match="begun with test, and this is another"):
        bulk([str(news)], out, workers=1, stamp=Stamp(at="2026-01-01T00:00:00Z", by="another"))
    bulk([str(news)], tmp_path / "second", workers=1, shard="2/2", stamp=Stamp(at=STAMP.at, by="another"))
    with pytest.raises(WrongUse, match="different models"):
        merge([str(out), str(tmp_path / "second")], tmp_path / "whole")


def test_two_at_once_in_one_folder(tmp_path):
    news, out = archive(tmp_path / "news", 4), tmp_path / "out"
    bulk([str(news)], out, workers=1, shard="1/2")
    with (out / ".bulk" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)  # as somebody who reads another share
        bulk([str(news)], out, workers=1, shard="2/2")
        with pytest.raises(WrongUse, match="another process works in this folder"):
            merge([str(out)], out)
    assert merge([str(out)], out)["rows"]["documents"] == 4


def test_datasets_taken_away_are_made_again(tmp_path):
    news, out = archive(tmp_path / "news", 4), tmp_path / "out"
    first = bulk([str(news)], out, workers=1)
    (out / "claims").rename(tmp_path / "away")
    assert bulk([str(news)], out, workers=1) == first
    assert (out / "claims").is_dir()


def test_what_is_told_is_what_was_written(tmp_path):
    made = archive(tmp_path / "news", 4)
    (made / "again.warc.gz").write_bytes((made / "a.warc.gz").read_bytes())
    total = bulk([str(made)], tmp_path / "out", workers=1)
    assert told(total).startswith("4 pages, 12 statements")
    assert told(total).endswith("left out: 2 the same page again")


def test_a_full_disk_ends_the_run_with_its_name_and_the_same_again_goes_on(tmp_path):
    news, disk = archive(tmp_path / "news", 4), tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=60k", "tmpfs", str(disk)]
    if subprocess.run(["mount", *options], capture_output=True).returncode:
        require("a small disk", "run as root where mounting a tmpfs is allowed")
    try:
        total = bulk([str(news)], disk / "out", workers=1)
        assert total["unfinished"]
        assert "No space left on device. Run it again" in total["failed"][0]
        assert "the same command goes on" in told(total)
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        assert bulk([str(news)], disk / "out", workers=1)["rows"]["documents"] == 4
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_that_lost_a_dataset_is_not_recorded(tmp_path):
    """What is known is not added to: the claims would never come."""
    bulk([str(archive(tmp_path / "news", 4))], tmp_path / "out", workers=1)
    (tmp_path / "out" / "claims").rename(tmp_path / "away")
    ledger = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    lacking = started("add", tmp_path / "out", "--db", ledger)
    assert "out: has no claims. Load the folder as bulk wrote it." in lacking.communicate(timeout=60)[1]
    assert lacking.returncode == 1
    (tmp_path / "away").rename(tmp_path / "out" / "claims")
    whole = started("add", tmp_path / "out", "--db", ledger)
    assert "4 articles recorded" in whole.communicate(timeout=60)[0]


def test_progress_says_how_far_and_what_was_left_out():
    class Watched(io.StringIO):
        def isatty(self):
            return True

    moments = iter(range(100))
    seen = Progress(2, Watched(), clock=lambda: next(moments))
    for _ in range(4):  # three pages, and that there is no fourth
        seen.page()
    seen.part(Report(key="a", pages=2, drops={"no article": 1}))
    assert re.fullmatch(r"1 of 2 parts, 3 pages, 0\.\d a second, \d+ s left; left out: 1 no article", seen.line())
