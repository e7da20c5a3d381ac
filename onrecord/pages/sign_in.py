"""Signing in by a link in a mail, by the site's own login (a signed token), or by an OpenID Connect provider."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.persons import Account, Pass
from onrecord.pages import elsewhere, mail, people_words, readers, sessions, tokens
from onrecord.pages.site import Site, site_of

router = APIRouter(include_in_schema=False)
MINUTES = 20
BURST, SECONDS = 5, 60.0  # links a network may ask for at once, and until one more
TO_ONE = (3, 600.0)  # links to one address
STATE = "onrecord_state"  # binds a provider's answer to the browser that asked
Next = Annotated[str, Query(max_length=500)]
Token = Annotated[str, Query(max_length=4000)]
Line = Annotated[str, Form(max_length=500)]


@router.get("/sign-in")
def form(request: Request, next: Next = "") -> Response:
    """Where one signs in."""
    return _form(site_of(request), request, next)


def _form(site: Site, request: Request, next: str, status: int = 200, error: str = "", email: str = "") -> Response:
    settings = site.settings
    ways = {
        "mail": bool(mail.way(settings)),
        "sso": settings.sso_url,
        "oidc": settings.oidc_issuer and settings.oidc_name,
    }
    answer = site.page(request, "enter.html", status, error=error, email=email, next=sessions.local(next), ways=ways)
    return _private(answer)


def _private(answer: Response) -> Response:
    """Addresses of these pages hold tokens: they are not kept, and not told to other sites. "no-referrer" would hide
    from ourselves that a form is our own, where a browser or a site without https says nothing else of it."""
    answer.headers["cache-control"] = "private, no-store"
    answer.headers["referrer-policy"] = "same-origin"
    return answer


# --- a link by mail ---


@router.post("/sign-in")
def ask(request: Request, email: Line = "", next: Line = "") -> Response:
    """Sends a link. The answer is the same whoever asks about whom, so that it tells nobody's account."""
    site = site_of(request)
    to = mail.address(email)
    if not mail.way(site.settings):
        return _form(site, request, next, 503, people_words.NO_MAIL, email)
    if to is None:
        return _form(site, request, next, 422, people_words.NO_ADDRESS, email)
    left = readers.left(site, f"sign-in {readers.network_of(site, request)}", BURST, SECONDS)
    if left:
        answer = _form(site, request, next, 429, people_words.many(left), email)
        answer.headers["retry-after"] = str(left)
        return answer
    answer = _private(site.page(request, "told.html", said=people_words.SENT))
    answer.background = BackgroundTask(_mail_link, site, to, sessions.local(next))
    return answer


def _mail_link(site: Site, to: str, then: str) -> None:
    """After the answer has gone out, so that its time tells nothing either."""
    if readers.left(site, f"sign-in to {to}", *TO_ONE) or not _welcome(site, to):
        return
    subject, body = people_words.sign_in_letter(site.settings.site_name, link(site, to, then), MINUTES)
    mail.post(site.settings, mail.message(site.settings, to, subject, body))


def _welcome(site: Site, email: str) -> bool:
    """Whether somebody of this address may sign in: where readers may not, staff."""
    held = site.ledger.people.of_email(email)
    return site.settings.sign_in or (held is not None and held.role != "reader")


def link(site: Site, email: str, then: str) -> str:
    """A new address to sign in by, once and soon; the ledger keeps its digest alone."""
    token, now = tokens.fresh(), site.now()
    site.ledger.people.offer(tokens.digest(token), Pass(kind="mail", email=email, held=then), now + MINUTES * 60, now)
    return site.address(f"/sign-in/link?token={token}")


@router.get("/sign-in/link")
def confirm(request: Request, token: Token = "") -> Response:
    """Asks to confirm: programs that look at mail follow links too, so following one does nothing."""
    site = site_of(request)
    found = site.ledger.people.look(tokens.digest(token), "mail", site.now())
    if found is None:
        return _form(site, request, "", 410, people_words.USED)
    return _private(site.page(request, "confirm.html", token=token, as_whom=found.email, action="/sign-in/link"))


@router.post("/sign-in/link")
def take(request: Request, token: Annotated[str, Form(max_length=4000)] = "") -> Response:
    """Uses the link up and signs in."""
    site = site_of(request)
    found = site.ledger.people.use(tokens.digest(token), "mail", site.now())
    if found is None or not _welcome(site, found.email):
        return _form(site, request, "", 410, people_words.USED)
    return sessions.enter(site, request, sessions.account_for(site, found.email), found.held)


@router.post("/sign-out")
def out(request: Request, everywhere: Annotated[bool, Form()] = False) -> Response:
    """Ends the session here, or every one."""
    return sessions.leave(site_of(request), request, everywhere)


# --- the site's own login ---


@router.get("/sign-in/sso")
def sso(request: Request, token: Token = "", next: Next = "") -> Response:
    """Asks to go on as whom the site's own login says; without a token one is sent there."""
    site = site_of(request)
    if not token and site.settings.sso_url:
        return _private(RedirectResponse(site.settings.sso_url, 303))
    said = elsewhere.sso(site, token)
    if said is None:
        return _form(site, request, next, 403, people_words.FOREIGN)
    name, then = said.name or said.email or said.subject, sessions.local(next)
    return _private(site.page(request, "confirm.html", token=token, as_whom=name, action="/sign-in/sso", next=then))


@router.post("/sign-in/sso")
def sso_take(request: Request, token: Annotated[str, Form(max_length=4000)] = "", next: Line = "") -> Response:
    """Signs in whom the site's own login vouches for; each token once."""
    site = site_of(request)
    said = elsewhere.sso(site, token)
    if said is None or not elsewhere.first_time(site, said):
        return _form(site, request, next, 403, people_words.FOREIGN)
    return sessions.enter(site, request, _account(site, said), next)


def _account(site: Site, said: elsewhere.Said) -> Account:
    if not site.settings.sign_in:
        raise HTTPException(403, people_words.CLOSED)
    return sessions.account_of(site, said.provider, said.subject, said.name, said.email)


# --- OpenID Connect ---


@router.get("/sign-in/oidc")
def provider(request: Request, next: Next = "") -> Response:
    """Sends to the provider, with what its answer must bring back. A link: a form may lead nowhere else."""
    site = site_of(request)
    left = readers.left(site, f"oidc {readers.network_of(site, request)}", BURST, SECONDS / 6)
    if left:
        return _form(site, request, next, 429, people_words.many(left))
    there, state = elsewhere.ask(site, sessions.local(next))
    answer = _private(RedirectResponse(there, 303))
    secure = site.settings.base_url.startswith("https:")
    answer.set_cookie(STATE, state, elsewhere.ANSWERED, httponly=True, samesite="lax", secure=secure)
    return answer


@router.get("/sign-in/oidc/back")
def back(request: Request, state: Token = "", code: Token = "") -> Response:
    """Takes the provider's answer, if this browser asked for it, and signs in."""
    site = site_of(request)
    mine = bool(state) and tokens.same(request.cookies.get(STATE, ""), state)
    told = elsewhere.answer(site, state, code) if mine and code else None
    if told is None:
        return _form(site, request, "", 403, people_words.FOREIGN)
    said, then = told
    answer = sessions.enter(site, request, _account(site, said), then)
    answer.delete_cookie(STATE)
    return answer
