"""territory, contradictions and import claims, as a person and a script meet them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from onrecord.claims_by_hand import take
from onrecord.errors import NotFound, OnrecordError, WrongUse
from onrecord.ledger import open_ledger
from onrecord.whereabouts import place_of
from tests.ledger.news import EDITOR
from tests.test_cli import lines, run

HEAD = ["quotation", "address", "kind", "actor", "place", "since", "published", "speaker", "speaker_of", "extent"]
FELL = ["Бахмут узято", "https://news.test/a", "CAPTURE", "Russia", "Bakhmut", "2023-05-20", "2023-05-21", "", "", ""]
DENIED = ["Наші в Бахмуті", "https://news.test/b", "CONTROL", "Ukraine", "Bakhmut", "", "2023-05-22", "Маляр", "", ""]


@pytest.fixture()
def db(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


def table(path: Path, *rows: list[str], head: list[str] = HEAD, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows([head, *rows])
    return path


def taken(db: str, file: Path) -> tuple[int, list[str]]:
    """What an import of the file does: claims added, lines not taken and why."""
    with open_ledger(db) as ledger:
        done = take(ledger, file, EDITOR)
    return done.added, [f"line {one.line}: {one.why}" for one in done.failed]


def test_an_analysts_own_sources_count(db: str, tmp_path: Path) -> None:
    file = table(tmp_path / "claims.csv", FELL, DENIED, delimiter=";")
    done = run("import", "claims", file, "--db", db, "--json")
    assert (done.returncode, lines(done)) == (0, [{"added": 2, "known": 0, "failed": []}])
    assert lines(run("import", "claims", file, "--db", db, "--json")) == [{"added": 0, "known": 2, "failed": []}]
    [status] = lines(run("territory", "Bakhmut", "--on", "2023-05-23", "--db", db, "--json"))
    assert [one["actor"]["name"] for one in status["held_by"]] == ["Russia", "Ukraine"]
    assert status["disputed"]
    assert set(status) == {"place", "on", "known", "held_by", "claimed_by", "disputed", "why"}
    [found] = lines(run("contradictions", "--place", "Bakhmut", "--db", db, "--json"))
    assert (found["rule"], found["verdict"], found["on"]) == ("R4", "contradiction", None)
    assert [side["evidence"][0]["exact"] for side in found["between"]] == ["Бахмут узято", "Наші в Бахмуті"]
    assert found["between"][1]["speaker"]["name"] == "Маляр"
    assert found["between"][0]["document"]["url"].startswith("https://news.test/a#:~:text=")
    assert run("review", found["id"], "wrong", "--why", "A street is meant.", "--db", db).returncode == 0
    assert lines(run("contradictions", "--db", db, "--json")) == []


def test_people_read_the_words(db: str, tmp_path: Path) -> None:
    run("import", "claims", table(tmp_path / "claims.csv", FELL, DENIED), "--db", db)
    shown = run("territory", "Bakhmut, Donetsk Oblast", "--on", "2023-05-23", "--db", db).stdout.decode()
    assert "“Бахмут узято”" in shown
    assert "Disputed." in shown
    pair = run("contradictions", "--actor", "Ukraine", "--db", db).stdout.decode()
    assert "contradiction: Bakhmut" in pair
    assert "R4" in pair


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"quotation": ""}, "line 2: quotation is missing"),
        ({"address": "news.test"}, "line 2: news.test: address must be one that others can follow"),
        ({"kind": "GRAB"}, "line 2: GRAB: kind is one of CONTROL, CONTEST"),
        ({"place": "Qqzzx"}, "line 2: Qqzzx: neither the gazetteer nor the ledger knows a place of this name"),
        ({"place": "Springfield"}, "line 2: Springfield: this may be several places. Say which"),
        ({"since": "2023-02-30"}, "line 2: 2023-02-30: this is no date"),
        ({"since": "2023-06-01"}, "line 2: it begins (2023-06-01) after it was published (2023-05-21)"),
        ({"extent": "most"}, "line 2: most: extent is one of whole, part, near, unstated"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_taken(cells: dict[str, str], says: str, db: str, tmp_path: Path) -> None:
    bad = [cells.get(name, value) for name, value in zip(HEAD, FELL, strict=True)]
    added, failed = taken(db, table(tmp_path / "claims.csv", bad, DENIED))
    assert added == 1
    assert says in failed[0]


def test_the_command_names_the_line_and_says_that_it_failed(db: str, tmp_path: Path) -> None:
    bad = [*FELL[:4], "Springfield", *FELL[5:]]
    done = run("import", "claims", table(tmp_path / "claims.csv", bad, DENIED), "--db", db, "--json")
    assert (done.returncode, lines(done)[0]["added"]) == (1, 1)
    assert "claims.csv, line 2: Springfield: this may be several places" in done.stderr.decode()


def test_an_interval_that_ends_before_it_begins(db: str, tmp_path: Path) -> None:
    file = table(tmp_path / "c.csv", [*FELL, "2023-04"], [*DENIED, ""], head=[*HEAD, "until"])
    assert taken(db, file) == (1, ["line 2: it ends (2023-04) before it begins (2023-05-20). Swap since and until"])


def test_a_village_in_no_gazetteer_is_kept_by_name(db: str, tmp_path: Path) -> None:
    row = [{"place": "Qqzzx"}.get(name, value) for name, value in zip(HEAD, FELL, strict=True)]
    file = table(tmp_path / "c.csv", [*row, "Donetsk Oblast"], head=[*HEAD, "within"])
    assert taken(db, file) == (1, [])
    with open_ledger(db) as ledger:
        status = ledger.territory(place_of("Qqzzx", ledger), "2023-06", "2030")
    assert status.place.within[0] == "Donetsk Oblast"
    assert [one.actor.name for one in status.held_by] == ["Russia"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"quotation,address,kind\n", "the table lacks the column place"),
        (b"quotation,address,kind,place,colour\n", "a column that nobody knows: colour"),
        (b"quotation,address,kind,place\n\xff\xfe,x,y,z\n", "line 2 is not UTF-8"),
        (b"", "the table lacks the column quotation and address and kind and place"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_table(content: bytes | None, says: str, db: str, tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(OnrecordError, match=says):
        taken(db, file)


@pytest.mark.parametrize(
    ("name", "error", "says"),
    [
        ("Qqzzx", NotFound, "neither the gazetteer nor the ledger knows a place of this name"),
        ("", NotFound, "neither the gazetteer nor the ledger"),
        ("Springfield", WrongUse, "this may be several places. Say which"),
        ("Springfield, Nowhere", NotFound, "neither the gazetteer nor the ledger"),
    ],
)
def test_a_place_that_cannot_be_meant(name: str, error: type[Exception], says: str, db: str) -> None:
    with open_ledger(db) as ledger, pytest.raises(error, match=re.escape(says)):
        place_of(name, ledger)


def test_wrong_use_is_status_two(db: str) -> None:
    done = run("territory", "Springfield", "--db", db)
    assert done.returncode == 2
    assert "Springfield, Missouri, United States" in done.stderr.decode()
    assert run("territory", "Bakhmut", "--on", "2022-13", "--db", db).returncode == 2
    assert run("territory", "Qqzzx", "--db", db).returncode == 1
    assert "--rule is one of R1" in run("contradictions", "--rule", "R13", "--db", db).stderr.decode()


def test_an_empty_ledger_says_so(db: str) -> None:
    [status] = lines(run("territory", "Bakhmut", "--db", db, "--json"))
    assert (status["held_by"], status["claimed_by"], status["disputed"]) == ([], [], False)
    assert "Nothing that the ledger knows" in status["why"]
    assert lines(run("contradictions", "--db", db, "--json")) == []


@pytest.mark.parametrize("command", [("contradictions",), ("find", "anything")])
def test_a_time_that_ends_before_it_begins_is_wrong_use(db: str, command: tuple[str, ...]) -> None:
    done = run(*command, "--since", "2023-06", "--until", "2023-01", "--db", db)
    assert done.returncode == 2
    assert b"it ends (2023-01) before it begins (2023-06)" in done.stderr
    assert (
        run(*command, "--since", "2023-06-05", "--until", "2023", "--db", db).returncode == 0
    )  # somewhere in that year
