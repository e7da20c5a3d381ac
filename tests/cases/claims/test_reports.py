"""The marked reports can be read, and there are as many as are promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.claims.reports import HERE, marked, reports

FILE = Path("reports.txt")


def test_how_a_claim_is_marked():
    one = marked(
        "= WITHDRAW- Armenia > Azerbaijan @ Lachin|Berdzor; near; since 2020-12-01; planned; by minister", FILE
    )
    assert (one.needed, one.kind, one.polarity) == (True, "WITHDRAW", "-")
    assert (one.actor, one.place, one.by) == (("Armenia",), ("Lachin", "Berdzor"), ("minister",))
    assert one.said == {"extent": "near", "since": "2020-12-01", "phase": "planned"}


@pytest.mark.parametrize(
    "line",
    ["= TAKE Armenia @ Lachin", "= CAPTURE Armenia at Lachin", "= CAPTURE ? @ Lachin; maybe", "~ CAPTURE @ Lachin"],
)
def test_what_cannot_be_read_names_the_file(line):
    with pytest.raises(ValueError, match=r"reports\.txt"):
        marked(line, FILE)


def test_half_of_them_is_kept_aside():
    sizes = [len(list(reports(HERE / folder))) for folder in ("", "kept", "empty", "empty/kept")]
    assert sizes == [83, 83, 80, 38]


def test_the_halves_share_no_report():
    texts = [
        report.document.text for folder in ("", "kept", "empty", "empty/kept") for report in reports(HERE / folder)
    ]
    assert len(set(texts)) == len(texts)
