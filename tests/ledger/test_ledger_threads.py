"""Threads kept: numbers given once, a form sent twice is one post, two desks at once, words that are taken away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord.errors import LedgerError, NotFound
from onrecord.ledger import Ledger, Withdrawn, open_ledger
from onrecord.ledger.posts import Act, Draft
from onrecord.records import Document, Stamp
from onrecord.text import Span
from tests.ledger.news import EDITOR, article, place, reading

URL = "https://news.test/ferry"
SHOWN, HELD = Act(action="post", state="shown"), Act(action="wait", state="held", why="first")
NAME = "Zebulon Quarrington"


def numbered(above: tuple[str, str] | None, ordinal: int) -> tuple[str, str]:
    """Numbers as a test needs them; what sorts is zero-padded."""
    return (f"{above[0]}.{ordinal}", f"{above[1]}.{ordinal:03}") if above else (str(ordinal), f"{ordinal:03}")


def at(minute: int) -> Stamp:
    return Stamp(at=f"2026-03-03T12:{minute:02}:00Z", by="reader")


def ferry(ledger: Ledger, *more: str) -> Document:
    """The ferry's article, a newer version with `more`."""
    made = article(URL, f"The ferry runs on Sunday, said {NAME}.", "It is full.", *more)
    ledger.record(reading(made))
    return made


def say(ledger: Ledger, document: Document, key: str, act: Act = SHOWN, minute: int = 0, **more: object) -> str:
    """Posts; the post's id."""
    words = {"author": "Ada", "text": key, "html": f"<p>{key}</p>", "reader": "r"} | more
    draft = Draft(key=key, document=document.id, **words)  # type: ignore[arg-type]
    return ledger.talk.post(draft, act, numbered, at(minute)).id


def numbers(ledger: Ledger, document: Document) -> list[str]:
    return [post.number for post in ledger.talk.thread(document.id)]


def counts(ledger: Ledger, document: Document) -> tuple[int, int]:
    page = ledger.talk.page(document.id)
    return page.shown, page.places


def test_a_thread_reads_in_its_order_with_numbers_given_once(ledger: Ledger) -> None:
    it = ferry(ledger)
    one = say(ledger, it, "a")
    say(ledger, it, "b", HELD)  # 2 is not public, and its number is not given again
    three = say(ledger, it, "c")
    say(ledger, it, "d", under=one)
    say(ledger, it, "e", under=three)
    say(ledger, it, "f", under=one)
    assert numbers(ledger, it) == ["1", "1.1", "1.2", "3", "3.1"]
    assert counts(ledger, it) == (5, 5)
    last = ledger.talk.thread(it.id)[-1]
    assert (last.parent, last.text, ledger.talk.before(last)) == (three, "e", 4)
    assert [post.number for post in ledger.talk.thread(it.id, limit=2, skip=3)] == ["3", "3.1"]


def test_a_thread_outlives_the_articles_versions(ledger: Ledger) -> None:
    old = ferry(ledger)
    say(ledger, old, "a", spans=(place("The ferry runs on Sunday", old.text),))
    new = ferry(ledger, "A bus too.")
    say(ledger, new, "b")
    assert numbers(ledger, old) == numbers(ledger, new) == ["1", "2"]
    first = ledger.talk.thread(new.id)[0]
    assert (first.document, first.article) == (old.id, old.id)
    assert first.anchor is not None
    assert first.anchor.exact == "The ferry runs on Sunday"


def test_a_form_sent_twice_is_one_post(ledger: Ledger) -> None:
    it = ferry(ledger)
    assert say(ledger, it, "a") == say(ledger, it, "a", text="again")
    assert [post.text for post in ledger.talk.thread(it.id)] == ["a"]
    assert ledger.talk.of_key("a") == ledger.talk.thread(it.id)[0]
    assert ledger.talk.of_key("b") is None


def test_many_at_once_get_each_their_number(ledger: Ledger, ledger_url: str) -> None:
    it = ferry(ledger)
    with open_ledger(ledger_url, patience=30) as other, ThreadPoolExecutor(8) as pool:
        both = [ledger, other]
        list(pool.map(lambda at: say(both[at % 2], it, f"k{at // 2}"), range(40)))  # every form twice
    assert numbers(ledger, it) == [str(one) for one in range(1, 21)]


def test_what_was_public_leaves_its_place(ledger: Ledger) -> None:
    it = ferry(ledger)
    one, two = say(ledger, it, "a"), say(ledger, it, "b", HELD)
    say(ledger, it, "c", under=one)
    assert ledger.talk.decide(one, Act(action="remove", state="removed", why="abuse"), 1, EDITOR)
    assert ledger.talk.decide(two, Act(action="reject", state="rejected", why="spam"), 1, EDITOR)
    removed, answer = ledger.talk.thread(it.id)
    assert (removed.state, removed.why, removed.was_shown, answer.state) == ("removed", "abuse", True, "shown")
    assert counts(ledger, it) == (1, 2)


def test_two_desks_at_once_decide_once(ledger: Ledger) -> None:
    it = ferry(ledger)
    one = say(ledger, it, "a", HELD)
    assert ledger.talk.decide(one, Act(action="approve", state="shown"), 1, EDITOR)
    assert not ledger.talk.decide(one, Act(action="reject", state="rejected", why="spam"), 1, EDITOR)
    assert [act.action for act in ledger.talk.history(one)] == ["wait", "approve"]


def test_what_waits_for_the_desk(ledger: Ledger) -> None:
    it = ferry(ledger)
    say(ledger, it, "shown")
    held = say(ledger, it, "held", HELD)
    fix = say(ledger, it, "fix", instead="on Monday")
    assert [post.id for post in ledger.talk.queue()] == [held, fix]
    ledger.talk.decide(held, Act(action="approve", state="shown"), 1, EDITOR)
    ledger.talk.decide(fix, Act(action="accept", why="thank you"), 1, EDITOR)
    assert ledger.talk.queue() == []
    (listed,) = ledger.talk.corrections()
    assert (listed.id, listed.state, listed.outcome, listed.answer) == (fix, "shown", "accept", "thank you")
    ledger.talk.decide(fix, Act(action="reopen"), 2, EDITOR)
    assert [post.id for post in ledger.talk.queue()] == [fix]
    assert [one.action for one in ledger.talk.log(["accept", "approve"])] == ["accept", "approve"]


def test_the_head_of_a_thread(ledger: Ledger) -> None:
    it = ferry(ledger)
    fix = say(ledger, it, "fix", instead="on Monday", spans=(Span(0, 3),))
    say(ledger, it, "open", instead="never")
    page = ledger.talk.page(it.id)
    assert (page.shown, page.accepted, page.closed) == (2, (), False)
    ledger.talk.decide(fix, Act(action="accept", why="thank you"), 1, EDITOR)
    ledger.talk.shut(it.id, Act(action="close"), EDITOR)
    page = ledger.talk.page(ferry(ledger, "A newer version.").id)
    assert ([post.id for post in page.accepted], page.closed) == ([fix], True)
    assert [(one.action, one.number, one.article) for one in ledger.talk.log(["accept", "close"])] == [
        ("close", "", it.id),
        ("accept", "1", it.id),
    ]
    ledger.talk.shut(it.id, Act(action="open"), EDITOR)
    assert not ledger.talk.closed(it.id)
    with pytest.raises(NotFound):
        ledger.talk.shut("no such", Act(action="close"), EDITOR)


def test_what_is_shown_anywhere(ledger: Ledger) -> None:
    it, other = ferry(ledger), article("https://news.test/other", "Rain.")
    ledger.record(reading(other))
    first, second = say(ledger, it, "a"), say(ledger, other, "b", minute=1)
    say(ledger, other, "c", HELD)
    gone = say(ledger, it, "d")
    ledger.withdraw(gone, "", EDITOR)
    assert ([post.id for post in ledger.talk.shown()], ledger.talk.total()) == ([first, second], 2)
    ledger.withdraw(other.id, "a court said so", EDITOR)
    assert ([post.id for post in ledger.talk.shown(1)], ledger.talk.total()) == ([first], 1)


def test_reports_bring_a_post_to_the_desk_until_it_looked(ledger: Ledger) -> None:
    it = ferry(ledger)
    one = say(ledger, it, "a")
    for key in ("k1", "k1", "k2"):  # sent twice is once
        ledger.talk.report(one, f"abuse, says {NAME}", key, at(1))
    (post,) = ledger.talk.queue()
    assert (post.reports, post.acts, post.state, post.why) == (2, 1, "shown", "")
    ledger.talk.decide(one, Act(action="keep"), 1, EDITOR)  # a report meanwhile is in nobody's way
    assert ledger.talk.queue() == []
    ledger.talk.report(one, "again", "k3", at(2))
    assert [post.reports for post in ledger.talk.queue()] == [1]
    ledger.redact(it.id, NAME, EDITOR)
    ledger.talk.report(one, f"still {NAME}", "k4", at(3))
    assert NAME not in str([act.why for act in ledger.talk.history(one)])
    with pytest.raises(NotFound):
        ledger.talk.report("no such", "abuse", "k5", at(3))


def test_an_edit_keeps_what_was_there(ledger: Ledger) -> None:
    it = ferry(ledger)
    one = say(ledger, it, "a")
    edit = Act(action="edit", state="shown")
    assert ledger.talk.revise(one, "b", "<p>b</p>", edit, 1, at(1))
    assert not ledger.talk.revise(one, "c", "<p>c</p>", edit, 1, at(2))
    post = ledger.talk.find(one)
    assert post is not None
    assert (post.text, post.html, post.revisions) == ("b", "<p>b</p>", 2)
    assert [revision.text for revision in ledger.talk.revisions(one)] == ["a", "b"]


def test_readers_and_their_own(ledger: Ledger) -> None:
    it = ferry(ledger)
    say(ledger, it, "a", HELD, reader="ada")
    assert not ledger.talk.known("ada")
    say(ledger, it, "b", minute=1, reader="ada")
    say(ledger, it, "c", reader="")
    assert (ledger.talk.known("ada"), ledger.talk.known(""), ledger.talk.known("tam")) == (True, False, False)
    assert [post.text for post in ledger.talk.mine("ada")] == ["b", "a"]
    assert ledger.talk.mine("") == []


def test_a_bucket_that_workers_share(ledger: Ledger, ledger_url: str) -> None:
    with open_ledger(ledger_url) as other:
        waits = [one.talk.take("net", 2, 10, now) for one, now in [(ledger, 0), (other, 0), (ledger, 1), (other, 10)]]
    assert waits == [0, 0, 9, 0]
    assert ledger.talk.take("another net", 2, 10, 1) == 0


def test_nothing_is_posted_under_what_is_not_there(ledger: Ledger) -> None:
    it = ferry(ledger)
    other = article("https://news.test/other", "Rain.")
    ledger.record(reading(other))
    foreign = say(ledger, other, "a")
    for wrong in ({"under": "no such"}, {"under": foreign}):
        with pytest.raises(NotFound, match="no comment of this id"):
            say(ledger, it, "b", **wrong)
    with pytest.raises(NotFound, match="no document"):
        say(ledger, article(None, "Never recorded."), "c")
    with pytest.raises(NotFound, match="no comment"):
        ledger.talk.decide("no such", Act(action="approve", state="shown"), 1, EDITOR)
    with pytest.raises(LedgerError, match="no character"):
        say(ledger, it, "nul \0")
    assert numbers(ledger, it) == []
    ledger.withdraw(it.id, "a court said so", EDITOR)
    with pytest.raises(Withdrawn):
        say(ledger, it, "late")


# --- what the law or decency takes away ---


def test_a_withdrawn_post_keeps_its_place_and_loses_its_words(ledger: Ledger) -> None:
    it = ferry(ledger)
    one = say(ledger, it, "a", author=NAME)
    ledger.withdraw(one, "a court said so", EDITOR)
    (post,) = ledger.talk.thread(it.id)
    assert (post.number, post.state, post.text, post.html, post.author) == ("1", "removed", "", "", "")
    assert post.why == "a court said so"


@pytest.mark.parametrize(
    ("typed", "made", "left"),
    [
        (f"I know {NAME}.", f"<p>I know {NAME}.</p>", "I know ███████████████████."),
        ("Zebulon\nQUARRINGTON!", "<p>Zebulon<br>\nQUARRINGTON!</p>", "███████████████████!"),
        ("*Zebulon* Quarrington", "<p><em>Zebulon</em> Quarrington</p>", "█" * 21),
        ("Zebu**lon Quar**rington", "<p>Zebu<strong>lon Quar</strong>rington</p>", "█" * 23),
        ("Nobody I know.", "<p>Nobody I know.</p>", "Nobody I know."),
    ],
)
def test_redacted_words_are_gone_from_the_thread(ledger: Ledger, typed: str, made: str, left: str) -> None:
    it = ferry(ledger)
    span = place(NAME, it.text)
    named = {"author": NAME, "instead": f"not {NAME}", "cited": f"{NAME}’s letter", "spans": (span,)}
    one = say(ledger, it, "key", text=typed, html=made, **named)
    ledger.talk.decide(one, Act(action="hold", state="held", why=f"about {NAME}"), 1, EDITOR)
    assert ledger.redact(it.id, NAME, EDITOR) > 4
    post = ledger.talk.find(one)
    assert post is not None
    assert (post.text, post.html == "") == (left, left != typed)
    assert post.anchor is not None
    blank = "█" * len(NAME)
    assert (post.anchor.exact, post.author, post.instead) == (blank, blank, f"not {blank}")
    assert (post.cited, post.why, post.state) == (f"{blank}’s letter", f"about {blank}", "held")


def test_redacted_words_are_not_written_again(ledger: Ledger) -> None:
    it = ferry(ledger)
    ledger.redact(it.id, NAME, EDITOR)
    one = say(ledger, it, "a", text=f"It was {NAME}.", author=NAME)
    ledger.talk.revise(one, f"{NAME}!", f"<p>{NAME}!</p>", Act(action="edit", state="shown"), 1, at(1))
    blank = "█" * len(NAME)
    assert [one.text for one in ledger.talk.revisions(one)] == [f"It was {blank}.", f"{blank}!"]
    (post,) = ledger.talk.thread(it.id)
    assert (post.author, post.html) == (blank, "")


def test_a_posts_id_leads_to_its_article(ledger: Ledger) -> None:
    it = ferry(ledger)
    one = say(ledger, it, "a", text=f"Ask {NAME}.", spans=(Span(0, 9),))
    ledger.redact(one, NAME, EDITOR)
    post = ledger.talk.find(one)
    assert post is not None
    assert post.text == f"Ask {'█' * len(NAME)}."
