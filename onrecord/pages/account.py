"""One's own account: name, mail, everything kept of oneself as a file, and leaving for good."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.persons import Account
from onrecord.pages import people_words, readers, sessions, spoken, words
from onrecord.pages.entry import LONGEST
from onrecord.pages.site import Site, site_of

router = APIRouter(include_in_schema=False)
Box = Annotated[bool, Form()]
Kinds = Annotated[list[str] | None, Form()]


def _signed(request: Request) -> tuple[Site, Account | None]:
    site = site_of(request)
    return site, site.who(request)


def _elsewhere(request: Request) -> Response:
    """To the form for signing in, and back."""
    return RedirectResponse(f"/sign-in?next={request.url.path}", 303)


@router.get("/account")
def account(request: Request) -> Response:
    """The account of whoever is signed in."""
    site, who = _signed(request)
    return _page(site, request, who) if who else _elsewhere(request)


def _page(site: Site, request: Request, who: Account, status: int = 200, error: str = "") -> Response:
    kinds = {name: said for name, said in people_words.MAIL.items() if name != "waiting" or who.role != "reader"}
    log = [(entry.stamp.at, _done(entry.action)) for entry in site.ledger.people.log(who.id)]
    context = {"mine": who, "kinds": kinds, "roles": people_words.ROLES, "log": log, "error": error}
    answer = site.page(request, "account.html", status, **context)
    answer.headers["cache-control"] = "private, no-store"
    return answer


def _done(action: str) -> str:
    kind, _, role = action.partition(" ")
    return people_words.ROLES.get(role, role) if kind == "role" else people_words.ACTIONS.get(kind, kind)


@router.post("/account")
def change(
    request: Request,
    name: Annotated[str, Form()] = "",
    mail: Kinds = None,
    daily: Box = False,
    language: Annotated[str, Form()] = "",
) -> Response:
    """Sets the name and what mail is wanted."""
    site, who = _signed(request)
    if who is None:
        return _elsewhere(request)
    called = " ".join(words.clean(name)[: LONGEST["name"]].split())
    quiet = [kind for kind in people_words.MAIL if kind not in (mail or [])]
    speaks = language if language in spoken.NAMES else who.language
    site.ledger.people.change(who.id, name=called, quiet=" ".join(quiet), daily=daily, language=speaks)
    return RedirectResponse("/account", 303)


# --- what is kept of oneself ---


@router.get("/account/data.json")
def data(request: Request) -> Response:
    """Everything that is kept of an account, as a file."""
    site, who = _signed(request)
    return _file(site, site.ledger.people.file(who.id)) if who else _elsewhere(request)


@router.get("/mine.json")
def mine(request: Request) -> Response:
    """Everything that is kept of a reader without an account, by the cookie of this browser."""
    site = site_of(request)
    return _file(site, site.ledger.people.held(readers.cookie_of(request)))


def _file(site: Site, kept: object) -> Response:
    head = {"site": site.settings.base_url, "at": site.stamp("").at}
    body = json.dumps({**head, **_mapping(kept)}, ensure_ascii=False, indent=1)
    headers = {"content-disposition": 'attachment; filename="onrecord-data.json"', "cache-control": "private, no-store"}
    return Response(body.encode(), media_type="application/json", headers=headers)


def _mapping(kept: object) -> dict[str, object]:
    return dict(kept) if isinstance(kept, dict) else {}


# --- leaving ---


@router.post("/account/delete")
def delete(request: Request, sure: Box = False, everything: Box = False) -> Response:
    """Deletes the account: its address, name and ties go, with `everything` what it wrote too."""
    site, who = _signed(request)
    if who is None:
        return _elsewhere(request)
    if not sure:
        return _page(site, request, who, 422, people_words.CONFIRM)
    if who.role == "admin" and sum(one.role == "admin" for one in site.ledger.people.staff()) == 1:
        return _page(site, request, who, 409, people_words.LAST_ADMIN)
    site.ledger.people.forget(who.id, everything, site.stamp("account"))
    return sessions.leave(site, request)
