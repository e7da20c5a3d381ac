"""The desk: the queue of doubtful readings, readers' replies, withdrawing and redacting, signing in."""

from __future__ import annotations

import hmac
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.errors import NotFound
from onrecord.pages import words
from onrecord.pages.security import COOKIE, session
from onrecord.pages.site import Site, site_of
from onrecord.pages.statements import context

router = APIRouter(include_in_schema=False)
QUEUE = 20
MONTH = 30 * 24 * 3600
Why = Annotated[str, Form(max_length=1000)]
Line = Annotated[str, Form(max_length=500)]
Id = Annotated[str, Form(max_length=64)]


@router.get("/desk")
def desk(request: Request, after: Annotated[str, Query(max_length=64)] = "") -> Response:
    """What waits for a person: doubtful readings, least sure first, and readers' replies."""
    site = site_of(request)
    if not site.viewer(request).desk:
        return _sign_in(site, request, 403)
    if site.role(request) == "moderator":
        return RedirectResponse("/desk/comments", 303)
    rows = site.ledger.doubtful(QUEUE, after or None)
    cases = [(row, context(site, row)) for row in rows]
    notes = site.ledger.notes(limit=50)
    last = rows[-1].statement.id if len(rows) == QUEUE else ""
    return site.page(request, "desk.html", cases=cases, notes=notes, after=after, last=last)


@router.post("/statements/{id}/review")
def review(
    request: Request,
    id: str,
    verdict: Annotated[Literal["confirmed", "wrong"], Form()],
    why: Why = "",
    back: Annotated[Literal["desk", "statement"], Form()] = "statement",
    next: Id = "",
) -> Response:
    """A person's word on a machine's reading; back to where they were, at the next case."""
    site = site_of(request)
    site.desk(request)
    site.found(id)
    site.ledger.review(id, verdict, words.clean(why), site.stamp(site.hand(request)))
    place = f"#d-{words.clean(next)}" if next.isalnum() else ""
    return RedirectResponse(f"/desk{place}" if back == "desk" else f"/statements/{id}", 303)


@router.post("/replies/{id}/answer")
def answer(request: Request, id: str, text: Annotated[str, Form(max_length=5000)] = "") -> Response:
    """The desk's answer to a reader."""
    site = site_of(request)
    site.desk(request)
    if not words.clean(text):
        raise HTTPException(400, words._("Write an answer. Nothing was sent."))
    site.ledger.answer_note(id, words.clean(text), site.stamp(site.hand(request)))
    return RedirectResponse("/desk#replies", 303)


@router.post("/desk/withdraw")
def withdraw(request: Request, of: Id, why: Why = "") -> Response:
    """Takes a record out of everything that is shown, and leaves that it was withdrawn."""
    site = site_of(request)
    site.desk(request)
    if not words.clean(why):
        raise HTTPException(400, words._("Say why: readers who follow an old link will see it."))
    site.ledger.withdraw(words.clean(of), words.clean(why), site.stamp(site.hand(request)))
    return site.page(request, "done.html", done=words._("Withdrawn. Its address now says when and why."))


@router.post("/desk/redact")
def redact(request: Request, of: Id, words_to_blank: Line = "") -> Response:
    """Blanks words for good, in every version."""
    site = site_of(request)
    site.desk(request)
    blank = words_to_blank.strip()
    if not blank:
        raise HTTPException(400, words._("Say which words. Nothing was changed."))
    count = site.ledger.redact(words.clean(of), blank, site.stamp(site.hand(request)))
    if not count:
        raise NotFound(words._("those words are nowhere in that record"), of)
    return site.page(
        request,
        "done.html",
        done=words.counted("Blanked in %(num)s place, for good.", "Blanked in %(num)s places, for good.", count),
    )


@router.get("/desk/sign-in")
def sign_in_form(request: Request) -> Response:
    """Where the desk signs in."""
    return _sign_in(site_of(request), request, 200)


def _sign_in(site: Site, request: Request, status: int, error: str = "") -> Response:
    may = site.settings.desk_token is not None
    return site.page(request, "sign_in.html", status, may=may, error=error)


@router.post("/desk/sign-in")
def sign_in(request: Request, token: Line = "") -> Response:
    """Signs in who knows the token."""
    site = site_of(request)
    site.spare(request, site.sign_ins)
    held = site.settings.desk_token
    if not held or not hmac.compare_digest(token.strip().encode(), held.encode()):
        return _sign_in(site, request, 401, words.PROBLEMS[401][1])
    secure = site.settings.base_url.startswith("https:")
    answer = RedirectResponse("/desk", 303)
    answer.set_cookie(COOKIE, session(held), MONTH, httponly=True, samesite="lax", secure=secure)
    return answer


@router.post("/desk/sign-out")
def sign_out(request: Request) -> Response:
    """Forgets the desk on this browser."""
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(COOKIE)
    return answer
