"""Journeys with scripts off: every step is a link followed or a form sent."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from onrecord.pages import words
from tests.pages import sample
from tests.pages.conftest import PUBLIC, application, stamp

# --- reading ---


def test_the_list_leads_to_the_article_and_back_to_its_words(kept, public):
    home = public.get("/").text
    assert f'href="/articles/{kept.new.document.id}"' in home
    assert f'href="/articles/{kept.old.document.id}"' not in home  # the newest version only
    article = public.get(f"/articles/{kept.new.document.id}").text
    for one in kept.new.statements:
        assert f'id="s-{one.id}"' in article
        assert f'href="#s-{one.id}"' in article
        assert f'href="/statements/{one.id}#reply"' in article
    assert len(re.findall(r'id="([^"]+)"', article)) == len(set(re.findall(r'id="([^"]+)"', article)))


def test_every_link_within_the_article_leads_somewhere(kept, desk):
    for reading in (kept.new, kept.old, kept.talks, kept.hostile):
        page = desk.get(f"/articles/{reading.document.id}").text
        ids = set(re.findall(r'id="([^"]+)"', page))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_a_note_says_who_how_and_how_sure(kept, public):
    page = public.get(f"/articles/{kept.new.document.id}").text
    plain = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "3 the board’s chair, Ines Okafor “told”" in plain
    assert "in their own words · confirmed by a person" in plain
    assert "in the article’s words · machine-read, 94 % sure" in plain
    assert "No one is named “said”" in plain


def test_a_picture_is_told_and_linked_never_loaded(kept, public):
    page = public.get(f"/articles/{kept.new.document.id}").text
    assert "<img" not in page
    assert "Picture: J. Marrow" in page
    assert 'href="https://pictures.example/sill.jpg"' in page


def test_the_thread_keeps_numbers_parents_and_quotes(kept, public):
    page = public.get(f"/articles/{kept.new.document.id}").text
    assert page.count('<li id="c-') == len(sample.THREAD)
    assert re.search(r'in reply to <a href="#c-1.1">1.1 \(Ferryman\)', page)
    quoted = re.search(r'href="#(q-1-1)">“somewhere near nine million”', page)
    assert quoted is not None
    assert f'id="{quoted.group(1)}"' in page
    assert "not in the text, or in it more than once: “Nobody asked any of us”" in page
    assert max(map(int, re.findall(r'class="d(\d)"', page))) == 4


def test_an_older_version_says_so(kept, public):
    page = public.get(f"/articles/{kept.old.document.id}").text
    assert "This is an older version." in page
    assert f'href="/articles/{kept.new.document.id}"' in page


def test_history_shows_what_changed_and_what_became_of_statements(kept, public):
    page = public.get(f"/articles/{kept.new.document.id}/history").text
    assert "<del>March,</del> <ins>April,</ins>" in page
    assert "<del>12,000</del> <ins>14,000</ins>" in page
    plain = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "“A ferry will run from Thursday” no longer in the text" in plain
    assert "“the regional government has offered to pay half” stands where it stood" in plain


def test_a_statements_page_tells_all_about_it(kept, public):
    one = kept.new.statements[2]
    page = public.get(f"/statements/{one.id}").text
    for held in [
        "attribution-model 1",
        "Heard at the press conference.",
        "On the record",
        "2 March 2026",
        "told",
    ]:
        assert held in page
    assert f'href="/articles/{kept.new.document.id}#s-{one.id}"' in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 14),
        ("?words=bridge", 4),
        ("?speaker=wren", 2),
        ("?kind=direct", 4),
        ("?via=courier", 2),
        ("?since=2026-03", 11),
        ("?until=2026-02", 2),
        ("?confirmed=true", 1),
        ("?words=nothing+like+it", 0),
    ],
)
def test_searching(desk, query, count):
    page = desk.get(f"/search{query}").text
    assert page.count('class="to"') == count
    assert len(desk.get(f"/search.json{query}").json()["items"]) == count


def test_a_date_that_is_none_is_said_in_the_form(public):
    page = public.get("/search?since=22")
    assert page.status_code == 200
    assert "“22” is not a date" in page.text
    assert 'value="22"' in page.text


def test_an_empty_ledger_says_what_would_fill_it(tmp_path):
    from onrecord.ledger import open_ledger

    with open_ledger(f"sqlite:///{tmp_path / 'empty.sqlite'}") as ledger:
        client = TestClient(application(ledger), base_url=PUBLIC, client=("203.0.113.9", 1))
        assert "onrecord add" in client.get("/").text
        assert "onrecord add" in client.get("/search").text
        assert client.get("/articles.json").json() == {"items": []}
        assert client.get("/feed.atom").status_code == 200


# --- answering and judging ---


def test_someone_misquoted_is_heard_and_answered(kept, public, desk):
    one = kept.new.statements[3]
    sent = public.post(f"/statements/{one.id}/reply", data={"message": "I named no sum.", "contact": "ines@x.example"})
    address = sent.headers["location"]
    assert "I named no sum." in public.get(address).text
    assert "None yet." in public.get(address).text
    assert "I named no sum." not in public.get(f"/statements/{one.id}").text
    waiting = desk.get("/desk").text
    assert "I named no sum." in waiting
    assert "ines@x.example" in waiting
    assert "ines@x.example" not in public.get(address).text
    desk.post(f"{address}/answer", data={"text": "We have heard the tape; you are right."})
    assert "We have heard the tape" in public.get(address).text


def test_a_reply_sent_twice_is_one(kept, public):
    where = f"/statements/{kept.new.statements[3].id}/reply"
    first, second = (public.post(where, data={"message": "I named no sum."}).headers["location"] for _ in "12")
    assert first == second
    assert len(kept.ledger.notes()) == 1


def test_an_empty_reply_says_so_and_keeps_the_rest(kept, public):
    answer = public.post(f"/statements/{kept.new.statements[3].id}/reply", data={"message": " ", "contact": "me@x"})
    assert answer.status_code == 422
    assert "Nothing was sent." in answer.text
    assert 'value="me@x"' in answer.text


def test_the_desk_works_through_the_queue(kept, desk):
    queue = re.findall(r'id="d-(\w+)"', desk.get("/desk").text)
    first = queue[0]
    assert first == kept.new.statements[7].id  # the least sure
    sent = {"verdict": "confirmed", "why": "It says so.", "back": "desk", "next": queue[1]}
    answer = desk.post(f"/statements/{first}/review", data=sent)
    assert answer.headers["location"] == f"/desk#d-{queue[1]}"
    assert re.findall(r'id="d-(\w+)"', desk.get("/desk").text) == queue[1:]
    assert [review.why for review in kept.ledger.reviews(first)] == ["It says so."]


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "x"])
def test_a_review_leads_nowhere_else(kept, desk, back):
    one = kept.new.statements[3].id
    sent = {"verdict": "wrong", "next": back, "back": "desk"}
    assert desk.post(f"/statements/{one}/review", data=sent).headers["location"].startswith("/desk")
    assert desk.post(f"/statements/{one}/review", data=sent | {"back": back}).status_code == 422


# --- publishing ---

DRAFT = {
    "title": "Board meets",
    "byline": "Ada Quill",
    "text": "The bridge is safe, he said.\n\n> Quoted\n\n## Head",
}


def test_publishing_editing_and_looking_back(kept, desk, public):
    preview = desk.post("/publish", data=DRAFT | {"action": "preview"})
    assert "not published yet" in preview.text
    assert '<h2 class="t" lang="en" dir="auto">Head</h2>' in preview.text
    assert len(kept.ledger.documents()) == 3
    first = desk.post("/publish", data=DRAFT).headers["location"]
    page = public.get(first).text
    assert '<blockquote class="t" lang="en" dir="auto">Quoted' in page
    assert 'class="n1' in page
    id = first.rsplit("/", 1)[1]
    form = desk.get(f"/publish?edit={id}").text
    assert "The bridge is safe, he said.\n\n&gt; Quoted\n\n## Head" in form
    changed = DRAFT | {"text": "The bridge is not safe, he said.", "edit": id}
    second = desk.post("/publish", data=changed).headers["location"]
    assert second != first
    history = public.get(f"{second}/history").text
    assert "<ins>not</ins> safe" in history
    assert "Version 2" in history


def test_publishing_the_same_words_is_told(kept, desk):
    id = desk.post("/publish", data=DRAFT).headers["location"].rsplit("/", 1)[1]
    answer = desk.post("/publish", data=DRAFT | {"edit": id})
    assert answer.status_code == 422
    assert "The words are the same" in answer.text
    assert "The bridge is safe" in answer.text


def test_a_fetched_article_cannot_be_edited(kept, desk):
    assert desk.get(f"/publish?edit={kept.talks.document.id}").status_code == 403
    assert desk.post("/publish", data=DRAFT | {"edit": kept.talks.document.id}).status_code == 403


def test_an_article_needs_a_headline(desk):
    answer = desk.post("/publish", data=DRAFT | {"title": ""})
    assert answer.status_code == 422
    assert "The bridge is safe" in answer.text


# --- taking away ---


def test_what_is_withdrawn_says_when_and_why(kept, desk, public):
    id, one = kept.new.document.id, kept.new.statements[0].id
    assert desk.post("/desk/withdraw", data={"of": id, "why": ""}).status_code == 400
    assert desk.post("/desk/withdraw", data={"of": id, "why": "A court order."}).status_code == 200
    for path in (f"/articles/{id}", f"/statements/{one}", f"/api/documents/{id}", f"/api/statements/{one}"):
        answer = public.get(path)
        assert answer.status_code == 410
        assert "This was withdrawn on 3 March 2026. A court order." in answer.text
    for path in ("/", "/search", "/feed.atom", "/search.json", "/articles.csv"):
        assert "Sill" not in public.get(path).text


def test_redacting_blanks_words_everywhere(kept, desk, public):
    sent = {"of": kept.new.document.id, "words_to_blank": "Mira Holt"}
    assert desk.post("/desk/redact", data=sent).status_code == 200
    for path in (f"/articles/{kept.new.document.id}", f"/articles/{kept.new.document.id}/history"):
        assert "Mira Holt" not in desk.get(path).text
    assert desk.post("/desk/redact", data=sent | {"words_to_blank": " "}).status_code == 400


# --- small things that a page stands on ---


def test_an_article_that_the_reader_has_is_not_sent_again(kept, public):
    where = f"/articles/{kept.new.document.id}"
    tag = public.get(where).headers["etag"]
    again = public.get(where, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    kept.ledger.review(kept.new.statements[3].id, "confirmed", "", stamp("desk"))
    assert public.get(where, headers={"if-none-match": tag}).status_code == 200


def test_the_evidence_comes_as_a_file(kept, desk):
    answer = desk.get(f"/evidence/{kept.talks.document.source}")
    assert answer.content == sample.EVIDENCE
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2022-11-13T08:30:00Z", "13 November 2022"),
        ("2022-11-13", "13 November 2022"),
        ("2022-11", "November 2022"),
        ("2022", "2022"),
        ("2022-99-01", "2022"),
        ("soon", "soon"),
        (None, ""),
    ],
)
def test_dates_as_precise_as_they_are(iso, written):
    assert words.day(iso) == written


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https:", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_addresses_that_may_be_linked(url, safe):
    assert bool(words.safe_url(url)) is safe


@pytest.mark.parametrize(("score", "said"), [(0.0, "1\u00a0%"), (0.834, "83\u00a0%"), (1.0, "99\u00a0%")])
def test_a_guess_is_never_certain(score, said):
    assert words.percent(score) == said
