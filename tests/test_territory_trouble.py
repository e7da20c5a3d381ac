"""What can go wrong with territory: each time a clear message, nothing lost, and the rest answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import OnrecordError
from onrecord.ledger import ClaimQuery, ContradictionQuery, Ledger, claim_facts, disputes, open_ledger, territory_status
from onrecord.line import reading_of
from onrecord.records import Page
from onrecord.resolution import gazetteer
from onrecord.whereabouts import place_of
from tests.ledger.ground import BAKHMUT, KHERSON, story
from tests.ledger.news import MODEL, article


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as opened:
        yield opened


# --- the gazetteer ---


@pytest.fixture(params=["missing", "no database", "cut off"])
def broken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The gazetteer's file is not there, holds something else, or half of it."""
    path = tmp_path / "gazetteer.db"
    whole = gazetteer.TABLE.read_bytes()
    contents = {"no database": b"Dear diary, " * 999, "cut off": whole[: len(whole) // 3]}
    if request.param in contents:
        path.write_bytes(contents[request.param])
    caches = (gazetteer._db, gazetteer._countries, gazetteer._regions, gazetteer.lookup)
    monkeypatch.setattr(gazetteer, "TABLE", path)
    for one in caches:
        one.cache_clear()
    yield
    monkeypatch.undo()
    for one in caches:
        one.cache_clear()


@pytest.mark.usefixtures("broken")
def test_without_a_gazetteer_the_ledgers_own_places_are_known(ledger: Ledger) -> None:
    ledger.record(story(1, "Russian troops took Bakhmut", "CAPTURE", "Russia", BAKHMUT, since="2022-12-01"))
    assert place_of("Bakhmut", ledger) == BAKHMUT
    assert place_of(BAKHMUT.id, ledger) == BAKHMUT
    assert [one.actor.name for one in ledger.territory(BAKHMUT, "2022-12-08", "2030").held_by] == ["Russia"]
    with pytest.raises(
        OnrecordError, match=r"gazetteer.db: the gazetteer is missing or damaged. Install onrecord again"
    ):
        place_of("Springfield", ledger)


@pytest.mark.usefixtures("broken")
def test_without_a_gazetteer_statements_are_read_and_a_note_says_what_is_missing() -> None:
    document = article(None, "“Springfield is quiet tonight,” mayor Anna Brandt said on Monday.", lang="en")
    found = reading_of(Page(document=document), MODEL)
    assert len(found.statements) == 1
    assert found.page.notes == ("No places were looked for: the gazetteer is missing or damaged.",)


# --- dates ---


def test_impossible_times_are_kept_and_decide_nothing(ledger: Ledger) -> None:
    for number, times in enumerate(
        [{"since": "2022-02-30"}, {"since": "soon"}, {"since": "2022-12", "until": "2022-03"}, {"until": "never"}]
    ):
        ledger.record(story(number, "Russia holds it", "CONTROL", "Russia", BAKHMUT, **times))
    ledger.record(story(9, "Ukraine holds it", "CONTROL", "Ukraine", BAKHMUT))
    assert [one.actor.name for one in ledger.territory(BAKHMUT, "2022-12-08", "2030").held_by] == ["Ukraine"]
    assert ledger.contradictions(ContradictionQuery()) == []
    assert len(ledger.claims(ClaimQuery())) == 5  # nothing is lost


def test_a_date_before_its_article_and_an_article_without_one(ledger: Ledger) -> None:
    ledger.record(
        story(1, "It fell in March", "CAPTURE", "Russia", KHERSON, since="2022-03-02", published="2024-05-05")
    )
    ledger.record(story(2, "Bakhmut was taken", "CAPTURE", "Russia", BAKHMUT, published=""))
    assert [one.actor.name for one in ledger.territory(KHERSON, "2022-03-03", "2030").held_by] == ["Russia"]
    assert ledger.territory(KHERSON, "2022-03-01", "2030").held_by == ()
    assert ledger.territory(BAKHMUT, "2030", "2030").held_by != ()  # from the day on which it was recorded
    assert ledger.territory(BAKHMUT, "2022", "2030").held_by == ()


# --- more than anyone can weigh ---


def test_more_claims_on_one_place_than_are_weighed(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_facts.facts_of, "__defaults__", (None, 20, ()))
    monkeypatch.setattr(territory_status, "MOST", 20)
    for name, number in (("SMALL", 10), ("WEIGHED", 20), ("PAIRS", 15)):
        monkeypatch.setattr(disputes, name, number)
    for number in range(30):
        side = ("Russia", "Ukraine")[number % 2]
        ledger.record(story(number, f"{side} holds it", "CONTROL", side, BAKHMUT, published=f"2022-12-{number + 1:02}"))
    ledger.record(story(99, "Ukraine is in Kherson", "CONTROL", "Ukraine", KHERSON))
    status = ledger.territory(BAKHMUT, "2023", "2030")
    assert "Only the latest 20 of 30 claims were weighed." in status.why
    assert [one.actor.name for one in status.held_by] == ["Ukraine"]
    assert [one.actor.name for one in ledger.territory(KHERSON, "2023", "2030").held_by] == ["Ukraine"]
    assert len(ledger.claims(ClaimQuery(place=BAKHMUT))) == 30


def test_more_contradictions_than_are_kept_for_one_place(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disputes, "PAIRS", 15)
    for number in range(12):
        side = ("Russia", "Ukraine")[number % 2]
        ledger.record(story(number, f"{side} holds it, report {number}", "CONTROL", side, BAKHMUT))
    assert len(ledger.contradictions(ContradictionQuery(place=BAKHMUT))) == 15  # of 36
