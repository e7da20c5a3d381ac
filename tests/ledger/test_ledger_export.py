"""Everything out and in again, on either database: byte for byte the same."""

from __future__ import annotations

import json

import pytest

from onrecord.errors import LedgerError, WrongUse
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.exports import KEPT, LEFT
from onrecord.ledger.posts import Act
from onrecord.ledger.schema import metadata
from onrecord.shapes import dumps
from tests.ledger.news import EDITOR, article, reading
from tests.ledger.test_ledger_threads import at, ferry, say


def exported(ledger: Ledger) -> list[str]:
    return [dumps(row) + "\n" for row in ledger.export()]


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """A ledger with versions, a review, a note, a withdrawal, a redaction, a thread with its decisions."""
    old = ferry(ledger)
    ferry(ledger, "It is late.")
    statement = ledger.document(old.id).statements  # type: ignore[union-attr]
    for one in statement:
        ledger.review(one.id, "confirmed", "heard", EDITOR)
    one = say(ledger, old, "é “quoted” \u2028 words")
    say(ledger, old, "answer", under=one, author="Bo", instead="late", cited="https://a.test/")
    ledger.talk.decide(one, Act(action="remove", state="removed", why="rude"), 1, at(5))
    ledger.talk.revise(say(ledger, old, "k"), "newer", "<p>newer</p>", Act(action="edit", state="shown"), 1, at(6))
    ledger.talk.shut(old.id, Act(action="close"), at(7))
    ledger.redact(old.id, "Zebulon", EDITOR)
    other = article("https://news.test/other", "Something else.")
    ledger.record(reading(other))
    ledger.withdraw(other.id, "a court", EDITOR)
    return ledger


def test_import_of_an_export_exports_the_same_bytes(full: Ledger, tmp_path) -> None:
    lines = exported(full)
    with open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}") as other:
        added = other.restore(iter(lines), "export")
        assert sum(added.values()) == len(lines) - 1
        assert exported(other) == lines
        assert sum(other.restore(iter(lines), "export").values()) == 0
        assert exported(other) == lines


@pytest.mark.postgres
def test_an_export_of_sqlite_comes_into_postgresql_and_goes_on_there(postgres, tmp_path) -> None:
    url = postgres.database()
    with open_ledger(f"sqlite:///{tmp_path / 'one.sqlite'}") as one, open_ledger(url) as two:
        document = ferry(one)
        say(one, document, "a")
        lines = exported(one)
        two.restore(iter(lines), "export")
        assert exported(two) == lines
        say(two, document, "b")
        assert [post.number for post in two.talk.thread(document.id)] == ["1", "2"]


def test_what_can_be_found_there_can_be_found_here(full: Ledger, tmp_path) -> None:
    from onrecord.ledger import Query

    with open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}") as other:
        other.restore(iter(exported(full)), "export")
        ids = [found.statement.id for found in full.find(Query(words="ferry"))]
        assert [found.statement.id for found in other.find(Query(words="ferry"))] == ids


def test_an_export_joins_what_a_ledger_has(full: Ledger, tmp_path) -> None:
    with open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}") as other:
        mine = article("https://news.test/mine", "Mine.")
        other.record(reading(mine))
        say(other, mine, "here before")
        other.restore(iter(exported(full)), "export")
        assert [post.text for post in other.talk.thread(mine.id)] == ["here before"]
        assert other.counts()["documents"] == 4


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda lines: [*lines[:2], "{oops\n"], "line 3 is no JSON"),
        (lambda lines: [*lines[:2], lines[2][:20]], "line 3 is cut off"),
        (lambda lines: [*lines[:2], '{"table":"secrets"}\n'], "line 3 is no row of an export"),
        (lambda lines: [*lines[:1], '{"table":"documents","id":"x"}\n'], "line 2 has not the columns of documents"),
        (lambda lines: lines[1:], "line 1 is not the head of an export"),
    ],
    ids=["no JSON", "cut off", "another table", "a column short", "no head"],
)
def test_a_damaged_export_is_refused_by_its_line_and_nothing_of_it_is_kept(full: Ledger, tmp_path, change, why) -> None:
    with open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}") as other:
        with pytest.raises(LedgerError, match=why):
            other.restore(iter(change(exported(full))), "export")
        assert other.counts()["documents"] == 0


def test_an_export_of_another_schema_says_what_to_do(full: Ledger, tmp_path) -> None:
    head = json.loads(exported(full)[0]) | {"schema": "9999"}
    with open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}") as other, pytest.raises(WrongUse, match="schema 9999"):
        other.restore(iter([json.dumps(head) + "\n"]), "export")


def test_every_table_leaves_or_is_said_to_stay() -> None:
    """A new table: add it to KEPT in onrecord/ledger/exports.py, or to LEFT with the reason."""
    assert set(metadata.tables) - set(KEPT) - set(LEFT) == set()
