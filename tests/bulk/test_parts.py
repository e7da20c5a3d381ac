"""Inputs in parts: every record in one of them and in one only, whatever their size and what is damaged."""

from __future__ import annotations

import gzip
import io
import random
from collections import Counter

import pytest

from benchmarks.archive import records
from onrecord.bulk.archive import DAMAGED, pages
from onrecord.bulk.drops import Drops
from onrecord.bulk.parts import planned, share
from onrecord.errors import ReadError, WrongUse
from tests.reading.test_warc import TEXT, record

SIZES = [400, 1_000, 7_777, 10**9]


def places(data: bytes, size: int, tally: Counter[str] | None = None) -> list[int]:
    """The places of all pages, part by part."""
    found, file, tally = [], io.BytesIO(data), Drops() if tally is None else tally
    for start in range(0, len(data), size):
        end = start + size if start + size < len(data) else None
        found += [place for place, _ in pages(file, "news.warc.gz", start, end, tally)]
    return found


def packed(count: int) -> list[bytes]:
    return [gzip.compress(record(f"Orm{n}", TEXT), mtime=0) for n in range(count)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pack", [True, False], ids=["packed", "plain"])
def test_each_record_is_in_one_part(size, pack):
    made = packed(40) if pack else [record(f"Orm{n}", TEXT) for n in range(40)]
    wanted = [sum(map(len, made[:n])) for n in range(40)]
    tally = Drops()
    assert places(b"".join(made), size, tally) == wanted
    assert not tally


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda one: one[: len(one) // 2], id="without its end"),
        pytest.param(lambda one: one[:60] + b"\xff" * 40 + one[100:], id="spoilt within"),
        pytest.param(lambda one: b"\0" * 40 + one[40:], id="without its beginning"),
    ],
)
def test_a_damaged_record_is_counted_and_those_around_it_are_read(size, spoil):
    made = packed(20)
    made[7] = spoil(made[7])
    wanted = [sum(map(len, made[:n])) for n in range(20) if n != 7]
    tally = Drops()
    assert places(b"".join(made), size, tally) == wanted
    assert tally == {DAMAGED: 1}


def test_an_archive_that_ends_too_soon():
    made, tally = packed(5), Drops()
    assert len(places(b"".join(made)[:-30], 10**9, tally)) == 4
    assert tally == {DAMAGED: 1}


@pytest.mark.parametrize("size", [5_000, 30_000, 10**9])
def test_one_damaged_record_in_a_hundred(size):
    tally = Drops()
    found = places(b"".join(records(300)), size, tally)
    assert len(found) == len(set(found))
    assert len(found) + tally.total() == 300
    assert tally[DAMAGED] == 3


# --- the plan ---


def test_large_files_are_divided_and_small_ones_put_together(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"".join(packed(20)))
    for n in range(5):
        (tmp_path / f"page{n}.html").write_text("<p>A page.")
    plan = planned([str(tmp_path)], size=2_000)
    assert [part.kind for part in plan] == ["warc", "warc", "warc", "pages"]
    assert [(part.start, part.end) for part in plan[:3]] == [(0, 2_000), (2_000, 4_000), (4_000, None)]
    assert len(plan[3].files) == 5
    assert [part.key for part in plan] == sorted({part.key for part in plan})


@pytest.fixture()
def in_one(tmp_path):
    """An archive packed as a whole, of words that cannot be packed well."""
    chance = random.Random(1)
    made = [record(f"Orm{n}", TEXT, body=chance.randbytes(2_000).hex().encode()) for n in range(200)]
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"".join(made)))
    return tmp_path / "a.warc.gz", [sum(map(len, made[:n])) for n in range(200)]


def test_an_archive_packed_as_a_whole_is_the_work_of_many(in_one):
    file, wanted = in_one
    assert len(planned([str(file)], size=100_000)) > 3
    tally = Drops()
    assert places(file.read_bytes(), 100_000, tally) == wanted
    assert not tally


@pytest.mark.parametrize("size", [100_000, 10**9])
def test_of_an_archive_packed_as_a_whole_and_cut_off_the_beginning_is_read(size, in_one):
    file, wanted = in_one
    tally = Drops()
    found = places(file.read_bytes()[:-150_000], size, tally)
    assert found == wanted[: len(found)]
    assert len(found) > 100
    assert tally == {DAMAGED: 1}


def test_a_pattern_and_a_file_named_twice(tmp_path):
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text("Words.")
    [part] = planned([str(tmp_path / "*.txt"), str(tmp_path / "1.txt")])
    assert [name[-5:] for name in part.files] == ["0.txt", "1.txt", "2.txt"]


def test_what_is_not_there_is_named(tmp_path):
    with pytest.raises(ReadError, match=r"nowhere\.warc"):
        planned([str(tmp_path / "nowhere.warc")])


def test_shares_are_all_of_it_and_nothing_twice(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"".join(packed(20)))
    plan = planned([str(tmp_path)], size=500)
    shares = [share(plan, f"{n}/3") for n in (1, 2, 3)]
    assert sorted(part.key for one in shares for part in one) == [part.key for part in plan]


@pytest.mark.parametrize("words", ["0/3", "4/3", "a/b", "3", "1/0"])
def test_what_is_no_share(words):
    with pytest.raises(WrongUse, match="3/16"):
        share([], words)
