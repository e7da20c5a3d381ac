"""A person's word on who is whom, from the command line: it is a record and stays when articles are read again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from onrecord.cli import app, guarded
from onrecord.ledger import Query, open_ledger

FIRST = "Volodymyr Zelenskyy, the president, said the road was open. “We will stay,” Zelenskyy said.\n"
SECOND = "President Volodymyr Zelensky said the bridge was closed. “It is safe,” Zelensky said.\n"


def run(*words: str):
    """What a command prints and its exit status."""
    return CliRunner().invoke(app, list(words))


def add(*words: object):
    """onrecord add, as a process of its own."""
    command = [sys.executable, "-m", "onrecord", "add", *map(str, words)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two articles, read and recorded once."""
    home = tmp_path_factory.mktemp("made")
    for name, text in (("one", FIRST), ("two", SECOND)):
        (home / f"{name}.txt").write_text(f"News from the town\n\n{text}", encoding="utf-8")
    add(home / "one.txt", home / "two.txt", "--db", f"sqlite:///{home / 'ledger.sqlite'}")
    return home


@pytest.fixture
def db(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


def people(db: str, name: str):
    lines = run("speakers", "list", name, "--json", "--db", db).stdout.splitlines()
    return {row["speaker"]["name"]: row["speaker"]["id"] for row in map(json.loads, lines)}


def test_a_name_is_found_in_every_spelling_and_script(db):
    for name in ("Zelensky", "Zelenskiy", "Зеленський"):
        assert set(people(db, name)) == {"Volodymyr Zelenskyy", "Volodymyr Zelensky"}


def test_two_are_one_until_a_person_says_otherwise_and_reading_again_changes_nothing(db, tmp_path):
    one, two = people(db, "Zelensky").values()
    assert run("speakers", "same", one, two, "--why", "Seen in print.", "--db", db).exit_code == 0
    add(tmp_path / "two.txt", "--again", "--db", db)
    with open_ledger(db) as ledger:
        assert ledger.speaker(one).same == (two,)
        assert ledger.speaker(one).statements == 4
    assert run("speakers", "different", one, two, "--db", db).exit_code == 0
    with open_ledger(db) as ledger:
        assert ledger.speaker(one).same == ()


def test_of_one_name_two_people(db):
    (speaker, *_) = people(db, "Zelensky").values()
    with open_ledger(db) as ledger:
        document = next(one.document.id for one in ledger.find(_by(speaker)))
    fresh = run("speakers", "apart", speaker, document, "--why", "A namesake.", "--db", db).stdout.strip()
    with open_ledger(db) as ledger:
        assert ledger.speaker(fresh).statements == 2
        assert ledger.speaker(speaker) is None


def _by(speaker: str):
    return Query(said_by=speaker)


def test_who_said_it_by_a_persons_word(db):
    with open_ledger(db) as ledger:
        statement = ledger.find(_by(next(iter(people(db, "Zelensky").values()))))[0].statement.id
    done = run("speakers", "said", statement, "Ann Roe", "--role", "mayor", "--why", "I was there.", "--db", db)
    assert done.exit_code == 0
    assert list(people(db, "Roe")) == ["Ann Roe"]
    assert "mayor" in run("speakers", "list", "Roe", "--db", db).stdout


def test_shown_with_roles_and_who_sounds_alike(db):
    one, two = people(db, "Zelensky").values()
    told = run("speakers", "show", one, "--db", db).stdout
    assert "president" in told.lower()
    assert two in told


def test_persons_known_from_elsewhere(db, tmp_path):
    listed = tmp_path / "known.csv"
    listed.write_text("QID,Name\nQ3874799,Volodymyr Zelenskyy\nQ3874799,Volodymyr Zelensky\nnone,Ann Roe\n", "utf-8")
    done = run("speakers", "load", str(listed), "--db", db)
    assert done.exit_code == 1
    assert "line 4" in done.stderr
    assert "2 new" in done.stderr
    one, two = people(db, "Zelensky").values()
    with open_ledger(db) as ledger:
        assert ledger.speaker(one).qid == "Q3874799"
        assert ledger.speaker(one).same == (two,)
    assert "0 new, 2 known already" in run("speakers", "load", str(listed), "--db", db).stderr


@pytest.mark.parametrize("content", [b"who,what\nAnn,Q1\n", b"\xff\xfe\x00bad", b""])
def test_a_file_that_is_no_such_table(db, tmp_path, content, capsys):
    listed = tmp_path / "known.csv"
    listed.write_bytes(content)
    status = guarded(lambda: app(["speakers", "load", str(listed), "--db", db], standalone_mode=False))
    assert status == 2
    assert str(listed) in capsys.readouterr().err


def test_ids_that_nobody_has(db, capsys):
    status = guarded(lambda: app(["speakers", "same", "x", "y", "--db", db], standalone_mode=False))
    assert status == 1
    assert "x" in capsys.readouterr().err
