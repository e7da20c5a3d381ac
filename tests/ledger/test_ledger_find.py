"""Searching: a table of queries and what they find, the same on both databases."""

from __future__ import annotations

import pytest
from msgspec import structs

from onrecord.errors import NotFound, WrongUse
from onrecord.ledger import Ledger, Query
from onrecord.records import SaidOn, Via
from tests.ledger.news import EDITOR, article, reading, said, words

NEWS = [
    # address, publisher, published, (content, source, kind, said on, via)
    (
        "https://lantern.test/1",
        "The Lantern",
        "2022-11-13",
        [
            ("The bridge will stay open", "Mayor Ada Quill", "indirect", None, ()),
            ("“We don’t burn bridges”", "the ferrymen’s union", "direct", "2022-11-07", ("The Wire",)),
        ],
    ),
    (
        "https://wire.test/2",
        "The Wire",
        "2022-11",
        [("Kremlin-backed forces hold Łódź’s café", "Bo Ek", "mixed", None, ())],
    ),
    (
        "https://blog.test/3",
        None,
        None,
        [("Мости відкриті для всіх, OR so they say 100%", "Оксана", "indirect", None, ())],
    ),
]

BRIDGE, UNION, FORCES, UKRAINIAN = (one[0] for _, _, _, ones in NEWS for one in ones)


@pytest.fixture
def news(ledger: Ledger) -> Ledger:
    """A ledger with these four statements."""
    for url, publisher, published, ones in NEWS:
        paragraphs = [f"{content}, said {source}." for content, source, *_ in ones]
        document = article(url, *paragraphs, publisher=publisher, published=published)
        made = []
        for content, source, kind, day, via in ones:
            one = said(document, content, source, kind=kind, score=len(made) / 10)
            when = SaidOn(start=day, end=day, words="then") if day else None
            made.append(structs.replace(one, said_on=when, via=tuple(Via(name=name) for name in via)))
        ledger.record(reading(document, *made))
    return ledger


QUERIES = [
    # Every word must be there, in any order and case.
    (Query(words="bridge"), [BRIDGE]),
    (Query(words="open bridge"), [BRIDGE]),
    (Query(words="OPEN Bridge"), [BRIDGE]),
    (Query(words="open harbour"), []),
    # A part in quotation marks stands as it is, whatever their make.
    (Query(words='"stay open"'), [BRIDGE]),
    (Query(words='"open stay"'), []),
    (Query(words="“will stay” open"), [BRIDGE]),
    (Query(words="«stay open»"), [BRIDGE]),
    # Apostrophes, accents, hyphens and letters of any script.
    (Query(words="don't"), [UNION]),
    (Query(words="dont"), [UNION]),
    (Query(words="cafe"), [FORCES]),
    (Query(words="Kremlin-backed"), [FORCES]),
    (Query(words="kremlin"), [FORCES]),
    (Query(words="backed-kremlin"), []),
    (Query(words="МОСТИ"), [UKRAINIAN]),
    # Nothing that a reader types is the database's syntax.
    (Query(words="bridge OR harbour"), []),
    (Query(words="or"), [UKRAINIAN]),
    (Query(words="NOT bridge"), []),
    (Query(words="brid*"), []),
    (Query(words="words:bridge"), []),
    (Query(words='bridge"'), [BRIDGE]),
    (Query(words="bridge & ! | <-> ( ) : * ^ '"), [BRIDGE]),
    (Query(words="100%"), [UKRAINIAN]),
    (Query(words="'; DROP TABLE statements; --"), []),
    # Marks alone are no words; nothing asked finds all, latest said first.
    (Query(words="!!!"), []),
    (Query(words=""), []),
    (Query(), [BRIDGE, UNION, FORCES, UKRAINIAN]),
    # Who said it, by the words that name them.
    (Query(speaker="quill"), [BRIDGE]),
    (Query(speaker="ada mayor"), [BRIDGE]),
    (Query(speaker="bridge"), []),
    (Query(words="bridge", speaker="Bo"), []),
    # Through whom: an outlet that relays, or the publisher.
    (Query(via="Wire"), [UNION, FORCES]),
    (Query(via="lantern"), [BRIDGE, UNION]),
    (Query(publisher="The Wire"), [FORCES]),
    (Query(publisher="the wire"), []),
    # When it was said; the article's date where the words don't tell; a month is any of its days.
    (Query(since="2022-11-08"), [BRIDGE, FORCES]),
    (Query(until="2022-11-08"), [UNION, FORCES]),
    (Query(since="2022", until="2022"), [BRIDGE, UNION, FORCES]),
    (Query(since="2022-11-13", until="2022-11-13"), [BRIDGE, FORCES]),
    (Query(since="2022-11-13T10:00:00Z"), [BRIDGE, FORCES]),
    (Query(since="2022-12"), []),
    (Query(until="2022-10"), []),
    (Query(kind="direct"), [UNION]),
    (Query(kind="mixed", words="forces"), [FORCES]),
    (Query(confirmed=True), []),
    (Query(document="no such id"), []),
]


def test_queries(news: Ledger) -> None:
    wrong = {}
    for query, expected in QUERIES:
        found = words(news.find(query))
        if sorted(found) != sorted(expected):
            wrong[str(query)] = found
    assert wrong == {}


def test_latest_said_first(news: Ledger) -> None:
    # 13 November; the 7th, by the words; "November" counts from its first day; undated last.
    assert words(news.find(Query())) == [BRIDGE, UNION, FORCES, UKRAINIAN]


def test_page_by_page(news: Ledger) -> None:
    paged, last = [], None
    while part := news.find(Query(limit=1, after=last)):
        paged += words(part)
        last = part[-1].statement.id
        if len(paged) == 2:
            # What the page ends on may be withdrawn before the next is asked for.
            news.withdraw(last, "", EDITOR)
    assert paged == [BRIDGE, UNION, FORCES, UKRAINIAN]


def test_what_is_found_is_whole(news: Ledger) -> None:
    found = news.find(Query(words="burn"))[0]
    assert (found.source, found.document.publisher, found.document.statements) == (
        "the ferrymen’s union",
        "The Lantern",
        2,
    )
    assert news.statement(found.statement.id) == found
    assert words(news.find(Query(document=found.document.id))) == [BRIDGE, UNION]


def test_only_what_a_person_confirmed(news: Ledger) -> None:
    bridge, union = (news.find(Query(words=word))[0].statement.id for word in ("stay", "burn"))
    news.review(bridge, "confirmed", "", EDITOR)
    news.review(union, "confirmed", "", EDITOR)
    news.review(union, "wrong", "a joke", structs.replace(EDITOR, at="2026-02-04T00:00:00Z"))
    assert words(news.find(Query(confirmed=True))) == [BRIDGE]
    assert [one.review for one in news.find(Query())] == ["confirmed", "wrong", None, None]


def test_an_impossible_date_is_wrong_use(news: Ledger) -> None:
    with pytest.raises(WrongUse, match="2022-13: this is no date"):
        news.find(Query(since="2022-13"))


def test_a_page_after_nothing(news: Ledger) -> None:
    for ask in (lambda: news.find(Query(after="x")), lambda: news.doubtful(after="x")):
        with pytest.raises(NotFound):
            ask()
    with pytest.raises(NotFound):
        news.documents(before="x")


def test_the_doubtful_ones_least_sure_first(news: Ledger) -> None:
    queue = news.doubtful()
    assert [one.statement.score for one in queue] == [0.0, 0.0, 0.0, 0.1]
    first = queue[0].statement.id
    news.review(first, "wrong", "", EDITOR)
    rest = news.doubtful(limit=1)
    paged = [*rest, *news.doubtful(after=rest[0].statement.id)]
    assert [one.statement.id for one in paged] == [one.statement.id for one in queue[1:]]


def test_publishers_whose_long_names_begin_alike_are_told_apart(ledger: Ledger) -> None:
    long = "The Gazette of " + "Elm and " * 600
    for n, name in enumerate((long + "Oak", long + "Ash", "The Gazette")):
        document = structs.replace(article(f"https://news.test/{n}", f"Rain is near, says Ada {n}."), publisher=name)
        ledger.record(reading(document, said(document, "Rain is near", f"Ada {n}")))
    assert [one.document.url for one in ledger.find(Query(publisher=long + "Ash"))] == ["https://news.test/1"]
    assert [one.url for one in ledger.documents(publisher=long + "Oak")] == ["https://news.test/0"]
    assert ledger.find(Query(publisher=long)) == []
