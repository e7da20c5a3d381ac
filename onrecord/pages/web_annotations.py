"""Comments as W3C Web Annotations in a container that is read page by page (Web Annotation Protocol, reading)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger.posts import Post
from onrecord.pages.discussion import post_of
from onrecord.pages.rights import View
from onrecord.pages.site import Site, site_of, tagged
from onrecord.pages.structured import ANNO, written
from onrecord.pages.talk import Shown, with_quote
from onrecord.pages.talk_words import GONE

router = APIRouter(include_in_schema=False)
LDP = "http://www.w3.org/ns/ldp"
MEDIA = f'application/ld+json; profile="{ANNO}"'
PER_PAGE = 50
ACCEPTED = f"{MEDIA}, application/ld+json, application/json"
ALLOWED = {"container": "GET, HEAD, OPTIONS, POST", "annotation": "GET, HEAD, OPTIONS, PUT, DELETE"}
CONTAINER = (
    f'<{LDP}#BasicContainer>; rel="type", <https://www.w3.org/TR/annotation-protocol/>; rel="{LDP}#constrainedBy"'
)
Page = Annotated[int | None, Query(ge=0, le=1_000_000)]
Iris = Annotated[Literal["0", "1"] | None, Query()]


@router.options("/annotations/")
def container_allows() -> Response:
    """What may be done there: read, and add."""
    return Response(headers={"allow": ALLOWED["container"], "accept-post": ACCEPTED})


@router.options("/annotations/{id}")
def annotation_allows() -> Response:
    """What may be done there: read, change, delete."""
    return Response(headers={"allow": ALLOWED["annotation"]})


@router.get("/annotations/")
def container(request: Request, page: Page = None, iris: Iris = None) -> Response:
    """The container of all comments that are shown, or a page of it, as addresses or whole."""
    site = site_of(request)
    if not site.settings.discussion:
        raise HTTPException(404)
    prefer = request.headers.get("prefer", "")
    only = iris == "1" if iris else "PreferContainedIRIs" in prefer
    total = site.ledger.talk.total()
    if page is None:
        whole = _container(site, request, total, only, minimal="PreferMinimalContainer" in prefer)
        return _answer(request, whole, CONTAINER)
    if page and page * PER_PAGE >= total:
        raise HTTPException(404)
    return _answer(request, {"@context": ANNO, **_page(site, request, total, page, only)})


def _container(site: Site, request: Request, total: int, only: bool, minimal: bool) -> dict[str, Any]:
    here = site.address("/annotations/")
    first: dict[str, Any] | str = _address(site, 0, only)
    if total and not minimal:
        first = {key: value for key, value in _page(site, request, total, 0, only).items() if key != "partOf"}
    ends = {"first": first, "last": _address(site, (total - 1) // PER_PAGE, only)} if total else {}
    kinds = ["BasicContainer", "AnnotationCollection"]
    return {
        "@context": [ANNO, f"{LDP}.jsonld"],
        "id": here,
        "type": kinds,
        "label": _label(site),
        "total": total,
        **ends,
    }


def _label(site: Site) -> str:
    return site.settings.site_name


def _address(site: Site, page: int, only: bool) -> str:
    return site.address(f"/annotations/?iris={int(only)}&page={page}")


def _page(site: Site, request: Request, total: int, page: int, only: bool) -> dict[str, Any]:
    posts = site.ledger.talk.shown(PER_PAGE, page * PER_PAGE)
    views = {} if only else {id: site.view(request, id) for id in {post.document for post in posts}}
    items = [
        site.address(f"/annotations/{post.id}") if only else annotation(site, post, views[post.document])
        for post in posts
    ]
    around = {"prev": page - 1 if page else None, "next": page + 1 if (page + 1) * PER_PAGE < total else None}
    return {
        "id": _address(site, page, only),
        "type": "AnnotationPage",
        "partOf": {"id": site.address("/annotations/"), "total": total},
        "startIndex": page * PER_PAGE,
        "items": items,
        **{name: _address(site, at, only) for name, at in around.items() if at is not None},
    }


@router.get("/annotations/{id}")
def one(request: Request, id: str) -> Response:
    """One comment; 410 where it was public and is not any more."""
    site = site_of(request)
    post = post_of(site, id)
    who = site.who(request)
    waits = post.state == "held" and who is not None and who.reader == post.reader  # its author finds it
    if post.state != "shown" and not waits:
        raise HTTPException(410 if post.was_shown else 404, GONE.get(post.state) if post.was_shown else None)
    return representation(site, request, post)


def representation(site: Site, request: Request, post: Post, status: int = 200) -> Response:
    """A comment as it is answered, with the ETag by which a later change says what it has seen."""
    found = {"@context": ANNO, **annotation(site, post, site.view(request, post.document))}
    return _answer(request, found, f'<{LDP}#Resource>; rel="type"', "annotation", status)


def annotation(site: Site, post: Post, seen: View) -> dict[str, Any]:
    """A comment as an annotation: its words the body, what it is about the target."""
    row = with_quote(post, seen)
    return {
        "id": site.address(f"/annotations/{post.id}"),
        "type": "Annotation",
        "motivation": _motivation(post),
        **({"created": post.stamp.at} if post.stamp.at else {}),
        **({"creator": {"type": "Person", "name": post.author}} if post.author else {}),
        "body": _bodies(row),
        "target": _target(site, row),
    }


def _motivation(post: Post) -> str:
    return "editing" if post.instead is not None else "replying" if post.parent else "commenting"


def _bodies(row: Shown) -> dict[str, str] | list[dict[str, str]]:
    said = {"type": "TextualBody", "purpose": "commenting", "format": "text/html", "value": str(row.html)}
    if row.post.instead is None:
        return said
    return [said, {"type": "TextualBody", "purpose": "editing", "format": "text/plain", "value": row.post.instead}]


def _target(site: Site, row: Shown) -> str | dict[str, Any] | list[dict[str, Any]]:
    """The post it answers; the words of the version that was quoted; else the article."""
    post, quote = row.post, row.quote
    if post.parent:
        return site.address(f"/annotations/{post.parent}")
    here = site.address(f"/articles/{post.document}")
    if post.anchor is None or quote is None:
        return here
    held = post.anchor
    place = {"type": "TextQuoteSelector", "exact": held.exact, "prefix": held.prefix, "suffix": held.suffix}
    spans = [{"type": "TextPositionSelector", "start": one.start, "end": one.end} for one in held.spans]
    whole = [*spans, place] if len(spans) == 1 else spans
    return {"source": here, "selector": whole}


def _answer(request: Request, value: object, link: str = "", kind: str = "container", status: int = 200) -> Response:
    headers = {"allow": ALLOWED[kind], **({"link": link} if link else {})}
    headers |= {"accept-post": ACCEPTED} if kind == "container" else {}
    private = site_of(request).viewer(request).desk or site_of(request).who(request) is not None
    made = Response(written(value), media_type=MEDIA, headers=headers)
    answer = tagged(request, made, private=private)
    answer.status_code = status if answer.status_code == 200 else answer.status_code
    answer.headers["vary"] = "Accept, Cookie, Prefer"
    return answer
