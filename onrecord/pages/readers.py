"""Who a reader is: an account, else a cookie that only a form sets, kept as a digest; and what a network may send."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from onrecord.pages.security import network
from onrecord.pages.site import Site, site_of
from onrecord.records import utc

COOKIE = "onrecord_reader"
YEAR = 365 * 24 * 3600
BURST, SECONDS = 5, 30.0  # posts of a network at once, and until one more


def reader_of(request: Request) -> str:
    """Who this browser is to the ledger: its account's key, else its cookie's; "" without either."""
    return next(iter(readers_of(request)), "")


def readers_of(request: Request) -> list[str]:
    """Everyone this browser is: what was written before signing in stays its own."""
    who = site_of(request).who(request)
    return [key for key in (who.reader if who else "", cookie_of(request)) if key]


def cookie_of(request: Request) -> str:
    """A digest of the cookie, so that the ledger cannot tell it; "" without one."""
    held = request.cookies.get(COOKIE, "")
    return sha256(f"reader {held}".encode()).hexdigest() if len(held) == 32 else ""


def remember(site: Site, request: Request, answer: Response) -> Response:
    """The answer, private, with a cookie for a browser that has none."""
    answer.headers["cache-control"] = "private, no-store"
    if not cookie_of(request):
        secure = site.settings.base_url.startswith("https:")
        answer.set_cookie(COOKIE, secrets.token_hex(16), YEAR, httponly=True, samesite="lax", secure=secure)
    return answer


def is_author(request: Request, reader: str) -> bool:
    """Whether this browser wrote it."""
    return any(hmac.compare_digest(mine, reader) for mine in readers_of(request))


def hour_ago(site: Site) -> str:
    """The moment that was an hour before this one, as stamps have it."""
    return utc(dt.datetime.fromisoformat(site.stamp("").at) - dt.timedelta(hours=1))


def wait(site: Site, request: Request, now: float) -> int:
    """Seconds until this network may post again, 0 where it may; the desk always may. All workers count together."""
    if site.viewer(request).desk:
        return 0
    return left(site, network_of(site, request), BURST, SECONDS)


def left(site: Site, what: str, burst: int, seconds: float) -> int:
    """Seconds until one more of this, of which `burst` come at once; 0 where it may be now. Kept as a digest."""
    found = site.ledger.talk.take(bucket(site, what), burst, seconds, site.now())
    return int(found) + 1 if found else 0


def bucket(site: Site, what: str) -> str:
    """A bucket's name as the ledger keeps it: nothing can be told from it."""
    return sha256(site.secret + what.encode()).hexdigest()


def network_of(site: Site, request: Request) -> str:
    """The asker's network, as a proxy that this site trusts tells it."""
    return network(request, site.settings.trusted_proxies)
