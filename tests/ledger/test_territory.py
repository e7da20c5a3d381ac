"""Who held it: claims kept with their words, answered for a day as known on a day, gone when they are taken away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec import structs

from onrecord.errors import NotFound, WrongUse
from onrecord.ledger import ClaimQuery, ContradictionQuery, Ledger, Withdrawn
from onrecord.records import Reading, new_speaker
from tests.ledger.ground import BAKHMUT, COUNTRY, KHERSON, OBLAST, at, somewhere, story
from tests.ledger.news import EDITOR

PESKOV = ("Peskov", "Russia")


def taken(**more: object) -> Reading:
    """The town is captured by Ukraine in November, an article says."""
    return story(1, "Ukrainian troops retook Kherson", "CAPTURE", "Ukraine", KHERSON, since="2022-11-11", **more)


def held(**more: object) -> Reading:
    """It is under Russian control in December, Russia says."""
    return story(2, "Kherson is under control of Russia", "CONTROL", "Russia", KHERSON, by=PESKOV, **more)


def who(sides) -> dict[str, int]:  # type: ignore[no-untyped-def]
    return {one.actor.name: len(one.evidence) for one in sides}


def ask(ledger: Ledger, place=KHERSON, on="2022-12-08", known="2030"):  # type: ignore[no-untyped-def]
    status = ledger.territory(place, on, known)
    return who(status.held_by), who(status.claimed_by), status.disputed


def test_claims_come_back_with_their_words_and_twice_adds_nothing(ledger: Ledger) -> None:
    made = held()
    ledger.record(made)
    ledger.record(made)
    ledger.record(made, again=True)
    assert ledger.document(made.document.id) == made
    (found,) = ledger.claims(ClaimQuery())
    assert (found.claim, found.speaker.name) == (made.claims[0], "Peskov")
    assert found.claim.evidence[0].of(found.text) == "Kherson is under control of Russia"
    assert ledger.counts()["claims"] == 1


def test_a_report_is_kept_apart_from_a_sides_own_claim(ledger: Ledger) -> None:
    ledger.record(taken())
    ledger.record(held())
    assert ask(ledger) == ({"Ukraine": 1}, {"Russia": 1}, True)
    status = ledger.territory(KHERSON, "2022-12-08", "2030")
    assert "Ukraine is reported to hold it: a completed capture" in status.why
    assert "Russia claims it" in status.why
    assert ask(ledger, on="2022-11-01") == ({}, {}, False)


def test_who_holds_a_part_is_not_told_as_who_holds_it(ledger: Ledger) -> None:
    fifth = "Russia controls a fifth of the oblast"
    ledger.record(story(3, fifth, "CONTROL", "Russia", OBLAST, extent="part", published="2022-10-01"))
    status = ledger.territory(OBLAST, "2022-10-02", "2030")
    assert [(one.actor.name, one.part) for one in status.held_by] == [("Russia", True)]
    assert "Russia is reported to hold part of it: reported control" in status.why
    rest = "Ukraine controls the rest of the oblast"
    ledger.record(story(4, rest, "CONTROL", "Ukraine", OBLAST, extent="part", published="2022-10-02"))
    assert ask(ledger, OBLAST, "2022-10-02") == ({"Russia": 1, "Ukraine": 1}, {}, False), "a part each is no dispute"
    ledger.record(story(5, "Russia controls the oblast", "CONTROL", "Russia", OBLAST, published="2022-10-02"))
    status = ledger.territory(OBLAST, "2022-10-02", "2030")
    assert {one.actor.name: one.part for one in status.held_by} == {"Russia": False, "Ukraine": True}


def test_a_town_that_falls_does_not_flip_its_region(ledger: Ledger) -> None:
    ledger.record(story(3, "Russia held the oblast", "CONTROL", "Russia", OBLAST, since="2022-03", published="2022-10"))
    ledger.record(taken())
    assert ask(ledger, OBLAST) == ({"Russia": 1}, {}, False)
    assert ask(ledger, KHERSON) == ({"Ukraine": 1}, {}, False)


def test_the_whole_of_a_region_is_its_towns_too(ledger: Ledger) -> None:
    ledger.record(
        story(3, "Russia held all of it", "CONTROL", "Russia", OBLAST, extent="whole", published="2022-10-01")
    )
    assert ask(ledger, KHERSON, "2022-10-02") == ({"Russia": 1}, {}, False)
    ledger.record(taken())
    assert ask(ledger, KHERSON) == ({"Ukraine": 1}, {}, False)


def test_sovereignty_over_the_region_is_claimed_of_the_town(ledger: Ledger) -> None:
    ledger.record(story(3, "Russia annexed it", "SOVEREIGNTY", "Russia", OBLAST, since="2022-09-30"))
    assert ask(ledger) == ({}, {"Russia": 1}, False)
    assert ask(ledger, COUNTRY) == ({}, {}, False)


def test_an_end_without_a_beginning(ledger: Ledger) -> None:
    made = story(
        3, "Russia held it until then", "CONTROL", "Russia", KHERSON, until="2022-11-11", published="2023-01-01"
    )
    ledger.record(made)
    assert ask(ledger, on="2022-11-11") == ({"Russia": 1}, {}, False)
    assert ask(ledger, on="2022-11-12") == ({}, {}, False)


def test_what_was_not_known_yet_does_not_count(ledger: Ledger) -> None:
    ledger.record(taken(stamp=at("2022-12-09")), stamp=at("2022-12-09"))
    ledger.record(held(stamp=at("2023-01-05")), stamp=at("2023-01-05"))
    assert ask(ledger, known="2022-12-08") == ({}, {}, False)
    assert ask(ledger, known="2022-12-09") == ({"Ukraine": 1}, {}, False)
    assert ask(ledger, known="2023-01") == ({"Ukraine": 1}, {"Russia": 1}, True)


def test_a_persons_no_closes_a_claim_from_then_on(ledger: Ledger) -> None:
    made = taken(stamp=at("2022-12-09"))
    ledger.record(made, stamp=at("2022-12-09"))
    ledger.review(made.claims[0].id, "wrong", "Only its outskirts.", structs.replace(EDITOR, at="2023-01-01T00:00:00Z"))
    assert ask(ledger) == ({}, {}, False)
    assert ask(ledger, known="2022-12-31") == ({"Ukraine": 1}, {}, False)
    assert ledger.claims(ClaimQuery()) == []
    assert ledger.claim(made.claims[0].id).review == "wrong"


def test_a_claim_that_a_new_reading_does_not_find_is_closed_and_opened_again(ledger: Ledger) -> None:
    made = taken(stamp=at("2022-12-09"))
    ledger.record(made, stamp=at("2022-12-09"))
    ledger.record(structs.replace(made, claims=()), again=True, stamp=at("2023-01-01"))
    assert ask(ledger) == ({}, {}, False)
    assert ask(ledger, known="2022-12-31") == ({"Ukraine": 1}, {}, False)
    ledger.record(made, again=True, stamp=at("2023-02-01"))
    assert ask(ledger) == ({"Ukraine": 1}, {}, False)
    assert ask(ledger, known="2023-01") == ({}, {}, False)


def test_an_edited_article_takes_its_claims_with_it(ledger: Ledger) -> None:
    first = taken(stamp=at("2022-12-09"))
    later = story(1, "Ukrainian troops entered Kherson", "ADVANCE", "Ukraine", KHERSON, stamp=at("2022-12-10"))
    ledger.record(first, stamp=at("2022-12-09"))
    ledger.record(later, stamp=at("2022-12-10"))
    assert ask(ledger) == ({}, {}, False)
    assert ask(ledger, known="2022-12-09") == ({"Ukraine": 1}, {}, False)


@pytest.mark.parametrize("of", ["document", "statement", "claim"])
def test_what_is_withdrawn_never_was(ledger: Ledger, of: str) -> None:
    made = held()
    ledger.record(taken())
    ledger.record(made)
    assert len(ledger.contradictions(ContradictionQuery())) == 1
    ids = {"document": made.document.id, "statement": made.statements[0].id, "claim": made.claims[0].id}
    ledger.withdraw(ids[of], "a mistake", EDITOR)
    assert ask(ledger) == ({"Ukraine": 1}, {}, False)
    assert ask(ledger, known="2026-01") == ({"Ukraine": 1}, {}, False)
    assert ledger.contradictions(ContradictionQuery()) == []
    with pytest.raises(Withdrawn):
        ledger.claim(made.claims[0].id)


def test_redacted_words_are_gone_from_claims_names_and_places(ledger: Ledger) -> None:
    village = somewhere("Quarrinovo", "Kherson Oblast", "Ukraine (claimed by Russia)")
    made = story(1, "Zebulon's men took Quarrinovo", "CAPTURE", "Zebulon", village, framing="Zebulon's way")
    ledger.record(made)
    ledger.redact(made.document.id, "Zebulon", EDITOR)
    (found,) = ledger.claims(ClaimQuery())
    assert found.claim.actor is None
    assert "Zebulon" not in str((found, ledger.territory(village, "2023", "2030")))
    ledger.redact(made.document.id, "Quarrinovo", EDITOR)
    ledger.record(made, again=True)
    assert ledger.places() == []
    assert "Quarrinovo" not in str(ledger.claims(ClaimQuery(actor="Zebulon", limit=9)) + ledger.claims(ClaimQuery()))


def test_contradictions_have_both_sides_words_and_what_they_hang_on(ledger: Ledger) -> None:
    ledger.record(taken())
    ledger.record(held())
    (found,) = ledger.contradictions(ContradictionQuery(place=OBLAST))
    assert (found.rule, found.verdict) == ("R4", "granularity-conditional")
    assert found.on == "whether “Kherson” means the town or the region named after it"
    assert [side.claim.actor.name for side in found.between] == ["Ukraine", "Russia"]
    assert "captured the place" in found.why
    assert ledger.contradiction(found.id) == found
    assert ledger.contradictions(ContradictionQuery(place=BAKHMUT)) == []
    assert len(ledger.contradictions(ContradictionQuery(actor="Russia", since="2022-12", until="2022-12-08"))) == 1
    assert ledger.contradictions(ContradictionQuery(since="2023")) == []
    assert ledger.contradictions(ContradictionQuery(rule="R1")) == []
    assert ledger.contradictions(ContradictionQuery(seen="2026-01-02", document=found.between[0].document.id)) == [
        found
    ]
    assert ledger.contradictions(ContradictionQuery(seen="2026-01-03")) == []
    assert ledger.contradictions(ContradictionQuery(claim=found.between[1].claim.id)) == [found]


def test_a_persons_word_on_a_contradiction_is_a_record(ledger: Ledger) -> None:
    ledger.record(taken())
    ledger.record(held())
    (found,) = ledger.contradictions(ContradictionQuery())
    assert ledger.contradictions(ContradictionQuery(confirmed=True)) == []
    ledger.review(found.id, "confirmed", "The town is meant.", EDITOR)
    assert [one.review for one in ledger.contradictions(ContradictionQuery(confirmed=True))] == ["confirmed"]
    ledger.review(found.id, "wrong", "He meant the oblast.", EDITOR)
    assert ledger.contradictions(ContradictionQuery()) == []
    (kept,) = ledger.contradictions(ContradictionQuery(dismissed=True))
    assert (kept.review, kept.reason) == ("wrong", "He meant the oblast.")
    ledger.record(story(9, "Bakhmut held", "CONTROL", "Ukraine", KHERSON))
    assert found.id not in [one.id for one in ledger.contradictions(ContradictionQuery())]
    with pytest.raises(NotFound):
        ledger.review("nothing", "wrong", "", EDITOR)
    with pytest.raises(WrongUse, match="dismissed"):
        ledger.withdraw(found.id, "", EDITOR)


def test_writers_at_once_miss_no_pair(ledger: Ledger) -> None:
    sides = ("Russia", "Ukraine") * 4
    made = [story(at, f"{side} holds it, {at}", "CONTROL", side, BAKHMUT) for at, side in enumerate(sides)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ledger.record, made))
    found = ledger.contradictions(ContradictionQuery())
    assert ({one.rule for one in found}, len(found)) == ({"R1"}, 16)


def test_a_persons_word_on_who_speaks_changes_whose_claim_it_is(ledger: Ledger) -> None:
    made = held()
    ledger.record(made)
    assert ask(ledger) == ({}, {"Russia": 1}, False)
    ledger.judge(made.statements[0].id, new_speaker("Guterres", "person", of="United Nations"), "He said it.", EDITOR)
    assert ask(ledger) == ({"Russia": 1}, {}, False)


def test_no_date_is_wrong_use(ledger: Ledger) -> None:
    for on, known in (("yesterday", "2022"), ("2022", "2022-02-30")):
        with pytest.raises(WrongUse, match="no date"):
            ledger.territory(KHERSON, on, known)
    assert "Nothing that the ledger knows" in ledger.territory(KHERSON, "2022", "2022").why
