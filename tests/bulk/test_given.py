"""Tables of texts as input: the words to the letter, and all that the row says kept."""

from __future__ import annotations

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.bulk.command import bulk
from onrecord.bulk.given import columns
from onrecord.errors import WrongUse
from tests.bulk.runs import rows

WORDS = "The lock is shut, Anna Brandt said on Monday.\n\nBoats went round by the old canal.\n"
TABLE = [
    {
        "key": f"k{n}",
        "body": f"Lock {n}.\n\n{WORDS}",
        "paper": "The Quay",
        "date": "2026-01-02",
        "pages": n,
        "desk": None,
    }
    for n in range(40)
]
NAMED = "text=body,published=date,publisher=paper,id=key"


def kept(out):
    return [
        (row["given_id"], row["text"], row["publisher"], row["published"], row["given"])
        for row in rows(out, "documents")
    ]


WANTED = [
    (row["key"], row["body"], "The Quay", "2026-01-02", json.dumps({"desk": None, "pages": row["pages"]}))
    for row in TABLE
]


def parquet(folder):
    pq.write_table(pa.Table.from_pylist(TABLE), folder / "news.parquet", row_group_size=7)


def lines(folder):
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in TABLE))


def packed(folder):
    (folder / "news.jsonl.gz").write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in TABLE).encode()))


@pytest.mark.parametrize("write", [parquet, lines, packed], ids=lambda write: write.__name__)
def test_words_columns_and_ids_are_kept(write, tmp_path):
    write(tmp_path)
    total = bulk([str(tmp_path)], tmp_path / "out", columns=NAMED, workers=1, size=8_000)
    assert total["pages"] == 40
    assert kept(tmp_path / "out") == WANTED
    assert {row["speaker"]["name"] for row in rows(tmp_path / "out", "statements")} == {"Anna Brandt"}


def test_a_line_that_is_no_row_is_counted(tmp_path):
    good = json.dumps({"text": WORDS})
    (tmp_path / "news.jsonl").write_text(f'{good}\n{{"text": \n\n[1]\n{{"text": 5}}\n{good[:-1]}, "id": 7}}\n')
    total = bulk([str(tmp_path)], tmp_path / "out", columns="id=id", workers=1)
    assert total["drops"] == {"no JSON object": 2, "no words in its column": 1}
    assert sorted(row["given_id"] or "" for row in rows(tmp_path / "out", "documents")) == ["", "7"]


def test_two_rows_of_one_text_are_two_articles_where_their_ids_differ(tmp_path):
    (tmp_path / "news.jsonl").write_text("".join(json.dumps({"text": WORDS, "id": n}) + "\n" for n in (1, 2, 2)))
    assert bulk([str(tmp_path)], tmp_path / "out", columns="id=id", workers=1)["pages"] == 2


def test_a_damaged_table_is_counted(tmp_path):
    parquet(tmp_path)
    file = tmp_path / "news.parquet"
    file.write_bytes(file.read_bytes()[:-40])
    lines(tmp_path)
    total = bulk([str(tmp_path)], tmp_path / "out", columns=NAMED, workers=1)
    assert (total["pages"], total["drops"]) == (40, {"damaged in the archive": 1})


@pytest.mark.parametrize("words", ["", "body", "words=body", "text=", "text=a,colour=b"])
def test_columns_that_cannot_be_meant(words):
    with pytest.raises(WrongUse, match="text=body,id=key"):
        columns(words)
