"""Who is asking, and what a request may carry: headers, forged forms, floods, large bodies."""

from __future__ import annotations

import hmac
import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from threading import Lock
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "onrecord_desk"
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


# --- who is at the desk ---


def at_desk(request: Request, token: str | None, base_url: str) -> bool:
    """Whether the request comes from the desk: signed in by token, or a person at this machine."""
    signed = request.cookies.get(COOKIE, "")
    if token and hmac.compare_digest(signed.encode(), session(token).encode()):
        return True
    return is_local(urlsplit(base_url).hostname or "") and from_here(request)


def session(token: str) -> str:
    """What the cookie holds: made of the token, so that a leaked cookie does not tell it."""
    return hmac.new(token.encode(), b"onrecord desk", sha256).hexdigest()


def from_here(request: Request) -> bool:
    """Whether a program on this machine asks for this machine, through no proxy.

    A proxy that adds no header looks like a person here, so this counts only where the site's own
    address is loopback too (see at_desk); a foreign Host is DNS rebinding."""
    named = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    proxied = any(header in request.headers for header in FORWARDED)
    return bool(request.client) and is_local(request.client.host) and is_local(named) and not proxied  # type: ignore[union-attr]


@lru_cache(1_000)
def is_local(host: str) -> bool:
    """Whether a host's name or number is loopback."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# --- forged forms ---


def is_forged(headers: Headers) -> bool:
    """Whether a browser says that another site sent this form.

    A program that sends neither header carries no cookie of a person, so it is not forged."""
    site = headers.get("sec-fetch-site")
    if site:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return bool(origin) and urlsplit(origin or "").netloc != headers.get("host")


# --- floods ---


class Buckets:
    """A token bucket for each network: `burst` at once, one more every `seconds`.

    Kept in memory, the oldest forgotten: a restart forgives, a flood of networks costs no memory."""

    def __init__(self, burst: int, seconds: float, clock: Callable[[], float], most: int = 10_000) -> None:
        self.burst, self.seconds, self.clock, self.most = burst, seconds, clock, most
        self.held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.lock = Lock()

    def take(self, network: str) -> float:
        """Takes one; 0 where there was one, else the seconds until there is."""
        with self.lock:
            left, now = self._filled(network)
            taken = left >= 1
            self.held[network] = (left - 1 if taken else left, now)
            self.held.move_to_end(network)
            while len(self.held) > self.most:
                self.held.popitem(last=False)
            return 0.0 if taken else (1 - left) * self.seconds

    def _filled(self, network: str) -> tuple[float, float]:
        now = self.clock()
        left, then = self.held.get(network, (float(self.burst), now))
        return min(float(self.burst), left + (now - then) / self.seconds), now


LOOPBACK = "127.0.0.0/8,::1/128"


def network(request: Request, trusted: str = LOOPBACK) -> str:
    """The asker's network: /24 of IPv4, /56 of IPv6, as one household or office has it.

    Behind trusted proxies it is the last address that one of them wrote down and that is not theirs: what stands
    before it was told by the asker and may be made up."""
    host = request.client.host if request.client else ""
    return _network(host, request.headers.get("x-forwarded-for", ""), trusted)


@lru_cache(1_000)
def _network(host: str, forwarded: str, trusted: str) -> str:
    proxies = _networks(trusted)
    told = [one.strip() for one in forwarded.split(",") if one.strip()]
    while told and _within(host, proxies):
        host = told.pop()
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))


@cache
def _networks(trusted: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in trusted.split(",") if one.strip())


def _within(host: str, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in one for one in networks if one.version == address.version)


# --- around every request ---


class TooLarge(HTTPException):
    """A body that turned out larger than the site takes, without having said so."""

    def __init__(self) -> None:
        super().__init__(413)


class Guard:
    """Adds the headers, refuses forged forms and large bodies, answers HEAD like GET without a body."""

    def __init__(self, app: ASGIApp, most: int, refuse: Callable[[Scope, int], ASGIApp]) -> None:
        self.app, self.most, self.refuse = app, most, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        guarded = _sender(scope, send)
        status = self._refusal(scope)
        if status:
            return await self.refuse(scope, status)(scope, receive, guarded)
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, _limited(receive, self.most), guarded)

    def _refusal(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and is_forged(headers):
            return 403
        length = headers.get("content-length", "0")
        return 413 if length.isdigit() and int(length) > self.most else None


def _limited(receive: Receive, most: int) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge
        return message

    return limited


def _sender(scope: Scope, send: Send) -> Send:
    bare = scope["method"] == "HEAD"

    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        elif bare and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sender
