"""Pages that are the same for everybody, kept until anything is written: a busy article is drawn once, not each time.

What is kept holds only as long as the ledger says that nobody wrote since; so it is never older than the ledger."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.pages import reading_threads, security, tokens

MOST = 16_000_000  # bytes of pages that a worker keeps
SHARED = re.compile(r"/articles/[0-9a-f]{20}(/discussion\.json)?|/|/corrections|/decisions|/embed|/embed/counts")
# Cookies of ours that change what these pages show. Those of the site's other programs change nothing here; those that
# are neither (whose comments are one's own, the language) change nothing on these pages, or stand in the key.
PERSONAL = {security.COOKIE, tokens.SESSION, reading_threads.COOKIE}


class Kept(NamedTuple):
    """A page as it was answered, and the ledger's state by which it was drawn."""

    state: object
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Remembered:
    """Answers again what it answered before, where nothing was written since."""

    def __init__(
        self,
        app: ASGIApp,
        state: Callable[[], object | None],
        personal: Callable[[Request], bool],
        variant: Callable[[Request], str],
    ) -> None:
        self.app, self.state, self.personal, self.variant = app, state, personal, variant
        self.pages: OrderedDict[tuple[str, str, str], Kept] = OrderedDict()
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        key = self._key(scope)
        state = self.state() if key else None
        if key is None or state is None:
            return await self.app(scope, receive, send)
        held = self.pages.get(key)
        if held and held.state == state:
            return await _again(held, scope)(scope, receive, send)
        await self.app(_whole(scope), receive, _Keeper(self, key, state, scope, send))

    def _key(self, scope: Scope) -> tuple[str, str, str] | None:
        if scope["type"] != "http" or scope["method"] != "GET" or not SHARED.fullmatch(scope["path"]):
            return None
        request = Request(scope)
        if PERSONAL & request.cookies.keys() or self.personal(request):
            return None
        return scope["path"], scope["query_string"].decode("latin-1"), self.variant(request)

    def keep(self, key: tuple[str, str, str], page: Kept) -> None:
        """Keeps a page; those that nobody asked for longest go where there is no room."""
        former = self.pages.pop(key, None)
        self.size += len(page.body) - (len(former.body) if former else 0)
        self.pages[key] = page
        while self.size > MOST:
            _, gone = self.pages.popitem(last=False)
            self.size -= len(gone.body)


def _whole(scope: Scope) -> Scope:
    """The request without what it holds already: the whole page is wanted, to be kept."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"if-none-match"]
    return {**scope, "headers": headers}


def _again(held: Kept, scope: Scope) -> ASGIApp:
    """A kept page; none of it where the asker holds it."""
    tag = Headers(raw=held.headers).get("etag", "")
    theirs = Headers(scope=scope).get("if-none-match", "")
    same = tag in [one.strip().removeprefix("W/") for one in theirs.split(",")]
    answer = Response(status_code=304 if same else 200)
    answer.body = b"" if same else held.body
    dropped = {b"content-length", b"content-type"} if same else set()
    answer.raw_headers = [pair for pair in held.headers if pair[0] not in dropped]
    return answer


class _Keeper:
    """Collects an answer on its way out; sends it when it is whole, and keeps it where it may be kept."""

    def __init__(self, pages: Remembered, key: tuple[str, str, str], state: object, scope: Scope, send: Send) -> None:
        self.pages, self.key, self.state, self.scope, self.send = pages, key, state, scope, send
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=self.start)
        if not self._may(headers):
            await self.send(self.start)
            return await self.send({"type": "http.response.body", "body": self.body})
        page = Kept(self.state, list(self.start["headers"]), self.body)
        self.pages.keep(self.key, page)
        answer = _again(page, self.scope)
        await answer(self.scope, _nothing, self.send)

    def _may(self, headers: MutableHeaders) -> bool:
        public = "private" not in headers.get("cache-control", "private")
        return self.start["status"] == 200 and public and "etag" in headers and "set-cookie" not in headers


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
