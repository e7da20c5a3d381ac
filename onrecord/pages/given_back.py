"""A form given back where the ledger cannot take it: whatever somebody wrote in it is there, to be sent again."""

from __future__ import annotations

from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from onrecord.pages.site import site_of

FORM = "application/x-www-form-urlencoded"
# Fields that people fill with words; what has a space in it is words too. The rest goes along unseen.
WORDS = {"text", "why", "instead", "cited", "name", "title", "byline", "contact", "about"}


class Field(NamedTuple):
    """A field as it was sent; `words`: somebody wrote it."""

    name: str
    value: str
    words: bool


async def form(request: Request) -> list[Field]:
    """What a form had sent, where somebody wrote anything in it; else nothing."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method != "POST" or kind != FORM:
        return []
    try:
        sent = await request.form()
    except (ClientDisconnect, HTTPException, RuntimeError):
        return []
    found = [_field(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    return found if any(one.words for one in found) else []


def _field(name: str, value: str) -> Field:
    return Field(name, value, bool(value.strip()) and (name in WORDS or any(map(str.isspace, value.strip()))))


def page(request: Request, fields: list[Field]) -> Response:
    """The form again, with what was written in it and the rest as it was."""
    query = f"?{request.url.query}" if request.url.query else ""
    answer = site_of(request).page(request, "given_back.html", 503, fields=fields, action=request.url.path + query)
    answer.headers["cache-control"] = "private, no-store"
    return answer
