"""The discussion as lists and data: corrections, the log of decisions, threads as JSON and Atom."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onrecord.discussion.moderation import LOGGED
from onrecord.ledger.posts import Decision, Post
from onrecord.pages import talk_words
from onrecord.pages.feeds import atom
from onrecord.pages.site import Site, site_of, tagged
from onrecord.pages.talk import Shown, shown
from onrecord.pages.words import _, clean
from onrecord.shapes import Shape, spans_shape

router = APIRouter(include_in_schema=False)
PER_PAGE = 50
MOST = 100_000  # of a thread as data
OUTCOMES = {None: "open", "reopen": "open", "accept": "accepted", "decline": "declined"}
Data = Literal["json", "atom"]
Page = Annotated[int, Query(ge=1, le=10_000)]


def _on(site: Site) -> None:
    if not site.settings.discussion:
        raise HTTPException(404)


# --- a thread ---


@router.get("/articles/{id}/discussion.{data}")
def thread(request: Request, id: str, data: Data) -> Response:
    """The whole thread under an article; as a feed its newest comments."""
    site = site_of(request)
    _on(site)
    seen = site.view(request, id)
    rows = [shown(post, seen) for post in site.ledger.talk.thread(id, MOST)]
    if data == "atom":
        newest = sorted((row for row in rows if not row.gone), key=lambda row: row.post.stamp.at, reverse=True)
        title = _("Comments on “%s”") % (seen.document.title or _("Untitled"))
        return atom(request, clean(title), [_entry(site, row) for row in newest[:PER_PAGE]])
    items = [post_shape(row, seen.text) for row in rows]
    return tagged(request, JSONResponse({"article": id, "items": items}), private=site.viewer(request).desk)


@router.get("/comments/{id}/thread.atom")
def below(request: Request, id: str) -> Response:
    """A comment and the answers to it, as a feed."""
    site = site_of(request)
    post = _shown(site, id)
    title = _("Answers to comment %(n)s on “%(title)s”")
    seen = site.view(request, post.document)
    named = title % {"n": post.number, "title": seen.document.title or _("Untitled")}
    rows = [shown(one, seen) for one in [*site.ledger.talk.below(post, PER_PAGE), post]]
    return atom(request, clean(named), [_entry(site, row) for row in rows if not row.gone])


@router.get("/comments/{id}/author.atom")
def author(request: Request, id: str) -> Response:
    """What whoever wrote this has written here with an account, as a feed; a name alone is nobody's."""
    site = site_of(request)
    post = _shown(site, id)
    who = site.ledger.people.of_reader(post.reader)
    if who is None:
        raise HTTPException(404)
    rows = [Shown(one) for one in site.ledger.talk.shown_by(post.reader, PER_PAGE)]
    return atom(request, clean(_("Comments by %s") % (who.name or _("A reader"))), [_entry(site, row) for row in rows])


def _shown(site: Site, id: str) -> Post:
    _on(site)
    post = site.ledger.talk.find(id)
    if post is None or post.state != "shown":
        raise HTTPException(404)
    return post


def post_shape(row: Shown, text: str) -> Shape:
    """A comment in the contract's shape, with what this site's own have besides; empty where it is gone."""
    post, gone = row.post, bool(row.gone)
    return {
        "number": post.number,
        "parent": row.parent,
        "author": None if gone else post.author or None,
        "at": post.stamp.at,
        "text": "" if gone else post.text,
        "quotes": spans_shape(row.quote.spans, text) if row.quote else [],
        "orphans": [row.quote.exact] if row.quote and row.quote.state == "orphan" else [],
        "id": post.id,
        "state": post.state,
        "html": "" if gone else str(row.html),
        "statement": post.statement,
        "document": post.document,
        "correction": None if gone else correction_shape(post),
    }


def correction_shape(post: Post) -> Shape | None:
    """What a correction proposes, and what became of it."""
    if post.instead is None:
        return None
    outcome = OUTCOMES[post.outcome]
    return {"instead": post.instead, "source": post.cited, "outcome": outcome, "answer": post.answer}


def _entry(site: Site, row: Shown) -> dict[str, str]:
    post = row.post
    return {
        "address": site.address(f"/comments/{post.id}"),
        "title": clean(f"{post.number} {post.author or _('A reader')}"),
        "author": clean(post.author or _("A reader")),
        "updated": post.decided.at if post.decided.at > post.stamp.at else post.stamp.at,
        "words": clean(post.text),
    }


# --- corrections ---


@router.get("/corrections")
def corrections(request: Request, page: Page = 1) -> Response:
    """What readers proposed to correct, and what became of it."""
    site = site_of(request)
    _on(site)
    rows = _corrections(site, request, page)
    return site.page(request, "corrections.html", rows=rows, page=page, more=len(rows) == PER_PAGE)


@router.get("/corrections.{data}")
def corrections_data(request: Request, data: Data, page: Page = 1) -> Response:
    """The same as data."""
    site = site_of(request)
    _on(site)
    rows = _corrections(site, request, page)
    if data == "atom":
        return atom(request, _("Corrections"), [_correction_entry(site, row) for row, _title in rows])
    items = [{**post_shape(row, ""), "quotes": [], "quoted": row.quote and row.quote.exact} for row, _title in rows]
    return tagged(request, JSONResponse({"items": items}), private=site.viewer(request).desk)


def _corrections(site: Site, request: Request, page: int) -> list[tuple[Shown, str]]:
    posts = site.ledger.talk.corrections(PER_PAGE, (page - 1) * PER_PAGE)
    views = {id: site.view(request, id) for id in {post.document for post in posts}}
    pairs = [(post, views[post.document]) for post in posts]
    return [(shown(post, seen), seen.document.title or _("Untitled")) for post, seen in pairs]


def _correction_entry(site: Site, row: Shown) -> dict[str, str]:
    post, quoted = row.post, row.quote.exact if row.quote else ""
    said = f"“{quoted}” → “{post.instead}”\n\n{post.text}\n\n{talk_words.OUTCOMES[post.outcome]} {post.answer}"
    return {**_entry(site, row), "words": clean(said)}


# --- the log ---


@router.get("/decisions")
def decisions(request: Request, page: Page = 1) -> Response:
    """What the desk decided and why; never who wrote, nor who decided."""
    site = site_of(request)
    _on(site)
    log = site.ledger.talk.log(LOGGED, PER_PAGE, (page - 1) * PER_PAGE)
    more = len(log) == PER_PAGE
    return site.page(request, "decisions.html", log=log, reasons=talk_words.reasons, page=page, more=more)


@router.get("/decisions.json")
def decisions_data(request: Request, page: Page = 1) -> Response:
    """The same as data."""
    site = site_of(request)
    _on(site)
    items = [_decision(one) for one in site.ledger.talk.log(LOGGED, PER_PAGE, (page - 1) * PER_PAGE)]
    return tagged(request, JSONResponse({"items": items}), private=False)


def _decision(one: Decision) -> Shape:
    return {
        "at": one.stamp.at,
        "action": one.action,
        "why": "; ".join(talk_words.reasons(one.why)),
        "article": one.article,
        "number": one.number,
    }
