"""Readers answer: the form, posting, a comment's address, one's own comments. All of it without a script."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.discussion import holds, moderation, threads
from onrecord.discussion.markdown import render
from onrecord.errors import LedgerError, NotFound
from onrecord.ledger.answers import Withdrawn
from onrecord.ledger.posts import Act, Draft, Post
from onrecord.pages import readers, talk_words, tokens
from onrecord.pages.entry import Aim, Case, Entry, Problem, aim_of, problem_of, spans_of
from onrecord.pages.rights import View
from onrecord.pages.site import Site, site_of
from onrecord.pages.talk import PER_PAGE, Shown, is_open, shown, with_quote
from onrecord.pages.words import _
from onrecord.records import Document

router = APIRouter(include_in_schema=False)
Receipt = Annotated[str, Query(max_length=64)]


# --- writing ---


@router.get("/articles/{id}/comment")
def form(request: Request, id: str, entry: Annotated[Entry, Query()]) -> Response:
    """The form for a comment: on the article, a passage, a statement, or another comment."""
    site = site_of(request)
    seen = site.view(request, id)
    return _form(site, request, seen, entry, aim_of(site, seen, entry), _shut(site, seen))


def _shut(site: Site, seen: View) -> Problem | None:
    return None if is_open(site, seen.document) else Problem(200, _("This discussion is closed."))


def _form(
    site: Site, request: Request, seen: View, entry: Entry, aim: Aim, problem: Problem | None = None, key: str = ""
) -> Response:
    """The form with what was written in it; a fresh token, unless the one it came with is still good."""
    token = entry.token if key else tokens.issue(site.secret, seen.document.id, site.now())
    above = shown(aim.above, seen) if aim.above else None
    context = {"seen": seen, "document": seen.document, "entry": entry, "aim": aim, "above": above, "token": token}
    context |= {"error": problem.says if problem else "", "preview": render(entry.text) if entry.text else ""}
    answer = site.page(request, "comment.html", problem.status if problem else 200, **context)
    return readers.remember(site, request, answer)


@router.post("/articles/{id}/comment")
def send(request: Request, id: str, entry: Annotated[Entry, Form()]) -> Response:
    """Posts it, or gives the form back with what was written in it and what is in the way."""
    site = site_of(request)
    try:
        return _send(site, request, site.view(request, id), entry)
    except (NotFound, Withdrawn):
        raise
    except LedgerError:
        answer = site.page(request, "kept.html", 503, entry=entry, id=id)
        answer.headers["retry-after"] = "10"
        return answer


def _send(site: Site, request: Request, seen: View, entry: Entry) -> Response:
    aim = aim_of(site, seen, entry)
    seal = tokens.opened(site.secret, seen.document.id, entry.token, site.now())
    before = site.ledger.talk.of_key(seal.key) if seal else None
    if before and before.text == entry.text:
        return _to(site, before)
    case = Case(entry, aim, seal, seen.text, policy(site, seen.document), is_open(site, seen.document))
    problem = problem_of(case)
    if before and not problem:
        problem = Problem(409, _("You posted this form before, with other words. Post it again to add these too."))
    if problem or seal is None:
        usable = seal is not None and seal.fresh and not before
        return _form(site, request, seen, entry, aim, problem, key=seal.key if usable and seal else "")
    left = readers.wait(site, request, site.now())
    if left:
        return _later(site, request, seen, entry, aim, left)
    return _to(site, _post(site, request, case, seal.key))


def _later(site: Site, request: Request, seen: View, entry: Entry, aim: Aim, left: int) -> Response:
    says = _("Many comments came from your network. Post this again in %s seconds.") % left
    answer = _form(site, request, seen, entry, aim, Problem(429, says), key="held")
    answer.headers["retry-after"] = str(left)
    return answer


def _post(site: Site, request: Request, case: Case, key: str) -> Post:
    entry, aim, desk = case.entry, case.aim, site.viewer(request).desk
    who = site.who(request)
    reader = readers.reader_of(request)
    known = site.ledger.talk.known(reader)
    why = [] if desk else holds.reasons(entry.written, entry.author, known, case.policy)
    spans = spans_of(aim, entry, case.text) or ()
    document = request.path_params["id"]
    draft = Draft(
        key=key,
        document=document,
        text=entry.text,
        html=render(entry.text),
        author=(who.name if who else "") or entry.author,
        under=aim.above.id if aim.above else None,
        spans=spans,
        statement=aim.statement.id if aim.statement else None,
        instead=entry.instead or None if spans else None,
        cited=entry.cited or None,
        reader=reader,
    )
    by = "desk" if desk else "account" if who else "reader"
    origin = None if desk else (readers.network_of(site, request), site.now())
    return site.ledger.talk.post(draft, act_of(why), place, site.stamp(by), origin)


def act_of(why: list[str], edit: bool = False) -> Act:
    """Shown at once, or held for these reasons."""
    action = ("edit_wait" if why else "edit") if edit else ("wait" if why else "post")
    return Act(action=action, state=moderation.state_after(action), why=" ".join(why))


def place(above: tuple[str, str] | None, ordinal: int) -> tuple[str, str]:
    """A new post's number and path, by the discussion's rules."""
    return threads.place(threads.Place(*above) if above else None, ordinal)


def policy(site: Site, document: Document) -> holds.Policy:
    """What this site holds; nobody may go by the name of the site or of the article's writer."""
    settings = site.settings
    names = [settings.site_name, document.byline or "", document.publisher or ""]
    return holds.Policy(
        everything=settings.hold_all,
        first=settings.hold_first,
        suspect=settings.suspect_words.split(","),
        banned=settings.banned_words.split(","),
        names=[name for name in names if name],
    )


# --- where it is ---


def receipt(site: Site, post: Post) -> str:
    """What lets whoever wrote it see a comment that is not public, also without a cookie."""
    return tokens.signature(site.secret, "receipt", post.id)


def _to(site: Site, post: Post) -> Response:
    return RedirectResponse(f"/comments/{post.id}?receipt={receipt(site, post)}", 303)


@router.get("/comments/{id}")
def comment(request: Request, id: str, receipt: Receipt = "") -> Response:
    """A comment's lasting address: its place in the thread; for its author also where it is not public."""
    site = site_of(request)
    post = post_of(site, id)
    if post.state == "shown" or (post.was_shown and not may_see(site, request, post, receipt)):
        return RedirectResponse(where(site, post), 303)
    if not may_see(site, request, post, receipt):
        raise HTTPException(404)
    seen = site.view(request, post.document)
    reasons = talk_words.reasons(post.why)
    answer = site.page(request, "posted.html", one=with_quote(post, seen), document=seen.document, reasons=reasons)
    return readers.remember(site, request, answer)


def may_see(site: Site, request: Request, post: Post, given: str = "") -> bool:
    """Whether they may see a comment that is not public: its author, and the desk."""
    mine = readers.is_author(request, post.reader) or hmac.compare_digest(given.encode(), receipt(site, post).encode())
    return mine or site.viewer(request).desk


def post_of(site: Site, id: str) -> Post:
    """A post by its id, or a 404."""
    found = site.ledger.talk.find(id) if site.settings.discussion else None
    if found is None:
        raise HTTPException(404)
    return found


def where(site: Site, post: Post) -> str:
    """The page of the thread under the newest version, and the place on it."""
    newest = site.ledger.versions(post.document)[-1:]
    id = newest[0].id if newest else post.document
    page = site.ledger.talk.before(post) // PER_PAGE + 1
    return f"/articles/{id}" + (f"?page={page}" if page > 1 else "") + f"#r-{post.number}"


@router.get("/mine")
def mine(request: Request) -> Response:
    """What this browser wrote, and what was decided on each."""
    site = site_of(request)
    found = [post for reader in readers.readers_of(request) for post in site.ledger.talk.mine(reader)]
    posts = [Shown(post) for post in sorted(found, key=lambda post: post.stamp.at, reverse=True)]
    answer = site.page(request, "mine.html", posts=posts, reasons=talk_words.reasons)
    answer.headers["cache-control"] = "private, no-store"
    return answer
