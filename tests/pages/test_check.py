"""The page that answers "did they say it?", and the other tellings on a statement's page."""

from __future__ import annotations

from msgspec import structs

from onrecord.ledger import Query
from tests.pages import sample


def test_words_that_were_said_are_found(public, kept):
    words = kept.ledger.find(Query(words="children"))[0].statement.anchor.exact
    page = public.post("/check", data={"text": words}).text
    assert "Said thus" in page
    assert "/statements/" in page


def test_words_that_were_said_differently_are_marked(public):
    text = "“We will not open a road that we would not drive our own children across,”"
    page = public.post("/check", data={"text": text}).text
    assert "Said differently" in page
    assert "<del>bridge</del>" in page
    assert "<ins>road</ins>" in page


def test_not_found_is_not_never_said(public):
    page = public.post("/check", data={"text": "“Bread will be free for everyone next week.”"}).text
    assert "Not in this ledger" in page
    assert "not the same as “never said”" in page


def test_nothing_asked_and_too_much(public):
    assert public.get("/check").status_code == 200
    assert public.post("/check", data={"text": "  "}).status_code == 422
    answer = public.post("/check", data={"text": "a word " * 5000})
    assert answer.status_code == 422
    assert "check it in parts" in answer.text


def test_a_network_may_ask_only_so_often(public):
    statuses = [public.post("/check", data={"text": "“Bread is dear.”"}).status_code for _ in range(8)]
    assert statuses[0] == 200
    assert statuses[-1] == 422


def test_hostile_words_run_nothing(public):
    page = public.post("/check", data={"text": "“<script>alert(1)</script> said this”"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_other_tellings_of_a_statement(public, kept):
    first = sample.bridge()
    one = first.statements[1]
    parts = [("paragraph", f"{one.anchor.exact} So it was told.")]
    made = sample.document(
        parts, url="https://elsewhere.example/1", publisher="The Marl Echo", published=first.document.published
    )
    copy = sample.said(made, one.anchor.exact)
    kept.ledger.record(
        structs.replace(first, page=structs.replace(first.page, document=made, comments=()), statements=(copy,))
    )
    page = public.get(f"/statements/{one.id}").text
    assert "Also told in" in page
    assert "The Marl Echo" in page
