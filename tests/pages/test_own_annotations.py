"""A signed-in reader's own annotations: made, changed and deleted by the rules of every comment, and nobody else's."""

from __future__ import annotations

import json

import pytest

from onrecord.records import Stamp
from tests.pages.conftest import PUBLIC
from tests.pages.test_account import post, signed_in, talk
from tests.pages.test_annotating import MEDIA, WORDS, Program, annotation, path_of
from tests.pages.test_corpus import failed
from tests.pages.test_discussion import RELAXED, desk_of, send

__all__ = ["post", "talk"]


class Own(Program):
    """A program in a reader's browser: the session is all that signs it in."""

    def __init__(self, client):
        self.client = client
        self.headers = {"content-type": MEDIA}


@pytest.fixture
def site(post):
    """A site with a reader who is signed in, and a program of theirs."""
    made = post(**RELAXED)
    made.ada = Own(signed_in(made, "ada@x.example"))
    made.ada.client.post("/account", data={"name": "Ada Brandt"})
    return made


def body(words, **more):
    return {"type": "TextualBody", "value": words, **more}


def test_a_reader_annotates_as_themselves(site):
    made = site.ada.post(annotation(site, creator={"name": "Somebody Else"}))
    assert made.status_code == 201
    [kept] = site.ledger.talk.thread(site.id)
    assert (kept.text, kept.anchor.exact, kept.stamp.by) == ("Who paid?", WORDS, "account")
    assert kept.author != "Somebody Else"
    assert kept.reader == site.ledger.people.of_email("ada@x.example").reader
    assert site.ledger.people.network_of(kept.id) is not None
    assert kept.id in site.ada.client.get("/mine").text
    assert site.ada.get(path_of(made)).json() == made.json()
    assert made.headers["cache-control"].startswith("private")


def test_sent_twice_it_is_one(site):
    one, two = site.ada.post(annotation(site)), site.ada.post(annotation(site))
    assert path_of(one) == path_of(two)
    tam = Own(signed_in(site, "tam@x.example", host="198.51.100.7"))
    assert path_of(tam.post(annotation(site))) != path_of(one)  # another's is another


def test_it_waits_for_the_desk_as_comments_do(post):
    site = post(hold_first=True)
    ada, other = Own(signed_in(site, "ada@x.example")), site.browser("198.51.100.9")
    made = ada.post(annotation(site))
    assert made.status_code == 202
    where = path_of(made)
    assert (ada.get(where).status_code, other.get(where).status_code) == (200, 404)
    newer = annotation(site, body=body("Who paid for it?"))
    assert ada.put(where, newer, **{"if-match": made.headers["etag"]}).status_code == 200
    [waits] = site.ledger.talk.queue()
    assert (waits.text, waits.why) == ("Who paid for it?", "first")
    desk_of(site).post(f"/desk/comments/{waits.id}", data={"action": "approve", "acts": waits.acts})
    assert other.get(where).status_code == 200


@pytest.mark.parametrize("words", ["See www.spam.example now", "Call +44 20 7946 0958"])
def test_what_the_rules_hold_is_held(site, words):
    assert site.ada.post(annotation(site, body=body(words))).status_code == 202
    assert site.ledger.talk.thread(site.id) == []


def test_floods_and_mutes_stop_annotations_too(site):
    answers = [site.ada.post(annotation(site, body=body(f"Number {at}"))) for at in range(7)]
    assert [one.status_code for one in answers] == [201] * 5 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) > 0
    [kept, *_] = site.ledger.talk.thread(site.id)
    site.ledger.people.mute(kept.reader, site.clock.at + 3600, "Enough.", Stamp(at="2026-01-01T00:00:00Z", by="desk"))
    site.clock.at += 300
    assert site.ada.post(annotation(site, body=body("Again"))).status_code == 403
    assert site.ada.put(f"/annotations/{kept.id}", annotation(site)).status_code == 403


def test_it_is_changed_by_who_saw_its_newest_state_and_only_by_its_author(site):
    made = site.ada.post(annotation(site))
    newer = annotation(site, body=body("Who paid for it?"))
    tam = Own(signed_in(site, "tam@x.example", host="198.51.100.7"))
    assert [tam.put(path_of(made), newer).status_code, tam.delete(path_of(made)).status_code] == [403, 403]
    done = site.ada.put(path_of(made), newer, **{"if-match": made.headers["etag"]})
    assert (done.status_code, done.json()["body"]["value"]) == (200, "<p>Who paid for it?</p>\n")
    assert site.ada.put(path_of(made), newer, **{"if-match": made.headers["etag"]}).status_code == 412
    assert site.ada.delete(path_of(made), **{"if-match": made.headers["etag"]}).status_code == 412
    [kept] = site.ledger.talk.thread(site.id)
    assert [one.text for one in site.ledger.talk.revisions(kept.id)] == ["Who paid?", "Who paid for it?"]


def test_after_some_minutes_it_stays_as_it_is_and_can_still_be_deleted(post):
    site = post(edit_minutes=-1, **RELAXED)
    ada = Own(signed_in(site, "ada@x.example"))
    made = ada.post(annotation(site))
    assert ada.put(path_of(made), annotation(site, body=body("Later"))).status_code == 403
    assert ada.delete(path_of(made)).status_code == 204
    assert [ada.get(path_of(made)).status_code, ada.delete(path_of(made)).status_code] == [410, 410]
    assert [kept.state for kept in site.ledger.talk.thread(site.id)] == ["deleted"]


def test_what_a_reader_wrote_by_hand_is_theirs_by_program_too(site):
    send(site, site.ada.client, text="By hand.")
    [kept] = site.ledger.talk.thread(site.id)
    assert site.ada.delete(f"/annotations/{kept.id}").status_code == 204


def test_nobody_else_writes(site):
    stranger = Own(site.browser("198.51.100.30"))
    made = site.ada.post(annotation(site))
    told = [
        stranger.post(annotation(site)),
        stranger.put(path_of(made), annotation(site)),
        stranger.delete(path_of(made)),
    ]
    assert [one.status_code for one in told] == [401, 401, 401]
    forged = site.ada.post(annotation(site, body=body("Forged")), **{"sec-fetch-site": "cross-site"})
    assert forged.status_code == 403
    assert site.ada.delete(path_of(made), origin="https://evil.example").status_code == 403
    assert len(site.ledger.talk.thread(site.id)) == 1


def test_a_closed_discussion_takes_none(site):
    desk_of(site).post(f"/desk/discussions/{site.id}", data={"action": "close", "why": "Enough said."})
    assert site.ada.post(annotation(site)).status_code == 403


def test_nothing_that_runs_is_kept(site):
    bad = body("<script>alert(1)</script><img src=x onerror=alert(1)> words", format="text/html")
    made = site.ada.post(annotation(site, body=bad))
    said = json.dumps(made.json())
    assert "<script" not in said
    assert "<img" not in said
    assert "onerror=" not in said


@pytest.mark.corpus
def test_what_is_kept_holds_the_w3cs_musts(site):
    edit = body("finished in 1962", purpose="editing")
    one = site.ada.post(annotation(site)).json()
    two = site.ada.post(annotation(site, target=one["id"])).json()
    three = site.ada.post(annotation(site, motivation="editing", body=[body("The plaque", purpose="commenting"), edit]))
    assert [failed(one), failed(two), failed(three.json())] == [[], [], []]
    assert one["id"].startswith(f"{PUBLIC}/annotations/")
