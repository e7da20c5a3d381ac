"""One's own account: name and mail, everything as a file, leaving with the threads' shape kept; who is what."""

from __future__ import annotations

import json

import pytest

from tests.pages.test_discussion import plain, send, talk, thread
from tests.pages.test_sign_in import ADA, post, signed_in, site_stamp

__all__ = ["post", "talk"]


def test_name_and_mail_are_set(post):
    site = post()
    ada = signed_in(site)
    ada.post("/account", data={"name": " Ada\n L. ", "mail": ["reply", "decision"], "daily": "true"})
    held = site.ledger.people.of_email(ADA)
    assert (held.name, held.quiet, held.daily) == ("Ada L.", ("mention", "waiting"), True)
    assert 'value="Ada L."' in ada.get("/account").text


def test_everything_kept_comes_as_a_file(post):
    site = post()
    ada, tam = signed_in(site), site.browser("198.51.100.7")
    send(site, ada, name="Ada", text="mine")
    send(site, tam, name="Tam", text="his", under=site.ledger.talk.thread(site.id)[0].id)
    file = ada.get("/account/data.json")
    assert "attachment" in file.headers["content-disposition"]
    kept = json.loads(file.text)
    assert kept["account"]["email"] == ADA
    (comment,) = kept["comments"]
    assert [one["text"] for one in comment["texts"]] == ["mine"]
    assert comment["network"] == "203.0.113.0/24"
    assert [one["action"] for one in comment["decisions"]] == ["post"]
    assert "his" not in file.text
    (his,) = json.loads(tam.get("/mine.json").text)["comments"]  # without an account, by the cookie
    assert his["texts"][0]["text"] == "his"
    assert tam.get("/account/data.json").status_code == 303


def test_what_others_reported_is_theirs(post):
    site = post()
    ada = signed_in(site)
    send(site, ada, text="mine")
    post_ = site.ledger.talk.thread(site.id)[0]
    site.ledger.talk.report(post_.id, "abuse: I am Tam", "key", site_stamp(site))
    assert "Tam" not in ada.get("/account/data.json").text


@pytest.mark.parametrize("everything", [False, True])
def test_leaving_takes_names_and_ties_and_keeps_the_threads_shape(post, tmp_path, everything):
    site = post()
    ada, tam = signed_in(site), site.browser("198.51.100.7")
    ada.post("/account", data={"name": "Ada Lovelace"})
    send(site, ada, text="what I said")
    one = site.ledger.talk.thread(site.id)[0]
    send(site, tam, name="Tam", text="an answer", under=one.id)
    held = site.ledger.people.of_email(ADA)
    refused = ada.post("/account/delete", data={})
    assert (refused.status_code, "cannot be undone" in refused.text) == (422, True)
    answer = ada.post("/account/delete", data={"sure": "true", "everything": str(everything).lower()})
    assert answer.headers["location"] == "/"
    assert ada.get("/account").status_code == 303
    said = "" if everything else "what I said"
    assert thread(site) == [("1", said), ("1.1", "an answer")]
    gone = site.ledger.people.account(held.id)
    assert (gone.email, gone.name, gone.gone) == (None, "", True)
    page = tam.get(f"/articles/{site.id}").text
    assert "Ada Lovelace" not in page
    assert ("Deleted by its author." in page) is everything
    post_ = site.ledger.talk.find(one.id)
    assert (post_.author, post_.reader) == ("", "")
    assert site.ledger.people.held(held.reader)["comments"] == []
    again = signed_in(site, host="198.51.100.8")  # the same address is somebody new
    assert site.ledger.people.of_email(ADA).id != held.id
    assert "what I said" not in again.get("/mine").text


def test_networks_are_cut_and_forgotten_after_thirty_days(post):
    site = post()
    send(site, site.browser("203.0.113.77"), text="one")
    first = site.ledger.talk.thread(site.id)[0]
    assert site.ledger.people.network_of(first.id) == "203.0.113.0/24"
    site.clock.at += 30 * 24 * 3600 + 60
    send(site, site.browser("2001:db8:0:1234::5"), text="two")
    second = site.ledger.talk.thread(site.id)[1]
    assert site.ledger.people.network_of(first.id) is None
    assert site.ledger.people.network_of(second.id) == "2001:db8:0:1200::/56"


# --- who is what ---


def test_an_admin_gives_roles(post):
    site = post()
    boss, tam = signed_in(site, "boss@site.example", "admin"), signed_in(site, "tam@site.example", host="198.51.100.3")
    assert tam.get("/desk/comments").status_code == 403
    answer = boss.post("/desk/people", data={"email": "tam@site.example", "role": "moderator", "why": "asked"})
    assert answer.status_code == 303
    assert tam.get("/account").status_code == 303  # signed out: in again with the new role
    tam = signed_in(site, "tam@site.example", host="198.51.100.4")
    assert tam.get("/desk/comments").status_code == 200
    assert tam.get("/desk").headers["location"] == "/desk/comments"
    assert "moderator" in boss.get("/desk/people").text
    log = site.ledger.people.log(site.ledger.people.of_email("tam@site.example").id)
    assert [(one.action, one.why) for one in log] == [("made", ""), ("role moderator", "asked")]


def test_there_is_always_an_admin(post):
    site = post()
    boss = signed_in(site, "boss@site.example", "admin")
    down = boss.post("/desk/people", data={"email": "boss@site.example", "role": "reader"})
    assert (down.status_code, "last administrator" in down.text) == (409, True)
    assert boss.post("/account/delete", data={"sure": "true"}).status_code == 409
    assert boss.post("/desk/people", data={"email": "nobody@site.example", "role": "editor"}).status_code == 404


def test_staff_writes_from_the_desk_and_the_log_says_who(post):
    site = post(hold_first=True)
    mod = signed_in(site, "mod@site.example", "moderator")
    send(site, site.browser(), name="Ada", text="hello")
    waiting = site.ledger.talk.queue()[0]
    mod.post(f"/desk/comments/{waiting.id}", data={"action": "approve", "acts": 1})
    send(site, mod, text="Welcome.", under=waiting.id)
    assert "from the desk" in plain(site.browser().get(f"/articles/{site.id}").text)
    last = site.ledger.talk.history(waiting.id)[-1]
    assert last.stamp.by == site.ledger.people.of_email("mod@site.example").id
    assert last.stamp.by not in site.browser().get("/decisions").text


def test_a_moderator_decides_what_waits_but_not_about_corrections(post):
    site = post()
    mod, editor = signed_in(site, "m@x.example", "moderator"), signed_in(site, "e@x.example", "editor", "198.51.100.2")
    text = site.kept.new.document.text
    at = str(text.index("The bridge, finished in 1961"))
    send(site, site.browser(), text="I counted.", at=at, only="14,000", instead="12,500")
    post_ = site.ledger.talk.queue()[0]
    assert mod.post(f"/desk/comments/{post_.id}", data={"action": "accept", "acts": 1}).status_code == 409
    assert editor.post(f"/desk/comments/{post_.id}", data={"action": "accept", "acts": 1}).status_code == 303
