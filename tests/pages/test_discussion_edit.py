"""A reader's second thoughts, discussions that close, corrections at the article's head, and annotations."""

from __future__ import annotations

import re

import pytest

from tests.pages.test_corpus import attacks, failed, harmless
from tests.pages.test_discussion import DETOUR, RELAXED, at_of, desk_of, field, plain, send, talk, thread
from tests.pages.test_discussion_desk import act, held

__all__ = ["talk"]


def posted(site, reader, **entry):
    """Posts and gives the newest post of the thread."""
    send(site, reader, **entry)
    return site.ledger.talk.thread(site.id, 1000)[-1]


def change(reader, post, text, acts=1):
    return reader.post(f"/comments/{post.id}/edit", data={"text": text, "acts": acts})


def test_a_comment_is_changed_and_what_it_said_stays_to_be_seen(talk):
    site = talk(**RELAXED)
    ada = site.browser()
    post = posted(site, ada, name="Ada", text="I thnik so.")
    assert f'href="/comments/{post.id}/edit"' in ada.get("/mine").text
    assert ">I thnik so.</textarea>" in ada.get(f"/comments/{post.id}/edit").text
    assert change(ada, post, "I *think* so.").status_code == 303
    page = ada.get(f"/articles/{site.id}").text
    assert "I <em>think</em> so." in page
    assert f'<a href="/comments/{post.id}/history">changed</a>' in page
    history = plain(site.browser("198.51.100.1").get(f"/comments/{post.id}/history").text)
    assert history.index("I think so.") < history.index("I thnik so.")


@pytest.mark.parametrize(
    ("text", "settings", "status", "says"),
    [
        ("", {}, 422, "or delete it"),
        ("x" * 10_001, {}, 422, "1 character too long"),
        ("fools", {"banned_words": "fool*"}, 422, "does not print"),
        ("late", {"edit_minutes": -1}, 403, "no longer be changed"),
    ],
)
def test_a_change_that_is_not_taken_comes_back(talk, text, settings, status, says):
    site = talk(**RELAXED | settings)
    ada = site.browser()
    post = posted(site, ada, text="first")
    back = change(ada, post, text)
    assert back.status_code == status
    assert says in back.text
    assert f">{text}</textarea>" in back.text
    assert thread(site) == [("1", "first")]


@pytest.mark.parametrize(
    ("before", "text", "state", "why"),
    [
        ([], "better words", "shown", ""),
        ([], "see www.example.org", "held", "link"),
        (["hold", "approve"], "other words", "held", "edited"),
    ],
)
def test_a_change_goes_through_the_rules_again(talk, before, text, state, why):
    site = talk(**RELAXED)
    ada, desk = site.browser(), desk_of(site)
    post = posted(site, ada, text="first")
    for acts, action in enumerate(before, 1):
        act(desk, post, action, acts=acts)
    change(ada, post, text, acts=1 + len(before))
    now = site.ledger.talk.find(post.id)
    assert (now.state, now.why, now.text) == (state, why, text)
    if state == "held":  # it was public: its place stays
        assert "The desk is looking at this comment." in ada.get(f"/articles/{site.id}").text
        assert text not in ada.get(f"/articles/{site.id}").text
        assert site.browser("198.51.100.1").get(f"/comments/{post.id}/history").status_code == 404


def test_a_held_comment_that_is_changed_still_waits_for_the_same_reasons(talk):
    site = talk()
    ada = site.browser()
    post = held(site, ada, text="first words")
    change(ada, post, "better first words")
    now = site.ledger.talk.find(post.id)
    assert (now.state, now.why, now.text) == ("held", "first", "better first words")


def test_a_change_that_came_after_a_decision_is_not_lost(talk):
    site = talk(**RELAXED)
    ada, desk = site.browser(), desk_of(site)
    post = posted(site, ada, text="first")
    act(desk, post, "hold")
    back = change(ada, post, "second", acts=1)
    assert back.status_code == 409
    assert ">second</textarea>" in back.text
    assert change(ada, post, "second", acts=int(field(back.text, "acts"))).status_code == 303


def test_a_deleted_comment_leaves_its_place(talk):
    site = talk(**RELAXED)
    ada = site.browser()
    post = posted(site, ada, name="Ada", text="I regret this")
    send(site, ada, text="an answer", under=post.id)
    for _ in range(2):  # pressed twice is once
        assert ada.post(f"/comments/{post.id}/delete", data={"acts": 1}).headers["location"] == "/mine"
    page = ada.get(f"/articles/{site.id}").text
    assert "1 Deleted by its author." in plain(page)
    assert "I regret this" not in page
    assert "an answer" in page
    assert [one.action for one in site.ledger.talk.history(post.id)] == ["post", "delete"]
    assert act(desk_of(site), post, "restore", acts=2).status_code == 409


@pytest.mark.parametrize("path", ["edit", "delete"])
def test_only_the_author_has_second_thoughts(talk, path):
    site = talk(**RELAXED)
    post = posted(site, site.browser(), text="mine")
    tam, desk = site.browser("198.51.100.1"), desk_of(site)
    for other in (tam, desk):
        assert other.post(f"/comments/{post.id}/{path}", data={"text": "yours", "acts": 1}).status_code == 404
    assert tam.get(f"/comments/{post.id}/edit").status_code == 404
    assert thread(site) == [("1", "mine")]


def test_a_comment_without_a_cookie_is_nobodys(talk):
    site = talk(**RELAXED)
    ada = site.browser()
    page = ada.get(f"/articles/{site.id}/comment").text
    site.clock.at += 5
    ada.cookies.clear()
    ada.post(f"/articles/{site.id}/comment", data={"token": field(page, "token"), "text": "no cookie"})
    post = site.ledger.talk.thread(site.id)[0]
    assert post.reader == ""
    ada.cookies.clear()
    assert ada.get(f"/comments/{post.id}/edit").status_code == 404


# --- closing ---


def test_the_desk_closes_a_discussion_and_opens_it_again(talk):
    site = talk(**RELAXED)
    ada, desk = site.browser(), desk_of(site)
    for _ in range(2):
        desk.post(f"/desk/discussions/{site.id}", data={"action": "close"})
    page = ada.get(f"/articles/{site.id}").text
    assert "This discussion is closed." in page
    assert "/comment?" not in page
    back = send(site, ada, text="too late")
    assert back.status_code == 403
    assert ">too late</textarea>" in back.text
    assert "discussion closed" in plain(ada.get("/decisions").text)
    assert len(ada.get("/decisions.json").json()["items"]) == 1
    desk.post(f"/desk/discussions/{site.id}", data={"action": "open"})
    assert send(site, ada, text="in time").status_code == 303
    assert ada.post(f"/desk/discussions/{site.id}", data={"action": "close"}).status_code == 403


# --- corrections ---


def test_an_accepted_correction_stands_at_the_articles_head(talk):
    site = talk(**RELAXED)
    desk, ada = desk_of(site), site.browser()
    at = at_of(site.kept.new.document, DETOUR)
    post = posted(site, ada, name="Tam", text="I counted.", at=at, only="some 14,000", instead="some 12,500")
    assert "Corrected after" not in ada.get(f"/articles/{site.id}").text
    act(desk, post, "accept", "Thank you.")
    head = plain(ada.get(f"/articles/{site.id}").text)
    assert "Corrected after a reader’s word: some 14,000 some 12,500 · proposed by Tam · comment 1" in head
    assert "still has the old words" not in head
    assert "The text still has the old words: edit it" in desk.get(f"/articles/{site.id}").text


# --- annotations ---


def annotated(site):
    """A thread with every kind of comment; the container's first page."""
    ada, at = site.browser(), at_of(site.kept.new.document, DETOUR)
    first = posted(site, ada, name="Ada", text="*Rain*", at=at, only="finished in 1961")
    send(site, ada, text="an answer", under=first.id)
    send(site, ada, text="a fix", at=at, instead="other words")
    send(site, ada, text="on the whole")
    return ada.get("/annotations/")


def test_comments_as_web_annotations(talk):
    site = talk(**RELAXED)
    answer = annotated(site)
    container = answer.json()
    assert answer.headers["content-type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    assert "ldp#BasicContainer" in answer.headers["link"]
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert (container["type"], container["total"]) == (["BasicContainer", "AnnotationCollection"], 4)
    items = {
        item["body"]["value"] if isinstance(item["body"], dict) else "fix": item for item in container["first"]["items"]
    }
    first = items["<p><em>Rain</em></p>\n"]
    assert first["creator"] == {"type": "Person", "name": "Ada"}
    assert [one["type"] for one in first["target"]["selector"]] == ["TextPositionSelector", "TextQuoteSelector"]
    assert first["target"]["selector"][1]["exact"] == "finished in 1961"
    assert items["<p>an answer</p>\n"]["target"] == first["id"]
    assert items["fix"]["motivation"] == "editing"
    assert items["<p>on the whole</p>\n"]["target"] == f"https://record.example/articles/{site.id}"
    path = first["id"].removeprefix("https://record.example")
    one = site.browser().get(path)
    assert one.json() == {"@context": "http://www.w3.org/ns/anno.jsonld", **first}
    assert site.browser().get(path, headers={"if-none-match": one.headers["etag"]}).status_code == 304


def test_the_container_by_preference_and_page_by_page(talk):
    site = talk(**RELAXED)
    annotated(site)
    ada = site.browser()
    only = {"prefer": 'return=representation;include="http://www.w3.org/ns/oa#PreferContainedIRIs"'}
    assert all(isinstance(one, str) for one in ada.get("/annotations/", headers=only).json()["first"]["items"])
    minimal = {"prefer": 'return=representation;include="http://www.w3.org/ns/ldp#PreferMinimalContainer"'}
    address = ada.get("/annotations/", headers=minimal).json()["first"]
    page = ada.get(address.removeprefix("https://record.example")).json()
    assert (page["id"], page["type"], len(page["items"])) == (address, "AnnotationPage", 4)
    assert ada.get("/annotations/?page=1").status_code == 404
    assert ada.options("/annotations/").headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert ada.post("/annotations/", json={}).status_code == 401


def test_annotations_of_what_is_not_shown(talk):
    site = talk(**RELAXED)
    ada, desk = site.browser(), desk_of(site)
    post, waits = posted(site, ada, text="rude"), held(site, ada, text="see www.example.org")
    assert ada.get(f"/annotations/{waits.id}").status_code == 404
    act(desk, post, "remove", "Abuse.")
    assert ada.get(f"/annotations/{post.id}").status_code == 410
    empty = ada.get("/annotations/").json()
    assert (empty["total"], "first" in empty) == (0, False)


@pytest.mark.corpus
def test_each_comment_holds_the_w3cs_musts(talk):
    site = talk(**RELAXED)
    items = annotated(site).json()["first"]["items"]
    contexts = [{"@context": "http://www.w3.org/ns/anno.jsonld", **item} for item in items]
    assert [failed(item) for item in contexts] == [[]] * 4
    assert failed({**contexts[0], "type": "Note"})


# --- what others collected ---


@pytest.mark.corpus
def test_no_attack_becomes_markup_in_a_thread(talk):
    site = talk(**RELAXED)
    desk, at = desk_of(site), at_of(site.kept.new.document, DETOUR)
    for one in attacks():
        assert send(site, desk, name=one[:80], text=one, instead=one[:2000], cited=one[:500], at=at).status_code == 303
    last = site.ledger.talk.thread(site.id, 1000)[-1]
    pages = [f"/articles/{site.id}", f"/articles/{site.id}?page=2", "/corrections", "/corrections?page=2"]
    pages += [
        f"/articles/{site.id}/comment?under={last.id}",
        f"/comments/{last.id}/history",
        f"/desk/comments/{last.id}",
    ]
    for path in pages:
        answer = desk.get(path)
        assert answer.status_code == 200
        harmless(re.sub(r"</?(bdi|em|strong|article)\b[^>]*>", "", answer.text))
