"""Programs annotate: the Web Annotation Protocol's writing side, and annotations that are none."""

from __future__ import annotations

import json
import re

import jsonschema_rs
import pytest

from tests.pages.conftest import PUBLIC, TOKEN
from tests.pages.test_corpus import failed, flat
from tests.pages.test_discussion import RELAXED, browser, desk_of, send, talk
from tests.shared import shared

__all__ = ["talk"]
ANNO = "http://www.w3.org/ns/anno.jsonld"
MEDIA = f'application/ld+json; profile="{ANNO}"'
WORDS = "finished in 1961"


def annotation(site, **more):
    """A comment on three words of the article, as a program would send it."""
    target = {"source": f"{PUBLIC}/articles/{site.id}", "selector": {"type": "TextQuoteSelector", "exact": WORDS}}
    body = {"type": "TextualBody", "value": "Who paid?", "format": "text/plain"}
    return {"@context": ANNO, "type": "Annotation", "body": body, "target": target, **more}


class Program:
    """A client that signs in by the desk's token in a header, and keeps no cookie."""

    def __init__(self, site, token=TOKEN):
        self.client = browser(site.app)
        self.headers = {"authorization": f"Bearer {token}", "content-type": MEDIA}

    def post(self, value, **headers):
        data = value if isinstance(value, str) else json.dumps(value)
        return self.client.post("/annotations/", content=data, headers=self.headers | headers)

    def put(self, path, value, **headers):
        return self.client.put(path, content=json.dumps(value), headers=self.headers | headers)

    def delete(self, path, **headers):
        return self.client.delete(path, headers=self.headers | headers)

    def get(self, path):
        return self.client.get(path)


@pytest.fixture
def site(talk):
    return talk(**RELAXED)


def path_of(answer):
    return answer.headers["location"].removeprefix(PUBLIC)


def test_an_annotation_becomes_a_comment_on_the_words_it_selects(site):
    program = Program(site)
    made = program.post(annotation(site, creator={"type": "Person", "name": "Ada"}))
    assert made.status_code == 201
    [post] = site.ledger.talk.thread(site.id)
    assert made.headers["location"] == made.json()["id"] == f"{PUBLIC}/annotations/{post.id}"
    assert (post.author, post.text, post.anchor.exact) == ("Ada", "Who paid?", WORDS)
    again = program.get(path_of(made))
    assert again.json() == made.json()
    assert again.headers["etag"] == made.headers["etag"]
    assert again.headers["allow"] == "GET, HEAD, OPTIONS, PUT, DELETE"
    assert program.get("/annotations/").headers["accept-post"].startswith(MEDIA)


def test_sent_twice_it_is_one_and_after_a_deletion_it_is_a_new_one(site):
    program = Program(site)
    one, two = program.post(annotation(site)), program.post(annotation(site))
    assert path_of(one) == path_of(two)
    assert program.delete(path_of(one)).status_code == 204
    three = program.post(annotation(site))
    assert path_of(three) != path_of(one)
    assert [post.state for post in site.ledger.talk.thread(site.id)] == ["deleted", "shown"]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        (None, None),
        ({"type": "TextQuoteSelector", "exact": "The bridge", "suffix": ", finished"}, "The bridge"),
        (
            [{"type": "TextQuoteSelector", "exact": WORDS}, {"type": "TextPositionSelector", "start": 0, "end": 2}],
            WORDS,
        ),
        ({"type": "TextPositionSelector", "start": 0, "end": 5}, "first five"),
    ],
    ids=["the article", "a quote with its surroundings", "a stale position", "a position"],
)
def test_the_words_are_found_by_their_selectors(site, selector, expected):
    target = {"source": f"{PUBLIC}/articles/{site.id}", **({"selector": selector} if selector else {})}
    assert Program(site).post(annotation(site, target=target)).status_code == 201
    [post] = site.ledger.talk.thread(site.id)
    first = site.kept.new.document.text[:5]
    assert (post.anchor.exact if post.anchor else None) == (first if expected == "first five" else expected)


def test_answers_corrections_and_articles_by_their_own_address(site):
    program = Program(site)
    one = program.post(annotation(site, target=site.kept.new.document.url))
    assert program.post(annotation(site, target=one.json()["id"], body=None, bodyValue="An answer")).status_code == 201
    edit = {"type": "TextualBody", "purpose": "editing", "value": "finished in 1962"}
    why = {
        "type": "TextualBody",
        "purpose": "commenting",
        "value": "<p>See <b>the plaque</b></p>",
        "format": "text/html",
    }
    assert program.post(annotation(site, motivation="editing", body=[why, edit])).status_code == 201
    rows = [(post.number, post.text, post.instead) for post in site.ledger.talk.thread(site.id)]
    assert rows == [("1", "Who paid?", None), ("1.1", "An answer", None), ("2", "See the plaque", "finished in 1962")]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"target": "https://elsewhere.test/"}, 422),
        ({"target": f"{PUBLIC}/annotations/nope"}, 404),
        ({"target": ["https://a.test/", "https://b.test/"]}, 422),
        ({"body": "https://a.test/a-video"}, 422),
        ({"body": {"type": "TextualBody", "value": " "}}, 422),
        ({"body": {"type": "TextualBody", "value": "x" * 10_001}}, 422),
        ({"selector": {"type": "TextQuoteSelector", "exact": "words of nobody"}}, 422),
        ({"selector": {"type": "TextQuoteSelector", "exact": "the"}}, 422),
        ({"selector": {"type": "CssSelector", "value": "p"}}, 422),
        ({"selector": {"type": "TextPositionSelector", "start": 0, "end": 9_999_999}}, 422),
        ({"selector": {"type": "TextPositionSelector", "start": 5, "end": 2}}, 400),
        ({"selector": {"type": "TextPositionSelector", "start": True, "end": 2}}, 400),
        ({"body": {"type": "TextualBody"}}, 400),
        ({"target": None}, 400),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_posted(site, change, status):
    sent = annotation(site)
    selector = change.pop("selector", None) if "selector" in change else None
    if selector:
        sent["target"] = {**sent["target"], "selector": selector}
    assert Program(site).post({**sent, **change}).status_code == status
    assert site.ledger.talk.thread(site.id) == []


def test_only_who_is_signed_in_writes_and_only_in_json(site):
    assert Program(site, token="wrong").post(annotation(site)).status_code == 401
    assert browser(site.app).post("/annotations/", json=annotation(site)).headers["www-authenticate"] == "Bearer"
    assert desk_of(site).post("/annotations/", json=annotation(site)).status_code == 201
    answer = Program(site).post(annotation(site), **{"content-type": "text/turtle"})
    assert (answer.status_code, answer.headers["accept-post"][: len(MEDIA)]) == (415, MEDIA)
    forged = Program(site).post(annotation(site), **{"sec-fetch-site": "cross-site"})
    assert forged.status_code == 403


def test_an_annotation_is_changed_by_who_saw_its_newest_state(site):
    program = Program(site)
    made = program.post(annotation(site))
    newer = annotation(site, body={"type": "TextualBody", "value": "Who paid for it?"})
    done = program.put(path_of(made), newer, **{"if-match": made.headers["etag"]})
    assert (done.status_code, done.json()["body"]["value"]) == (200, "<p>Who paid for it?</p>\n")
    assert done.headers["etag"] != made.headers["etag"]
    assert program.put(path_of(made), newer, **{"if-match": made.headers["etag"]}).status_code == 412
    assert program.delete(path_of(made), **{"if-match": made.headers["etag"]}).status_code == 412
    [post] = site.ledger.talk.thread(site.id)
    assert [one.text for one in site.ledger.talk.revisions(post.id)] == ["Who paid?", "Who paid for it?"]
    elsewhere = annotation(site, target=f"{PUBLIC}/articles/{site.id}")
    assert program.put(path_of(made), elsewhere).status_code == 422


def test_a_deleted_annotation_is_gone_and_a_readers_is_the_readers(site):
    program = Program(site)
    made = program.post(annotation(site))
    assert program.delete(path_of(made)).status_code == 204
    assert [program.get(path_of(made)).status_code, program.delete(path_of(made)).status_code] == [410, 410]
    send(site, site.browser(), text="mine")
    post = site.ledger.talk.thread(site.id)[-1]
    refused = program.put(f"/annotations/{post.id}", annotation(site)), program.delete(f"/annotations/{post.id}")
    assert [one.status_code for one in refused] == [403, 403]
    assert site.ledger.talk.thread(site.id)[-1].text == "mine"


def test_nothing_that_runs_is_kept(site):
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:x'>there</a> words"
    body = {"type": "TextualBody", "value": bad, "format": "text/html"}
    made = Program(site).post(annotation(site, body=body, creator={"name": "<b>Ada</b>"}))
    assert not re.search(r"<script|onerror|javascript:|<img", made.json()["body"]["value"])
    page = site.browser().get(f"/articles/{site.id}").text
    assert "<b>Ada</b>" not in page
    assert "alert(1)" not in page


def test_a_site_without_discussion_keeps_none(talk):
    site = talk(discussion=False)
    assert Program(site).post(annotation(site)).status_code == 404


# --- what the W3C collected ---


def samples(kind):
    """Its samples by name: as they are, and with the commas that JSON does not have taken out."""
    for path in sorted(shared("data/web-annotation/tools/samples").glob(f"{kind}/*.json")):
        text = path.read_text(encoding="utf-8")
        yield path.stem, text, re.sub(r",(\s*[}\]])", r"\1", text)


@pytest.mark.corpus
def test_none_of_the_w3cs_incorrect_samples_is_taken(site):
    program, answers = Program(site), {}
    for name, *texts in samples("incorrect"):
        answers[name] = [program.post(text).status_code for text in texts]
    assert {name: found for name, found in answers.items() if found != [400, 400]} == {}
    assert site.ledger.talk.thread(site.id) == []


@pytest.mark.corpus
def test_none_of_the_w3cs_correct_samples_is_called_malformed(site):
    program = Program(site)
    answers = {name: program.post(text).status_code for name, text, _ in samples("correct") if name.startswith("anno")}
    assert {name: status for name, status in answers.items() if status != 422} == {}


@pytest.mark.corpus
def test_what_is_kept_holds_the_w3cs_musts(site):
    program = Program(site)
    made = [program.post(annotation(site, body=None, bodyValue=str(at))).json() for at in range(60)]
    assert [failed(one) for one in made[:3]] == [[]] * 3
    container, page = program.get("/annotations/").json(), program.get("/annotations/?page=1").json()
    assert (breaks("collections/collectionMusts.test", container), container["total"]) == ([], 60)
    assert breaks("collections/pages/pageMusts.test", page) == []
    assert breaks("collections/pages/pageMusts.test", {**page, "items": 5})  # the assertions do tell


def breaks(test, value):
    """The W3C's assertions on collections and pages that a value does not hold."""
    home = shared("data/web-annotation")
    known = {path.name: flat(json.loads(path.read_text())) for path in (home / "definitions").glob("*.json")}
    resources = [(f"json-schema:///{name}", one) for name, one in known.items()]
    registry = jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft4)
    wrong = []
    for name in json.loads((home / test).read_text())["assertions"]:
        schema = json.loads((home / name).read_text())
        check = jsonschema_rs.Draft4Validator(flat(schema), registry=registry, base_uri="json-schema:///x")
        if check.is_valid(value) is not (schema["expectedResult"] == "valid"):
            wrong.append(schema["title"])
    return wrong
