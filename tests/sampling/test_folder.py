"""Drawing from a folder that bulk wrote: all of it is the corpus, only what was drawn comes into the ledger."""

from __future__ import annotations

import pytest

from onrecord.errors import WrongUse
from onrecord.ledger import open_ledger
from onrecord.sampling import folder
from onrecord.sampling.running import drawn
from tests.bulk.runs import STAMP

pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """Datasets of a made-up archive."""
    from benchmarks.archive import write
    from onrecord.bulk.command import bulk

    home = tmp_path_factory.mktemp("sampled")
    write(home / "archive", 40, 40)
    bulk([str(home / "archive")], home / "out", workers=1, stamp=STAMP)
    return str(home / "out")


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path / 'l.sqlite'}") as opened:
        yield opened


def test_what_was_drawn_is_recorded_and_its_chances_are_of_the_whole_folder(ledger, out):
    whole = folder.frame(out, "document")
    made, found = drawn(ledger, "archive", "document", 6, 3, ("language",), STAMP, out)
    units = ledger.samples.units(made.id)
    assert len(whole) > 20
    assert len(ledger.documents(limit=100)) == 6
    assert {unit.document for unit in units} == {one.id for one in found}
    assert sum(unit.size for unit in {unit.stratum: unit for unit in units}.values()) == len(whole)
    # Each unit holds the statements that the folder has of it.
    counted = {one.id: one.statements for one in whole}
    assert {unit.document: len(unit.found) for unit in units} == {
        unit.document: counted[unit.document] for unit in units
    }


def test_statements_of_a_folder_can_be_drawn(ledger, out):
    made, _ = drawn(ledger, "lines", "statement", 8, 3, ("kind",), STAMP, out)
    for unit in ledger.samples.units(made.id):
        assert ledger.statement(unit.statement).statement.id == unit.statement


def test_nothing_is_recorded_for_a_name_that_is_taken(ledger, out):
    drawn(ledger, "archive", "document", 6, 3, ("language",), STAMP, out)
    before = ledger.counts()
    with pytest.raises(WrongUse, match="there is a sample of this name already"):
        drawn(ledger, "archive", "document", 8, 4, ("language",), STAMP, out)
    assert ledger.counts() == before


def test_a_folder_without_datasets_is_wrong_use(ledger, tmp_path):
    with pytest.raises(WrongUse, match="this folder holds no datasets"):
        drawn(ledger, "archive", "document", 6, 3, (), STAMP, str(tmp_path))


def test_a_statement_of_a_folder_is_of_its_articles_language(out):
    whole = folder.frame(out, "document")
    langs = {one.id: one.lang for one in whole}
    said = folder.frame(out, "statement")
    assert {one.lang for one in said} == {"en", None} - ({None} if all(langs.values()) else set())
    assert all(one.lang == langs[one.document] for one in said)
