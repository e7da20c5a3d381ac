"""Around every request: its language, and the cookie that remembers a reader's choice."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.pages import spoken

COOKIE = "onrecord_lang"
YEAR = 365 * 24 * 3600


class Languages:
    """Chooses the language before anything is said in it."""

    def __init__(self, app: ASGIApp, setting: str, secure: bool) -> None:
        self.app, self.setting, self.secure = app, setting, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        choice = _choice(scope)
        request = Request(scope)
        header = request.headers.get("accept-language", "")
        spoken.speak(spoken.chosen(choice, request.cookies.get(COOKIE, ""), self.setting, header))
        await self.app(scope, receive, _remembering(choice, self.secure, send) if choice else send)


def _choice(scope: Scope) -> str:
    """The language that the address asks for, where it is one of ours."""
    query: bytes = scope["query_string"]
    if b"lang=" not in query:
        return ""
    asked = parse_qs(query.decode("latin-1")).get("lang", [""])[-1]
    return asked if asked in spoken.NAMES else ""


def _remembering(choice: str, secure: bool, send: Send) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kept = f"{COOKIE}={choice}; Max-Age={YEAR}; Path=/; HttpOnly; SameSite=lax"
            headers.append("set-cookie", kept + ("; Secure" if secure else ""))
        await send(message)

    return sender
