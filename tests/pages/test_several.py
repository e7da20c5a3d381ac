"""Several comments in one act: what was ticked, as it was shown; each in the log by itself; taken back together."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest

from onrecord.ledger.posts import Act, Draft, Wish
from onrecord.pages import postman
from onrecord.pages.discussion import place
from onrecord.records import Stamp
from tests.pages.test_account import post, talk
from tests.pages.test_discussion import desk_of, plain, send, thread
from tests.pages.test_discussion_desk import act
from tests.pages.test_sign_in import signed_in

__all__ = ["post", "talk"]
SPAM = "Earn {} a day from home, ask me how it is done today at https://casino.example/{}"


def waits(site, text, reader="", network="", at="2026-03-03T12:00:00Z", **more):
    """A comment that waits, by whomever, from wherever."""
    draft = Draft(key=f"{text} {reader} {at}", document=site.id, text=text, html="", reader=reader, **more)
    origin = (network, site.clock.at) if network else None
    held = Act(action="wait", state="held", why="first")
    return site.ledger.talk.post(draft, held, place, Stamp(at=at, by="reader"), origin)


def ticked(page):
    """What a page sends: the comments that are ticked on it, each as it was shown."""
    return re.findall(r'name="of" value="([^"]+)" form="several" checked', page)


def several(desk, of, action="reject", why="Advertising.", where="/desk/several"):
    """The desk presses a button below what it ticked."""
    return desk.post(where, data={"of": of, "action": action, "why": why})


def states(site, posts):
    return [site.ledger.talk.find(one.id).state for one in posts]


def seen(*posts):
    return [f"{one.id}.{one.acts}" for one in posts]


# --- a flood is cleared ---


def test_a_flood_is_declined_in_one_act_each_in_the_log_and_taken_back_in_one(talk):
    site = talk()
    desk = desk_of(site)
    flood = [waits(site, SPAM.format(at, at)) for at in range(40)]
    other = waits(site, "Who paid for the bridge?")
    queue = desk.get("/desk/comments").text
    link = unescape(re.search(r'href="(/desk/several\?like=\w+&amp;by=link)">the same link \(40\)', queue)[1])
    page = desk.get(link).text
    assert "Who paid" not in page
    assert len(ticked(page)) == 40
    done = several(desk, ticked(page))
    assert done.status_code == 303
    assert set(states(site, flood)) == {"rejected"}
    assert [one.text for one in site.ledger.talk.queue()] == [other.text]
    # each stands in the log by itself, with the reason, and its author's page says it
    for one in flood:
        (_, decision) = site.ledger.talk.history(one.id)
        assert (decision.action, decision.why, decision.stamp.by) == ("reject", "Advertising.", "desk")
    after = desk.get(done.headers["location"]).text
    assert "40 comments: not published" in plain(after)
    # it is found again from the queue, by whoever comes later, and goes back as a whole
    (found,) = re.findall(r'href="(/desk/several/\w+)">40 comments: not published', desk.get("/desk/comments").text)
    assert ticked(desk.get(found).text) == ticked(after) == [f"{one.id}.2" for one in flood]
    back = desk.post(found, data={"of": ticked(after)})
    assert back.status_code == 303
    assert set(states(site, flood)) == {"held"}
    assert [one.why for one in site.ledger.talk.queue() if one.id == flood[0].id] == ["first"]  # it waits as before
    assert [one.action for one in site.ledger.talk.history(flood[3].id)] == ["wait", "reject", "hold"]
    assert thread(site) == []  # nothing of it was ever public


@pytest.mark.parametrize(
    ("way", "alike"),
    [
        ("link", {"SPAM 1", "SPAM 2"}),
        ("words", {"SPAM 1", "SPAM 2", "SPAM elsewhere"}),
        ("sender", {"SPAM 1", "an hour later", "a neighbour"}),
    ],
)
def test_what_is_alike_is_listed_and_nothing_else(talk, way, alike):
    site, desk = (made := talk()), desk_of(made)
    elsewhere = SPAM.replace("casino", "roulette")
    posts = {
        "SPAM 1": waits(site, SPAM.format(1, "a"), "eve", "198.51.100.0/24"),
        "SPAM 2": waits(site, SPAM.format(2, "b"), "mallory", "203.0.113.0/24"),
        "SPAM elsewhere": waits(site, elsewhere.format(3, "c")),
        "an hour later": waits(site, "And another thing.", "eve", at="2026-03-03T13:00:00Z"),
        "the day after": waits(site, "Good morning.", "eve", at="2026-03-04T12:00:00Z"),
        "a neighbour": waits(site, "Good evening.", "tam", "198.51.100.0/24"),
    }
    page = desk.get("/desk/several", params={"like": posts["SPAM 1"].id, "by": way}).text
    assert ticked(page) == seen(*(posts[name] for name in posts if name in alike))


def test_ticked_in_the_queue_itself(talk):
    site = talk()
    desk = desk_of(site)
    first, second, third = (waits(site, text) for text in ("One", "Two", "Three"))
    page = desk.get("/desk/comments").text
    assert ticked(page) == []  # nothing is ticked that nobody ticked
    boxes = re.findall(r'<input type="checkbox" name="of" value="([^"]+)" form="several">', page)
    assert boxes == seen(first, second, third)
    several(desk, [boxes[0], boxes[2]], "approve", why="")  # publishing needs no reason
    assert states(site, [first, second, third]) == ["shown", "held", "shown"]
    assert [text for _, text in thread(site)] == ["One", "Three"]


# --- only what was shown ---


def test_what_changed_meanwhile_is_left_alone_and_named(talk):
    site = talk()
    desk, other = desk_of(site), desk_of(site)
    first, second, third = (waits(site, text) for text in ("One", "Two", "Three"))
    shown = seen(first, second, third)
    act(other, second, "approve")
    late = waits(site, "came after the page was made")
    done = several(desk, shown)
    assert states(site, [first, second, third, late]) == ["rejected", "shown", "rejected", "held"]
    page = desk.get(done.headers["location"]).text
    assert "1 comment was left alone" in plain(page)
    assert f'/desk/comments/{second.id}">Comment 2</a>: is shown' in page
    assert ticked(page) == [f"{one.id}.2" for one in (first, third)]


def test_nothing_is_done_where_all_of_it_was_decided_meanwhile(talk):
    site = talk()
    desk, other = desk_of(site), desk_of(site)
    one = waits(site, "One")
    act(other, one, "approve")
    answer = several(desk, seen(one), why="Too late.")
    assert answer.status_code == 409
    assert "done with these comments meanwhile" in answer.text
    assert 'value="Too late."' in answer.text
    assert states(site, [one]) == ["shown"]


def test_a_new_text_is_not_what_was_shown(talk):
    site = talk()
    desk, ada = desk_of(site), site.browser()
    send(site, ada, text="Hello")
    (one,) = site.ledger.talk.queue()
    ada.post(f"/comments/{one.id}/edit", data={"text": "Something else", "acts": one.acts})
    assert several(desk, seen(one)).status_code == 409
    assert states(site, [one]) == ["held"]


def test_two_at_the_desk_at_once_decide_each_once(talk):
    site = talk()
    desks = [desk_of(site) for _ in range(2)]
    posts = [waits(site, f"Comment no. {at}") for at in range(30)]
    orders = [seen(*posts), seen(*reversed(posts))]  # the other way round: neither waits for the other for ever
    with ThreadPoolExecutor(2) as pair:
        answers = list(pair.map(several, desks, orders, ("reject", "approve"), ("No.", "")))
    assert sorted(one.status_code for one in answers) in ([303, 409], [303, 303])
    for one in posts:
        assert len(site.ledger.talk.history(one.id)) == 2
    assert len(set(states(site, posts))) == 1


def test_one_order_of_turns_whatever_the_order_asked_for(ledger_url):
    from benchmarks.under_load import thread as threaded
    from onrecord.ledger import open_ledger

    id = threaded(ledger_url, 20)
    with open_ledger(ledger_url) as one, open_ledger(ledger_url) as other:
        posts = one.talk.shown(20)
        out = Act(action="remove", state="removed", why="No.")
        wishes = [Wish(post=each.id, act=out, expected=each.acts) for each in posts]
        ask = [(one, wishes, "ada"), (other, wishes[::-1], "tam")]
        with ThreadPoolExecutor(2) as pair:
            done = list(pair.map(lambda to: to[0].talk.decide_each(to[1], Stamp(at="2026", by=to[2])), ask))
        assert sorted(map(len, done)) == [0, 20]
        assert one.talk.counted(id) == 0
        (deed,) = one.talk.deeds(["remove"])
        assert (deed.many, deed.why) == (20, "No.")


# --- taking it back ---


def test_taking_back_leaves_what_was_decided_since(talk):
    site = talk()
    desk = desk_of(site)
    first, second = waits(site, "One"), waits(site, "Two")
    where = several(desk, seen(first, second)).headers["location"]
    before = ticked(desk.get(where).text)
    act(desk, second, "approve", acts=2)
    assert ticked(desk.get(where).text) == [f"{first.id}.2"]
    back = desk.post(where, data={"of": before})  # from a page that was made before
    assert back.status_code == 303
    assert states(site, [first, second]) == ["held", "shown"]
    assert desk.post(where, data={"of": before}).status_code == 409  # a second time there is nothing to take back


@pytest.mark.parametrize(("action", "between", "after"), [("approve", "shown", "held"), ("reject", "rejected", "held")])
def test_each_can_be_taken_back_by_itself(talk, action, between, after):
    site = talk()
    desk = desk_of(site)
    first, second = waits(site, "One"), waits(site, "Two")
    several(desk, seen(first, second), action)
    act(desk, first, "hold", acts=2)
    assert states(site, [first, second]) == [after, between]


def test_removed_and_declined_come_back_too(talk):
    site = talk(hold_first=False)
    desk, ada = desk_of(site), site.browser()
    send(site, ada, text="rude")
    send(site, ada, text="rude too")
    posts = site.ledger.talk.thread(site.id)
    where = several(desk, seen(*posts), "remove", "Abuse.").headers["location"]
    assert states(site, posts) == ["removed", "removed"]
    assert "Removed by the desk. Abuse." in plain(ada.get(f"/articles/{site.id}").text)
    desk.post(where, data={"of": ticked(desk.get(where).text)})
    assert thread(site) == [("1", "rude"), ("2", "rude too")]


# --- by the same rules as a single act ---


def test_a_moderator_declines_no_corrections_an_editor_does(post):
    site = post()
    desk = desk_of(site)
    mod = signed_in(site, "mod@site.example", "moderator", host="198.51.100.7")
    asked = [
        site.ledger.talk.post(
            Draft(key=k, document=site.id, text="t", html="", instead="x", cited="y"),
            Act(action="post", state="shown"),
            place,
            Stamp(at="2026-03-03T12:00:00Z", by="reader"),
        )
        for k in "ab"
    ]
    assert several(mod, seen(*asked), "decline", "No.").status_code == 409
    assert {one.outcome for one in site.ledger.talk.among([one.id for one in asked])} == {None}
    where = several(desk, seen(*asked), "decline", "No.").headers["location"]
    assert {one.outcome for one in site.ledger.talk.among([one.id for one in asked])} == {"decline"}
    assert mod.post(where, data={"of": seen(*site.ledger.talk.among([one.id for one in asked]))}).status_code == 409
    desk.post(where, data={"of": ticked(desk.get(where).text)})
    assert {one.outcome for one in site.ledger.talk.among([one.id for one in asked])} == {"reopen"}


@pytest.mark.parametrize("path", ["/desk/several", "/desk/several/" + "0" * 20])
def test_readers_are_kept_from_it(post, path):
    site = post()
    one = waits(site, "One")
    for reader in (site.browser(), signed_in(site)):
        assert reader.get(path).status_code == 403
        assert several(reader, seen(one), where=path).status_code == 403
    assert states(site, [one]) == ["held"]


@pytest.mark.parametrize("action", ["reject", "remove"])
def test_a_reason_is_owed_and_the_ticks_come_back(talk, action):
    site = talk(hold_first=False)
    desk = desk_of(site)
    send(site, site.browser(), text="shown")
    posts = [waits(site, "One"), site.ledger.talk.thread(site.id)[0]]
    answer = several(desk, seen(*posts), action, why=" \n ")
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert ticked(answer.text) == seen(*posts)
    assert states(site, posts) == ["held", "shown"]


# --- hostile and mistaken forms ---


@pytest.mark.parametrize(
    ("of", "action", "status"),
    [
        ([], "reject", 422),
        (["{id}.1"], "delete", 400),
        (["{id}.1"], "edit", 400),
        (["{id}.1"], "accept", 400),  # what stands at an article's head is looked at singly
        (["{id}.1"], "close", 400),
        (["{id}.1"], "", 400),
        (["{id}"], "reject", 422),
        (["{id}.-1"], "reject", 422),
        (["{id}.1.1"], "reject", 422),
        (["{id}.1\n"], "reject", 422),
        (["{id}.１"], "reject", 422),  # a full-width digit
        (["{id}.1", "{id}.2"], "reject", 422),  # one comment as two pages had it
        (["' OR 1=1 --.1"], "reject", 422),
        (["<script>.1"], "reject", 422),
        (["{id}.99999"], "reject", 409),
        (["0" * 20 + ".1"], "reject", 409),  # nobody's
    ],
)
def test_a_form_that_is_not_ours_changes_nothing(talk, of, action, status):
    site = talk()
    one = waits(site, "One")
    answer = several(desk_of(site), [text.format(id=one.id) for text in of], action)
    assert answer.status_code == status
    assert "<script>.1" not in answer.text
    assert states(site, [one]) == ["held"]
    assert len(site.ledger.talk.history(one.id)) == 1


def test_one_more_than_a_page_shows_changes_nothing(talk):
    site = talk()
    posts = [waits(site, f"no. {at}") for at in range(101)]
    desk = desk_of(site)
    assert several(desk, seen(*posts)).status_code == 422
    assert set(states(site, posts)) == {"held"}
    page = desk.get("/desk/several", params={"like": posts[0].id, "by": "words"}).text
    assert len(ticked(page)) == 100
    assert "1 more is like these" in plain(page)


def test_the_same_tick_twice_is_one(talk):
    site = talk()
    one = waits(site, "One")
    assert several(desk_of(site), seen(one, one)).status_code == 303
    assert [each.action for each in site.ledger.talk.history(one.id)] == ["wait", "reject"]


@pytest.mark.parametrize("by", ["", "everything", "link' --"])
def test_no_other_way_of_being_alike(talk, by):
    site = talk()
    one = waits(site, "One")
    assert desk_of(site).get("/desk/several", params={"like": one.id, "by": by}).status_code == 422


def test_nothing_to_be_like_and_no_such_act(talk):
    site = talk()
    desk = desk_of(site)
    assert desk.get("/desk/several", params={"like": "0" * 20, "by": "link"}).status_code == 404
    assert desk.get("/desk/several/" + "0" * 20).status_code == 404
    assert desk.post("/desk/several/" + "0" * 20, data={"of": []}).status_code == 404


def test_strangers_words_stay_words(talk):
    site = talk()
    desk = desk_of(site)
    posts = [waits(site, f"<script>alert({at})</script> www.casino.example", author="<b>Eve") for at in range(2)]
    page = desk.get("/desk/several", params={"like": posts[0].id, "by": "link"}).text
    after = desk.get(several(desk, ticked(page), why="<i>No.").headers["location"]).text
    for text in (page, after):
        assert ("<script>alert" in text, "<b>Eve" in text, "<i>No." in text) == (False, False, False)
        assert "&lt;b&gt;Eve" in text


def test_another_site_cannot_send_it(talk):
    site = talk()
    one = waits(site, "One")
    desk = desk_of(site)
    answer = desk.post(
        "/desk/several",
        data={"of": seen(one), "action": "reject", "why": "x"},
        headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    assert states(site, [one]) == ["held"]


# --- who is told ---


def test_each_author_gets_one_letter_however_many_were_theirs(post):
    site = post()
    desk = desk_of(site)
    ada = _account(site, "ada@x.example")
    tam = _account(site, "tam@x.example")
    theirs = [waits(site, f"Buy no. {at}", ada.reader) for at in range(30)] + [waits(site, "Buy it", tam.reader)]
    where = several(desk, seen(*theirs)).headers["location"]
    postman.round(site.app.state.site, site.clock.at)
    told = site.letters()[2:]  # the first two let them sign in
    letters = {one["to"]: one.get_content() for one in told}
    assert sorted(one["to"] for one in told) == ["ada@x.example", "tam@x.example"]
    assert "The same was done with 29 more comments of yours" in letters["ada@x.example"]
    assert "/mine" in letters["ada@x.example"]
    assert "Why: Advertising." in letters["ada@x.example"]
    assert "The same was done" not in letters["tam@x.example"]
    desk.post(where, data={"of": ticked(desk.get(where).text)})
    postman.round(site.app.state.site, site.clock.at)
    assert sorted(one["to"] for one in site.letters()[4:]) == ["ada@x.example", "tam@x.example"]


def _account(site, email):
    signed_in(site, email, host=f"198.51.100.{len(email)}")
    return site.ledger.people.of_email(email)


def test_the_log_for_everybody_says_why_in_words(talk):
    site = talk()
    desk = desk_of(site)
    posts = [waits(site, "One"), waits(site, "Two")]
    where = several(desk, seen(*posts)).headers["location"]
    desk.post(where, data={"of": ticked(desk.get(where).text)})
    page, items = site.browser().get("/decisions").text, site.browser().get("/decisions.json").json()["items"]
    assert plain(page).count("Advertising.") == 2
    assert plain(page).count("The desk reads a reader’s first comment") == 2
    assert {one["why"] for one in items if one["action"] == "hold"} == {
        "The desk reads a reader’s first comment before it is shown."
    }
