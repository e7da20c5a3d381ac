"""The discussion in a browser: accessible in every dress, by keyboard, without scripts, and safe from strangers."""

from __future__ import annotations

import email
import re
from email.policy import default
from hashlib import sha256
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from onrecord.discussion.markdown import render
from onrecord.errors import LedgerError
from onrecord.ledger.posts import Act, Draft
from onrecord.pages.discussion import place
from onrecord.pages.tokens import secret_of, signature
from onrecord.records import Stamp
from tests.pages.conftest import TOKEN, application, filled, serving
from tests.pages.sample import LONG_URL, LONG_WORD, at
from tests.pages.test_browser import assert_accessible, look
from tests.pages.test_discussion import PAYLOADS

__all__ = ["look"]
pytestmark = pytest.mark.browser


class Patient:
    """A clock by which every reader took five seconds."""

    at = 1_700_000_000.0

    def __call__(self):
        self.at += 5
        return self.at


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A thread ten deep with passages, a correction and hostile words, served to the public and to the desk."""
    held = filled(f"sqlite:///{tmp_path_factory.mktemp('talk') / 'ledger.sqlite'}")
    written = _write(held)
    public = application(held.ledger, now=Patient(), hold_first=False)
    desk = application(held.ledger, now=Patient(), base_url="http://127.0.0.1:8000", desk_token=None)
    with serving(public) as outside, serving(desk) as inside:
        yield SimpleNamespace(outside=outside, inside=inside, id=held.new.document.id, ledger=held.ledger, **written)
    held.ledger.close()


def _write(held):
    document, above, count = held.new.document, None, 0

    def say(text, act="post", state="shown", why="", **more):
        nonlocal count
        count += 1
        draft = Draft(key=f"k{count}", document=document.id, text=text, html=render(text), **more)
        stamp = Stamp(at=f"2026-03-03T12:{count:02}:00Z", by="reader")
        return held.ledger.talk.post(draft, Act(action=act, state=state, why=why), place, stamp)

    passage = (at(document.text, "some 14,000 vehicles on a working day"),)
    first = say("Who *counted* them?\n\n> they have gone round\n\n1. I did\n2. you", author="Ada", spans=passage)
    above = first
    for depth in range(9):
        above = say(f"Answer {depth}: {LONG_WORD} <{LONG_URL}>", author="Tam", under=above.id)
    say("The count of 2025.", author="Tam", spans=passage, instead="some 12,500 vehicles", cited="Count 2025, p. 3")
    gone = say("You swine")
    held.ledger.talk.decide(
        gone.id, Act(action="remove", state="removed", why="Abuse."), 1, Stamp(at="2026", by="desk")
    )
    for payload in PAYLOADS:
        say(payload, author=payload, spans=passage, instead=payload, cited=payload)
    waiting = say("See www.example.org", "wait", "held", "first link", author="Ada")
    rejected = say("Buy bread", "wait", "held", "first", author="Ada")
    no = Act(action="reject", state="rejected", why="Advertising.")
    held.ledger.talk.decide(rejected.id, no, 1, Stamp(at="2026", by="desk"))
    return {
        "first": first,
        "waiting": waiting,
        "rejected": rejected,
        "deed": held.ledger.talk.history(rejected.id)[-1].id,
        "passage": document.text.index("The bridge, finished"),
    }


PLACES = {
    "outside": [
        "/articles/{id}",
        "/articles/{id}/comment",
        "/articles/{id}/comment?at={passage}",
        "/articles/{id}/comment?under={first}",
        "/comments/{first}/history",
        "/comments/{first}/report",
        "/corrections",
        "/about",
        "/decisions",
        "/mine",
        "/sign-in",
        "/notice",
        "/comments/{rejected}/appeal?receipt={receipt}",
    ],
    "inside": [
        "/desk/people",
        "/desk/notices",
        "/desk/comments",
        "/desk/comments/{waiting}",
        "/desk/several?like={waiting}&by=link",
        "/desk/several/{deed}?left={rejected}",
        "/comments/{waiting}",
        "/articles/{id}",
    ],
}


def where(site, path):
    held = {"id": site.id, "passage": site.passage, "first": site.first.id, "waiting": site.waiting.id}
    held |= {
        "deed": site.deed,
        "rejected": site.rejected.id,
        "receipt": signature(secret_of(TOKEN, str), "receipt", site.rejected.id),
    }
    return path.format(**held)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("side", "path"), [(side, path) for side, paths in PLACES.items() for path in paths])
def test_nothing_stands_in_a_readers_way(site, look, side, path, width, scheme):
    page = look(getattr(site, side) + where(site, path), width, scheme)
    page.evaluate("document.querySelectorAll('.fields details').forEach(one => { one.open = true; })")
    assert_accessible(page)
    assert page.evaluate("typeof window.pwned") == "undefined"


def test_strangers_words_run_nothing(site, look):
    said = []
    page = look("about:blank")
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    for path in PLACES["outside"]:
        page.goto(site.outside + where(site, path))
        page.locator("body").click(position={"x": 5, "y": 5})
    assert said == []
    assert page.locator("main script:not([type='application/ld+json']), main img, main svg").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_comments_on_a_passage_without_scripts(site, look, width):
    page = look(f"{site.outside}/articles/{site.id}", width, java_script_enabled=False)
    page.locator(f"a.answer[href$='at={site.passage}']").click()
    page.get_by_label("Only these words of it").fill("23 kilometres")
    page.get_by_label("Name").fill("Tam")
    page.get_by_label("Comment", exact=True).fill(f"I make it 21, at {width}.")
    page.get_by_role("button", name="Post").click()
    expect(page.locator("li:target")).to_contain_text(f"I make it 21, at {width}.")
    expect(page.locator("li:target")).to_contain_text("On this passage:")
    page.locator("li:target").get_by_role("link", name="On this passage:").click()
    expect(page.locator(":target")).to_have_text(re.compile("23 kilometres"))


def test_selected_words_go_along_with_the_link(site, look):
    page = look(f"{site.outside}/articles/{site.id}")
    link = page.locator(f"a.answer[href*='at={site.passage}']").first
    page.evaluate(
        """link => { const words = [...link.closest('.t').childNodes].find(one => one.textContent.includes('Marl'));
        const at = words.textContent.indexOf('Marl'), range = document.createRange();
        range.setStart(words, at); range.setEnd(words, at + 4);
        getSelection().removeAllRanges(); getSelection().addRange(range); }""",
        link.element_handle(),
    )
    expect(link).to_have_attribute("href", re.compile("only=Marl"))
    link.click()
    expect(page.get_by_label("Only these words of it")).to_have_value("Marl")


def test_a_comment_by_keyboard_alone(site, look):
    page = look(f"{site.outside}/articles/{site.id}/comment?at={site.passage}")
    page.get_by_label("Only these words of it").focus()
    for keys in ("finished in 1961", "Ada", "Written without a mouse."):
        page.keyboard.type(keys)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # over the folded correction
    page.keyboard.press("Enter")
    expect(page.locator("li:target")).to_contain_text("Written without a mouse.")


def test_a_reader_changes_and_deletes_without_scripts(site, look):
    page = look(f"{site.outside}/articles/{site.id}/comment", java_script_enabled=False)
    page.get_by_label("Comment", exact=True).fill("I thnik so.")
    page.get_by_role("button", name="Post").click()
    page.goto(f"{site.outside}/mine")
    page.get_by_role("link", name="change or delete").click()
    page.get_by_label("Comment", exact=True).fill("I think so.")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("li:target")).to_contain_text("I think so.")
    page.goto(f"{site.outside}/mine")
    page.get_by_role("link", name="change or delete").click()
    page.get_by_role("button", name="Delete my comment").click()
    expect(page.locator("main")).to_contain_text("was deleted by you")


def test_a_draft_under_the_article_survives_a_reload(site, look):
    page = look(f"{site.outside}/articles/{site.id}")
    page.get_by_label("Comment", exact=True).fill("Half a thought")
    page.reload()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")


def test_deep_answers_stop_indenting(site, look):
    page = look(f"{site.outside}/articles/{site.id}", 360)
    left = [page.locator(f"[id='r-1{'.1' * depth}']").bounding_box()["x"] for depth in range(10)]
    assert left[0] < left[1] < left[2]
    assert len(set(left[4:])) == 1
    assert 360 - left[-1] > 250


def test_the_desk_clears_its_queue(site, look):
    page = look(f"{site.inside}/desk/comments")
    page.locator(f"#d-{site.waiting.id}").get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(f"#d-{site.waiting.id}")).to_have_count(0)
    assert site.ledger.talk.find(site.waiting.id).state == "shown"


def test_a_reader_signs_in_by_a_link(tmp_path, look):
    held = filled(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with serving(application(held.ledger, mail=f"file:{tmp_path}", base_url="http://127.0.0.1:1")) as address:
        page = look(f"{address}/sign-in?next=/mine", 360)
        page.get_by_label("Your mail address").fill("ada@x.example")
        page.get_by_role("button", name="Send the link").click()
        expect(page.locator("main")).to_contain_text("is on its way")
        while not (letters := list(tmp_path.glob("*.eml"))):  # it goes out after the answer
            page.wait_for_timeout(50)
        letter = email.message_from_bytes(letters[0].read_bytes(), policy=default).get_content()
        page.goto(re.sub(r".*(/sign-in/link\S+).*", rf"{address}\1", letter, flags=re.S))
        assert_accessible(page)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{address}/account")
        expect(page.locator("main")).to_contain_text("ada@x.example")
        assert_accessible(page)
        page.get_by_role("link", name="Programs that write for you").click()
        page.get_by_label("What you call it").fill(f"My notes {LONG_WORD}"[:80])
        page.get_by_role("button", name="Make a token").click()
        expect(page.locator("#token")).to_have_text(re.compile("^onrecord_.{43}$"))
        for scheme in ("light", "dark"):
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                assert_accessible(page)
                page.screenshot(path=str(tmp_path / f"programs-{width}-{scheme}.png"), full_page=True)
    held.ledger.close()


def test_the_queue_is_cleared_by_keyboard_without_leaving_the_page(tmp_path, look):
    held = filled(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    document = held.new.document
    for count, text in enumerate(("First", "Second", "Third")):
        draft = Draft(key=f"w{count}", document=document.id, text=text, html=render(text))
        act = Act(action="wait", state="held", why="first")
        held.ledger.talk.post(draft, act, place, Stamp(at=f"2026-03-03T12:0{count}:00Z", by="reader"))
    desk = application(held.ledger, base_url="http://127.0.0.1:8000", desk_token=None)
    with serving(desk) as address:
        page = look(f"{address}/desk/comments")
        page.evaluate("window.here = true")
        page.keyboard.press("a")
        expect(page.locator(".case")).to_have_count(2)
        page.keyboard.press("r")
        page.keyboard.type("Off the subject.")
        page.keyboard.press("Enter")
        expect(page.locator(".case")).to_have_count(1)
        expect(page.locator("[role=status]")).to_have_text("Do not publish")
        assert page.evaluate("window.here")  # no page was loaded
        page.keyboard.press("j")
        page.locator(".case").get_by_role("button", name="Do not publish").click()  # without saying why
        expect(page.locator("[role=status]")).to_contain_text("Say why")
        assert_accessible(page)
    assert [post.text for post in held.ledger.talk.queue()] == ["Third"]
    assert [post.text for post in held.ledger.talk.thread(document.id)] == ["First"]
    held.ledger.close()


def flooded(held, many):
    """Comments that wait and say nearly the same, the last one something else."""
    texts = [f"Earn {count}00 a day from home, www.casino.example/{count}" for count in range(many)]
    for count, text in enumerate((*texts, "Who paid for it?")):
        draft = Draft(key=f"f{count}", document=held.new.document.id, text=text, html=render(text))
        stamp = Stamp(at=f"2026-03-03T12:{count:02}:00Z", by="reader")
        held.ledger.talk.post(draft, Act(action="wait", state="held", why="link"), place, stamp)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_flood_is_cleared_without_scripts_and_taken_back(tmp_path, look, width):
    held = filled(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    flooded(held, 5)
    desk = application(held.ledger, base_url="http://127.0.0.1:8000", desk_token=None)
    with serving(desk) as address:
        page = look(f"{address}/desk/comments", width, java_script_enabled=False)
        page.get_by_role("link", name="the same link (5)").first.click()
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(5)
        page.get_by_label("Tick comment 3").uncheck()
        page.get_by_label("Why").fill("Advertising.")
        page.get_by_role("button", name="Do not publish").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("4 comments: not published")
        assert len(held.ledger.talk.queue()) == 2
        page.get_by_role("button", name="Take back what is ticked").click()
        assert len(held.ledger.talk.queue()) == 6
    held.ledger.close()


def test_several_by_keyboard_alone(tmp_path, look):
    held = filled(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    flooded(held, 3)
    desk = application(held.ledger, base_url="http://127.0.0.1:8000", desk_token=None)
    with serving(desk) as address:
        page = look(f"{address}/desk/comments")
        for key in ("x", "j", "j", "x"):  # the first and the third
            page.keyboard.press(key)
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
        page.locator("#why-several").focus()
        page.keyboard.type("Advertising.")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.locator("#several").get_by_role("button", name="Do not publish")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("2 comments: not published")
    assert [post.text[:9] for post in held.ledger.talk.queue()] == ["Earn 100 ", "Who paid "]
    held.ledger.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_form_that_the_ledger_cannot_take_comes_back(tmp_path, look, width, scheme):
    held = filled(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    flooded(held, 1)
    desk = application(held.ledger, base_url="http://127.0.0.1:8000", desk_token=None)
    with serving(desk) as address:
        page = look(f"{address}/desk/comments", width, scheme)
        page.get_by_label("Why").last.fill("Advertising, and a word of " + LONG_WORD)
        page.get_by_label("Tick comment 1").check()
        among = held.ledger.talk.among

        def lost(_):
            raise LedgerError("the connection to the database was lost")

        held.ledger.talk.among = lost
        page.locator("#several").get_by_role("button", name="Do not publish").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Not kept: the ledger does not answer")
        expect(page.get_by_label("What you wrote")).to_have_value("Advertising, and a word of " + LONG_WORD)
        assert_accessible(page)
        page.screenshot(path=str(tmp_path / f"given-{width}-{scheme}.png"), full_page=True)
        held.ledger.talk.among = among
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("1 comment: not published")
    held.ledger.close()


def test_a_newcomers_browser_does_the_sum(tmp_path, look):
    held = filled(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    public = application(held.ledger, now=Patient(), hold_first=False, proof=2_000)
    with serving(public) as address:
        page = look(f"{address}/articles/{held.new.document.id}/comment")
        page.get_by_label("Comment", exact=True).fill("My browser did it.")
        page.get_by_role("button", name="Post").click()
        expect(page.locator("li:target")).to_contain_text("My browser did it.")
    held.ledger.close()


ANSWERS = """async ([worker, asked]) => {
  const one = (each) => new Promise((done) => {
    const made = new Worker(worker);
    made.onmessage = ({ data }) => { if ("number" in data) { made.terminate(); done(data.number); } };
    made.postMessage(each);
  });
  return Promise.all(asked.map(one));
}"""


def test_the_sum_is_right_whatever_the_salts_length(tmp_path, look):
    """The worker's own SHA-256 against the library's: the number's digits fall on either side of a block's end."""
    held = filled(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    salts = ["x" * long for long in (1, 50, 53, 54, 55, 56, 60, 62, 63, 64, 94, 118, 121, 126, 128, 190)]
    asked = [(salt, number) for salt in salts for number in (7, 1042)]
    sums = [
        {
            "salt": salt,
            "challenge": sha256(f"{salt}{number}".encode()).hexdigest(),
            "start": 0,
            "step": 1,
            "most": 2_000,
        }
        for salt, number in asked
    ]
    with serving(application(held.ledger, proof=2_000)) as address:
        page = look(f"{address}/articles/{held.new.document.id}/comment")
        worker = page.locator("form[data-work]").get_attribute("data-worker")
        assert page.evaluate(ANSWERS, [worker, sums]) == [number for _, number in asked]
    held.ledger.close()


def test_answers_fold_and_what_came_since_is_marked(tmp_path, look):
    held = filled(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    document, above = held.new.document, None

    def say(text, minute, under=None):
        draft = Draft(key=text, document=document.id, text=text, html=render(text), under=under)
        stamp = Stamp(at=f"2026-03-03T12:{minute:02}:00Z", by="reader")
        return held.ledger.talk.post(draft, Act(action="post", state="shown"), place, stamp)

    above = say("One", 1)
    say("One, answered", 2, above.id)
    with serving(application(held.ledger, votes=True)) as address:
        page = look(f"{address}/articles/{document.id}", 360)
        page.get_by_role("button", name="fold (1)").click()
        expect(page.locator("[id='r-1.1']")).to_be_hidden()
        page.goto(f"{address}/articles/{document.id}#r-1.1")
        page.goto(f"{address}/mine")
        say("Two", 3)
        page.goto(f"{address}/articles/{document.id}")
        expect(page.locator(".since")).to_have_text("1 new since your last visit")
        expect(page.locator("li.new")).to_contain_text("Two")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.screenshot(path=str(tmp_path / "thread.png"), full_page=True)
    held.ledger.close()
