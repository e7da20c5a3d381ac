"""Discussions into the ledger: twice is once, answers keep what they answer, articles are found by their address."""

from __future__ import annotations

import json

import pytest

from onrecord.errors import ReadError
from onrecord.importing import Import, spellings
from onrecord.ledger import open_ledger
from onrecord.reading.stream import pieces
from onrecord.records import Stamp
from tests.ledger.news import article, reading

NOW = Stamp(at="2026-03-04T09:00:00Z", by="editor")
FERRY = "https://news.test/ferry"


@pytest.fixture
def ledger(ledger_url):
    with open_ledger(ledger_url) as made:
        yield made


def commento(*comments: dict, domain: str = "news.test") -> str:
    """An export with these comments under one article."""
    rows = [
        {"domain": domain, "url": "/ferry", "parentHex": "root", "markdown": one["commentHex"], **one}
        for one in comments
    ]
    return json.dumps({"comments": rows})


def say(id: str, parent: str = "root", **more: object) -> dict:
    return {"commentHex": id, "parentHex": parent, **more}


def taken(ledger, text: str, **how):
    return Import(ledger, "commento", "https://here.test", NOW, **how).run(iter(text.splitlines(keepends=True)))


def thread(ledger, url: str = FERRY) -> list[tuple[str, str, str]]:
    document = ledger.talk.article_at(spellings(url))
    return [(post.number, post.text, post.state) for post in ledger.talk.thread(document)]


def test_answers_keep_their_parents_in_whatever_order_they_come(ledger):
    outcome = taken(ledger, commento(say("c", "b"), say("b", "a"), say("d"), say("a"), say("e", "a")))
    assert outcome.added == 5
    assert thread(ledger) == [
        ("1", "d", "shown"),
        ("2", "a", "shown"),
        ("2.1", "b", "shown"),
        ("2.1.1", "c", "shown"),
        ("2.2", "e", "shown"),
    ]


def test_again_adds_nothing_and_a_longer_export_adds_what_is_new(ledger):
    assert taken(ledger, commento(say("a"))).added == 1
    again = taken(ledger, commento(say("a"), say("b", "a")))
    assert (again.added, again.known) == (1, 1)
    assert thread(ledger) == [("1", "a", "shown"), ("1.1", "b", "shown")]


def test_an_answer_to_what_is_deleted_keeps_the_place_without_the_words(ledger):
    text = commento(say("a", deleted=True), say("b", "a"), say("z", deleted=True))
    assert taken(ledger, text).added == 1
    assert thread(ledger) == [("1", "", "deleted"), ("1.1", "b", "shown")]


def test_an_answer_to_what_is_not_in_the_file_stands_at_the_top_and_is_told(ledger):
    outcome = taken(ledger, commento(say("a", "nowhere"), say("b", "a"), say("x", "y"), say("y", "x"), say("s", "s")))
    assert len(thread(ledger)) == 5
    assert {number for number, words, _ in thread(ledger) if words == "b"} == {"1.1"}
    assert len(outcome.tally.mended) == 3


def test_a_number_given_twice_keeps_both_and_the_same_comment_twice_is_one(ledger):
    text = commento(say("a"), say("a", markdown="other words"), say("a"))
    outcome = taken(ledger, text)
    assert (outcome.added, dict(outcome.tally.left_out)) == (2, {"twice in the file": 1})
    assert taken(ledger, text).added == 0


def test_an_article_is_found_by_its_address_however_it_is_written(ledger):
    held = article("http://news.test/ferry/", "The ferry runs.")
    ledger.record(reading(held))
    assert taken(ledger, commento(say("a"))).articles == 0
    assert [post.text for post in ledger.talk.thread(held.id)] == ["a"]


def test_an_article_that_is_recorded_later_gets_its_discussion(ledger):
    assert taken(ledger, commento(say("a"))).articles == 1
    later = article(FERRY, "The ferry runs.")
    assert ledger.record(reading(later)).replaces
    assert [post.text for post in ledger.talk.thread(later.id)] == ["a"]


def test_what_arrives_is_held_where_the_site_wants_so_and_where_it_waited_there(ledger):
    assert taken(ledger, commento(say("a"), say("b", state="unapproved"))).held == 1
    assert taken(ledger, commento(say("c")), hold=True).held == 1
    assert [post.text for post in ledger.talk.queue()] == ["b", "c"]


def test_a_withdrawn_article_gets_nothing(ledger):
    held = article(FERRY, "The ferry runs.")
    ledger.record(reading(held))
    ledger.withdraw(held.id, "a court said so", NOW)
    outcome = taken(ledger, commento(say("a")))
    assert (outcome.added, dict(outcome.tally.left_out)) == (0, {"of withdrawn articles": 1})


def test_words_that_were_blanked_in_an_article_stay_blanked_in_what_arrives(ledger):
    held = article(FERRY, "The ferry of Zebulon Quarrington runs.")
    ledger.record(reading(held))
    ledger.redact(held.id, "Zebulon Quarrington", NOW)
    taken(ledger, commento(say("a", markdown="I know Zebulon Quarrington.")))
    [post] = ledger.talk.thread(held.id)
    assert "Quarrington" not in post.text + post.html


def test_a_thread_a_thousand_levels_deep_comes_in(ledger):
    assert (
        taken(ledger, commento(*[say(str(at), str(at - 1) if at else "root") for at in range(1000)][::-1])).added
        == 1000
    )
    assert len(thread(ledger)) == 50


# --- files ---


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Привіт\nсвіт\n".encode(), "Привіт\nсвіт\n"),
        ("\ufeffсвіт".encode("utf-16"), "\ufeffсвіт"),
        ('<?xml version="1.0" encoding="windows-1251"?>\nПривіт\n'.encode("cp1251"), "Привіт"),
        (
            '<?xml version="1.0" encoding="utf-8"?>\nDer Fluß fließt über die Brücke\n'.encode("cp1252"),
            "Fluß fließt über",
        ),
        (("x" * 70_000 + " світ" * 40_000).encode(), "світ" + " світ" * 39_999),
    ],
    ids=["utf-8", "utf-16", "as it says", "not as it says", "one long line"],
)
def test_a_file_is_read_in_the_charset_that_it_is_in(tmp_path, data, expected):
    path = tmp_path / "export.xml"
    path.write_bytes(data)
    assert expected in "".join(pieces(str(path)))


@pytest.mark.parametrize(("data", "why"), [(b"\x89PNG\r\n\x1a\n", "a picture"), (b"", "nothing in it")])
def test_a_file_that_is_no_text_is_refused(tmp_path, data, why):
    path = tmp_path / "export.xml"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=why):
        list(pieces(str(path)))
