"""Signing in and out: a fresh session each time, its token in the cookie alone; where one may be sent afterwards."""

from __future__ import annotations

import re
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.persons import Account
from onrecord.pages import spoken, tokens
from onrecord.pages.site import Site

DAY = 24 * 3600
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def local(path: str) -> str:
    """A path of this site, for going on after signing in; anything else leads to one's account."""
    return path if _LOCAL.fullmatch(path) and len(path) < 500 else "/account"


def reader_key(key: str) -> str:
    """How posts name an account: a digest that no cookie gives."""
    return sha256(f"account {key}".encode()).hexdigest()


def account_for(site: Site, email: str, name: str = "") -> Account:
    """The account of a confirmed address; made where there is none."""
    key = tokens.fresh()
    return site.ledger.people.make(key, reader_key(key), email, name, site.stamp("account"))


def account_of(site: Site, provider: str, subject: str, name: str, email: str | None) -> Account:
    """The account of somebody whom another login vouches for; `email` only where that confirmed it."""
    key = sha256(f"{provider}\n{subject}".encode()).hexdigest()
    found = site.ledger.people.identified(key)
    if found and not found.gone:
        return found
    fresh, stamp = tokens.fresh(), site.stamp("account")
    made = site.ledger.people.make(fresh, reader_key(fresh), email, name, stamp)
    site.ledger.people.identify(key, made.id, stamp)
    return made


def enter(site: Site, request: Request, account: Account, then: str) -> Response:
    """Signs in under a new token, whatever cookie came along, and goes on."""
    token, now = tokens.fresh(), site.now()
    before = tokens.digest(request.cookies.get(tokens.SESSION, ""))
    days = site.settings.session_days
    site.ledger.people.enter(account.id, tokens.digest(token), before, now + days * DAY, now, site.stamp("account"))
    if not account.language:  # the first time: letters come in the language that they read the pages in
        site.ledger.people.change(account.id, language=spoken.lang())
    answer = RedirectResponse(local(then), 303)
    secure = site.settings.base_url.startswith("https:")
    answer.set_cookie(tokens.SESSION, token, days * DAY, httponly=True, samesite="lax", secure=secure)
    answer.headers["cache-control"] = "private, no-store"
    return answer


def leave(site: Site, request: Request, everywhere: bool = False) -> Response:
    """Signs out, here or everywhere."""
    who = site.who(request)
    site.ledger.people.leave(
        tokens.digest(request.cookies.get(tokens.SESSION, "")), who.id if who and everywhere else ""
    )
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(tokens.SESSION)
    return answer
