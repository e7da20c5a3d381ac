"""How a reader wants a thread: its order, answers folded, what is new, and whom they don't want to read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger.posts import Post
from onrecord.ledger.thread_orders import Order
from onrecord.pages import tokens
from onrecord.pages.rights import View
from onrecord.pages.site import Site
from onrecord.pages.talk import PER_PAGE, Shown, Thread, shown, thread_of

COOKIE = "onrecord_hidden"
MOST = 60  # people that one hides
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Wanted:
    """What a thread's address asks for."""

    page: int = 1
    sort: Order = "oldest"
    fold: bool = False
    since: str = ""

    def query(self, **changed: object) -> str:
        """The address's query with something else in it; what is usual is left out."""
        new = replace(self, **{"page": 1, **changed})  # type: ignore[arg-type]
        parts = [("page", new.page, 1), ("sort", new.sort, "oldest"), ("fold", "yes" if new.fold else "", "")]
        parts.append(("since", new.since, ""))
        kept = "&".join(f"{name}={value}" for name, value, usual in parts if value != usual)
        return f"?{kept}" if kept else ""


def wanted(
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    sort: Order = "oldest",
    fold: Annotated[str, Query(pattern="^(yes)?$")] = "",
    since: Annotated[str, Query(pattern=r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?$")] = "",
) -> Wanted:
    """What the address asks for."""
    return Wanted(page, sort, fold == "yes", since)


def thread(site: Site, request: Request, seen: View, asked: Wanted) -> Thread | None:
    """The discussion as this reader wants it."""
    found = thread_of(site, request, seen, asked.page)
    if found is None or not (found.posts or asked.page > 1):
        return found
    usual = asked.sort == "oldest" and not asked.fold
    found = found if usual else _in_order(site, seen, found, asked)
    ids = [one.post.id for one in found.posts]
    votes = site.ledger.talk.tally(ids) if site.settings.votes else {}
    held = hidden(request)
    posts = [_marked(site, one, asked, held, votes) for one in found.posts]
    return replace(found, posts=posts, asked=asked, latest=max((one.post.stamp.at for one in posts), default=""))


def _in_order(site: Site, seen: View, found: Thread, asked: Wanted) -> Thread:
    skip = (found.page - 1) * PER_PAGE
    key = ("talk in order", seen.document.id, asked.sort, asked.fold, skip)
    in_order = site.ledger.talk.in_order
    rows = site.recall(key, lambda: in_order(seen.document.id, asked.sort, asked.fold, PER_PAGE, skip))
    posts = [replace(shown(post, seen), answers=rows.answers.get(post.path, 0)) for post in rows.posts]
    pages = max(1, -(-rows.tops // PER_PAGE)) if asked.fold else found.pages
    return replace(found, posts=posts, pages=pages)


def _marked(site: Site, one: Shown, asked: Wanted, held: set[str], votes: dict[str, tuple[int, int]]) -> Shown:
    new = bool(asked.since) and one.post.stamp.at > asked.since
    away = bool(held) and tag(site, one.post) in held
    return replace(one, new=new, hidden=away, votes=votes.get(one.post.id, (0, 0)))


# --- whom one doesn't want to read ---


def tag(site: Site, post: Post) -> str:
    """A writer as this browser names them: of their key, or of the one comment where nobody can tell who wrote it."""
    return tokens.signature(site.secret, "hide", post.reader or post.id)[:12]


def hidden(request: Request) -> set[str]:
    """Whom this browser hides."""
    held = request.cookies.get(COOKIE, "").split(".")
    return {one for one in held[:MOST] if len(one) == 12 and one.isalnum()}


def hide(site: Site, answer: Response, held: set[str]) -> Response:
    """The answer, with whom to hide from now on."""
    secure = site.settings.base_url.startswith("https:")
    if held:
        answer.set_cookie(COOKIE, ".".join(sorted(held)), YEAR, httponly=True, samesite="lax", secure=secure)
    else:
        answer.delete_cookie(COOKIE)
    return answer
