"""The packaged sample: in order, dated, marked as a sample, and with something for every feature."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.line import reading_of
from onrecord.reading import Source, read
from onrecord.records import Page, Stamp
from onrecord.sample import files

README = Path(files()[0]).parent / "README.md"


def pages(start: str) -> list[Page]:
    """The pages of the file whose name starts so."""
    [path] = [path for path in files() if path.name.startswith(start)]
    return list(read(Source(name=path.name, data=path.read_bytes())))


def parent_depth(page: Page) -> int:
    return max((comment.number.count(".") + 1 for comment in page.comments), default=0)


def test_the_files_come_in_the_order_of_their_days():
    days = [page.document.published or "" for path in files() for page in pages(path.name)]
    assert [day[:10] for day in days] == sorted(day[:10] for day in days)
    assert days[0][:10] == "2020-11-10"
    assert days[-1][:10] == "2024-07-31"


def test_there_are_fourteen_reports_and_more():
    assert sum(len(pages(path.name)) for path in files()) >= 14
    assert sum(path.stat().st_size for path in files()) >= 15_000


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_every_report_has_title_text_and_day_and_nothing_of_the_frame(path: Path):
    for page in pages(path.name):
        document = page.document
        assert document.title
        assert re.fullmatch(r"20\d\d-\d\d-\d\d.*", document.published or "")
        assert document.lang == "en"
        assert len(document.text) > 350
        assert "Sample text" not in document.text
        assert "Reply" not in document.text
        assert "comments" not in document.text.lower()


@pytest.mark.parametrize("path", [path for path in files() if path.suffix != ".txt"], ids=lambda path: path.name)
def test_every_page_says_that_it_is_a_sample(path: Path):
    assert "Sample text that comes with onrecord" in path.read_text(encoding="utf-8")


def test_the_readme_names_every_invented_outlet():
    words = README.read_text(encoding="utf-8")
    assert "They are samples, not news" in words
    for page in (page for path in files() for page in pages(path.name)):
        assert (page.document.publisher or "") in words


def test_two_versions_of_one_article_share_an_address_and_differ_in_a_sentence():
    [first], [second] = pages("11-"), pages("12-")
    assert first.document.url == second.document.url
    assert "Kherson is the only city that Russia had taken" in first.document.text
    assert "Kherson is the only regional capital that Russia had taken" in second.document.text


def test_one_story_stands_in_two_outlets_word_for_word():
    [wire], [courier] = pages("08-"), pages("09-")
    assert wire.document.publisher != courier.document.publisher
    same = "Ukraine reacted with caution. Officials in Kyiv warned that the announcement could be a trap"
    assert same in wire.document.text
    assert same in courier.document.text
    assert wire.document.title == courier.document.title


def test_one_outlet_cuts_a_quotation_short():
    whole = "“We have heard trucks go by for three nights. I will believe it when I see the bridge empty"
    assert whole in pages("08-")[0].document.text
    assert "“I will believe it when I see the bridge empty,” a tram driver told" in pages("10-")[0].document.text


@pytest.mark.parametrize(
    ("start", "comments", "depth", "quoting"),
    [("02-", 3, 2, 2), ("05-", 5, 3, 2), ("10-", 5, 3, 2), ("12-", 6, 3, 3), ("19-", 7, 5, 3)],
)
def test_threads_are_nested_and_quote_the_article(start: str, comments: int, depth: int, quoting: int):
    [page] = pages(start)
    assert len(page.comments) == comments
    assert parent_depth(page) == depth
    assert sum(bool(comment.quotes or comment.orphans) for comment in page.comments) >= quoting


def test_the_feed_holds_three_reports():
    assert [page.document.title for page in pages("14-")] == [
        "Kherson without light or water, and with visitors",
        "Who said what about the bridge",
        "Across the river, a curfew",
    ]


def test_it_holds_two_hundred_claims_of_three_conflicts():
    made = Stamp(at="2026-01-01T00:00:00Z", by="test")
    claims = [claim for path in files() for page in pages(path.name) for claim in reading_of(page, made).claims]
    lands = [" ".join((claim.place.name, *claim.place.within)) for claim in claims if claim.place]
    told = {land: sum(land in one for one in lands) for land in ("Ukraine", "Azerbaijan", "Western Sahara")}
    assert len(claims) >= 200
    assert min(told.values()) >= 20
    assert {"DENY", "CONTROL", "CAPTURE", "WITHDRAW", "SOVEREIGNTY", "RECOGNISE", "DEMAND", "INTENT"} <= {
        claim.kind for claim in claims
    }
