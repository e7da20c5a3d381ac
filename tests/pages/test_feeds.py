"""Lists as data: the same rows in every form, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from lxml import etree

from onrecord.pages.feeds import cell, moment

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("place", ["/articles", "/search"])
@pytest.mark.parametrize("query", ["", "?publisher=Harbour+Courier", "?words=bridge&kind=indirect"])
def test_every_form_of_a_list_has_the_same_rows(public, place, query):
    items = public.get(f"{place}.json{query}").json()["items"]
    rows = list(csv.DictReader(StringIO(public.get(f"{place}.csv{query}").text)))
    feed = etree.fromstring(public.get(f"{place}.atom{query}").content)
    ids = [entry.findtext(f"{ATOM}id").rsplit("/", 1)[1] for entry in feed.findall(f"{ATOM}entry")]
    assert [row["id"] for row in rows] == [one["id"] for one in items] == ids


def test_a_feed_has_what_atom_asks(kept, public):
    feed = etree.fromstring(public.get("/feed.atom").content)
    for name in ("id", "title", "updated"):
        assert feed.findtext(ATOM + name)
    for entry in feed.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated"):
            assert entry.findtext(ATOM + name)
        assert entry.find(f"{ATOM}author/{ATOM}name").text


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@sum", "'@sum"),
        ("-1", "'-1"),
        ("plain", "plain"),
        (0.5, 0.5),
        (None, None),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(value, safe):
    assert cell(value) == safe


@pytest.mark.parametrize(
    ("iso", "whole"),
    [
        ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"),
        ("2026-03-02T09:00:00+01:00", "2026-03-02T09:00:00+01:00"),
        ("2026-03-02", "2026-03-02T00:00:00Z"),
        ("2026-03", "2026-03-01T00:00:00Z"),
        ("2026", "2026-01-01T00:00:00Z"),
        (None, "1970-01-01T00:00:00Z"),
    ],
)
def test_moments(iso, whole):
    assert moment(iso) == whole
