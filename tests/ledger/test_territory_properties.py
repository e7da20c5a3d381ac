"""What must hold whatever the claims are: any order, any day, any two allies; and rules that find what was hidden."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from onrecord.ledger import ContradictionQuery, Ledger, open_ledger
from onrecord.ledger.territory.facts import Fact
from onrecord.ledger.territory.finding import FACTUAL
from onrecord.ledger.territory.judge import findings, judged
from onrecord.ledger.territory.status import standing
from onrecord.ledger.territory.where import where_of
from onrecord.records import Reading, Stamp
from tests.ledger.ground import BAKHMUT, COUNTRY, DONETSK_OBLAST, KHERSON, OBLAST, at, fact, story
from tests.ledger.history import History, day
from tests.ledger.news import MODEL

PLACES = [BAKHMUT, DONETSK_OBLAST, KHERSON, OBLAST, COUNTRY]
KINDS = ["CONTROL", "CONTROL", "CAPTURE", "WITHDRAW", "SOVEREIGNTY", "INTENT", "RECOGNISE", "CONTEST"]
ACTORS = ["Russia", "Ukraine", "Donetsk People's Republic", "Ukrainian forces", "Ruritania"]
DATES = [None, "2022", "2022-11", *(day(number) for number in range(280, 350, 7))]
SEEDED = settings(max_examples=150, deadline=None, derandomize=True, database=None)
FEW = settings(SEEDED, max_examples=5)

fields = st.fixed_dictionaries(
    {
        "extent": st.sampled_from(["whole", "part", "unstated"]),
        "since": st.sampled_from(DATES),
        "polarity": st.sampled_from("+++-"),
        "factuality": st.sampled_from(["CT", "CT", "PR", "PS"]),
        "phase": st.sampled_from(["completed", "completed", "partial"]),
    }
)


@st.composite
def facts(draw: Callable[..., object], actors: list[str] = ACTORS, kinds: list[str] = KINDS) -> Fact:
    more = draw(fields)
    said, source = day(draw(st.integers(280, 400))), f"outlet {draw(st.integers(0, 5))}"  # type: ignore[call-overload]
    kind, actor, place = (draw(st.sampled_from(some)) for some in (kinds, actors, PLACES))
    return fact(kind, actor, place, said=said, source=source, **more)  # type: ignore[arg-type]


@SEEDED
@given(st.lists(facts(), max_size=12), st.randoms(use_true_random=False))
def test_the_rules_and_the_answer_do_not_hang_on_the_order(made: list[Fact], rng: random.Random) -> None:
    turned = rng.sample(made, len(made))
    for place in map(where_of, PLACES):
        assert standing(place, made, "2022-12-01") == standing(place, turned, "2022-12-01")
    assert pairs(made) == pairs(turned)


def pairs(made: list[Fact]) -> set[tuple[object, ...]]:
    return {(one.rule, one.verdict, one.on, *sorted((one.one.id, one.other.id))) for one in findings(made)}


@SEEDED
@given(facts(["Russia", "Wagner Group"]), facts(["Donetsk People's Republic"]), st.lists(facts(), max_size=3))
def test_allies_never_contradict_one_another_in_facts(one: Fact, other: Fact, moves: list[Fact]) -> None:
    found = judged(one, other, moves)
    assert found is None or found.verdict not in FACTUAL


@SEEDED
@given(facts(kinds=["SOVEREIGNTY"]), facts(kinds=["SOVEREIGNTY", "RECOGNISE", "CONTROL", "CAPTURE"]))
def test_rival_sovereignty_is_no_contradiction_of_facts(one: Fact, other: Fact) -> None:
    found = judged(one, other)
    assert found is None or found.verdict in ("rival claims", "claim-control gap")


def test_pairs_of_a_random_history_are_told_right() -> None:
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    for seed in range(100):
        history = History(random.Random(seed))
        for _ in range(30):
            pair = history.pair()
            got = judged(pair.one, pair.other, pair.moves)
            name = got.rule if got else "none"
            found[name] += 1
            wanted[pair.rule or "none"] += 1
            right[name] += name == (pair.rule or "none")
    for rule in [f"R{number}" for number in range(1, 10)]:
        assert wanted[rule] > 100, rule
        assert right[rule] / found[rule] >= 0.99, f"precision of {rule}: {right[rule]} of {found[rule]}"
        assert right[rule] / wanted[rule] >= 0.99, f"recall of {rule}: {right[rule]} of {wanted[rule]}"


def test_true_claims_together_contradict_nothing() -> None:
    for seed in range(30):
        history = History(random.Random(seed))
        town = next(iter(history.stretches))
        moves = history.moves(town)
        told = [history._truth(town, moves) for _ in range(40)]
        assert [one for one in findings([*moves, *told]) if one.verdict in FACTUAL] == []


# --- through the ledger ---


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger's file, to copy."""
    path = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    open_ledger(f"sqlite:///{path}").close()
    return path


Act = Callable[[Ledger], object]


def acts(rng: random.Random, count: int) -> Iterator[tuple[str, Act]]:
    """Things done to a ledger, each with its day: recorded, read again without its claims, called wrong by a person."""
    for number in range(count):
        stamp = at(day(number * 3))
        made = random_story(rng, number, stamp)
        yield stamp.at, lambda ledger, made=made, stamp=stamp: ledger.record(made, stamp=stamp)  # type: ignore[misc]
        chance, later = rng.random(), Stamp(at=f"{day(number * 3 + 1)}T11:00:00Z", by="Ada")
        bare, id = structs.replace(made, claims=()), made.claims[0].id
        if chance < 0.15:
            yield later.at, lambda ledger, bare=bare, later=later: ledger.record(bare, again=True, stamp=later)  # type: ignore[misc]
        elif chance < 0.3:
            yield later.at, lambda ledger, id=id, later=later: ledger.review(id, "wrong", "No.", later)  # type: ignore[misc]


def random_story(rng: random.Random, number: int, stamp: Stamp = MODEL) -> Reading:
    kind, actor, place = rng.choice(KINDS), rng.choice(ACTORS), rng.choice(PLACES)
    by = rng.choice([None, ("Peskov", "Russia"), ("Malyar", "Ukraine")])
    facts = {"since": rng.choice(DATES), "extent": rng.choice(["whole", "part", "unstated"]), "by": by, "stamp": stamp}
    facts["published"] = day(rng.randint(280, 360))
    return story(number, f"It happened {number} times", kind, actor, place, **facts)


def test_as_known_on_a_day_is_as_recorded_by_that_day(empty: Path, tmp_path: Path) -> None:
    """A sample of what benchmarks/territory_replay.py asks 10,000 times."""
    assert replayed(random.Random(11), empty, tmp_path, acts_=40, questions=300) == (300, 0)


def replayed(rng: random.Random, empty: Path, folder: Path, acts_: int, questions: int) -> tuple[int, int]:
    """How many questions were asked of a ledger as known on a day and of one that holds no more than that, and how
    many answers differed."""
    done = list(acts(rng, acts_))
    whole, step = opened(empty, folder / "whole.sqlite"), opened(empty, folder / "step.sqlite")
    for _, act in done:
        act(whole)
    asked, wrong = 0, 0
    for number, (moment, act) in enumerate(done):
        act(step)
        if number + 1 < len(done) and done[number + 1][0] == moment:
            continue
        share = (questions - asked) // (len(done) - number)
        for _ in range(share):
            place, on = rng.choice(PLACES), day(rng.randint(270, 420))
            then, now = whole.territory(place, on, moment), step.territory(place, on, "9999")
            wrong += structs.replace(then, known="") != structs.replace(now, known="")
            asked += 1
    whole.close()
    step.close()
    return asked, wrong


def opened(empty: Path, path: Path) -> Ledger:
    return open_ledger(f"sqlite:///{shutil.copy(empty, path)}")


@FEW
@given(st.integers(0, 10_000))
def test_claims_recorded_in_any_order_give_the_same_answers(empty: Path, tmp_path_factory, seed: int) -> None:  # type: ignore[no-untyped-def]
    rng, folder = random.Random(seed), tmp_path_factory.mktemp("order")
    made = [random_story(rng, number) for number in range(12)]
    answers = []
    for turn, rows in enumerate((made, rng.sample(made, len(made)))):
        with opened(empty, folder / f"{turn}.sqlite") as ledger:
            for one in rows:
                ledger.record(one)
            status = [ledger.territory(place, day(330), "9999") for place in PLACES]
            answers.append((status, ledger.contradictions(ContradictionQuery(limit=500))))
    assert answers[0] == answers[1]
