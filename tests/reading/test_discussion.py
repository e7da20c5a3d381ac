"""The discussion under an article: found with the right parents, and never in the article.

Pages come from `threads.py`: real structures with words of our own, half of them kept aside."""

# ruff: noqa: E501 (pages and sentences stand whole)
from __future__ import annotations

import re
from collections import Counter

import pytest

from onrecord.reading.html import read_html
from onrecord.reading.quoting import with_quotes
from onrecord.reading.source import Source
from onrecord.records import Page, ReaderComment
from tests.reading.threads import Sample, pages

SAMPLES = list(pages())
_WORD = re.compile(r"\w+")


def page_of(sample: Sample) -> Page:
    return read_html(Source(sample.name, sample.html.encode()))


def words(text: str) -> str:
    """A comment's own words: lines quoted from others left out."""
    return " ".join(_WORD.findall(re.sub(r"^>.*$", "", text, flags=re.MULTILINE)))


def runs(texts: list[str]) -> list[tuple[str, ...]]:
    return [
        tuple(found[at : at + 4])
        for text in texts
        for found in [_WORD.findall(text.lower())]
        for at in range(len(found) - 3)
    ]


def in_place(sample: Sample, page: Page) -> int:
    """How many of the sample's comments are there with the right parent."""
    by_number = {comment.number: comment for comment in page.comments}
    found = {words(comment.text): comment for comment in page.comments}
    good = 0
    for said, above in sample.parents.items():
        comment = found.get(words(said))
        if comment is not None:
            parent = words(by_number[comment.parent].text) if comment.parent else None
            good += parent == (words(above) if above else None)
    return good


@pytest.mark.parametrize("sample", [one for one in SAMPLES if not one.kept], ids=lambda one: one.name)
def test_each_structure_gives_its_thread(sample: Sample) -> None:
    page = page_of(sample)
    assert in_place(sample, page) == len(sample.comments) == len(page.comments)
    if sample.name != "anonymous-numbers":
        assert Counter(c.author for c in page.comments) == Counter(c.author for c in sample.comments)


@pytest.mark.parametrize("kept", [False, True], ids=["tuned on", "kept aside"])
def test_comments_are_found_with_their_parents_and_stay_out_of_the_article(kept: bool) -> None:
    total = good = leaked = said = left = written = 0
    for sample in (one for one in SAMPLES if one.kept == kept):
        page = page_of(sample)
        text = set(runs([page.document.text]))
        theirs, own = runs([comment.plain for comment in sample.comments]), runs(sample.article)
        total, good = total + len(sample.comments), good + in_place(sample, page)
        leaked, said = leaked + sum(run in text for run in theirs), said + len(theirs)
        left, written = left + sum(run in text for run in own), written + len(own)
    assert good >= 0.9 * total
    assert leaked <= 0.03 * said
    assert left >= 0.95 * written


def test_there_are_sixty_structures_half_of_them_kept_aside() -> None:
    assert len(SAMPLES) >= 60
    assert sum(sample.kept for sample in SAMPLES) >= 30


ARTICLE = "<h1>The ferry stays</h1>" + "".join(
    f"<p>{words}</p>"
    for words in (
        "The council voted on Monday to keep the night ferry for another year, against the advice of its own treasurer.",
        "“A town without a night boat is a village,” said the mayor, who had missed it twice in her youth.",
        "The treasurer warned that the boat carries nine passengers on an average night, two of them the crew.",
    )
)
LIST = '<h3>Comments</h3><ol class="commentlist">{}</ol>'
ITEM = '<li class="comment" id="c{}"><cite class="fn">{}</cite><div class="comment-content">{}</div>{}</li>'


def read(html: str) -> Page:
    return read_html(Source("page.html", html.encode()))


def test_a_comment_is_hung_on_the_passage_it_quotes() -> None:
    quote = "<blockquote>A town without a night boat is a village</blockquote><p>So is a town with one.</p>"
    page = read(ARTICLE + LIST.format(ITEM.format(1, "Ann", quote, "")))
    [comment] = page.comments
    assert [span.of(page.document.text) for span in comment.quotes] == ["A town without a night boat is a village"]
    assert comment.text == "> A town without a night boat is a village\n\nSo is a town with one."


def test_a_quote_that_the_article_does_not_hold_is_an_orphan() -> None:
    page = read(
        ARTICLE + LIST.format(ITEM.format(1, "Ann", "<p>“The boat will sink on Tuesday.” Who said that?</p>", ""))
    )
    assert page.comments[0].quotes == ()
    assert page.comments[0].orphans == ("“The boat will sink on Tuesday.”",)


TEXT = "The boat is old. The crew said on Friday that they would stay. It rained in the harbour all day long."


@pytest.mark.parametrize(
    ("said", "quotes", "orphans"),
    [
        # a whole paragraph in quotation marks, with other marks than the article's
        ('"The crew said on Friday that they would stay."\n\nGood.', ["The crew said on Friday that they would stay"], []),
        # opens the paragraph, the reader's words follow
        ("“The crew said on Friday” is not what I heard.", ["The crew said on Friday"], []),
        # mail style, over two lines
        ("> It rained in the\n> harbour all day long.\nDid it?", ["It rained in the harbour all day long."], []),
        # words left out
        ("> The crew said on Friday ... in the harbour all day\nHm.", ["The crew said on Friday", "in the harbour all day"], []),
        # a scare quote is none
        ("Their “old boat” is new.", [], []),
        # a string in the middle counts only where the article holds it
        ("He told me “never in my life will I” do it.", [], []),
        ("They write “rained in the harbour all day” but it was dry.", ["rained in the harbour all day"], []),
        # marked as a quotation, found nowhere
        ("> The boat is made of cheese\nNo.", [], ["The boat is made of cheese"]),
    ],
)  # fmt: skip
def test_quotations_of_a_comment(said: str, quotes: list[str], orphans: list[str]) -> None:
    comment = with_quotes(ReaderComment(number="1", text=said), TEXT)
    assert [span.of(TEXT).strip(".") for span in comment.quotes] == [quote.strip(".") for quote in quotes]
    assert list(comment.orphans) == orphans


def test_two_passages_alike_are_an_orphan() -> None:
    text = "They would stay for the night. Asked again: they would stay for the night."
    comment = with_quotes(ReaderComment(number="1", text="> they would stay for the night"), text)
    assert (comment.quotes, comment.orphans) == ((), ("they would stay for the night",))


def test_answers_that_point_at_each_other_do_not_run_in_a_ring() -> None:
    items = "".join(
        f'<div class="comment" data-id="{own}" data-parent-id="{above}"><b class="author">A{own}</b><time>2024-01-01</time><div class="text">Word number {own} said here.</div></div>'
        for own, above in ((1, 2), (2, 1))
    )
    page = read(ARTICLE + f'<div id="comments">{items}</div>')
    assert [comment.author for comment in page.comments] == ["A1", "A2"]


def test_teasers_that_look_like_comments_are_none() -> None:
    teasers = "".join(
        f'<div class="post"><h3><a href="/{n}">Another long headline about the harbour {n}</a></h3><span class="author">Desk</span></div>'
        for n in range(5)
    )
    assert read(ARTICLE + f'<section class="discussion">{teasers}</section>').comments == ()


def test_an_article_without_talk_has_none() -> None:
    assert read(ARTICLE).comments == ()
