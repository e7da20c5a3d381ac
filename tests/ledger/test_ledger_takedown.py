"""Withdraw and redact: what the law or decency takes away is gone from all that is shown or kept."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from onrecord.errors import LedgerError, WrongUse
from onrecord.ledger import Ledger, Query, Withdrawn, comment_id, open_ledger
from onrecord.ledger.blanking import blank, clean
from onrecord.records import Image, ReaderComment, Reading, SaidOn, Via
from onrecord.text import Span
from tests.ledger.news import EDITOR, MODEL, article, everything, reading, said, words
from tests.servers import Postgres

URL = "https://news.test/bridge"
SAID = "The bridge over the river will stay open all through the winter"
NAME = "Zebulon Quarrington"
TEXT = (
    f"Asked about the bridge at the harbour on Monday, {NAME} looked up.",
    f"{SAID}, said {NAME}.",
    "“Ferries run,” ZEBULON  QUARRINGTON’s brother said.",
)
HTML = f"<p>{SAID}, said {NAME}.</p>".encode()


def page(*more: str) -> Reading:
    """An article that names a person in every field that can."""
    document = article(
        URL,
        *TEXT,
        *more,
        title=f"{NAME} on the bridge",
        publisher="The Lantern",
        byline=f"By {NAME}",
        images=(Image(src="https://news.test/b.jpg", caption=Span(0, 5), credit=f"Photo {NAME}"),),
        source=hashlib.sha256(HTML).hexdigest(),
    )
    bridge = structs.replace(
        said(document, SAID, NAME),
        via=(Via(name=NAME),),
        said_on=SaidOn(start="2022", end="2022", words=f"as {NAME} told"),
    )
    ferries = said(document, "Ferries run", "ZEBULON  QUARRINGTON")
    comments = [
        ReaderComment(number="1", author=NAME, text="It was I.", orphans=(f"{NAME} lies",)),
        ReaderComment(number="1.1", parent="1", author="Tam", text=f"Poor {NAME}!"),
    ]
    return reading(document, bridge, ferries, comments=comments, evidence=HTML)


# --- withdraw ---


def test_a_withdrawn_document_is_nowhere(ledger: Ledger) -> None:
    first, second = page(), page("A later paragraph.")
    ledger.record(first)
    ledger.record(second)
    ledger.withdraw(first.document.id, "a court said so", EDITOR)
    for one in (first, second):
        with pytest.raises(Withdrawn, match="withdrawn on 2026-02-03: a court said so"):
            ledger.document(one.document.id)
        with pytest.raises(Withdrawn):
            ledger.statement(one.statements[0].id)
    assert ledger.find(Query()) == ledger.documents() == ledger.doubtful() == []
    assert ledger.versions(first.document.id) == ledger.carried(first.document.id) == []
    assert ledger.evidence(first.document.source) is None
    left = ledger.withdrawal(first.document.id)
    assert (left.why, left.stamp) == ("a court said so", EDITOR)


def test_what_was_withdrawn_does_not_come_back(ledger: Ledger) -> None:
    ledger.record(page())
    ledger.withdraw(page().document.id, "", EDITOR)
    assert ledger.knows(page().document.id)
    ledger.record(page(), again=True)
    ledger.record(page("One more comma."))
    assert ledger.find(Query()) == ledger.documents() == []


def test_an_own_article_may_be_published_anew(ledger: Ledger) -> None:
    ledger.record(page())
    ledger.withdraw(page().document.id, "", EDITOR)
    later = page("Corrected.")
    own = structs.replace(
        later, page=structs.replace(later.page, document=structs.replace(later.document, rights="own"))
    )
    ledger.record(own)
    assert [head.id for head in ledger.documents()] == [later.document.id]


def test_a_withdrawn_statement_is_gone_from_every_version(ledger: Ledger) -> None:
    first, second, third = page(), page("More."), page("More.", "And more.")
    ledger.record(first)
    ledger.record(second)
    bridge = second.statements[0]
    ledger.withdraw(bridge.id, "misquoted", EDITOR)
    ledger.record(third)
    assert words(ledger.find(Query())) == ["Ferries run"]
    for one in (first, second, third):
        assert [s.anchor.exact for s in ledger.document(one.document.id).statements] == ["Ferries run"]
    assert [head.statements for head in ledger.versions(first.document.id)] == [1, 1, 1]
    with pytest.raises(Withdrawn, match="misquoted"):
        ledger.statement(bridge.id)
    # A reading anew does not bring it back.
    ledger.record(second, again=True)
    assert words(ledger.find(Query())) == ["Ferries run"]


def test_a_withdrawn_comment_keeps_its_place(ledger: Ledger) -> None:
    one = page()
    ledger.record(one)
    ledger.withdraw(comment_id(one.document.id, one.page.comments[0]), "", EDITOR)
    first, answer = ledger.document(one.document.id).page.comments
    assert (first.number, first.author, first.text, first.orphans) == ("1", None, "", ())
    assert answer == one.page.comments[1]


# --- redact ---


@pytest.fixture
def raw(ledger_url: str, request: pytest.FixtureRequest) -> Callable[[], bytes]:
    """All that the database has on disk, as bytes; what is kept compressed unpacked beside it."""
    if ledger_url.startswith("sqlite"):
        file = Path(ledger_url.removeprefix("sqlite:///"))
        return lambda: b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*")) + _unpacked(file)
    server: Postgres = request.getfixturevalue("postgres")
    name = ledger_url.rsplit("/", 1)[1]
    return lambda: server.dump(ledger_url).encode() + _heap(server, name)


def _files(file: Path) -> bytes:
    """The file with those that SQLite keeps beside it."""
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


def _unpacked(file: Path) -> bytes:
    db = sqlite3.connect(file)
    rows = db.execute("SELECT packed FROM evidence WHERE length(packed) > 0").fetchall()
    db.close()
    return b"".join(zlib.decompress(row[0]) for row in rows)


def _heap(server: Postgres, name: str) -> bytes:
    """The files of the database's tables themselves."""
    server.sql(name, "CHECKPOINT")
    oid = server.sql("postgres", f"SELECT oid FROM pg_database WHERE datname = '{name}'")[0][0]
    files = (server.folder / "data/base" / str(oid)).glob("*")
    rows = server.sql(name, "SELECT packed FROM evidence WHERE length(packed) > 0")
    return b"".join(path.read_bytes() for path in files) + b"".join(zlib.decompress(row[0]) for row in rows)


def holds(data: bytes, word: str = "quarrington") -> bool:
    return word.encode() in data.lower()


def test_redacted_words_are_nowhere(ledger: Ledger, raw: Callable[[], bytes]) -> None:
    ledger.record(page())
    ledger.record(page("A later paragraph."))
    other = article("https://other.test/", f"Someone else is called {NAME} too.")
    bridge = page().statements[0].id
    ledger.review(bridge, "wrong", f"not {NAME}", EDITOR)
    note = ledger.object(bridge, f"I am {NAME}", f"{NAME} <z@news.test>", MODEL)
    ledger.answer_note(note.id, f"Dear {NAME},", EDITOR)
    ledger.withdraw(page().statements[1].id, f"{NAME} asked", EDITOR)
    assert holds(raw())

    count = ledger.redact(bridge, NAME, EDITOR)
    assert count > 20
    data = raw()
    assert not holds(data)
    assert "█".encode() in data
    assert ledger.find(Query(speaker="quarrington")) == ledger.find(Query(words="quarrington")) == []

    # Another article is not touched, and everything else stands where it stood.
    ledger.record(reading(other))
    assert NAME in ledger.document(other.id).document.text
    now = ledger.document(page().document.id).document
    assert len(now.text) == len(page().document.text)
    assert now.blocks == page().document.blocks
    assert words(ledger.find(Query(words="bridge"))) == [SAID]
    assert ledger.statement(bridge).source == "█" * len(NAME)
    assert ledger.notes()[0].answer == f"Dear {'█' * len(NAME)},"


def test_a_second_time_there_is_nothing_left(ledger: Ledger) -> None:
    ledger.record(page())
    assert ledger.redact(page().document.id, NAME, EDITOR) > 0
    assert ledger.redact(page().document.id, NAME, EDITOR) == 0


def test_redacted_words_do_not_come_back(ledger: Ledger, raw: Callable[[], bytes]) -> None:
    ledger.record(page())
    ledger.redact(page().document.id, NAME.upper(), EDITOR)
    ledger.record(page(), again=True)
    late = page(f"A later paragraph. {NAME}")
    fresh = structs.replace(late, page=structs.replace(late.page, evidence=HTML + b"<!-- fresh -->"))
    done = ledger.record(fresh)
    assert done.added
    assert done.replaces == page().document.id
    assert not holds(raw())


def test_redacting_needs_words(ledger: Ledger) -> None:
    ledger.record(page())
    with pytest.raises(WrongUse, match="no words"):
        ledger.redact(page().document.id, " – ", EDITOR)


def test_another_reader_of_an_older_state_is_told(tmp_path: Path) -> None:
    """Words stay in SQLite's log of changes while someone reads a state that holds them."""
    file = tmp_path / "ledger.sqlite"
    with open_ledger(f"sqlite:///{file}", patience=0.3) as ledger:
        ledger.record(page())
        reader = sqlite3.connect(file)
        reader.execute("BEGIN")
        reader.execute("SELECT text FROM documents").fetchall()
        with pytest.raises(LedgerError, match="redact again"):
            ledger.redact(page().document.id, NAME, EDITOR)
        reader.close()
        ledger.redact(page().document.id, NAME, EDITOR)
        assert not holds(b"".join(path.read_bytes() for path in tmp_path.iterdir()))
        assert NAME not in str(everything(ledger))


BLANKS = [
    # words, text, what is left
    ("Ali", "Ali is alive. ali’s Ali-Baba; Aliyev", "███ is alive. ███’s ███-Baba; Aliyev"),
    ("Ana Ek", "Ana\u00a0Ek and ANA\n EK", "██████ and ███████"),
    ("it's", "It’s “it‘s”", "████ “████”"),
    ("Кия", "Кия, Кияни", "███, Кияни"),
    ("c++", "In c++, so", "In ███, so"),
]


@pytest.mark.parametrize(("taken", "text", "left"), BLANKS)
def test_words_as_words(taken: str, text: str, left: str) -> None:
    assert blank(taken, text)[0] == left
    assert len(left) == len(text)


EVIDENCE = [
    # bytes as they came, what is kept of them; None: nothing
    (b"<b>Ana Ek</b> said", "<b>██████</b> said".encode()),
    ("Ana Ek, Łódź".encode(), "██████, Łódź".encode()),
    # Markup, entities or JSON's escapes between the letters: better nothing than a guess.
    (b"<b>Ana</b> <i>Ek</i>", None),
    (b"Ana&#32;Ek", None),
    (rb'{"by": "Ana\u0020Ek"}', None),
    (b"?by=Ana%20Ek", None),
    # Another charset, or something packed.
    ("Ana Ek, Zoë".encode("cp1252"), None),
    ("Ana Ek".encode("utf-16"), None),
    (zlib.compress(b"Ana Ek"), None),
]


@pytest.mark.parametrize(("data", "kept"), EVIDENCE)
def test_the_bytes_as_they_came(data: bytes, kept: bytes | None) -> None:
    assert clean("Ana Ek", data, held=True)[0] == (kept or b"")


def test_bytes_that_never_held_the_words_stay() -> None:
    for data in (b"<p>Bo</p>", zlib.compress(b"Bo")):
        assert clean("Ana Ek", data, held=False) == (data, 0)
