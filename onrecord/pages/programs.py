"""Programs that write for a reader: a token is made for each, shown once, and ended when its owner says so."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.persons import Account
from onrecord.pages import people_words, tokens, words
from onrecord.pages.entry import LONGEST
from onrecord.pages.site import Site, site_of

router = APIRouter(include_in_schema=False)
DAYS = (30, 90, 365)
DAY = 24 * 3600.0


@router.get("/account/programs")
def programs(request: Request) -> Response:
    """The programs that may write for whoever is signed in."""
    site = site_of(request)
    who = site.who(request)
    return _page(site, request, who) if who else _elsewhere()


def _elsewhere() -> Response:
    """To the form for signing in, and back."""
    return RedirectResponse("/sign-in?next=/account/programs", 303)


def _page(
    site: Site, request: Request, who: Account, status: int = 200, error: str = "", token: str = "", name: str = ""
) -> Response:
    found = [
        (one, words.moment(one.until), words.moment(one.used))
        for one in site.ledger.people.programs(who.id, site.now())
    ]
    context = {"programs": found, "error": error, "token": token, "called": name, "lasting": DAYS}
    answer = site.page(request, "programs.html", status, **context)
    answer.headers["cache-control"] = "private, no-store"
    return answer


@router.post("/account/programs")
def admit(request: Request, name: Annotated[str, Form()] = "", days: Annotated[int, Form()] = DAYS[0]) -> Response:
    """Makes a token and shows it, this once: the ledger keeps only what tells it again."""
    site = site_of(request)
    who, called = site.who(request), " ".join(words.clean(name)[: LONGEST["name"]].split())
    if who is None:
        return _elsewhere()
    if not called or days not in DAYS:
        return _page(site, request, who, 422, people_words.NAME_PROGRAM)
    token, now = tokens.PROGRAM + tokens.fresh(), site.now()
    stamp = site.stamp("account")
    if not site.ledger.people.admit(who.id, tokens.digest(token), called, now + days * DAY, now, stamp):
        return _page(site, request, who, 409, people_words.MANY_PROGRAMS)
    return _page(site, request, who, token=token, name=called)


@router.post("/account/programs/{id}/end")
def end(request: Request, id: str) -> Response:
    """Ends what a program of one's own may; others' are not there."""
    site = site_of(request)
    who = site.who(request)
    if who is None:
        return _elsewhere()
    if not site.ledger.people.dismiss(who.id, id, site.stamp("account")):
        raise HTTPException(404)
    return RedirectResponse("/account/programs", 303)
