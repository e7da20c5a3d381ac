"""Readers answer, scripts off: writing, waiting, a form that comes back with nothing lost, passages found again."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from onrecord.errors import LedgerError
from tests.pages import sample
from tests.pages.conftest import PUBLIC, TOKEN, application

DETOUR = "The bridge, finished in 1961"
RELAXED = {"hold_first": False}


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.at = 1_700_000_000.0

    def __call__(self):
        return self.at


def browser(app, host="203.0.113.9"):
    """A reader's browser, which keeps its cookies."""
    return TestClient(app, base_url=PUBLIC, client=(host, 4000), follow_redirects=False)


@pytest.fixture
def talk(kept):
    """Makes a site over the sample with a clock of the test's own; `send` fills a form as a person does."""

    def made(**settings):
        clock = Clock()
        app = application(kept.ledger, now=clock, **settings)
        return SimpleNamespace(
            app=app,
            clock=clock,
            kept=kept,
            ledger=kept.ledger,
            id=kept.new.document.id,
            browser=lambda *a: browser(app, *a),
        )

    return made


def field(page, name):
    """The value of a field of the form."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found.group(1) if found else None


def send(site, reader, seconds=5.0, id=None, **entry):
    """Opens the form, writes for some seconds, sends it."""
    where = f"/articles/{id or site.id}/comment"
    aims = {key: entry[key] for key in ("at", "under", "statement") if key in entry}
    page = reader.get(where, params=aims)
    assert page.status_code == 200
    site.clock.at += seconds
    return reader.post(where, data={"token": field(page.text, "token"), **entry})


def at_of(document, words):
    """The block that begins with these words, as the form names it."""
    return str(document.text.index(words))


def thread(site, id=None):
    """The thread's numbers and texts."""
    return [(post.number, post.text) for post in site.ledger.talk.thread(id or site.id)]


def plain(page):
    """A page's words."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# --- writing ---


def test_a_comment_without_scripts_from_the_article_to_the_thread(talk):
    site = talk(**RELAXED)
    ada = site.browser()
    first = ada.post(f"/articles/{site.id}/comment", data={"name": "Ada", "text": "Who *paid* for it?"})
    assert first.status_code == 200
    assert "Nothing is posted yet" in first.text
    assert "Who <em>paid</em> for it?" in first.text  # as it will look
    assert "onrecord_reader" in first.headers["set-cookie"]
    site.clock.at += 4
    form = {"token": field(first.text, "token"), "name": "Ada", "text": "Who *paid* for it?"}
    sent = ada.post(f"/articles/{site.id}/comment", data=form)
    assert sent.status_code == 303
    there = ada.get(sent.headers["location"])
    assert there.headers["location"] == f"/articles/{site.id}#r-1"
    page = site.browser("198.51.100.1").get(f"/articles/{site.id}").text
    assert 'id="r-1"' in page
    assert "Who <em>paid</em> for it?" in page
    assert "Ada (name not confirmed)" in plain(page)
    assert "1 answer here" in plain(page)


def test_answers_are_numbered_and_linked(talk):
    site = talk(**RELAXED)
    ada, tam = site.browser(), site.browser("198.51.100.1")
    send(site, ada, text="one")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, tam, text="two")
    send(site, tam, text="one, answered", under=one.id)
    answer = site.ledger.talk.thread(site.id)[1]
    send(site, ada, text="and again", under=answer.id)
    assert thread(site) == [("1", "one"), ("1.1", "one, answered"), ("1.1.1", "and again"), ("2", "two")]
    page = ada.get(f"/articles/{site.id}").text
    assert 'in reply to <a href="#r-1.1">1.1</a>' in page
    assert f'href="/articles/{site.id}/comment?under={answer.id}"' in page


def test_a_comment_on_a_passage_is_narrowed_to_its_words(talk):
    site = talk(**RELAXED)
    ada, at = site.browser(), at_of(site.kept.new.document, DETOUR)
    page = ada.get(f"/articles/{site.id}").text
    assert f'href="/articles/{site.id}/comment?at={at}"' in page
    send(site, ada, text="I make it 21.", at=at, only="a detour of 23   kilometres")
    page = ada.get(f"/articles/{site.id}").text
    assert '<span id="q-r-1"' in page
    assert re.search(r'id="q-r-1"[^>]*><span class="m\d+">a detour of 23 kilometres</span>', page)
    assert '<a href="/articles/%s#q-r-1">On this passage:</a>' % site.id in page
    assert 'href="#r-1" aria-label="1, a comment on this paragraph"' in page


def test_a_comment_on_a_statement_is_about_all_its_words(talk):
    site = talk(**RELAXED)
    one = site.kept.new.statements[5]
    send(site, site.browser(), text="Two sentences, one denial.", statement=one.id)
    post = site.ledger.talk.thread(site.id)[0]
    assert (post.statement, post.anchor.exact) == (one.id, one.anchor.exact)


def test_a_correction_says_which_words_and_which_instead(talk):
    site = talk(**RELAXED)
    at = at_of(site.kept.new.document, DETOUR)
    given = {"only": "14,000", "instead": "12,500", "cited": "https://traffic.example/counts?y=2025&m=1"}
    send(site, desk_of(site), name="Tam", text="The count of 2025.", at=at, **given)
    page = site.browser().get("/corrections").text
    assert "<del>14,000</del>" in page
    assert "<ins>12,500</ins>" in page
    assert 'href="https://traffic.example/counts?y=2025&amp;m=1"' in page
    assert "not answered yet" in page


# --- being held ---


def test_the_first_comment_waits_and_its_author_is_told(talk):
    site = talk()
    ada = site.browser()
    sent = send(site, ada, name="Ada", text="Hello, first time here.")
    told = ada.get(sent.headers["location"])
    assert told.status_code == 200
    assert "waits for the desk" in told.text
    assert "first comment before it is shown" in told.text
    bare = sent.headers["location"].split("?")[0]
    assert ada.get(bare).status_code == 200  # by the cookie
    other = site.browser("198.51.100.1")
    assert other.get(bare).status_code == 404
    assert other.get(sent.headers["location"]).status_code == 200  # who has the whole address
    assert other.get(f"{bare}?receipt=0").status_code == 404
    assert "first time here" not in other.get(f"/articles/{site.id}").text
    assert "first time here" in ada.get("/mine").text
    assert "first time here" not in other.get("/mine").text


def test_after_one_was_shown_the_next_need_not_wait_but_positions_do(talk):
    site = talk()
    ada = site.browser()
    send(site, ada, text="one")
    post = site.ledger.talk.queue()[0]
    desk = desk_of(site)
    assert desk.post(f"/desk/comments/{post.id}", data={"action": "approve", "acts": 1}).status_code == 303
    send(site, ada, text="two")
    sent = send(site, ada, text="They stand at 48.51330, 35.07210 tonight.")
    assert thread(site) == [("1", "one"), ("2", "two")]
    assert "In this subject a position can cost lives" in ada.get(sent.headers["location"]).text


def desk_of(site):
    """The desk, signed in."""
    desk = site.browser("203.0.113.200")
    assert desk.post("/desk/sign-in", data={"token": TOKEN}).status_code == 303
    return desk


@pytest.mark.parametrize(
    ("settings", "entry", "why"),
    [
        ({"hold_all": True}, {"text": "Rain."}, "all"),
        ({"suspect_words": "casino, bonus*"}, {"text": "Bonuses for all"}, "suspect"),
        ({}, {"text": "Rain.", "name": "Ada Quill"}, "name"),
        ({}, {"text": "Rain.", "name": "On  the Record"}, "name"),
        ({}, {"text": "see www.example.org"}, "link"),
    ],
)
def test_what_a_site_holds(talk, settings, entry, why):
    site = talk(**RELAXED | settings)
    send(site, site.browser(), **entry)
    assert [post.why for post in site.ledger.talk.queue()] == [why]


def test_the_desk_answers_at_once_and_is_told_apart(talk):
    site = talk()
    send(site, desk_of(site), name="Ada Quill", text="You are right, see https://record.example/annex")
    assert thread(site) == [("1", "You are right, see https://record.example/annex")]
    assert "Ada Quill from the desk" in plain(site.browser().get(f"/articles/{site.id}").text)


# --- nothing is lost, nothing twice ---

WORDS = "Words that took\na while to write."


@pytest.mark.parametrize(
    ("entry", "seconds", "status", "says"),
    [
        ({"text": ""}, 5, 422, "Write your comment"),
        ({"text": WORDS, "name": "N" * 81}, 5, 422, "1 character too long"),
        ({"text": WORDS + "x" * 10_000}, 5, 422, "characters too long"),
        ({"text": WORDS, "website": "http://buy.example"}, 5, 422, "there for machines"),
        ({"text": WORDS, "only": "words that are not there"}, 5, 422, "stand not, or more than once"),
        ({"text": WORDS, "only": "the"}, 5, 422, "stand not, or more than once"),
        ({"text": WORDS + " Fools!"}, 5, 422, "does not print these words: fool*"),
        ({"text": WORDS}, 1, 422, "very quick"),
        ({"text": WORDS}, 90_000, 200, "open for long"),
        ({"text": WORDS, "token": ""}, 5, 200, "Nothing is posted yet"),
        ({"text": WORDS, "token": "1.a.b"}, 5, 200, "Nothing is posted yet"),
        ({"text": WORDS, "token": "x.y.z"}, 5, 200, "Nothing is posted yet"),
    ],
)
def test_a_form_that_is_not_taken_comes_back_filled(talk, entry, seconds, status, says):
    site = talk(**RELAXED, banned_words="fool*,swine")
    ada, at = site.browser(), at_of(site.kept.new.document, DETOUR)
    given = {"name": "Ada", "instead": "other words", "cited": "a book", "at": at} | entry
    back = send(site, ada, seconds, **given)
    assert back.status_code == status
    assert says in back.text
    assert thread(site) == []
    for name in ("name", "only", "cited"):
        assert (field(back.text, name) or "") == given.get(name, "")
    assert f">{given['text']}</textarea>" in back.text.replace("&#39;", "'")
    assert ">other words</textarea>" in back.text
    assert "<details open>" in back.text
    # what was in the way is put right, and the same form is taken
    fixed = given | {"text": WORDS, "name": "Ada", "only": "", "website": "", "token": field(back.text, "token")}
    site.clock.at += 5
    assert ada.post(f"/articles/{site.id}/comment", data=fixed).status_code == 303
    assert thread(site) == [("1", WORDS)]


def test_a_form_sent_twice_makes_one_comment(talk):
    site = talk(**RELAXED)
    ada = site.browser()
    page = ada.get(f"/articles/{site.id}/comment").text
    site.clock.at += 5
    form = {"token": field(page, "token"), "text": "once"}
    first, second = (ada.post(f"/articles/{site.id}/comment", data=form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert thread(site) == [("1", "once")]
    # the same form with other words: neither lost nor posted unasked
    third = ada.post(f"/articles/{site.id}/comment", data=form | {"text": "something else"})
    assert third.status_code == 409
    assert ">something else</textarea>" in third.text
    site.clock.at += 5
    ada.post(f"/articles/{site.id}/comment", data={"token": field(third.text, "token"), "text": "something else"})
    assert thread(site) == [("1", "once"), ("2", "something else")]


def test_a_network_may_post_so_much_and_waits_with_its_words_kept(talk):
    site = talk(**RELAXED)
    statuses = [send(site, site.browser(f"203.0.113.{at}"), seconds=2, text=f"no. {at}").status_code for at in range(7)]
    assert statuses == [303] * 5 + [429, 429]
    back = send(site, site.browser(), seconds=2, text="kept")
    assert back.headers["retry-after"] == "16"
    assert ">kept</textarea>" in back.text
    assert send(site, site.browser("198.51.100.7"), text="from elsewhere").status_code == 303
    site.clock.at += 40
    form = {"token": field(back.text, "token"), "text": "kept"}
    assert site.browser().post(f"/articles/{site.id}/comment", data=form).status_code == 303


def test_where_the_ledger_fails_the_words_come_back(talk, monkeypatch):
    site = talk(**RELAXED)
    ada = site.browser()

    def full(*_):
        raise LedgerError("the disk is full; nothing of this was recorded")

    monkeypatch.setattr(site.ledger.talk, "post", full)
    back = send(site, ada, name="Ada", text="<b>not lost</b>")
    assert back.status_code == 503
    assert ">&lt;b&gt;not lost&lt;/b&gt;</textarea>" in back.text
    assert field(back.text, "name") == "Ada"


def test_an_answer_to_what_was_removed_meanwhile_is_not_lost(talk):
    site = talk(**RELAXED)
    ada, desk = site.browser(), desk_of(site)
    send(site, ada, text="rude")
    one = site.ledger.talk.thread(site.id)[0]
    page = ada.get(f"/articles/{site.id}/comment", params={"under": one.id}).text
    desk.post(f"/desk/comments/{one.id}", data={"action": "remove", "acts": 1, "why": "Abuse."})
    site.clock.at += 5
    form = {"token": field(page, "token"), "text": "You are wrong", "under": one.id}
    back = ada.post(f"/articles/{site.id}/comment", data=form)
    assert back.status_code == 409
    assert "no longer shown" in back.text
    assert ">You are wrong</textarea>" in back.text
    assert 'name="under"' not in back.text


@pytest.mark.parametrize("aim", [{"at": "1"}, {"at": "x"}, {"under": "nothing"}])
def test_no_form_for_what_never_was(talk, aim):
    site = talk()
    assert site.browser().get(f"/articles/{site.id}/comment", params=aim).status_code == 404


def test_a_token_is_good_for_its_article_only(talk):
    site = talk(**RELAXED)
    ada, other = site.browser(), site.kept.hostile.document.id
    page = ada.get(f"/articles/{other}/comment").text
    site.clock.at += 5
    back = ada.post(f"/articles/{site.id}/comment", data={"token": field(page, "token"), "text": "moved"})
    assert "Nothing is posted yet" in back.text


def test_another_sites_form_is_refused(talk):
    site = talk(**RELAXED)
    forged = {"sec-fetch-site": "cross-site"}
    assert site.browser().post(f"/articles/{site.id}/comment", data={"text": "x"}, headers=forged).status_code == 403


def test_a_closed_discussion_takes_no_more(talk):
    site = talk(**RELAXED)
    send(site, site.browser(), text="early")
    shut = talk(**RELAXED, close_after_days=0)
    assert "/comment?at=" in shut.browser().get(f"/articles/{site.id}").text
    old = site.kept.talks.document.id  # published 2026-02-27, four days before now
    shut = talk(**RELAXED, close_after_days=3)
    page = shut.browser().get(f"/articles/{old}").text
    assert "This discussion is closed." in page
    back = send(shut, shut.browser(), id=old, text="too late")
    assert back.status_code == 403
    assert ">too late</textarea>" in back.text


def test_a_site_without_discussion_has_none(talk):
    site = talk(discussion=False)
    page = site.browser().get(f"/articles/{site.id}").text
    assert "Readers answer" not in page
    assert "/comment" not in page
    assert site.browser().get("/corrections").status_code == 404


# --- passages in a newer version ---


def test_after_a_new_version_each_passage_is_where_it_was_has_moved_or_is_an_orphan(talk):
    site = talk(**RELAXED)
    ada, old, new = site.browser(), site.kept.old.document, site.kept.new.document
    cases = [
        ("The bridge, finished in 1961", "some 12,000 vehicles on a working day", "moved"),  # 14,000 now
        ("Wren said the engineers", "is sound for another decade", "exact"),
        ("A ferry will run from Thursday", "", "orphan"),
    ]
    for begins, only, _state in cases:
        send(site, ada, id=old.id, text=begins, at=at_of(old, begins), only=only)
        site.clock.at += 60
    rows = ada.get(f"/articles/{new.id}/discussion.json").json()["items"]
    found = ["orphan" if row["orphans"] else row["quotes"][0]["exact"] for row in rows]
    assert found == ["some 14,000 vehicles on a working day", "is sound for another decade", "orphan"]
    page = plain(ada.get(f"/articles/{new.id}").text)
    assert "which has changed or moved since. It was quoted as: some 12,000 vehicles on a working day" in page
    assert "no longer in the article; they stood in an older version : A ferry will run from Thursday" in page
    own = ada.get(f"/articles/{old.id}/discussion.json").json()["items"]
    assert own[0]["quotes"][0]["exact"] == "some 12,000 vehicles on a working day"


# --- what a reader may not see ---


def test_of_an_excerpt_no_passage_is_quoted(talk):
    site = talk(**RELAXED)
    ada, id = site.browser(), site.kept.talks.document.id
    page = ada.get(f"/articles/{id}").text
    assert "Readers answer" in page
    assert "/comment?at=" not in page
    assert ada.get(f"/articles/{id}/comment", params={"at": "0"}).status_code == 404
    send(site, ada, id=id, text="They walked out, I hear.")
    assert "They walked out, I hear." in ada.get(f"/articles/{id}").text
    assert sample.SECRET not in ada.get(f"/articles/{id}").text


def test_an_article_page_stays_the_same_for_a_cache(talk):
    site = talk(**RELAXED)
    ada = site.browser()
    send(site, ada, text="one")
    first = ada.get(f"/articles/{site.id}")
    site.clock.at += 1000
    again = site.browser("198.51.100.1").get(f"/articles/{site.id}")
    assert first.headers["etag"] == again.headers["etag"]
    assert "set-cookie" not in again.headers


def test_a_long_thread_comes_by_pages_and_addresses_find_theirs(talk):
    site = talk(**RELAXED)
    ada = site.browser()
    for at in range(52):
        send(site, ada, text=f"no. {at + 1}")
        site.clock.at += 60
    page = ada.get(f"/articles/{site.id}").text
    assert page.count('<li id="r-') == 50
    assert f'href="/articles/{site.id}?page=2#discussion"' in page
    last = site.ledger.talk.thread(site.id, limit=1, skip=51)[0]
    assert ada.get(f"/comments/{last.id}").headers["location"] == f"/articles/{site.id}?page=2#r-52"
    assert 'id="r-52"' in ada.get(f"/articles/{site.id}?page=2").text


# --- strangers' words ---

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "[x](javascript:alert(1)) <svg/onload=alert(1)>",
    "' autofocus onfocus=alert(1) x='",
    "</textarea><script>alert(1)</script>",
    "{{ 7*7 }} {% include 'x' %}",
    "\u202eevil\u202c & <!-- ",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_are_only_words(talk, payload):
    site = talk(**RELAXED)
    ada, at = site.browser(), at_of(site.kept.new.document, DETOUR)
    given = {"name": payload[:80], "text": payload, "instead": payload, "cited": payload, "at": at}
    sent = send(site, ada, **given)
    post = (site.ledger.talk.thread(site.id) or site.ledger.talk.queue())[0]
    desk = desk_of(site)
    if post.state == "held":
        desk.post(f"/desk/comments/{post.id}", data={"action": "approve", "acts": 1, "why": payload})
    places = [f"/articles/{site.id}", "/corrections", "/decisions", "/mine", sent.headers["location"]]
    places += [
        f"/articles/{site.id}/discussion.atom",
        "/corrections.atom",
        f"/articles/{site.id}/comment?under={post.id}",
    ]
    back = ada.post(f"/articles/{site.id}/comment", data=given).text
    pages = [ada.get(place).text for place in places] + [desk.get(f"/desk/comments/{post.id}").text, back]
    for page in pages:
        assert not re.search(r"<(script(?! type=\"(module|application/ld\+json)\")|img|svg)\b", page)
        assert not re.search(r"<[^>]+\son[a-z]+=", re.sub(r'"[^"]*"', '""', page))
        assert 'href="javascript' not in page
        assert " 49 " not in page


# --- the whole of it in data ---


def test_a_thread_as_json_and_atom(talk):
    site = talk(**RELAXED)
    ada, at = site.browser(), at_of(site.kept.new.document, DETOUR)
    send(site, ada, name="Ada", text="*Yes* & no", at=at, only="finished in 1961", instead="opened in 1961")
    send(site, ada, text="two")
    items = ada.get(f"/articles/{site.id}/discussion.json").json()["items"]
    first = items[0]
    assert {key: first[key] for key in ("number", "parent", "author", "text", "state")} == {
        "number": "1",
        "parent": None,
        "author": "Ada",
        "text": "*Yes* & no",
        "state": "shown",
    }
    (quoted,) = first["quotes"]
    assert site.kept.new.document.text[quoted["start"] : quoted["end"]] == quoted["exact"] == "finished in 1961"
    assert first["correction"] == {"instead": "opened in 1961", "source": None, "outcome": "open", "answer": ""}
    feed = ada.get(f"/articles/{site.id}/discussion.atom").text
    assert feed.count("<entry>") == 2
    assert "*Yes* &amp; no" in feed
