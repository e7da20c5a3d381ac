"""Measured against what others collected: the W3C's assertions, a list of attacks. Needs ../shared."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import jsonschema_rs
import pytest
from msgspec.structs import replace

from onrecord.records import Page, ReaderComment, Reading
from tests.pages import sample
from tests.shared import shared

pytestmark = pytest.mark.corpus

# --- W3C: github.com/w3c/web-annotation-tests' assertions on the model ---


def assertions():
    home = shared("data/web-annotation")
    named = json.loads((home / "annotations/annotationMusts.test").read_text())["assertions"]
    return [json.loads((home / name).read_text()) for name in named]


def flat(value):
    """References as one folder has them: an id of its own would send them elsewhere."""
    if isinstance(value, dict):
        return {key: flat(one) for key, one in value.items() if key not in ("id", "$schema")}
    return [flat(one) for one in value] if isinstance(value, list) else value


def failed(annotation):
    """The W3C's assertions that an annotation does not hold."""
    home = shared("data/web-annotation/definitions")
    known = {path.name: flat(json.loads(path.read_text())) for path in home.glob("*.json")}
    resources = [(f"json-schema:///{name}", one) for name, one in known.items()]
    registry = jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft4)
    wrong = []
    for schema in assertions():
        check = jsonschema_rs.Draft4Validator(flat(schema), registry=registry, base_uri="json-schema:///x")
        if check.is_valid(annotation) is not (schema["expectedResult"] == "valid"):
            wrong.append(schema["title"])
    return wrong


def test_each_statement_holds_the_w3cs_musts(kept, public):
    page = public.get(f"/articles/{kept.new.document.id}/annotations.jsonld").json()
    items = [{"@context": page["@context"], **item} for item in page["items"]]
    assert [failed(item) for item in items] == [[]] * len(kept.new.statements)
    assert failed({**items[0], "@context": "https://example.org/"})  # the assertions do tell
    assert failed({**items[0], "target": 5})
    assert failed({**items[0], "created": "yesterday"})


# --- OWASP's cheat sheet of what slips through filters ---

OURS = {
    "html",
    "head",
    "meta",
    "title",
    "link",
    "script",
    "body",
    "a",
    "header",
    "div",
    "p",
    "nav",
    "main",
    "article",
    "h1",
    "h2",
    "h3",
    "section",
    "ol",
    "ul",
    "li",
    "span",
    "mark",
    "sup",
    "blockquote",
    "details",
    "summary",
    "dl",
    "dt",
    "dd",
    "br",
    "time",
    "b",
    "footer",
    "form",
    "input",
    "label",
    "textarea",
    "button",
    "figure",
    "figcaption",
}


class Seen(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.elements: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.found += [(tag, name, value or "") for name, value in attrs]


def attacks():
    text = shared("data/hostile/xss-filter-evasion.md").read_text()
    return [part.strip() for part in re.findall(r"```\w*\n(.*?)```", text, re.S)]


def test_no_attack_becomes_markup(kept, public):
    words = attacks()
    assert len(words) > 60
    made = sample.document(
        [("title", " ".join(words)[:400]), *[("paragraph", one) for one in words]],
        rights="licensed",
        publisher=words[0],
        byline=words[1],
        url=words[2],
    )
    comments = tuple(
        ReaderComment(number=str(at), author=one[:80], at=one[:40], text=one, orphans=(one,))
        for at, one in enumerate(words, 1)
    )
    said = tuple(sample.said(made, one) for one in words[:60])
    reading = Reading(page=Page(document=made, comments=comments), statements=said)
    kept.ledger.record(reading, stamp=sample.MODEL)
    for path in (f"/articles/{made.id}", f"/articles/{made.id}/history", f"/statements/{said[5].id}", "/search", "/"):
        harmless(public.get(path).text)
    edited = replace(made, id="0" * 20, text=made.text + " more", replaces=made.id)
    kept.ledger.record(Reading(page=Page(document=edited)), stamp=sample.MODEL)
    harmless(public.get(f"/articles/{made.id}/history").text)


def harmless(html):
    seen = Seen()
    seen.feed(html)
    assert seen.elements <= OURS | {"select", "option", "del", "ins", "kbd", "code"}
    for _, name, value in seen.found:
        assert not name.startswith("on")
        assert name not in ("style", "srcdoc", "formaction")
        if name in ("href", "src", "action"):
            assert value.startswith(("/", "#", "http://", "https://"))
            assert not value.startswith("//")
