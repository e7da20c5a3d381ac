"""The discussion under articles of other sites: a frame to read in, words that go along, counts for lists, oEmbed.

Reading needs no cookie. Writing happens on this site itself, in a window of its own, so that
the reader sees whose it is."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlencode, urlsplit

from fastapi import APIRouter, BackgroundTasks, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from onrecord.importing import spellings
from onrecord.pages.hosts import Hosts
from onrecord.pages.render import blocks_of
from onrecord.pages.rights import View
from onrecord.pages.security import POLICY
from onrecord.pages.site import Site, site_of, static, tagged
from onrecord.pages.talk import thread_of
from onrecord.pages.words import _, clean, counted, safe_url
from onrecord.text import CONTEXT, Anchor, Span, locate, occurrences

router = APIRouter(include_in_schema=False)
MOST = 100  # articles of one request for counts
FRAMED = {
    "content-security-policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors *"),
    "cross-origin-resource-policy": "cross-origin",
}
OPEN = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
Address = Annotated[str, Query(max_length=2000)]
Words = Annotated[str, Query(max_length=2000)]
Page = Annotated[int, Query(ge=1, le=100_000)]


def _on(request: Request) -> Site:
    site = site_of(request)
    if not site.settings.discussion:
        raise HTTPException(404)
    return site


def _hosts(request: Request) -> Hosts:
    hosts: Hosts = request.app.state.hosts
    return hosts


def found(site: Site, article: str) -> str | None:
    """The newest version of the article with this address: its own, or the one it has here."""
    here = site.address("/articles/")
    if article.startswith(here):
        id = article.removeprefix(here)
        return id if site.ledger.knows(id) else None
    return site.ledger.talk.article_at(spellings(article)) if safe_url(article) else None


@router.get("/embed.js")
def script(request: Request) -> Response:
    """The script that another site's page loads."""
    answer = tagged(request, Response(static("embed.js"), media_type="text/javascript"), private=False)
    answer.headers.update({**OPEN, "cache-control": "public, max-age=3600"})
    return answer


@router.get("/embed")
def frame(request: Request, tasks: BackgroundTasks, article: Address, host: Address = "", page: Page = 1) -> Response:
    """The discussion alone, to stand in a frame of the article's own page."""
    site = _on(request)
    id = found(site, article)
    if _hosts(request).due(article):
        tasks.add_task(_hosts(request).read, article)
    talk = thread_of(site, request, site.view(request, id), page) if id else None
    around = urlencode({"article": article, "host": host})
    answer = site.page(request, "embed.html", talk=talk, article=safe_url(article), around=around)
    answer.headers.update(FRAMED)
    answer.background = tasks
    return answer


@router.get("/embed/quote")
def words(request: Request, article: Address, exact: Words, prefix: Words = "", suffix: Words = "") -> Response:
    """To the form for a comment on words that were selected on the article's page.

    Where they are not found, its page is read again; where they still are not, the comment is on the article."""
    site = _on(request)
    id = found(site, article)
    place = _place(site.view(request, id), exact, prefix, suffix) if id else None
    if place is None and _hosts(request).listed(article):
        _hosts(request).read(article)
        id = found(site, article)
        place = _place(site.view(request, id), exact, prefix, suffix) if id else None
    if id is None:
        raise HTTPException(404, _("No discussion is open under that address."))
    return RedirectResponse(f"/articles/{id}/comment" + (f"?{urlencode(place)}" if place else ""), 303)


def _place(seen: View, exact: str, prefix: str, suffix: str) -> dict[str, str] | None:
    """The block that the words stand in, and the words where they stand in it once; none where that is in doubt."""
    exact = clean(exact)
    if not exact or not seen.whole or seen.document.rights == "excerpt":
        return None
    span = _span(seen.text, exact, prefix[-CONTEXT:], suffix[:CONTEXT])
    block = next((one.span for one in blocks_of(seen.document) if span and one.span.overlaps(span)), None)
    if block is None or span is None:
        return None
    said = span.of(seen.text)
    once = len(occurrences(said, block.of(seen.text))) == 1
    return {"at": str(block.start), **({"only": said} if once else {})}


def _span(text: str, exact: str, prefix: str, suffix: str) -> Span | None:
    """The one place where the words stand between these, else where their surroundings agree best."""
    whole = occurrences(prefix + exact + suffix, text)
    if len(whole) == 1:
        start = whole[0].start
        within = occurrences(exact, whole[0].of(text))
        nearest = min(within, key=lambda one: abs(one.start - len(prefix)), default=None)
        return Span(start + nearest.start, start + nearest.end) if nearest else None
    found = locate(Anchor("", (Span(0, len(exact)),), exact, prefix, suffix), text).spans
    return found[0] if found else None


@router.get("/embed/counts")
def counts(request: Request, article: Annotated[list[str], Query(max_length=MOST)]) -> Response:
    """How many comments each of these articles has, in numbers and in words."""
    site = _on(request)
    known = {one: found(site, one) for one in article}
    shown = {one: site.ledger.talk.counted(held) if held else 0 for one, held in known.items()}
    said = {one: {"count": n, "words": _counted(n)} for one, n in shown.items()}
    answer = tagged(request, JSONResponse(said), private=False)
    answer.headers.update(OPEN)
    return answer


def _counted(many: int) -> str:
    return counted("%(num)s comment", "%(num)s comments", many) if many else _("No comments yet")


@router.get("/oembed")
def oembed(request: Request, url: Address, format: str = "json", maxwidth: int = 640) -> Response:
    """The discussion for whoever asks by oEmbed: the one line that embeds it."""
    site = _on(request)
    if format != "json":
        raise HTTPException(501, "oEmbed is answered in JSON here.")
    id = found(site, url)
    if id is None:
        raise HTTPException(404)
    document = site.view(request, id).document
    about = {
        "version": "1.0",
        "type": "rich",
        "title": document.title or _("Untitled"),
        "provider_name": site.settings.site_name,
        "provider_url": site.address("/"),
        "width": max(200, min(maxwidth, 1280)),
        "height": None,
        "html": line(site, site.address(f"/articles/{id}")),
    }
    answer = tagged(request, JSONResponse(about), private=False)
    answer.headers.update(OPEN)
    return answer


def line(site: Site, article: str) -> str:
    """The line that embeds an article's discussion, with a link for who runs no scripts."""
    there = site.address(f"/embed?article={quote(article, safe='')}")
    script = f'<script async src="{site.address("/embed.js")}" data-article="{article}"></script>'
    return f'{script}<noscript><a href="{there}">{_("Discussion")}</a></noscript>'


def origin(address: str) -> str:
    """Scheme and host of an address, as a setting names a site."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()
