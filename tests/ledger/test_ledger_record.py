"""Recording: all or nothing, twice adds nothing, what is known stays."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger, Query, open_ledger
from onrecord.records import Block, Image, ReaderComment, Reading, SaidOn, Stamp, Via, compose
from onrecord.text import Span
from tests.ledger.news import MODEL, article, everything, reading, said, words

HTML = b"<html><p>The bridge is open.</p></html>"


def full() -> Reading:
    """A reading in which every field is filled."""
    document = article(
        "https://news.test/bridge",
        "Bridge 🌉 open, mayor says",
        "The bridge, said Mayor Ada Quill on Monday, will stay open. Ferries, she added, run at night.",
        title="Bridge 🌉 open, mayor says",
        publisher="The Lantern",
        byline="Jo Ink",
        published="2022-11-13",
        retrieved="2022-11-14T08:00:00Z",
        lang="en",
        rights="licensed",
        source=hashlib.sha256(HTML).hexdigest(),
        images=(Image(src="https://news.test/b.jpg", caption=Span(0, 6), credit="A. Lens"),),
    )
    ferries = said(document, "Ferries … run at night", "she")
    bridge = said(document, "The bridge … will stay open", "Mayor Ada Quill", kind="mixed", score=0.9)
    bridge = structs.replace(
        bridge,
        via=(Via(id="o1", name="The Wire"),),
        stance="promises",
        said_on=SaidOn(start="2022-11-07", end="2022-11-07", words="on Monday"),
    )
    inner = structs.replace(ferries, within=bridge.id)
    comments = [
        ReaderComment(number="1", author="Tam", at="2022-11-13", text="Good.", quotes=(Span(0, 6),)),
        ReaderComment(number="1.1", parent="1", text="Is it?", orphans=("no such words",)),
    ]
    return reading(document, bridge, inner, comments=comments, evidence=HTML)


def test_a_reading_comes_back_as_it_was(ledger: Ledger) -> None:
    page = full()
    done = ledger.record(page)
    assert (done.added, done.statements, done.replaces) == (True, 2, None)
    back = ledger.document(page.document.id)
    assert back == structs.replace(page, page=structs.replace(page.page, evidence=None))
    assert ledger.evidence(hashlib.sha256(HTML).hexdigest()) == HTML


def test_recording_twice_adds_nothing(ledger: Ledger) -> None:
    ledger.record(full())
    before = everything(ledger)
    again = ledger.record(full())
    assert (again.added, again.statements) == (False, 0)
    assert everything(ledger) == before


def test_what_is_known(ledger: Ledger) -> None:
    page = full()
    digest = hashlib.sha256(HTML).hexdigest()
    assert (ledger.knows(page.document.id), ledger.knows_source(digest)) == (False, False)
    ledger.record(page)
    assert (ledger.knows(page.document.id), ledger.knows_source(digest)) == (True, True)
    assert ledger.knows_source(f"sha256:{digest}")
    assert ledger.document("no such id") is None
    assert ledger.statement("no such id") is None
    assert ledger.evidence("0" * 64) is None


def test_a_known_document_is_not_read_again_unless_asked(ledger: Ledger) -> None:
    document = article("https://news.test/1", "Rain is near, says Ada. Snow is near, says Bo.")
    rain, snow = said(document, "Rain is near", "Ada"), said(document, "Snow is near", "Bo")
    ledger.record(reading(document, rain))
    ledger.record(reading(document, snow))
    assert words(ledger.find(Query())) == ["Rain is near"]

    added = ledger.record(reading(document, snow), again=True)
    assert (added.added, added.statements) == (False, 1)
    assert words(ledger.find(Query())) == ["Snow is near"]
    assert [one.id for one in ledger.document(document.id).statements] == [snow.id]
    # What is no longer found keeps its row and its address.
    assert ledger.statement(rain.id).statement == rain
    assert ledger.counts()["statements"] == 2

    ledger.record(reading(document, rain, snow), again=True)
    assert sorted(words(ledger.find(Query()))) == ["Rain is near", "Snow is near"]
    assert [one.id for one in ledger.document(document.id).statements] == [rain.id, snow.id]


def test_new_comments_come_with_a_reading_anew(ledger: Ledger) -> None:
    document = article("https://news.test/1", "Rain is near.")
    first, second = ReaderComment(number="1", text="Yes."), ReaderComment(number="2", text="No.")
    ledger.record(reading(document, comments=[first]))
    ledger.record(reading(document, comments=[first, second]), again=True)
    assert ledger.document(document.id).page.comments == (first, second)


def test_the_list_goes_on_page_by_page(ledger: Ledger) -> None:
    dates = ["2022-11-13", "2022", "2022-11-13T22:00:00+02:00", None, "2022-11-13", "2021-05"]
    pages = [article(f"https://news.test/{at}", "Words.", published=day) for at, day in enumerate(dates)]
    for page in pages:
        ledger.record(reading(page, said(page, "Words")))
    whole = [head.id for head in ledger.documents(limit=10)]
    paged, last = [], None
    while part := ledger.documents(limit=2, before=last):
        paged += [head.id for head in part]
        last = paged[-1]
    assert paged == whole
    assert len(set(whole)) == 6
    # The undated one counts from when it became known, here 2026.
    order = [pages[3], pages[2]]
    assert whole[:2] == [page.id for page in order]
    assert whole[-2:] == [pages[1].id, pages[5].id]


def test_the_list_of_one_publisher(ledger: Ledger) -> None:
    for name in ("The Lantern", "The Wire"):
        ledger.record(reading(article(f"https://{name[4:]}.test/", "Words.", publisher=name)))
    assert [head.publisher for head in ledger.documents(publisher="The Wire")] == ["The Wire"]


@pytest.mark.parametrize("bad", ["a NUL \0 in it", "half a pair \ud800 in it"])
def test_what_is_no_text_is_refused_by_name(ledger: Ledger, bad: str) -> None:
    document = structs.replace(article(None, "Words."), id="a", url="https://news.test/bad", text=bad)
    with pytest.raises(LedgerError, match=r"https://news.test/bad: .* no character"):
        ledger.record(reading(document))
    assert ledger.counts()["documents"] == 0


def test_a_place_outside_the_text_records_nothing(ledger: Ledger) -> None:
    document = article("https://news.test/1", "Rain is near, says Ada, who should know.")
    good = said(document, "who should know")
    short = structs.replace(document, text="Rain.")
    with pytest.raises(ValueError, match="not in a text"):
        ledger.record(reading(short, good))
    assert not ledger.knows(document.id)


def test_a_very_long_address_and_publisher_are_kept(ledger: Ledger) -> None:
    url = "https://news.test/?" + "".join(chr(97 + at * 7 % 26) for at in range(9000))
    document = article(url, "Rain.", publisher=url)
    ledger.record(reading(document))
    later = article(url, "Rain and snow.", publisher=url)
    assert ledger.record(reading(later)).replaces == document.id


def test_the_stamp_of_a_document(ledger: Ledger) -> None:
    document = article("https://news.test/1", "Rain.")
    ledger.record(reading(document), stamp=Stamp(at="2026-05-05T00:00:00Z", by="a person"))
    assert [head.id for head in ledger.documents()] == [document.id]


# --- any readings, in any order, twice ---

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=60)


@st.composite
def any_readings(draw: st.DrawFn) -> list[Reading]:
    """Readings of different addresses: at one address the order says which version is the newer."""
    made = []
    for at in range(draw(st.integers(1, 4))):
        text, blocks = compose([("paragraph", draw(TEXTS))])
        document = structs.replace(
            article(f"https://news.test/{at}", text),
            blocks=blocks or (Block(kind="title", start=0, end=1),),
            published=draw(st.sampled_from([None, "2022", "2022-11", "2022-11-13", "not a date"])),
            publisher=draw(st.none() | TEXTS),
        )
        starts = st.integers(0, len(text) - 1)
        pairs = draw(st.lists(st.tuples(starts, starts), max_size=4))
        spans = [Span(min(pair), max(pair) + 1) for pair in pairs]
        texts = {text[span.start : span.end]: span for span in spans}
        made_here = [structs.replace(said_at(document, span), score=draw(st.floats(0, 1))) for span in texts.values()]
        comments = [
            ReaderComment(number=str(n), text=words_) for n, words_ in enumerate(draw(st.lists(TEXTS, max_size=2)))
        ]
        made.append(reading(document, *made_here, comments=comments))
    return made


def said_at(document, span: Span):  # type: ignore[no-untyped-def]
    from onrecord.records import new_statement

    return new_statement(document, [span], kind="indirect", stamp=MODEL)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty ledger, to copy."""
    file = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    open_ledger(f"sqlite:///{file}").close()
    return file


def recorded(empty: Path, name: str, readings: Sequence[Reading]) -> list[object]:
    """What a fresh ledger holds after these readings."""
    file = shutil.copy(empty, empty.with_name(name))
    with open_ledger(f"sqlite:///{file}") as ledger:
        for one in readings:
            ledger.record(one)
        shown = everything(ledger)
        ids = {one.document.id for one in readings}
        for one in readings:
            back = ledger.document(one.document.id)
            assert sorted(back.statements, key=lambda s: s.id) == sorted(one.statements, key=lambda s: s.id)
            assert (back.document, back.page.comments) == (one.document, one.page.comments)
        assert ledger.counts()["documents"] == len(ids)
    Path(file).unlink()
    return shown


@settings(max_examples=25, deadline=None)
@given(readings=any_readings(), data=st.data())
def test_any_readings_in_any_order_twice_are_the_same(
    empty: Path, readings: list[Reading], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(readings + readings))
    assert recorded(empty, "once", readings) == recorded(empty, "mixed", mixed)
