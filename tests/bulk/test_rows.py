"""A reading becomes rows and the same reading again; the columns are those of the records."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from onrecord.bulk.rows import Origin, day_of, reading_of_rows, rows_of
from onrecord.bulk.schema import arrow, datasets, table
from onrecord.line import Options, pages_of, reading_of
from onrecord.reading import Source
from onrecord.records import (
    Claim,
    Document,
    Page,
    Place,
    Reading,
    Stamp,
    Toponym,
    new_actor,
    new_claim,
)
from onrecord.text import Span

STAMP = Stamp(at="2026-01-01T00:00:00Z", by="test")
ORIGIN = Origin("news.warc.gz", 12)
SAMPLE = Path(__file__).parents[2] / "onrecord" / "sample"
WORDS = "The council held the lock.\n\n“It is ours,” Anna Brandt said. Dorn Rail did not respond to a request.\n"


def through_parquet(reading: Reading) -> Reading:
    rows = rows_of(reading, ORIGIN, STAMP)
    back = {name: table(name, rows[name]).to_pylist() for name in datasets()}
    return reading_of_rows(back["documents"][0], back)


def without_bytes(reading: Reading) -> Reading:
    return structs.replace(reading, page=structs.replace(reading.page, evidence=None))


@pytest.mark.parametrize("name", ["01-northern-wire-karabakh-ceasefire.html", "10-eastmark-gazette-kherson-doubts.txt"])
def test_a_reading_is_the_same_after_it_was_a_table(name):
    path = SAMPLE / name
    [page] = pages_of(Source(name, path.read_bytes()), Options())
    reading = reading_of(page, STAMP)
    assert reading.statements
    assert reading.judgements
    assert through_parquet(reading) == without_bytes(reading)


def test_places_claims_and_comments_too():
    place = Place(id="p1", name="Old Lock", lat=1.5, lon=2.5, within=("Quayland",))
    claim = new_claim(
        "d", [Span(0, 25)], STAMP, kind="CONTROL", register="de facto", actor=new_actor("council"), place=place
    )
    toponym = Toponym(span=Span(21, 25), place=place, use="literal", score=0.5, why="by its name")
    reading = Reading(page=Page(document=Document(id="d", text=WORDS)), places=(toponym,), claims=(claim,))
    assert through_parquet(reading) == reading


def test_every_field_of_a_claim_is_a_column():
    columns = {one.name for one in datasets()["claims"].columns}
    assert {name for name in Claim.__struct_fields__ if name != "stamp"} <= columns


def test_spans_carry_their_words():
    [page] = pages_of(Source("a.txt", WORDS.encode()), Options(plain=True))
    rows = rows_of(reading_of(page, STAMP), ORIGIN, STAMP)
    text = rows["documents"][0]["text"]
    for span in (span for row in rows["statements"] for name in ("content", "cue", "source") for span in row[name]):
        assert text[span["start"] : span["end"]] == span["exact"]
    for row in rows["mentions"] + rows["requests"]:
        assert text[row["start"] : row["end"]] == row["exact"]


@pytest.mark.parametrize(
    ("published", "retrieved", "day"),
    [
        ("2026-01-02T08:00:00+02:00", "2026-02-02T00:00:00Z", "2026-01-02"),
        ("2026-01", None, "2026-01-01"),
        (None, "2026-02-02T00:00:00Z", "2026-02-02"),
        ("last week", None, "unknown"),
        ("2026-02-30", "2026-03-04T00:00:00Z", "2026-03-04"),
        ("0000-13-01", None, "unknown"),
    ],
)
def test_the_day_a_page_is_filed_under(published, retrieved, day):
    assert day_of(Document(id="d", text="", published=published, retrieved=retrieved)) == day


def test_half_a_character_is_refused_before_it_breaks_a_file():
    with pytest.raises(UnicodeEncodeError):
        rows_of(Reading(page=Page(document=Document(id="d", text="half \ud800"))), ORIGIN, STAMP)


def test_the_schema_says_what_each_column_is():
    for name, dataset in datasets().items():
        assert arrow(name).names == [one.name for one in dataset.columns]
        assert len(set(arrow(name).names)) == len(dataset.columns), "no two columns of one name"
        assert all(one.says.endswith(".") for one in dataset.columns)
