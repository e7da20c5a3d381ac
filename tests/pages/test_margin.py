"""What an article's words claim of territory stands beside them: by whom, what, where, and since when."""

from __future__ import annotations

import pytest

from onrecord.pages.margin import Margin, placed
from onrecord.records import Block
from tests.ledger.ground import BAKHMUT, SHUSHA, story
from tests.pages.conftest import stamp

TOOK = story(1, "Russian troops took Bakhmut", "CAPTURE", "Russia", BAKHMUT, since="2023-05-20", published="2023-05-21")
SAID = story(2, "Kyiv holds Bakhmut", "CONTROL", "Ukraine", BAKHMUT, published="2023-05-22", by=("Reznik", "city"))
PLAIN = story(3, "Baku took Shusha", "CAPTURE", "Azerbaijan", SHUSHA, published="2020-11-09")


@pytest.fixture
def ground(kept):
    for reading in (TOOK, SAID, PLAIN):
        kept.ledger.record(reading)
    return kept


def margin(page):
    """The lines of claims on a page, without their markup."""
    part = page.partition('class="claimed small"')[2].partition("</ul>")[0]
    return " ".join(part.split())


def test_what_the_article_itself_claims_stands_at_its_paragraph(ground, desk):
    page = desk.get(f"/articles/{TOOK.document.id}").text
    assert "the article itself" in page
    line = margin(page)
    for words in ("<b>Russia</b>: capture", "Bakhmut", "20 May 2023", "on the ground", "something contradicts this"):
        assert words in line
    assert f'href="/claims/{TOOK.claims[0].id}"' in line


def test_what_a_speaker_claims_stands_at_the_statement(ground, desk):
    page = desk.get(f"/articles/{SAID.document.id}").text
    note = page.partition('id="n-')[2].partition("</li>\n\n</ol>")[0]
    assert "<b>Ukraine</b>: control" in note
    assert "the article itself" not in page.partition('class="text"')[2].partition("</article>")[0]


def test_a_reading_that_a_person_called_wrong_is_in_no_margin(ground, desk, public):
    address, claim = f"/articles/{PLAIN.document.id}", PLAIN.claims[0].id
    ground.ledger.review(claim, "wrong", "It stayed.", stamp("desk"))
    assert claim not in public.get(address).text
    assert claim not in desk.get(address).text
    assert desk.get(f"/claims/{claim}").status_code == 200  # it stands by itself, with what the person said


def test_claims_are_sorted_by_their_words_and_hung_on_their_blocks():
    blocks = (Block(kind="title", start=0, end=5), Block(kind="paragraph", start=7, end=60))
    assert placed((), blocks) == Margin()
