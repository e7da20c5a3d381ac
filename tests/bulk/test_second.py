"""The second step: the same files whoever works on it and however many, and what persons said of who is whom."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.archive import BRIEF, write
from onrecord.bulk import copies, crew, judged, people
from onrecord.bulk.command import bulk, merge
from onrecord.errors import OnrecordError, ReadError
from onrecord.ledger import open_ledger
from onrecord.records import Stamp
from tests.bulk.runs import STAMP, rows

SIZE = 7_000  # bytes of a part


def files(out: Path) -> dict[str, str]:
    """Every file of the datasets with a digest of its bytes."""
    found = (file for file in sorted(out.rglob("*.parquet")) if ".bulk" not in file.parts)
    return {str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest() for file in found}


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    home = tmp_path_factory.mktemp("second") / "archive"
    write(home, 60, 60, length=BRIEF)
    return home


@pytest.fixture(scope="module")
def whole(news, tmp_path_factory):
    """A run by one worker, in one share."""
    out = tmp_path_factory.mktemp("whole")
    total = bulk([str(news)], out, workers=1, size=SIZE, stamp=STAMP)
    assert total["parts"] >= crew.FEW, "so many parts that other runs take processes for them"
    assert total["copies"] > 0
    return out


@pytest.mark.parametrize("shares", [1, 2, 7])
def test_the_same_bytes_from_however_many_shares_and_workers(shares, news, whole, tmp_path):
    runs = [tmp_path / f"share{n}" for n in range(1, shares + 1)]
    for n, run in enumerate(runs, 1):
        bulk([str(news)], run, shard=f"{n}/{shares}", workers=1, size=SIZE, stamp=STAMP)
    merge([str(run) for run in reversed(runs)], tmp_path / "out", workers=shares)
    assert files(tmp_path / "out") == files(whole)


BY = """
import json, sys
from pathlib import Path
from onrecord.bulk.command import merge
runs, out, engine, judgements = json.loads(sys.argv[1])
print(json.dumps(merge(runs, Path(out), engine=engine, workers=2, judgements=judgements and Path(judgements))))
"""


@pytest.mark.parametrize("engine", ["daft", "ray"])
def test_the_same_bytes_by_each_engine(engine, whole, tmp_path):
    pytest.importorskip(engine, reason="pip install 'onrecord[bulk]'")
    words = json.dumps([[str(whole)], str(tmp_path / "out"), engine, None])
    done = subprocess.run([sys.executable, "-c", BY, words], capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    assert files(tmp_path / "out") == files(whole)


def test_a_piece_that_fails_is_told_and_the_parts_are_kept(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "run")
    victim = next((tmp_path / "run" / ".bulk" / "parts").glob("*/statements.parquet"))
    bytes = victim.read_bytes()
    victim.write_bytes(b"no table")
    with pytest.raises(OnrecordError, match=r"second step failed.*Run it again"):
        merge([str(tmp_path / "run")], tmp_path / "out", workers=2)
    victim.write_bytes(bytes)
    merge([str(tmp_path / "run")], tmp_path / "out", workers=2)
    assert files(tmp_path / "out") == files(whole)


# --- what persons said ---


@pytest.fixture()
def said(whole, tmp_path):
    """A ledger with the articles of the run, in which a person merged, split and named; and its export."""
    from onrecord.bulk.load import add

    named = {row["name"]: row["id"] for row in rows(whole, "speakers")}
    quoted = [row for row in rows(whole, "statements") if row["speaker"] and row["speaker"]["name"] == "Ruth Amadi"]
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        list(add(ledger, str(whole)))
        stamp = Stamp(at="2026-02-01T00:00:00Z", by="desk")
        one, two, three = (named[name] for name in ("Anna Brandt", "Tomas Weil", "Pavel Dorn"))
        ledger.identify(one, two, "same", "one person under two names", stamp)
        ledger.identify(two, three, "same", "the same again", stamp)
        ledger.identify(two, three, "different", "no: they met", stamp)
        ledger.judge(quoted[0]["id"], None, "nobody knows", stamp)
        lines = [json.dumps(row) for row in ledger.export()]
    (tmp_path / "export.jsonl").write_text("\n".join(lines) + "\n")
    return tmp_path / "export.jsonl", named, quoted


def test_merges_and_splits_by_persons_count(whole, said, tmp_path):
    export, named, quoted = said
    merge([str(whole)], tmp_path / "out", workers=1, judgements=export)
    before = {row["name"]: row for row in rows(whole, "speakers")}
    after = {id: row for row in rows(tmp_path / "out", "speakers") for id in row["ids"]}
    one, two, three = (named[name] for name in ("Anna Brandt", "Tomas Weil", "Pavel Dorn"))
    assert after[one] == after[two]
    assert after[one]["id"] == min(one, two)
    assert after[one]["statements"] == before["Anna Brandt"]["statements"] + before["Tomas Weil"]["statements"]
    assert after[one]["documents"] <= before["Anna Brandt"]["documents"] + before["Tomas Weil"]["documents"]
    assert after[three]["ids"] == [three], "a person took the merge back"
    assert after[named["Ruth Amadi"]]["statements"] == before["Ruth Amadi"]["statements"] - 1
    identities = {row["id"]: row["identity"] for row in rows(tmp_path / "out", "statements")}
    assert identities[quoted[0]["id"]] is None
    assert {identities[row["id"]] for row in quoted[1:]} == {named["Ruth Amadi"]}


def test_what_persons_said_since_makes_the_datasets_anew(whole, said, tmp_path):
    shutil.copytree(whole, tmp_path / "run")
    before = files(tmp_path / "run")
    merge([str(tmp_path / "run")], tmp_path / "run", workers=1, judgements=said[0])
    assert files(tmp_path / "run") != before
    merge([str(tmp_path / "run")], tmp_path / "run", workers=1)
    assert files(tmp_path / "run") == before


def test_a_file_that_is_no_export_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("Words.\n")
    (tmp_path / "b.jsonl").write_text('{"text": "words"}\n')
    for name in ("a.txt", "b.jsonl", "missing"):
        with pytest.raises(ReadError, match="export"):
            judged.read(tmp_path / name)


def test_names_that_a_person_told_apart_are_not_listed_as_perhaps_one():
    """Two spellings of one sound: perhaps one, until a person says that they are two."""
    spelt = {"a": "Ivan Zelensky", "b": "Ivan Zelenskyy"}
    who = {id: {"id": id, "name": name, "type": "person", "role": None, "of": None} for id, name in spelt.items()}
    one, two = ({"id": id, "speaker": who[id], "document": "d"} for id in spelt)
    for said, perhaps in ((judged.Judged(), ["b"]), (judged.Judged(different=(("b", "a"),)), [])):
        names = judged.names(said)
        lots = people.counted([one, two], names)
        found = [row for lot in lots for row in people.gathered([lot])]
        assert next(row for row in people.ordered(found, names) if row["id"] == "a")["perhaps"] == perhaps


def test_pairs_of_a_band_are_each_with_the_first_and_with_the_one_before():
    marks = np.zeros((5, copies.NUMBERS), np.uint32)
    marks[1, :4] = marks[3, :4] = marks[4, :4] = 7
    marks[2, :4] = 9
    assert copies.pairs(marks, 0).tolist() == [[3, 1], [4, 1], [4, 3]]
