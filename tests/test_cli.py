"""The commands as a person and a script meet them: output, exit status, words of the errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from onrecord.ledger import open_ledger

STORY = (
    "Bridge closed after cracks found\n\n"
    "The north bridge was closed on Monday.\n\n"
    "“We had no choice,” mayor Anna Brandt said. According to the engineers' report, the cracks are years old.\n"
)


def run(*words, stdin=None, cwd=None, **env):
    """onrecord WORDS as a process of its own."""
    command = [sys.executable, "-m", "onrecord", *map(str, words)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env={**os.environ, **env}, check=False)


@pytest.fixture()
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture()
def db(tmp_path):
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


def lines(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_read_prints_json_lines_and_nothing_else(story):
    done = run("read", "--json", story)
    assert done.returncode == 0
    [page] = lines(done)
    assert page["title"] == "Bridge closed after cracks found"
    assert page["source"] == str(story)
    assert done.stderr == b""


def test_read_finds_who_said_what(story):
    [page] = lines(run("read", "--json", story))
    assert [[span["exact"] for span in row["source"] + row["cue"] + row["content"]] for row in page["statements"]] == [
        ["mayor Anna Brandt", "said", "“We had no choice,”"],
        ["the engineers' report", "According to", "the cracks are years old"],
    ]
    assert [row["kind"] for row in page["statements"]] == ["direct", "indirect"]


def test_read_plain_keeps_the_file_as_it_is(story):
    [page] = lines(run("read", "--json", "--plain", story))
    assert page["text"] == STORY


def test_read_from_standard_input():
    [page] = lines(run("read", "--json", "-", stdin=STORY.encode()))
    assert page["source"] == "-"
    assert page["statements"]


def test_the_page_for_people_names_speaker_and_cue(story):
    shown = run("read", story).stdout.decode()
    assert "[1]“We had no choice,”" in shown
    assert "mayor Anna Brandt said" in shown


def test_one_bad_input_is_named_and_the_rest_is_done(story, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("read", "--json", tmp_path / "empty.txt", tmp_path / "none.txt", story)
    assert done.returncode == 1
    assert [page["source"] for page in lines(done)] == [str(story)]
    named = done.stderr.decode().splitlines()
    assert len(named) == 2
    assert "empty.txt" in named[0]
    assert "none.txt" in named[1]


def test_a_name_that_no_disk_takes_is_named_with_the_reason(story, tmp_path):
    done = run("read", "--json", "x" * 300, story)
    assert (done.returncode, len(lines(done))) == (1, 1), "the rest is read"
    assert "could not be read: File name too long" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(("words", "hint"), [(["find", "x"], "--db"), (["demo", "--port", "0"], "--folder")])
def test_a_home_that_cannot_be_made_is_named_with_what_to_do(words, hint, story, tmp_path):
    done = run(*words, cwd=tmp_path, HOME=str(story / "home"))
    assert done.returncode == 1
    [said] = done.stderr.decode().splitlines()
    assert "this folder cannot be made: Not a directory" in said
    assert hint in said


def test_no_sample_yet_is_said(db):
    done = run("sample", "--db", db)
    assert (done.returncode, done.stdout) == (0, b"")
    assert "`onrecord sample NAME` draws one" in done.stderr.decode()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["read", "--published", "yesterday", "x.txt"], "yesterday: this is no date. Write 2022-12-08"),
        (["read", "--published", "2022-02-30", "x.txt"], "2022-02-30: this is no date"),
        (["find", "--kind", "shouted"], "shouted: --kind is one of direct, indirect, mixed"),
        (["review", "abc", "maybe"], "maybe: VERDICT is one of confirmed, wrong"),
        (["frobnicate"], "frobnicate"),
        (["find", "--limit", "0"], "--limit"),
    ],
)
def test_wrong_use_is_status_two(words, says, tmp_path):
    done = run(*words, cwd=tmp_path, ONRECORD_DB=f"sqlite:///{tmp_path / 'l.sqlite'}")
    assert done.returncode == 2
    assert says in done.stderr.decode()


@pytest.mark.parametrize("value", ["0", "two"])
def test_a_setting_that_cannot_be_is_named(value, story):
    done = run("read", story, ONRECORD_THREADS=value)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("onrecord: ONRECORD_THREADS: this setting should be ")


@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_page_given_twice_at_once_is_added_once(story, db, threads):
    done = run("add", "--json", "--db", db, story, story, story, ONRECORD_THREADS=threads)
    assert [row["added"] for row in lines(done)] == [True]


def test_adding_twice_adds_nothing_and_find_finds(story, db):
    [first] = lines(run("add", "--json", "--db", db, story))
    again = run("add", "--json", "--db", db, story)
    assert first["added"]
    assert (again.returncode, again.stdout) == (0, b"")
    assert again.stderr.decode() == "onrecord: 1 page known already; --again reads it anew\n"
    [row] = lines(run("find", "--json", "--db", db, "choice"))
    assert row["content"][0]["exact"] == "“We had no choice,”"
    assert row["source"][0]["exact"] == "mayor Anna Brandt"
    assert row["document"]["title"] == "Bridge closed after cracks found"


def test_a_persons_word_is_kept(story, db):
    run("add", "--db", db, story)
    [row] = lines(run("find", "--json", "--db", db, "choice"))
    assert lines(run("find", "--json", "--db", db, "--confirmed")) == []
    assert run("review", "--db", db, row["id"], "confirmed", "--why", "heard it").returncode == 0
    [confirmed] = lines(run("find", "--json", "--db", db, "--confirmed"))
    assert confirmed["id"] == row["id"]
    assert confirmed["review"] == "confirmed"


def test_withdrawn_words_are_found_no_more(story, db):
    run("add", "--db", db, story)
    [row] = lines(run("find", "--json", "--db", db, "choice"))
    assert run("withdraw", "--db", db, row["id"], "--why", "asked to").returncode == 0
    assert lines(run("find", "--json", "--db", db, "choice")) == []
    assert run("withdraw", "--db", db, "nosuchid").returncode == 1


def test_find_says_what_would_fill_an_empty_ledger(db):
    done = run("find", "--db", db, "anything")
    assert done.returncode == 0
    assert "onrecord add" in done.stderr.decode()


def test_a_closed_pipe_is_no_error(story):
    command = f"'{sys.executable}' -m onrecord read --json '{story}' | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_admin_prints_a_link_that_signs_the_first_administrator_in(db):
    shown = run("admin", "Ada@X.example", "--db", db, "--json", ONRECORD_BASE_URL="https://record.example")
    [told] = lines(shown)
    assert told["link"].startswith("https://record.example/sign-in/link?token=")
    with open_ledger(db) as ledger:
        assert ledger.people.of_email("ada@x.example").role == "admin"
    assert run("admin", "nobody", "--db", db).returncode == 2


def test_read_tells_what_is_claimed_of_a_place(tmp_path):
    page = tmp_path / "front.txt"
    page.write_text(
        "Front\n\nUkraine said on Monday that Russian forces had left Kherson.\n\nRussian troops hold Melitopol.\n"
    )
    [claim, own] = lines(run("read", "--json", page))[0]["claims"]
    assert [claim["kind"], claim["actor"]["name"], claim["place"]["name"]] == ["WITHDRAW", "Russia", "Kherson"]
    assert claim["by"] is not None
    assert own["by"] is None
    shown = run("read", page).stdout.decode()
    assert "withdraw: Russia, Kherson" in shown
    assert "control: Russia, Melitopol" in shown
