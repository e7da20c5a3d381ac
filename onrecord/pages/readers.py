"""Readers without accounts: a cookie that only a form sets, kept as a digest, and what a network may send."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from onrecord.pages.security import network
from onrecord.pages.site import Site

COOKIE = "onrecord_reader"
YEAR = 365 * 24 * 3600
BURST, SECONDS = 5, 30.0  # posts of a network at once, and until one more


def reader_of(request: Request) -> str:
    """Who this browser is to the ledger: a digest, so that the ledger cannot tell the cookie; "" without one."""
    held = request.cookies.get(COOKIE, "")
    return sha256(f"reader {held}".encode()).hexdigest() if len(held) == 32 else ""


def remember(site: Site, request: Request, answer: Response) -> Response:
    """The answer, private, with a cookie for a browser that has none."""
    answer.headers["cache-control"] = "private, no-store"
    if not reader_of(request):
        secure = site.settings.base_url.startswith("https:")
        answer.set_cookie(COOKIE, secrets.token_hex(16), YEAR, httponly=True, samesite="lax", secure=secure)
    return answer


def is_author(request: Request, reader: str) -> bool:
    """Whether this browser wrote it."""
    mine = reader_of(request)
    return bool(mine) and hmac.compare_digest(mine, reader)


def wait(site: Site, request: Request, now: float) -> int:
    """Seconds until this network may post again, 0 where it may; the desk always may. All workers count together."""
    if site.viewer(request).desk:
        return 0
    key = sha256(site.secret + network(request).encode()).hexdigest()
    left = site.ledger.talk.take(key, BURST, SECONDS, now)
    return int(left) + 1 if left else 0
