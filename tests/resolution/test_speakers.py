"""Who speaks and through whom, in short passages of our own; "?" is an honest unknown."""

from __future__ import annotations

import pytest

from onrecord.marks import parse
from onrecord.records import Document, Stamp, document_id, new_statement
from onrecord.resolution import resolve

NOW = Stamp(at="2026-01-01T00:00:00Z", by="a test")

WHO = [
    (
        "Harbour spokesman Ole Brandt spoke. {s1:Brandt} {c1:said} {q1:the gate is shut}.",
        "Ole Brandt, spokesman, Harbour",
    ),
    ("{s1:Ole Brandt} {c1:said} {q1:the gate is shut}.", "Ole Brandt"),
    ("Ole Brandt, a farmer, waited. {q1:It rained}, {s1:he} {c1:said}.", "Ole Brandt, farmer"),
    ("Ole Brandt met Jan Vik. {q1:It rained}, {s1:he} {c1:said}.", "Ole Brandt"),
    ("Ole Brandt left. “I love Jan Vik,” {s1:he} {c1:said}{q1:, and wept}.", "Ole Brandt"),
    ("Clara Vik met Ole Brandt. {q1:It rained}, {s1:she} {c1:said}.", "Clara Vik"),
    ("Ole Brandt spoke to Ida Lund, {s1:who} {c1:said} {q1:it rained}.", "Ida Lund"),
    ("They met a farmer near the dam, {s1:who} {c1:said} {q1:it rained}.", "farmer near the dam"),
    ("He heard a spokesman for the port, {s1:who} {c1:said} {q1:it rained}.", "spokesman for the port, spokesman"),
    ("Six officers saw it. {s1:They} {c1:said} {q1:it rained}.", "Six officers"),
    ("{s1:Ann Roe and Tom Vik} {c1:said} {q1:it rained}.", "Ann Roe and Tom Vik"),
    ("{s1:No group} {c1:claimed} {q1:that it rained}.", "?"),
    ("{s1:Neither the Senate nor the junta} {c1:said} {q1:it rained}.", "?"),
    ("{s1:Another, “Thirteenth”,} {c1:wrote} {q1:that it rained}.", "?"),
    ("{s1:Two officers} {c1:said} {q1:it rained}. {q2:It was cold}, {s2:they} {c2:added}.", "Two officers"),
    ("The Harbour Ministry has a plan. {s1:It} {c1:said} {q1:it rained}.", "Harbour Ministry"),
    ("Ole Brandt met {s1:Democrats}, who {c1:said} {q1:it rained}.", "Democrats"),
    (
        "Republican nominee Ole Brandt spoke. {s1:The Republican nominee} {c1:said} {q1:it rained}.",
        "Ole Brandt, nominee, Republican",
    ),
    ("{s1:OLE BRANDT} {c1:said} {q1:it rained}. Ole Brandt laughed.", "Ole Brandt"),
    ("Nobody came. {q1:It rained}, {s1:she} {c1:said}.", "?"),
    ("{q1:It rained}, {c1:it was said}.", "?"),
    ("Mayor Ida Lund smiled. {s1:The mayor} {c1:said} {q1:it rained}.", "Ida Lund, Mayor"),
    ("Mayor Ida Lund met Mayor Eva Moe. {s1:The mayor} {c1:said} {q1:it rained}.", "?"),
    ("Spokeswoman Ida Lund came. {s1:A spokesman} {c1:said} {q1:it rained}.", "spokesman, spokesman"),
    ("Ann Roe met Tom Roe. {s1:Roe} {c1:said} {q1:it rained}.", "?"),
    ("{s1:The Kremlin} {c1:said} {q1:it rained}.", "Kremlin for Russia"),
    ("{s1:Ukraine} {c1:said} {q1:it rained}.", "Ukraine"),
    ("{s1:Two officials} {c1:said} {q1:it rained}.", "Two officials"),
    ("{s1:Lund} {c1:said} {q1:it rained}.", "?"),
    ("Ann Roe went. Beyond Roe, beyond all, it was calm. {s1:Roe} {c1:said} {q1:it rained}.", "Ann Roe"),
    ("Ann B. Roe went, and Ann Roe came. {s1:Roe} {c1:said} {q1:it rained}.", "Ann Roe"),
    ("Sen. Ann Roe (D-Elm) went. {s1:Ms. Roe} {c1:said} {q1:it rained}.", "Ann Roe, Sen."),
    (
        "Ann Roe met Tom Vik. {s1:Tom Vik} {c1:said} {q1:it rained}. “Rain,” {s2:he} {c2:said}, {q2:came}.",
        "Tom Vik",
    ),
    ("{s1:Rep. Ann Roe of Elm, the panel's oldest member,} {c1:said} {q1:it rained}.", "Ann Roe, Rep."),
    (
        "Swedish spokesman Olof Ek came. {s1:A Norwegian spokesman} {c1:said} {q1:it rained}.",
        "Norwegian spokesman, spokesman, Norway",
    ),
]
THROUGH = [
    ("{c1:According to} {s1:Reuters}, {q1:it rained}.", "?", ["Reuters"]),
    ("{s1:Ann Roe} {c1:told} the Guardian {q1:it rained}.", "Ann Roe", ["Guardian"]),
    ("{s1:Ann Roe} {c1:told} reporters {q1:it rained}.", "Ann Roe", []),
    ("{s1:Ann Roe} {c1:said in an interview with} CNN {q1:it rained}.", "Ann Roe", ["CNN"]),
    ("{s1:Ann Roe} {c1:said} {q1:her son told CNN it rained}.", "Ann Roe", []),
    ("{s1:Ann Roe} {c1:told} her sister {q1:it rained}.", "Ann Roe", []),
]


def resolved(marked: str):
    found = parse(marked)
    document = Document(id=document_id(None, found.text), text=found.text)
    rows = [
        new_statement(document, one.content, kind="indirect", stamp=NOW, source=one.source, cue=one.cue)
        for one in found.statements
    ]
    return resolve(document, tuple(rows), NOW)


def named(judgement) -> str:
    who = judgement.referent
    if who is None:
        return "?"
    stands = f" for {who.stands_for}" if who.stands_for else ""
    return ", ".join(filter(None, (who.name, who.role, who.of))) + stands


@pytest.mark.parametrize(("marked", "who"), WHO, ids=[row[0] for row in WHO])
def test_who_speaks(marked, who):
    judgement = resolved(marked).judgements[-1]
    assert named(judgement) == who
    assert judgement.why
    assert judgement.verdict == ("same" if judgement.referent and judgement.referent.named else "unsure")


@pytest.mark.parametrize(("marked", "who", "via"), THROUGH, ids=[row[0] for row in THROUGH])
def test_through_whom(marked, who, via):
    found = resolved(marked)
    assert [one.name for one in found.statements[0].via] == via
    assert named(found.judgements[0]) == who


def test_the_words_of_a_judgement_are_its_statements_source():
    [judgement] = resolved(WHO[0][0]).judgements
    assert judgement.anchor.exact == "Brandt"
