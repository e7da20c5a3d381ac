"""From a drawn sample over two coders to figures: on the page, in the ledger, on the command line's functions."""

from __future__ import annotations

import re

import pytest

from onrecord.errors import NotFound, WrongUse
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.sampling import PARTS, said
from onrecord.records import Stamp
from onrecord.sampling.running import drawn, scored, units_shapes
from tests.ledger.news import page

NOW = Stamp(at="2026-05-05T00:00:00Z", by="editor")
RIGHT = dict.fromkeys(PARTS, "right")


@pytest.fixture
def ledger(ledger_url):
    with open_ledger(ledger_url, patience=5) as opened:
        for at in range(12):
            opened.record(page(at))
        yield opened


# --- drawing and scoring: on both databases ---


def test_a_sample_is_kept_with_its_chances(ledger):
    made, _ = drawn(ledger, "spring", "document", 4, 7, (), NOW)
    assert (made.unit, made.seed, made.strata, made.units) == ("document", 7, ("found",), 4)
    shapes = units_shapes(ledger, made)
    assert [one["place"] for one in shapes] == [1, 2, 3, 4]
    assert {one["probability"] for one in shapes} == {4 / 12}
    assert ledger.samples.find("spring") == made
    with pytest.raises(WrongUse, match="there is a sample of this name already"):
        drawn(ledger, "spring", "document", 4, 7, (), NOW)


def test_statements_can_be_drawn_too(ledger):
    made, _ = drawn(ledger, "lines", "statement", 6, 1, ("kind",), NOW)
    units = ledger.samples.units(made.id)
    assert all(one.statement and one.found == (one.statement,) for one in units)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("x/y", "document", ()), "a sample's name is made of"),
        (("x", "document", ("kind",)), "kind: --by is made of publisher, language, year, month, found"),
        (("x", "document", ("publisher", "month", "mood")), "mood: --by is made of"),
    ],
)
def test_what_cannot_be_meant_is_said(ledger, words, says):
    name, unit, by = words
    with pytest.raises(WrongUse, match=re.escape(says)):
        drawn(ledger, name, unit, 4, 7, by, NOW)
    with pytest.raises(NotFound, match="there is no sample of this name"):
        ledger.samples.find(name)


def coded(ledger: Ledger, name: str, coder: str, wrong: set[int], missed: dict[int, int]) -> None:
    """A coder who finds the content wrong in these units, and so many statements missed in those."""
    one = ledger.samples.find(name)
    for unit in ledger.samples.units(one.id):
        for of in unit.found:
            parts = RIGHT | ({"content": "wrong"} if unit.place in wrong else {})
            ledger.samples.code(said(unit, coder, "judged", of, NOW, parts=parts))
        for number in range(missed.get(unit.place, 0)):
            ledger.samples.code(said(unit, coder, "missed", f"{coder}{unit.place}{number}", NOW))
        ledger.samples.code(said(unit, coder, "finished", unit.id, NOW))


def test_two_coders_give_figures_and_how_far_they_agree(ledger):
    made, _ = drawn(ledger, "spring", "document", 12, 7, (), NOW)
    coded(ledger, "spring", "ada", wrong={1, 2}, missed={5: 1})
    coded(ledger, "spring", "ben", wrong={1}, missed={5: 1, 6: 2})
    got = scored(ledger, made)
    lines = {one.part: one for one in got.lines}
    # All twelve were coded, so the share is known: by Ada 10 of 12, by Ben 11 of 12.
    content = lines["content"]
    assert (content.precision.share, content.precision.low, content.precision.high) == pytest.approx([10.5 / 12] * 3)
    # Right are 10 and 11; there are 11 and 14 with the missed.
    assert content.recall.share == pytest.approx(10.5 / 12.5)
    assert lines["source"].precision.share == 1
    assert lines["whole"].precision.share == content.precision.share
    assert content.compared == 12
    # Eleven agreements of twelve; by chance (2 * 1 + 10 * 11) / 144.
    assert content.kappa == pytest.approx((11 / 12 - 112 / 144) / (1 - 112 / 144))
    assert content.alpha == pytest.approx(1 - 23 * 2 / (2 * 21 * 3 * 1), abs=1e-9)
    assert (got.coders, got.coded, got.there[0]) == (("ada", "ben"), 12, pytest.approx(12.5))


def test_a_later_word_takes_the_former_ones_place_and_what_is_taken_back_is_gone(ledger):
    made, _ = drawn(ledger, "spring", "document", 12, 7, (), NOW)
    coded(ledger, "spring", "ada", wrong={1}, missed={2: 1})
    first, second = ledger.samples.units(made.id)[:2]
    ledger.samples.code(said(first, "ada", "judged", first.found[0], NOW, parts=RIGHT))
    ledger.samples.code(said(second, "ada", "unmissed", "ada20", NOW))
    content = next(one for one in scored(ledger, made).lines if one.part == "content")
    assert content.precision.share == content.recall.share == 1
    assert ledger.counts()["codings"] == 12 + 12 + 1 + 2  # nothing was edited or lost


def test_what_nobody_can_say_counts_neither_way(ledger):
    made, _ = drawn(ledger, "spring", "document", 12, 7, (), NOW)
    coded(ledger, "spring", "ada", wrong=set(), missed={})
    unit = ledger.samples.units(made.id)[0]
    ledger.samples.code(said(unit, "ada", "judged", unit.found[0], NOW, parts=RIGHT | {"speaker": "unsure"}))
    lines = {one.part: one for one in scored(ledger, made).lines}
    assert (lines["speaker"].precision.n, lines["content"].precision.n) == (11, 12)


def test_what_was_not_coded_widens_the_interval_and_is_no_mistake(ledger):
    made, _ = drawn(ledger, "spring", "document", 12, 7, (), NOW)
    for unit in ledger.samples.units(made.id)[:4]:
        ledger.samples.code(said(unit, "ada", "judged", unit.found[0], NOW, parts=RIGHT))
        ledger.samples.code(said(unit, "ada", "finished", unit.id, NOW))
    got = scored(ledger, made)
    content = got.lines[2]
    assert (got.coded, content.precision.share) == (4, 1)
    assert content.precision.low < 0.9


# --- on the page ---


@pytest.fixture
def sample(kept):
    drawn(kept.ledger, "bridge talk", "document", 6, 3, (), NOW)
    return kept.ledger.samples.find("bridge talk")


def at(kept, sample, document):
    return next(u for u in kept.ledger.samples.units(sample.id) if u.document == document.id)


def test_the_public_does_not_code(public, sample):
    for path in ("/samples", "/samples/bridge talk", "/samples/bridge talk/units/1?coder=ada"):
        assert public.get(path).status_code == 403
    assert public.post("/samples/bridge talk/units/1/finish", data={"coder": "ada"}).status_code == 403


def test_a_coder_goes_from_unit_to_unit(kept, desk, sample):
    assert "bridge talk" in desk.get("/samples").text
    assert desk.get("/samples/bridge talk/code").status_code == 400
    places = []
    for _ in range(sample.units):
        place = desk.get("/samples/bridge talk/code?coder=ada").headers["location"]
        places.append(place)
        action = place.split("?")[0]
        unit = next(u for u in kept.ledger.samples.units(sample.id) if action.endswith(f"/{u.place}"))
        assert desk.post(f"{action}/finish", data={"coder": "ada"}).status_code == (422 if unit.found else 303)
        for of in unit.found:
            assert desk.post(f"{action}/judge", data={"coder": "ada", "of": of, "all": "all"}).status_code == 303
        assert desk.post(f"{action}/finish", data={"coder": "ada"}).status_code == 303
    assert len(set(places)) == sample.units
    assert desk.get("/samples/bridge talk/code?coder=ada").headers["location"] == "/samples/bridge%20talk"
    shown = desk.get("/samples/bridge talk").text
    assert f"{sample.units} of {sample.units}" in shown
    assert "all of it" in shown
    # Another coder begins at the beginning and sees nothing of it.
    other = desk.get(desk.get("/samples/bridge talk/code?coder=ben").headers["location"]).text
    assert "not judged yet" in other
    assert "ada" not in other


def test_parts_are_said_one_by_one(kept, desk, sample):
    unit = at(kept, sample, kept.new.document)
    action = f"/samples/bridge talk/units/{unit.place}"
    given = {"coder": "ada", "of": unit.found[0], "content": "right", "source": "wrong", "cue": "right"}
    refused = desk.post(f"{action}/judge", data=given)
    assert refused.status_code == 422
    assert "Say of each of the four parts" in refused.text
    done = desk.post(f"{action}/judge", data=given | {"speaker": "unsure"})
    assert done.headers["location"].endswith(f"#u-{unit.found[1]}")
    [one] = kept.ledger.samples.coded(sample.id)
    assert one.parts == {"content": "right", "source": "wrong", "cue": "right", "speaker": "unsure"}
    page = desk.get(f"{action}?coder=ada").text
    assert 'name="source" value="wrong" checked' in page


def test_a_missed_statement_is_its_place_in_the_article(kept, desk, sample):
    unit = at(kept, sample, kept.new.document)
    text, action = kept.new.document.text, f"/samples/bridge talk/units/{unit.place}/missed"
    words = text[10:40].strip()
    assert desk.post(action, data={"coder": "ada", "content": words}).status_code == 303
    [one] = kept.ledger.samples.coded(sample.id)
    assert one.content[0].of(text) == words
    assert desk.post(action, data={"coder": "ada", "drop": one.of}).status_code == 303
    assert [c.act for c in kept.ledger.samples.coded(sample.id)] == ["unmissed"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("words that stand nowhere", "These words do not stand in the article"),
        ("", "Paste the words as they stand"),
        ("e", "These words stand there more than once"),
    ],
)
def test_words_that_cannot_be_placed_are_not_guessed(kept, desk, sample, content, says):
    unit = at(kept, sample, kept.new.document)
    answer = desk.post(f"/samples/bridge talk/units/{unit.place}/missed", data={"coder": "ada", "content": content})
    assert answer.status_code == 422
    assert says in answer.text
    assert kept.ledger.samples.coded(sample.id) == []


def test_an_article_that_was_withdrawn_is_not_shown_to_coders(kept, desk, sample):
    unit = at(kept, sample, kept.talks.document)
    kept.ledger.withdraw(unit.document, "asked to", NOW)
    assert desk.get(f"/samples/bridge talk/units/{unit.place}?coder=ada").status_code == 410
    for other in kept.ledger.samples.units(sample.id):
        if other.id != unit.id:
            kept.ledger.samples.code(said(other, "ada", "finished", other.id, NOW))
    assert desk.get("/samples/bridge talk/code?coder=ada").headers["location"] == "/samples/bridge%20talk"


@pytest.mark.browser
def test_coding_by_keyboard_and_for_everyone(live, chromium):
    from axe_playwright_python.sync_playwright import Axe

    drawn(live.ledger, "keys", "document", 6, 3, (), NOW)
    one = live.ledger.samples.find("keys")
    unit = next(u for u in live.ledger.samples.units(one.id) if len(u.found) > 1)
    address = f"{live.inside}/samples/keys/units/{unit.place}?coder=ada"
    for width, scheme in ((360, "light"), (1280, "dark")):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        view = context.new_page()
        for path in (address, f"{live.inside}/samples/keys", f"{live.inside}/samples", f"{live.inside}/edits"):
            view.goto(path)
            assert Axe().run(view).response["violations"] == []
            assert view.evaluate("document.documentElement.scrollWidth") <= width
        context.close()
    context = chromium.new_context()
    view = context.new_page()
    view.goto(address)
    view.keyboard.press("2")  # the second part is wrong, the others are right
    view.keyboard.press("s")
    view.wait_for_url(re.compile(r"#u-"))
    view.keyboard.press("j")
    context.close()
    mine = [c for c in live.ledger.samples.coded(one.id) if c.unit == unit.id]
    assert [sorted(c.parts.values()) for c in mine] == [["right", "right", "right", "wrong"]]
