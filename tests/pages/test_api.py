"""The API: the contract's shapes, problems in words, and a schema that holds whatever is asked."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import assume, given, settings
from starlette.testclient import TestClient

from onrecord.errors import LedgerError
from onrecord.ledger import open_ledger
from onrecord.pages.security import COOKIE, session
from onrecord.shapes import document_shape, found_shape
from tests.pages.conftest import PUBLIC, TOKEN, application


def test_a_document_is_as_read_prints_it(kept, public):
    got = public.get(f"/api/documents/{kept.new.document.id}").json()
    verdicts = {one["id"]: one.pop("review") for one in got["statements"]}
    assert got == document_shape(kept.new, kept.new.document.url)
    assert {key: value for key, value in verdicts.items() if value} == {kept.new.statements[2].id: "confirmed"}


def test_a_statement_is_as_find_prints_it(kept, public):
    one = kept.new.statements[3].id
    assert public.get(f"/api/statements/{one}").json() == found_shape(kept.ledger.statement(one))


@pytest.mark.parametrize("place", ["/api/documents", "/api/statements"])
def test_pages_of_a_list_make_the_whole(public, place):
    whole = [one["id"] for one in public.get(f"{place}?limit=200").json()["items"]]
    seen, where = [], f"{place}?limit=2"
    while where:
        page = public.get(where).json()
        seen += [one["id"] for one in page["items"]]
        where = page["next"]
    assert seen == whole
    assert len(whole) > 2


def test_reading_stores_nothing(kept, desk):
    before = dict(kept.ledger.counts())
    shape = desk.post("/api/read", json={"text": "It rains, he said.", "published": "2026-03-01"}).json()
    assert [one["content"][0]["exact"] for one in shape["statements"]] == ["It rains"]
    assert (shape["published"], shape["source"]) == ("2026-03-01", "-")
    assert dict(kept.ledger.counts()) == before


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/nope", 404),
        ("/api/documents/nope", 404),
        ("/api/statements/nope", 404),
        ("/api/documents?limit=0", 422),
        ("/api/documents?before=nope", 404),
        ("/api/statements?since=22", 422),
        ("/search.json?since=22", 422),
        ("/articles/nope/annotations.jsonld", 404),
    ],
)
def test_problems_are_told_in_words(public, path, status):
    answer = public.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]


class Down:
    """A ledger whose database is gone."""

    def healthy(self) -> bool:
        return False

    def __getattr__(self, name):
        def fails(*_, **__):
            raise LedgerError("the database does not answer", "postgresql://db.internal/secret")

        return fails


class Broken(Down):
    """A ledger with a mistake in it."""

    def documents(self, **_):
        raise ZeroDivisionError("a secret detail")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 503), ("/search", 503), ("/api/documents", 503), ("/readyz", 503), ("/healthz", 200)],
)
def test_a_ledger_that_is_down(path, status):
    client = TestClient(application(Down()), base_url=PUBLIC, client=("203.0.113.9", 1))
    answer = client.get(path)
    assert answer.status_code == status
    assert "db.internal" not in answer.text


@pytest.mark.parametrize("path", ["/", "/api/documents"])
def test_a_mistake_of_ours_tells_no_secrets(path):
    app = application(Broken())
    client = TestClient(app, base_url=PUBLIC, client=("203.0.113.9", 1), raise_server_exceptions=False)
    answer = client.get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers


def test_the_documentation_needs_no_network(public):
    page = public.get("/api/docs").text
    assert "/api/documents/{id}" in page
    assert "//cdn" not in page
    assert page.count("src=") == 1  # the site's own script


# --- linked data ---


def test_annotations_are_as_the_w3c_has_them(kept, public):
    page = public.get(f"/articles/{kept.new.document.id}/annotations.jsonld")
    assert page.headers["content-type"] == "application/ld+json"
    held = page.json()
    assert (held["@context"], held["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    assert len(held["items"]) == len(kept.new.statements)
    text = kept.new.document.text
    for item in held["items"]:
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            position, quote = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])
    assert isinstance(held["items"][5]["target"], list)  # two spans, two targets


def test_a_news_article_is_whole_only_where_the_right_is(kept, public):
    own = public.get(f"/articles/{kept.new.document.id}/newsarticle.jsonld").json()
    assert (own["@type"], own["articleBody"]) == ("NewsArticle", kept.new.document.text)
    fetched = public.get(f"/articles/{kept.talks.document.id}/newsarticle.jsonld").json()
    assert "articleBody" not in fetched
    assert fetched["isBasedOn"] == kept.talks.document.url


# --- whatever is asked, the schema holds ---


OPERATIONS = [
    ("GET", "/api/documents"),
    ("GET", "/api/documents/{id}"),
    ("GET", "/api/statements"),
    ("GET", "/api/statements/{id}"),
    ("GET", "/api/speakers"),
    ("GET", "/api/speakers/{id}"),
    ("GET", "/api/territory"),
    ("GET", "/api/places"),
    ("GET", "/api/claims"),
    ("GET", "/api/claims/{id}"),
    ("GET", "/api/contradictions"),
    ("GET", "/api/contradictions/{id}"),
    ("POST", "/api/read"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
]
SIGNED_IN = {"cookie": f"{COOKIE}={session(TOKEN)}"}


@pytest.fixture(scope="module")
def schema(recorded):
    """The schema of the API over the sample."""
    with open_ledger(f"sqlite:///{recorded}") as ledger:
        yield schemathesis.openapi.from_asgi("/api/openapi.json", application(ledger))


def ends_before_it_begins(query):
    """What no schema can say of two dates, and is refused in words (test_territory_data.py)."""
    return bool(query.get("since") and query.get("until") and str(query["until"]) < str(query["since"]))


def test_every_operation_is_tried(schema):
    found = [operation.ok() for operation in schema.get_all_operations()]
    assert {(one.method.upper(), one.path) for one in found} == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_the_schema_holds_whatever_is_asked(schema, method, path):
    @settings(max_examples=25, deadline=None, derandomize=True, database=None)
    @given(case=schema[path][method].as_strategy())
    def ask(case):
        assume(not ends_before_it_begins(case.query or {}))
        case.call_and_validate(headers=SIGNED_IN)

    ask()


def test_the_ids_of_the_sample_answer_as_the_schema_says(kept, public):
    from onrecord.pages import schema as shapes

    for reading in (kept.new, kept.old, kept.talks, kept.hostile):
        shapes.Document.model_validate(public.get(f"/api/documents/{reading.document.id}").json())
    for one in kept.new.statements:
        shapes.Found.model_validate(public.get(f"/api/statements/{one.id}").json())
