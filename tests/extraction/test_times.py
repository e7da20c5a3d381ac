"""When it was said: sentences published on Thursday, 8 December 2022, and the days they name for the saying."""

from __future__ import annotations

import pytest

from onrecord.extraction.times import said_on
from onrecord.marks import parse
from onrecord.records import Document, Stamp, new_statement

SAID = {
    "On Thursday, {s1:envoy Ivan Orlov} {c1:said} {q1:the road was open}.": ("2022-12-08", "2022-12-08", "Thursday"),
    "{s1:Orlov} {c1:said} Wednesday that {q1:the road was open}.": ("2022-12-07", "2022-12-07", "Wednesday"),
    "{s1:Orlov} on Friday {c1:said} {q1:the road was open}.": ("2022-12-02", "2022-12-02", "Friday"),
    "{q1:The road, closed since Monday, was open}, {s1:Orlov} {c1:told} reporters on Tuesday.": (
        "2022-12-06",
        "2022-12-06",
        "Tuesday",
    ),
    "{q1:“It is over,”} {s1:Roe} {c1:said} in a statement late Tuesday night.": ("2022-12-06", "2022-12-06", "Tuesday"),
    "Speaking in Elm on 5 December, {s1:Roe} {c1:said} {q1:the road was open}.": (
        "2022-12-05",
        "2022-12-05",
        "5 December",
    ),
    "{s1:Roe} {c1:said} last Thursday {q1:the road was open}.": ("2022-12-01", "2022-12-01", "Thursday"),
    "{s1:Roe} {c1:said} yesterday {q1:the road was open}.": ("2022-12-07", "2022-12-07", "yesterday"),
    "{s1:Roe} {c1:said} earlier this month {q1:the road was open}.": ("2022-12-01", "2022-12-08", "this month"),
    "Last week {s1:the ministry} {c1:denied} {q1:that it had lost the file}.": (
        "2022-11-28",
        "2022-12-04",
        "Last week",
    ),
    "{s1:Roe} {c1:said} two days ago {q1:the road was open}.": ("2022-12-06", "2022-12-06", "two days ago"),
    "In March, {s1:Roe} {c1:said} {q1:the road was open}.": ("2022-03-01", "2022-03-31", "March"),
    "In November 2021, {s1:Roe} {c1:said} {q1:the road was open}.": ("2021-11-01", "2021-11-30", "November 2021"),
    "{s1:Roe} {c1:said} in 2019 {q1:the road was open}.": ("2019-01-01", "2019-12-31", "2019"),
    "{s1:Roe} {c1:said} on December 20, 2021, {q1:the road was open}.": (
        "2021-12-20",
        "2021-12-20",
        "December 20, 2021",
    ),
    "{s1:Roe} {c1:said} on 20 December {q1:the road was open}.": ("2021-12-20", "2021-12-20", "20 December"),
}
NOT_SAID = [
    "{q1:The road will open Friday}, {s1:Roe} {c1:said}.",  # in what was said
    "{s1:The mayor, who was arrested on Monday,} {c1:said} {q1:she was innocent}.",  # in who says it
    "{s1:Roe}, who resigned on Monday, {c1:said} {q1:she was innocent}.",
    "On Monday the bridge fell, and {s1:Roe} {c1:said} {q1:it was old}.",
    "{s1:Roe} {c1:said} {q1:it was old} after the bridge fell on Monday.",
    "{s1:Roe} {c1:said} Monday or Tuesday {q1:it was old}.",  # two days: which of them is open
    "{s1:Roe} {c1:told} USA Today's reporters {q1:it was old}.",
    "{s1:Roe} {c1:said} on 31 February {q1:it was old}.",
    "{s1:Roe} {c1:said} {q1:it was old}. On Monday it fell.",
]


@pytest.mark.parametrize(("marked", "days"), SAID.items())
def test_the_days_that_its_sentence_names(marked, days):
    assert said(marked) == days


@pytest.mark.parametrize("marked", NOT_SAID)
def test_no_day_no_guess(marked):
    assert said(marked) is None


@pytest.mark.parametrize("published", [None, "2022", "2022-12", "yesterday"])
def test_without_the_day_of_publication_only_whole_dates_count(published):
    assert said("{s1:Roe} {c1:said} Wednesday {q1:it was old}.", published) is None
    assert said("{s1:Roe} {c1:said} on 7 May 2020 {q1:it was old}.", published)[0] == "2020-05-07"


def said(marked, published="2022-12-08T09:00:00Z"):
    text, (one,) = parse(marked)
    document = Document(id="d", text=text, lang="en", published=published)
    stamp = Stamp(at="2000-01-01T00:00:00Z", by="test")
    row = new_statement(document, one.content, kind="indirect", stamp=stamp, source=one.source, cue=one.cue)
    found = said_on(document, row)
    return (found.start, found.end, found.words) if found else None
