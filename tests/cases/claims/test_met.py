"""Sentences that were misread once, in the sample or in use: none of their claims is missed, none is false."""

from __future__ import annotations

import pytest

from tests.cases.claims.gate import read
from tests.cases.claims.reports import HERE, Report, reports
from tests.cases.claims.score import SIDE, outcome

MET = list(reports(HERE / "met"))


@pytest.mark.parametrize("report", MET, ids=lambda report: report.about.removeprefix("# "))
def test_what_was_misread_is_read_right(report: Report):
    found = outcome(report, read(report.document))
    assert (found.missed, [(one.kind, one.polarity, one.actor, one.place) for one in found.false]) == ([], [])


@pytest.mark.parametrize("report", MET, ids=lambda report: report.about.removeprefix("# "))
def test_and_so_is_what_is_said_of_each_claim(report: Report):
    pairs = outcome(report, read(report.document)).pairs
    told = [{name: getattr(claim, name) for name in (*SIDE, "until") if name in mark.said} for mark, claim in pairs]
    assert told == [mark.said for mark, _ in pairs]
