"""Who may do what: one table (authority.toml), held at the door of every route."""

from __future__ import annotations

import hmac
import tomllib
from functools import cache
from pathlib import Path

from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from onrecord.discussion.moderation import Role
from onrecord.pages import tokens
from onrecord.pages.site import Site, site_of

TABLE = Path(__file__).parent / "authority.toml"


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def may(role: Role, action: str) -> bool:
    """Whether this role may do this."""
    return role in _table()["may"][action]


@cache
def action_of(method: str, path: str) -> str:
    """Which action a route is; `path` as the route writes it: "/desk/comments/{id}"."""
    asked = f"{'GET' if method == 'HEAD' else method} {path}"
    named = next((action for action, routes in _table()["routes"].items() if asked in routes), None)
    return named or ("edit" if path == "/desk" or path.startswith("/desk/") else "anyone")


async def check(request: Request) -> None:
    """Lets pass whom the table lets; before anything of the route is done."""
    route = request.scope.get("route")
    action = action_of(request.method, getattr(route, "path", request.url.path))
    if action != "anyone":
        await run_in_threadpool(_held, request, action)


def _held(request: Request, action: str) -> None:
    """Asks the ledger who this is, and so not where every request waits."""
    if action in _table()["signed_in"]["actions"] and not is_signed_in(site_of(request), request):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    if not may(site_of(request).role(request), action):
        raise HTTPException(403)


def is_signed_in(site: Site, request: Request) -> bool:
    """Whether they have an account here or are at the desk, or are a program that writes for a reader."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if given.startswith(tokens.PROGRAM) and not _desks(site, request):
        return _writes_for_somebody(site, request, given)
    return is_desk(site, request) or site.who(request) is not None


def _writes_for_somebody(site: Site, request: Request, given: str) -> bool:
    """Whether a program's token holds. It writes as a reader, whatever else its owner is here."""
    held = site.ledger.people.holder(tokens.digest(given), site.now())
    request.state.who = replace(held, role="reader") if held else None
    return held is not None


def is_desk(site: Site, request: Request) -> bool:
    """Whether they write for the desk: staff, somebody at this machine, or a program with the desk's token."""
    return _desks(site, request) or site.viewer(request).desk


def _desks(site: Site, request: Request) -> bool:
    """Whether it is a program with the desk's token."""
    token, given = site.settings.desk_token, request.headers.get("authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
