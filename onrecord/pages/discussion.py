"""Readers answer: the form, posting, a comment's address, one's own comments. All of it without a script."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.discussion import holds, moderation, threads
from onrecord.discussion.markdown import render
from onrecord.errors import LedgerError, NotFound
from onrecord.ledger.answers import Withdrawn
from onrecord.ledger.posts import Act, Draft, Post
from onrecord.pages import floods, holding, notify, proof, readers, talk_words, tokens, waiting
from onrecord.pages.entry import Aim, Case, Entry, Problem, aim_of, problem_of, quoting, spans_of
from onrecord.pages.reading_threads import hidden
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
    aim = aim_of(site, seen, entry)
    return _form(site, request, seen, quoting(entry, aim), aim, _shut(site, seen))


def _shut(site: Site, seen: View) -> Problem | None:
    return None if is_open(site, seen.document) else Problem(200, _("This discussion is closed."))


def _form(
    site: Site,
    request: Request,
    seen: View,
    entry: Entry,
    aim: Aim,
    problem: Problem | None = None,
    key: str = "",
    wait: int = 0,
) -> Response:
    """The form with what was written in it; a fresh token, unless the one it came with is still good."""
    token = entry.token if key else tokens.issue(site.secret, seen.document.id, site.now())
    seal = tokens.opened(site.secret, seen.document.id, token, site.now())
    above = shown(aim.above, seen) if aim.above else None
    context = {"seen": seen, "document": seen.document, "entry": entry, "aim": aim, "above": above, "token": token}
    context |= {"work": proof.challenge(site, seal.key) if seal else "", "will_wait": holding.foreseen(site, entry)}
    context |= {
        "warned": isinstance(problem, holding.Warned),
        "error": problem.says if problem else "",
        "preview": render(entry.text) if entry.text else "",
    }
    answer = site.page(request, "comment.html", problem.status if problem else 200, **context)
    if wait:
        answer.headers["retry-after"] = str(wait)
    return readers.remember(site, request, answer)


@router.post("/articles/{id}/comment")
async def send(request: Request, id: str, entry: Annotated[Entry, Form()]) -> Response:
    """Posts it, or gives the form back with what was written in it and what is in the way."""
    site = site_of(request)
    try:
        found = await waiting.done(site.ledger, partial(_sent, site, request, id, entry))
        return found if isinstance(found, Response) else await run_in_threadpool(found)
    except (NotFound, Withdrawn):
        raise
    except LedgerError:
        return await run_in_threadpool(_kept, site, request, id, entry)


# Where it was posted, or how the form is drawn that comes back: later, when nobody waits for this to be written.
Sent = Response | Callable[[], Response]


def _sent(site: Site, request: Request, id: str, entry: Entry) -> Sent:
    seen = site.view(request, id) if entry.statement else site.words(request, id)
    return _send(site, request, seen, entry)


def _kept(site: Site, request: Request, id: str, entry: Entry) -> Response:
    """The words given back where the ledger cannot take them: nothing is lost."""
    answer = site.page(request, "kept.html", 503, entry=entry, id=id)
    answer.headers.update({"retry-after": "10", "cache-control": "private, no-store"})
    return answer


def _send(site: Site, request: Request, seen: View, entry: Entry) -> Sent:
    aim = aim_of(site, seen, entry)
    entry = quoting(entry, aim)
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
        return partial(_form, site, request, seen, entry, aim, problem, key=seal.key if usable and seal else "")
    silent = holding.muted(site, request)
    if silent:
        return partial(_form, site, request, seen, entry, aim, Problem(403, silent), key=seal.key)
    harsh = holding.unwarned(site, case)
    if harsh:
        return partial(_form, site, request, seen, entry, aim, harsh, key=seal.key)
    who = floods.standing(site, request, case)
    found = floods.stopped(site, request, case, who)
    if found:
        return partial(_form, site, request, seen, entry, aim, found[1], key=seal.key, wait=found[0])
    return _to(site, _post(site, request, case, seal.key, who))


def _post(site: Site, request: Request, case: Case, key: str, standing: floods.Standing) -> Post:
    entry, aim, desk = case.entry, case.aim, site.viewer(request).desk
    who = site.who(request)
    why = holding.reasons(site, request, case, standing)
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
        reader=readers.reader_of(request),
    )
    by = "desk" if desk else "account" if who else "reader"
    origin = None if desk else (readers.network_of(site, request), site.now())
    made = site.ledger.talk.post(draft, act_of(why), place, site.stamp(by), origin)
    notify.posted(site, made)
    return made


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


def state_of(post: Post) -> moderation.State | None:
    """A post's state, as the rules name it."""
    return next((state for state in moderation.STATES if state == post.state), None)


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
    context = {"reasons": talk_words.reasons(post.why), "receipt": receipt, "document": seen.document}
    answer = site.page(request, "posted.html", 200, one=with_quote(post, seen), **context)
    return readers.remember(site, request, answer)


def may_see(site: Site, request: Request, post: Post, given: str = "") -> bool:
    """Whether they may see a comment that is not public: its author, and the desk."""
    return is_mine(site, request, post, given) or site.viewer(request).desk


def is_mine(site: Site, request: Request, post: Post, given: str = "") -> bool:
    """Whether they wrote it: by account, cookie or receipt."""
    return readers.is_author(request, post.reader) or tokens.same(given, receipt(site, post))


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
    away = len(hidden(request))
    answer = site.page(request, "mine.html", posts=posts, reasons=talk_words.reasons, away=away)
    answer.headers["cache-control"] = "private, no-store"
    return answer
