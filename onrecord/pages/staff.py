"""Who is what here: administrators give roles. Every change is a line of the account's log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.discussion.moderation import role_of
from onrecord.pages import mail, people_words, words
from onrecord.pages.site import Site, site_of

router = APIRouter(include_in_schema=False)
Line = Annotated[str, Form(max_length=500)]


@router.get("/desk/people")
def people(request: Request) -> Response:
    """Everybody who is more than a reader."""
    return _page(site_of(request), request)


def _page(site: Site, request: Request, status: int = 200, error: str = "", email: str = "") -> Response:
    staff = site.ledger.people.staff()
    return site.page(request, "people.html", status, staff=staff, roles=people_words.ROLES, error=error, email=email)


@router.post("/desk/people")
def appoint(request: Request, email: Line = "", role: Line = "", why: Line = "") -> Response:
    """Gives the account of an address a role."""
    site = site_of(request)
    held = site.ledger.people.of_email(mail.address(email) or "")
    if held is None:
        return _page(site, request, 404, people_words.NO_ACCOUNT, email)
    admins = [one for one in site.ledger.people.staff() if one.role == "admin"]
    if [one.id for one in admins] == [held.id] and role_of(role) != "admin":
        return _page(site, request, 409, people_words.LAST_ADMIN, email)
    site.ledger.people.appoint(held.id, role_of(role), words.clean(why), site.stamp(site.hand(request)))
    return RedirectResponse("/desk/people", 303)
