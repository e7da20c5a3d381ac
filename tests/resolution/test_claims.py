"""From words to claims, end to end: who, where, in whose words."""

from __future__ import annotations

import pytest

from onrecord.line import reading_of
from onrecord.records import Document, Page, Stamp, compose, document_id


def claims(text, published="2022-12-01"):
    text, blocks = compose([("paragraph", text)])
    page = Page(document=Document(id=document_id(None, text), text=text, blocks=blocks, lang="en", published=published))
    reading = reading_of(page, Stamp(at="2024-01-01T00:00:00Z", by="test"))
    return reading, [
        (one.kind + one.polarity, one.actor.name if one.actor else None, one.place.name if one.place else None)
        for one in reading.claims
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # "the city" is the one named before, "the army" the article's own
        (
            "Ukrainian troops entered Lyman on Monday. The army took control of the city.",
            [("ADVANCE+", "Ukraine", "Lyman"), ("CAPTURE+", "Ukraine", "Lyman")],
        ),
        # a list of regions makes regions of the names in it
        (
            "Russia annexed four regions: Donetsk, Luhansk, Kherson and Zaporizhzhia.",
            [
                ("SOVEREIGNTY+", "Russia", "Donetsk Oblast"),
                ("SOVEREIGNTY+", "Russia", "Luhansk Oblast"),
                ("SOVEREIGNTY+", "Russia", "Kherson Oblast"),
                ("SOVEREIGNTY+", "Russia", "Zaporizhzhia Oblast"),
            ],
        ),
        # a village that no gazetteer has keeps its name
        ("Russian troops captured the village of Novosillia.", [("CAPTURE+", "Russia", "Novosillia")]),
        # an adjective that two share
        (
            "Chinese and Indian troops pulled back from Doklam.",
            [("WITHDRAW+", "China", "Doklam"), ("WITHDRAW+", "India", "Doklam")],
        ),
        # who shells is not said
        ("Shells hit Kharkiv overnight, soldiers said.", [("ATTACK+", None, "Kharkiv")]),
        # who denies a claim supposes that somebody makes it
        (
            "Sudan’s government rejected Ethiopian claims to al-Fashaga.",
            [("RECOGNISE-", "Sudan", "al-Fashaga"), ("SOVEREIGNTY+", "Ethiopia", "al-Fashaga")],
        ),
        # "its own" is whose that looks at it so; a share of it is still it
        ("Beijing considers Taiwan its own territory.", [("SOVEREIGNTY+", "China", "Taiwan")]),
        ("Guatemala claims about half of Belize.", [("SOVEREIGNTY+", "Guatemala", "Belize")]),
        # a region is its own actor where it proclaims itself
        ("Catalonia declared independence in October 2017.", [("SOVEREIGNTY+", "Catalonia", "Catalonia")]),
        # whose fighters they are follows
        ("Fighters from the Wagner group seized Soledar.", [("CAPTURE+", "Wagner", "Soledar")]),
        # people who are counted are no state, whose name it is is no place, a meeting is held by nobody
        ("Six Americans left Iran after the war.", []),
        ("Soldiers said Nevada’s Ann Roe fell.", []),
        ("The troops heard that a summit was held in Kyiv.", []),
        # what is only to come: until, threats
        ("The rebels will fight until the army leaves Goma.", []),
        ("Officials feared threats of airstrikes on Damascus by the army.", []),
        # no territory
        ("The mayor declared a war on red tape in Leeds.", []),
        ("Spain held Germany to a draw in the cup.", []),
    ],
)
def test_who_and_where(text, wanted):
    assert claims(text)[1] == wanted


def test_a_claim_hangs_on_the_statement_that_says_it():
    reading, _ = claims("Ukraine said Russian forces were withdrawing from Kherson. Russian troops hold Melitopol.")
    said = {one.id: one for one in reading.statements}
    text = reading.document.text
    by = [said[one.by].source[0].of(text) if one.by else None for one in reading.claims]
    assert by == ["Ukraine", None]


def test_the_same_words_give_the_same_claims():
    text = "Russian troops captured Bakhmut on Monday."
    assert claims(text)[0].claims == claims(text)[0].claims


def test_a_language_that_cannot_be_read_gives_none():
    text, blocks = compose([("paragraph", "Russian troops captured Bakhmut.")])
    page = Page(document=Document(id="x", text=text, blocks=blocks, lang="de"))
    assert reading_of(page, Stamp(at="2024-01-01T00:00:00Z", by="test")).claims == ()
