"""What a person said of a statement follows it into newer versions where the words are the same, and only there."""

from __future__ import annotations

import pytest

from onrecord.ledger import Ledger, Query
from onrecord.ledger.schema import same_words
from tests.ledger.news import EDITOR, article, reading, said

URL = "https://news.test/rain"
FIRST = ("Rain is near, says Ada.", "Snow is far, says Ben.")
# Ada's words stand as they were, in another place; Ben's are said by someone else now.
SECOND = ("A new paragraph.", "Rain is near, says Ada.", "Snow is far, says Cem.")
THIRD = ("A new paragraph.", "Rain is near, says Ada.", "Snow is far, says Cem.", "And one more.")


def version(ledger: Ledger, *paragraphs: str):
    """Records a version with its two statements."""
    document = article(URL, *paragraphs)
    source = "Ben" if "Ben" in document.text else "Cem"
    pair = (said(document, "Rain is near", "Ada"), said(document, "Snow is far", source))
    ledger.record(reading(document, *pair))
    return pair


def held(ledger: Ledger) -> dict[str, tuple[str | None, bool]]:
    """What the newest version's statements are taken for."""
    newest = ledger.documents()[0].id
    rows = ledger.find(Query(document=newest))
    return {row.statement.anchor.exact: (row.review, row.followed) for row in rows}


def test_a_review_follows_the_same_words_of_the_same_source(ledger):
    rain, snow = version(ledger, *FIRST)
    ledger.review(rain.id, "confirmed", "heard it", EDITOR)
    ledger.review(snow.id, "confirmed", "heard it too", EDITOR)
    newer, _ = version(ledger, *SECOND)
    assert held(ledger) == {"Rain is near": ("confirmed", True), "Snow is far": (None, False)}
    [one] = ledger.reviews(newer.id)
    assert (one.of, one.why) == (rain.id, "heard it")
    assert newer.id in {row.statement.id for row in ledger.find(Query(confirmed=True))}


def test_it_follows_through_every_version(ledger):
    rain, _ = version(ledger, *FIRST)
    ledger.review(rain.id, "wrong", "", EDITOR)
    for paragraphs in (SECOND, THIRD):
        version(ledger, *paragraphs)
        assert held(ledger)["Rain is near"] == ("wrong", True)


def test_a_review_made_after_the_newer_version_came_follows_too(ledger):
    rain, _ = version(ledger, *FIRST)
    version(ledger, *SECOND)
    version(ledger, *THIRD)
    ledger.review(rain.id, "confirmed", "", EDITOR)
    assert held(ledger)["Rain is near"] == ("confirmed", True)


def test_a_word_on_the_newer_one_takes_its_place_and_goes_no_way_back(ledger):
    rain, _ = version(ledger, *FIRST)
    ledger.review(rain.id, "confirmed", "", EDITOR)
    newer, _ = version(ledger, *SECOND)
    ledger.review(newer.id, "wrong", "not this time", EDITOR)
    assert held(ledger)["Rain is near"] == ("wrong", False)
    assert [one.verdict for one in ledger.reviews(rain.id)] == ["confirmed"]
    assert ledger.find(Query(confirmed=True)) == []


def test_what_was_checked_does_not_wait_at_the_desk_again(ledger):
    rain, _ = version(ledger, *FIRST)
    ledger.review(rain.id, "confirmed", "", EDITOR)
    newer, snow = version(ledger, *SECOND)
    waiting = {row.statement.id for row in ledger.doubtful()}
    assert snow.id in waiting
    assert newer.id not in waiting


def test_other_words_take_nothing_along(ledger):
    document = article(URL, "Rain is near, says Ada.")
    old = said(document, "Rain is near", "Ada")
    ledger.record(reading(document, old))
    ledger.review(old.id, "confirmed", "", EDITOR)
    other = article(URL, "Rain is very near, says Ada.")
    ledger.record(reading(other, said(other, "Rain is very near", "Ada")))
    assert held(ledger) == {"Rain is very near": (None, False)}


def test_an_older_ledger_learns_what_followed_before(ledger_url):
    """The migration fills the table from what was carried: as if it had always been kept."""
    from onrecord.ledger import migrate, open_ledger
    from tests.ledger.test_ledger_schema import bare_store

    with open_ledger(ledger_url, patience=5) as ledger:
        rain, _ = version(ledger, *FIRST)
        version(ledger, *SECOND)
        newest, _ = version(ledger, *THIRD)
        kept = sorted(map(tuple, ledger._store.read(lambda db: db.execute(same_words.select()).all())))
    store = bare_store(ledger_url)
    with store.engine.begin() as db:
        same_words.drop(db)
        db.exec_driver_sql("UPDATE onrecord_version SET version_num = '0009'")
    store.write(lambda db: migrate._upgrade(db, "0010"))
    with store.engine.begin() as db:
        again = sorted(map(tuple, db.execute(same_words.select()).all()))
    store.close()
    assert again == kept
    assert (rain.id, newest.id) in kept


@pytest.mark.parametrize("verdict", ["confirmed", "wrong"])
def test_the_page_says_that_it_was_an_older_version(kept, desk, verdict):
    """On the pages' sample: the bridge's article in two versions."""
    old = {one.anchor.exact: one for one in kept.old.statements}
    both = [one for one in kept.new.statements if one.anchor.exact in old]
    newer = next(one for one in both if not kept.ledger.reviews(one.id))
    older = old[newer.anchor.exact]
    kept.ledger.review(older.id, verdict, "Heard on the radio.", EDITOR)
    page = desk.get(f"/articles/{kept.new.document.id}").text
    assert "older version, in the same words" in page
    page = desk.get(f"/statements/{newer.id}").text
    assert f'<a href="/statements/{older.id}">said of an older version, in the same words</a>' in page
