"""Programs that write for a reader: a token shown once, for annotations and nothing else, until its owner ends it."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import text

from onrecord.pages.tokens import digest
from tests.pages.test_account import post, signed_in, talk
from tests.pages.test_annotating import MEDIA, Program, annotation, path_of
from tests.pages.test_discussion import RELAXED, desk_of
from tests.pages.test_discussion_desk import act

__all__ = ["post", "talk"]
DAY = 24 * 3600


class Bearer(Program):
    """A program with a token and no cookie."""

    def __init__(self, client, token):
        self.client = client
        self.headers = {"content-type": MEDIA, "authorization": f"Bearer {token}"}


@pytest.fixture
def site(post):
    """A site, a reader who is signed in, and a program of theirs elsewhere."""
    made = post(**RELAXED)
    made.ada = signed_in(made, "ada@x.example")
    made.ada.post("/account", data={"name": "Ada Brandt"})
    made.token = token_of(made.ada)
    made.program = Bearer(made.browser("198.51.100.200"), made.token)
    return made


def token_of(reader, name="My notes", days=30):
    """Makes a token at the account's page."""
    page = reader.post("/account/programs", data={"name": name, "days": days})
    assert page.status_code == 200
    assert "no-store" in page.headers["cache-control"]
    return re.search(r'id="token">(onrecord_[\w-]{43})<', page.text)[1]


def listed(reader):
    """The addresses that end one's programs."""
    return re.findall(r'action="(/account/programs/\w+/end)"', reader.get("/account/programs").text)


def test_a_program_annotates_as_its_owner(site):
    made = site.program.post(annotation(site, creator={"name": "Somebody Else"}))
    assert made.status_code == 201
    [kept] = site.ledger.talk.thread(site.id)
    assert (kept.author, kept.stamp.by) == ("Ada Brandt", "account")
    assert kept.reader == site.ledger.people.of_email("ada@x.example").reader
    where = path_of(made)
    newer = annotation(site, body={"type": "TextualBody", "value": "Who paid for it?"})
    assert site.program.put(where, newer, **{"if-match": made.headers["etag"]}).status_code == 200
    assert site.program.delete(where).status_code == 204
    assert site.ledger.talk.find(kept.id).state == "deleted"


def test_the_token_is_shown_once_and_kept_as_a_digest(site):
    page = site.ada.get("/account/programs").text
    assert (site.token in page, "My notes" in page, "not used yet" in page) == (False, True, True)
    rows = site.ledger._store.read(lambda db: db.execute(text("SELECT * FROM programs")).all())
    assert [row.digest for row in rows] == [digest(site.token)]
    assert site.token not in str(rows)
    site.program.post(annotation(site))
    assert "last used" in site.ada.get("/account/programs").text
    assert site.token not in json.dumps(list(site.ledger.export()))


@pytest.mark.parametrize("path", ["/account", "/account/programs", "/mine", "/account/data.json", "/desk/comments"])
def test_it_opens_nothing_else(site, path):
    program = site.browser("198.51.100.201")
    answer = program.get(path, headers={"authorization": f"Bearer {site.token}"})
    assert answer.status_code in (303, 403) or "ada@x.example" not in answer.text
    assert "Ada Brandt" not in answer.text


@pytest.mark.parametrize("role", ["moderator", "editor", "admin"])
def test_a_program_of_staff_is_a_reader(post, role):
    site = post(hold_first=True)
    owner = signed_in(site, "mod@site.example", role)
    program = Bearer(site.browser("198.51.100.200"), token_of(owner))
    other = program.post(annotation(site))
    assert other.status_code == 202  # a first comment waits, as any reader's
    [kept] = site.ledger.talk.queue()
    assert kept.stamp.by == "account"
    act(desk_of(site), kept, "approve")
    headers = {"authorization": program.headers["authorization"]}
    for path in ("/desk/several", f"/desk/comments/{kept.id}"):
        answer = program.client.post(path, headers=headers, data={"of": f"{kept.id}.2", "action": "remove", "why": "x"})
        assert answer.status_code == 403
    assert site.ledger.talk.find(kept.id).state == "shown"


def test_ended_it_is_worth_nothing(site):
    [end] = listed(site.ada)
    tam = signed_in(site, "tam@x.example", host="198.51.100.7")
    assert tam.post(end).status_code == 404  # somebody else's
    assert site.program.post(annotation(site)).status_code == 201
    assert site.ada.post(end).status_code == 303
    refused = site.program.post(annotation(site, id="again"))
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert listed(site.ada) == []
    assert site.ada.post(end).status_code == 404


def test_past_its_end_it_is_worth_nothing_and_is_forgotten(site):
    site.clock.at += 30 * DAY + 1
    assert site.program.post(annotation(site)).status_code == 401
    site.ledger.people.purge(site.clock.at)
    assert site.ledger._store.read(lambda db: db.execute(text("SELECT count(*) FROM programs")).scalar()) == 0


@pytest.mark.parametrize(
    "wrong", ["onrecord_", "onrecord_x", "onrecord_' OR '1'='1", "ONRECORD_", "Bearer", "onrecord_" + "x" * 5_000]
)
def test_a_guess_is_refused_even_beside_a_session(site, wrong):
    headers = {"content-type": MEDIA, "authorization": f"Bearer {wrong}"}
    body = json.dumps(annotation(site))
    assert site.browser("198.51.100.9").post("/annotations/", content=body, headers=headers).status_code == 401
    if wrong.startswith("onrecord_"):
        assert site.ada.post("/annotations/", content=body, headers=headers).status_code == 401


def test_floods_and_mutes_hold_for_programs(site):
    statuses = [
        site.program.post(annotation(site, body={"type": "TextualBody", "value": f"no. {at}"})).status_code
        for at in range(7)
    ]
    assert statuses == [201] * 5 + [429] * 2
    site.clock.at += 3_600
    desk, one = desk_of(site), site.ledger.talk.thread(site.id)[0]
    desk.post(f"/desk/comments/{one.id}/mute", data={"hours": 24, "why": "Enough."})
    silent = site.program.post(annotation(site, body={"type": "TextualBody", "value": "still here"}))
    assert (silent.status_code, "Enough." in silent.json()["detail"]) == (403, True)


def test_everything_kept_says_so_and_leaving_takes_it(site):
    site.program.post(annotation(site))
    [one] = json.loads(site.ada.get("/account/data.json").text)["programs"]
    assert (one["name"], one["used"] is not None) == ("My notes", True)
    assert digest(site.token) not in site.ada.get("/account/data.json").text
    assert "a program may write" in site.ada.get("/account").text
    site.ada.post("/account/delete", data={"sure": "true"})
    assert site.program.post(annotation(site, id="again")).status_code == 401
    assert site.ledger._store.read(lambda db: db.execute(text("SELECT count(*) FROM programs")).scalar()) == 0


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"name": " \n"}, {"name": "x", "days": "36500"}, {"name": "x", "days": "-1"}]
)
def test_a_form_that_lacks_something_makes_none(site, form):
    assert site.ada.post("/account/programs", data=form).status_code == 422
    assert len(listed(site.ada)) == 1


def test_ten_at_most_and_names_stay_words(site):
    for at in range(9):
        token_of(site.ada, f"<b>no. {at}")
    assert site.ada.post("/account/programs", data={"name": "one more", "days": 30}).status_code == 409
    page = site.ada.get("/account/programs").text
    assert ("<b>no. 3" in page, "&lt;b&gt;no. 3" in page) == (False, True)


def test_nobody_makes_one_without_signing_in(site):
    stranger = site.browser("198.51.100.9")
    assert stranger.get("/account/programs").headers["location"] == "/sign-in?next=/account/programs"
    assert stranger.post("/account/programs", data={"name": "x"}).headers["location"].startswith("/sign-in")
    assert stranger.post(listed(site.ada)[0]).headers["location"].startswith("/sign-in")
    forged = site.ada.post("/account/programs", data={"name": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert forged.status_code == 403
    assert len(listed(site.ada)) == 1
