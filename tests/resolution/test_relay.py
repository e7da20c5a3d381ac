"""The chain of what is said inside of what is said: marked sentences, and who hands it on, nearest first."""

from __future__ import annotations

import pytest

from onrecord.marks import parse
from onrecord.records import Document, Stamp, new_statement
from onrecord.resolution import resolve

STAMP = Stamp(at="2000-01-01T00:00:00Z", by="test")
CHAINS = {
    "{c1:According to} {s1:CNN}, {q1:{s2:Ukraine} {c2:said} {q2<1:some troops were leaving}}.": [["CNN"], ["CNN"]],
    "{s1:Anna Roe} {c1:said} {q1:{s2:Ivan Orlov} {c2:had told} her {q2<1:that the money was gone}}.": [
        [],
        ["Anna Roe"],
    ],
    "{s1:Reuters} {c1:quoted} {q1:{s2:Anna Roe} {c2:as saying} {q2<1:{s3:Ivan Orlov} {c3:promised} {q3<2:money}}}.": [
        ["Reuters"],
        ["Reuters"],
        ["Anna Roe", "Reuters"],
    ],
    # who repeats their own words relays nobody
    "{s1:Anna Roe} {c1:said} {q1:the town was Elm, {q2<1:which} {s2:she} {c2:said} {q2:was lost}}.": [[], []],
    # nobody speaks through a plan
    "{q1:{s2:Anna Roe} {c2:said}}, {c1:according to} {s1:the plan}, {q1:{q2<1:that the road would open}}.": [[], []],
    # someone without a name is kept as what they are
    "{s1:A commander} {c1:said} {q1:{s2:Ivan Orlov} {c2:promised} {q2<1:help}}.": [[], ["commander"]],
}


@pytest.mark.parametrize(("marked", "chains"), CHAINS.items())
def test_through_whom(marked, chains):
    text, wanted = parse(marked)
    document = Document(id="d", text=text, lang="en")
    made: dict[int, str] = {}
    rows = []
    for one in wanted:
        row = new_statement(
            document,
            one.content,
            kind="indirect",
            stamp=STAMP,
            source=one.source,
            cue=one.cue,
            within=made.get(one.within),
        )
        made[one.number] = row.id
        rows.append(row)
    found = resolve(document, tuple(rows), STAMP).statements
    assert [[via.name for via in one.via] for one in found] == chains
