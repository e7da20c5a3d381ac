"""R1 to R12, each with what makes it and what must not: two claims side by side, and what is said of them."""

from __future__ import annotations

import pytest
from msgspec import structs

from onrecord.ledger.territory.actors import opposed, same_side, sides, stance
from onrecord.ledger.territory.facts import Fact, fact_of
from onrecord.ledger.territory.judge import findings, judged
from onrecord.ledger.territory.sentences import RULES
from onrecord.ledger.territory.sources import independent, one_of_each
from onrecord.ledger.territory.where import in_view, related, where_of
from tests.ledger.ground import BAKHMUT, COUNTRY, DONETSK_OBLAST, KHERSON, OBLAST, article, claim, fact, somewhere

A, B = "Russia", "Ukraine"


def verdict(one: Fact, other: Fact, *moves: Fact) -> tuple[str, str] | None:
    """Rule and verdict, the same whichever comes first."""
    there, back = judged(one, other, moves), judged(other, one, moves)
    found = [(one.rule, one.verdict) if one else None for one in (there, back)]
    assert found[0] == found[1]
    return found[0]


def control(actor: str, where=BAKHMUT, source="a", **more: object) -> Fact:  # type: ignore[no-untyped-def]
    return fact("CONTROL", actor, where, source=f"outlet {source}", **more)


def capture(actor: str, where=BAKHMUT, source="b", **more: object) -> Fact:  # type: ignore[no-untyped-def]
    return fact("CAPTURE", actor, where, source=f"outlet {source}", **more)


def leave(actor: str, where=BAKHMUT, source="c", **more: object) -> Fact:  # type: ignore[no-untyped-def]
    return fact("WITHDRAW", actor, where, source=f"outlet {source}", **more)


WHOLE, PART = {"extent": "whole"}, {"extent": "part"}
SURE, GRAIN, DATES = "contradiction", "granularity-conditional", "date-conditional"

CASES = {
    # --- R1 ---
    "two sides in control of one town": (control(A), control(B, source="z"), ("R1", SURE)),
    "on different days": (control(A, said="2022-12-07"), control(B, source="z"), None),
    "one held it then, the other now": (control(A, since="2022-03", until="2022-10"), control(B, source="z"), None),
    "in one year, on a day of it": (control(A, since="2022", until="2022"), control(B, source="z"), ("R1", DATES)),
    "one side and its part": (control(A), control("Russian forces", source="z"), None),
    "one side and its ally": (control(A), control("Donetsk People's Republic", source="z"), None),
    "a pair that nobody knows": (control(A), control("Ruritania", source="z"), None),
    "before they stood against one another": (
        control(A, said="2010-01-01"),
        control(B, said="2010-01-01", source="z"),
        None,
    ),
    "a part each": (control(A, **PART), control(B, source="z", **PART), None),
    "a part, and it is not said how much": (control(A, **PART), control(B, source="z"), ("R1", GRAIN)),
    "near it": (control(A, extent="near"), control(B, source="z"), None),
    "perhaps": (control(A, factuality="PS"), control(B, source="z"), None),
    "a town with its region's name": (control(A, KHERSON), control(B, KHERSON, "z"), ("R1", GRAIN)),
    "two towns": (control(A), control(B, KHERSON, "z"), None),
    # --- R2 ---
    "all of the region, a town in it": (control(A, DONETSK_OBLAST, **WHOLE), control(B, source="z"), ("R2", SURE)),
    "the region, a town in it": (control(A, DONETSK_OBLAST), control(B, source="z"), ("R2", GRAIN)),
    "a part of the region, a town in it": (control(A, DONETSK_OBLAST, **PART), control(B, source="z"), None),
    "another region": (control(A, OBLAST, **WHOLE), control(B, source="z"), None),
    # --- R3 ---
    "left, and still there": (leave(A, since="2022-11-11"), control(A), ("R3", SURE)),
    "left years before, and there": (leave(A, since="2005-09-12"), control(A), ("R3", SURE)),
    "taken years before, and the other is there": (capture(A, since="2014-11-11"), control(B), ("R4", SURE)),
    "taken, the other is there since long before": (
        capture(A, since="2021-11-11"),
        control(B, since="2021"),
        ("R4", SURE),
    ),
    "left, before that there": (leave(A, since="2022-11-11"), control(A, said="2022-11-01"), None),
    "left, there all the time": (leave(A, since="2022-11-11"), control(A, since="2022-03"), ("R3", SURE)),
    "left, but only a part": (leave(A, since="2022-11-11", **PART), control(A), None),
    "means to leave": (leave(A, since="2022-11-11", phase="planned"), control(A), None),
    "left the town, holds the region": (leave(A, since="2022-11"), control(A, DONETSK_OBLAST), ("R3", GRAIN)),
    "left all of the region, holds a town": (
        leave(A, DONETSK_OBLAST, since="2022-11", **WHOLE),
        control(A),
        ("R3", SURE),
    ),
    "left the region or some of it": (leave(A, DONETSK_OBLAST, since="2022-11"), control(A), ("R3", GRAIN)),
    "left a town of two meanings": (leave(A, KHERSON, since="2022-11"), control(A, KHERSON), ("R3", GRAIN)),
    # --- R4 ---
    "taken, and the other is there": (capture(A, since="2022-11-11"), control(B), ("R4", SURE)),
    "taken later": (capture(A, since="2022-12-20", said="2022-12-21"), control(B), None),
    "taken on that day": (capture(A, since="2022-12-08"), control(B), None),
    "half taken": (capture(A, since="2022-11-11", phase="partial"), control(B), None),
    "tried to take it": (capture(A, since="2022-11-11", phase="attempted"), control(B), None),
    "taken, the other holds the region": (capture(A, since="2022-11"), control(B, DONETSK_OBLAST), ("R4", GRAIN)),
    "taken, the other holds a part of the region": (
        capture(A, since="2022-11"),
        control(B, DONETSK_OBLAST, **PART),
        None,
    ),
    # --- R5 ---
    "in control and not": (control(A, **WHOLE), control(A, polarity="-", source="z"), ("R5", SURE)),
    "in control, none of it": (control(A), control(A, polarity="-", source="z", **WHOLE), ("R5", SURE)),
    "in control of a part, not of all": (control(A, **PART), control(A, polarity="-", source="z", **PART), None),
    "neither says how much": (control(A), control(A, polarity="-", source="z"), ("R5", GRAIN)),
    "a town, none of its region": (control(A), control(A, DONETSK_OBLAST, "z", polarity="-", **WHOLE), ("R5", SURE)),
    "a town, not its region": (control(A), control(A, DONETSK_OBLAST, "z", polarity="-"), ("R5", GRAIN)),
    "a town, not all of its region": (control(A), control(A, DONETSK_OBLAST, "z", polarity="-", **PART), None),
    "taken and not taken": (
        capture(A, since="2022-12-01"),
        capture(A, polarity="-", source="z", **WHOLE),
        ("R5", SURE),
    ),
    "shelled and not shelled": (
        fact("ATTACK", A, BAKHMUT, since="2022-12-08"),
        fact("ATTACK", A, BAKHMUT, since="2022-12-08", polarity="-", source="outlet z"),
        ("R5", GRAIN),
    ),
    "a town shelled, its region not": (
        fact("ATTACK", A, BAKHMUT, since="2022-12-08"),
        fact("ATTACK", A, DONETSK_OBLAST, since="2022-12-08", polarity="-", source="outlet z"),
        None,
    ),
    "not taken yet": (capture(A, since="2022-12-20", said="2022-12-21"), capture(A, polarity="-", source="z"), None),
    "denied": (
        control(A, source="a", side=("Russia",)),
        fact("DENY", B, BAKHMUT, counter=A, source="speaker b"),
        ("R5", SURE),
    ),
    "denied a month later": (
        control(A, source="a", side=("Russia",), said="2022-11-01"),
        fact("DENY", B, BAKHMUT, counter=A, source="speaker b"),
        None,
    ),
    "another's denied": (control(A), fact("DENY", B, BAKHMUT, counter="Hamas", source="speaker b"), None),
    # --- R6 ---
    "both say it is theirs": (fact("SOVEREIGNTY", A, KHERSON), fact("SOVEREIGNTY", B, OBLAST), ("R6", "rival claims")),
    "not recognised": (
        fact("SOVEREIGNTY", A, OBLAST, since="2022-09"),
        fact("RECOGNISE", "Foreign governments", OBLAST, polarity="-"),
        ("R6", "rival claims"),
    ),
    "recognised": (fact("SOVEREIGNTY", A, OBLAST), fact("RECOGNISE", "Syria", OBLAST), None),
    # --- R7 ---
    "claimed, and the other is there": (
        fact("SOVEREIGNTY", A, DONETSK_OBLAST, since="2022-09"),
        control(B),
        ("R7", "claim-control gap"),
    ),
    "claimed, and the other took it": (
        fact("SOVEREIGNTY", A, OBLAST, since="2022-09"),
        capture(B, KHERSON, since="2022-11"),
        ("R7", "claim-control gap"),
    ),
    "claimed after": (fact("SOVEREIGNTY", A, OBLAST, since="2023-01"), control(B, KHERSON), None),
    "claimed, its own": (fact("SOVEREIGNTY", A, OBLAST, since="2022-09"), control(A, KHERSON), None),
    "a town claimed, its region held": (fact("SOVEREIGNTY", A, KHERSON), control(B, OBLAST), None),
    # --- R8 ---
    "means to take what it holds": (fact("INTENT", A, BAKHMUT), control(A, **WHOLE), ("R8", "tension")),
    "means to take more of it": (fact("INTENT", A, BAKHMUT), control(A, **PART), None),
    "means to take the region of a town it holds": (fact("INTENT", A, DONETSK_OBLAST), control(A, **WHOLE), None),
    "the town or the region": (fact("INTENT", A, OBLAST), control(A, KHERSON), ("R8", "tension")),
    "another means to": (fact("INTENT", B, BAKHMUT), control(A, **WHOLE), None),
    # --- R9 ---
    "no more, it said, and took more": (
        fact("INTENT", A, COUNTRY, polarity="-", said="2022-12-08"),
        capture(A, since="2023-05-20", said="2023-05-21"),
        ("R9", "word and deed"),
    ),
    "it took it before": (fact("INTENT", A, COUNTRY, polarity="-"), capture(A, since="2022-05"), None),
    # --- R10 ---
    "the same source a day later": (
        control(A, source="a"),
        control(B, source="a", said="2022-12-09", since="2022-12-08"),
        None,
    ),
    "the same source corrects itself": (
        control(A, source="a", since="2022-12-08"),
        control(A, source="a", since="2022-12-08", polarity="-", said="2022-12-09", **WHOLE),
        None,
    ),
    "the same source at once": (control(A, source="a"), control(A, source="a", polarity="-", **WHOLE), ("R5", SURE)),
    # --- R12 ---
    "two dates of one capture": (
        capture(A, since="2023-05-20", said="2023-06-01"),
        capture(A, since="2023-05-22", source="z", said="2023-06-01"),
        ("R12", "discrepancy"),
    ),
    "two dates that agree": (capture(A, since="2023-05"), capture(A, since="2023-05-22", source="z"), None),
    "two captures": (capture(A, since="2023-05-20"), capture(A, since="2023-12-01", source="z"), None),
    "all of it, a part of it": (
        capture(A, since="2023-05-20", **WHOLE),
        capture(A, since="2023-05-20", source="z", **PART),
        ("R12", "discrepancy"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_two_claims(name: str) -> None:
    one, other, expected = CASES[name]
    assert verdict(one, other) == expected


def test_what_lies_between_explains_it() -> None:
    gone, holds = leave(A, since="2022-11-11"), control(A)
    assert verdict(gone, holds, capture(A, since="2022-11-20")) is None
    assert verdict(gone, holds, capture(A, since="2022-10-01")) == ("R3", SURE)
    assert verdict(gone, holds, capture(A, OBLAST, since="2022-11-20")) == ("R3", SURE)
    took, there = capture(A, since="2022-10"), control(B)
    assert verdict(took, there, leave(A, since="2022-11")) is None
    assert verdict(took, there, capture("Ukrainian forces", since="2022-11")) is None
    assert verdict(took, there, capture("Ukrainian forces", since="2022-09")) == ("R4", SURE)
    assert verdict(took, there, leave(A, since="2022-11", phase="planned")) == ("R4", SURE)


def test_one_speech_act_told_differently_is_a_conflict_of_reports() -> None:
    words = "the town is under the full control of our forces since this morning"
    one = control(A, words=words, by="s1")
    other = control(A, words=words, by="s2", polarity="-", source="z", **WHOLE)
    assert verdict(one, other) == ("R11", "reporting conflict")
    assert verdict(
        one, control(A, words="nothing of it is theirs any more", by="s3", polarity="-", source="z", **WHOLE)
    ) == (
        "R5",
        SURE,
    )


def test_a_relay_or_a_copy_is_no_independent_evidence() -> None:
    words = "russian forces took the town after months of fighting on saturday"
    story = [capture(A, source=name, words=words) for name in "abcd"]
    assert independent(story) == 1
    assert len(one_of_each(story)) == 1
    apart = [capture(A, source="a", words=words), capture(A, source="b", words="the flag flies over the town hall")]
    assert independent(apart) == 2
    assert independent([fact("CAPTURE", A, BAKHMUT, source="speaker x", words=w) for w in ("one thing", "other")]) == 1
    assert one_of_each(story) == one_of_each(story[::-1])


def test_a_hundred_reports_are_one_gap_to_a_claim() -> None:
    claimed = [fact("SOVEREIGNTY", A, DONETSK_OBLAST, since="2022-09", source=f"outlet {at}") for at in "xy"]
    held = [control(B, source=str(at), said=f"2022-12-{at:02}") for at in range(1, 29)]
    (found,) = findings(held, claimed)
    assert (found.rule, {found.one.kind, found.other.kind}) == ("R7", {"SOVEREIGNTY", "CONTROL"})
    assert findings(held[::-1], claimed[::-1]) == [found]


def test_an_event_told_with_and_without_its_date_is_one() -> None:
    dated, open_ = capture(A, since="2022-11-11"), capture(A)
    same = structs.replace(open_, claim=structs.replace(open_.claim, document=dated.claim.document))
    assert one_of_each([dated, same]) == [dated]
    assert len(one_of_each([dated, open_])) == 2  # another article
    assert len(one_of_each([dated, structs.replace(same, actor="ukraine")])) == 2


def test_every_rule_has_words_and_says_what_it_hangs_on() -> None:
    assert list(RULES) == [f"R{number}" for number in range(1, 13)]
    found = judged(leave(A, KHERSON, since="2022-11"), control(A, KHERSON))
    assert found is not None
    assert found.why == f"{RULES['R3']} It hangs on {found.on}."
    assert found.on == "whether “Kherson” means the town or the region named after it"


def test_among_many_the_same_comes_out_in_any_order() -> None:
    facts = [one for pair in CASES.values() for one in pair[:2]]
    there = {(one.rule, *sorted((one.one.id, one.other.id))) for one in findings(facts)}
    back = {(one.rule, *sorted((one.one.id, one.other.id))) for one in findings(facts[::-1])}
    assert there == back
    assert len(there) > 30


# --- who stands with whom, and where places lie ---


@pytest.mark.parametrize(
    ("one", "other", "on", "how"),
    [
        ("Russia", "the Kremlin", "2022-01-01", "same"),
        ("Russian forces", "Russia", "2022-01-01", "same"),
        ("Russian forces", "Wagner Group", "2022-01-01", "allied"),
        ("Donetsk People's Republic", "Russia", "2022-06-01", "allied"),
        ("DPR", "Russia", "2023-06-01", "same"),
        ("DPR", "Ukraine", "2015-01-01", "opposed"),
        ("Russian troops", "Ukrainian army", "2022-06-01", "opposed"),
        ("Russia", "Ukraine", "2010-06-01", "unsure"),
        ("Morocco", "SADR", "2020-11-13", "opposed"),
        ("RSF", "Sudan", "2024-01-01", "opposed"),
        ("RSF", "Sudan", "2020-01-01", "unsure"),
        ("M23", "FARDC", "2025-01-27", "opposed"),
        ("Taliban", "Afghan forces", "2021-08-01", "opposed"),
        ("India", "Pakistan", "1999-06-01", "opposed"),
        ("Ruritania", "Russia", "2022-01-01", "unsure"),
    ],
)
def test_alliances_are_dated(one: str, other: str, on: str, how: str) -> None:
    from onrecord.ledger.territory.actors import actor_key

    assert stance(actor_key(one), actor_key(other), on) == stance(actor_key(other), actor_key(one), on) == how


def test_nobody_is_opposed_to_nobody() -> None:
    assert not opposed(None, "russia", "2022-01-01")
    assert not same_side(None, None, "2022-01-01")


def test_places_lie_in_one_another_and_in_whose_view() -> None:
    town, oblast, land = map(where_of, (KHERSON, OBLAST, COUNTRY))
    assert (related(town, oblast), related(oblast, town), related(town, town)) == ("inside", "contains", "equal")
    assert (related(town, land), related(oblast, land)) == ("inside", "inside")
    russia = where_of(somewhere("Russia"))
    assert (related(town, russia), in_view(town, russia), in_view(town, land)) == ("apart", "Russia", None)
    kosovo = where_of(somewhere("Kosovo", "Kosovo (claimed by Serbia)"))
    assert related(where_of(somewhere("Mitrovica", "Kosovo")), kosovo) == "inside"
    assert related(where_of(somewhere("Kherson", "Kherson Oblast", "Elsewhere")), oblast) == "apart"


def test_a_capture_that_a_side_announced_is_its_claim_whoever_tells_of_it() -> None:
    told = fact("CAPTURE", A, BAKHMUT, since="2022-12-01", source="outlet x")
    announced = fact("CAPTURE", A, BAKHMUT, since="2022-12-01", source="outlet x", framing="announce capture of")
    assert (told.own_good, announced.own_good) == (False, True)


def test_one_article_tells_what_was_held_until_it_was_left() -> None:
    page = article(None, "Ukraine left Avdiivka, which it had held since 2014.")
    gone = fact_of(claim(page, "left Avdiivka", "WITHDRAW", B, BAKHMUT), "2024-02-17", "speaker b")
    held = fact_of(claim(page, "had held since 2014", "CONTROL", B, BAKHMUT, since="2014"), "2024-02-17", "outlet x")
    other = fact("CONTROL", B, BAKHMUT, since="2014", said="2024-03-01", source="outlet y")
    assert gone
    assert held
    assert judged(gone, held) is None
    assert judged(gone, other) is not None


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Russia's defence ministry", ("russia",)),
        ("new commander of the Ukrainian army", ("ukraine",)),
        ("Azerbaijan’s president", ("azerbaijan",)),
        ("Russian opposition officials", ()),
        ("Ukrainian villagers", ()),
        ("American institute that follows the war", ()),
    ],
)
def test_whose_office_it_is_says_for_whom_they_speak(name: str, state: tuple[str, ...]) -> None:
    assert sides(name)[1:] == state


def test_what_its_own_ministry_says_is_a_sides_claim_and_no_report() -> None:
    said = fact("CAPTURE", A, BAKHMUT, source="speaker ministry", side=("Russia's defence ministry",))
    told = fact("CAPTURE", A, BAKHMUT, source="speaker institute", side=("American institute",))
    assert (said.own_good, told.own_good) == (True, False)
