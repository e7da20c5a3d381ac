"""Notices: anybody tells the site that something on it is unlawful; the desk answers with reasons."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.concerns import new_notice
from onrecord.ledger.persons import Notice
from onrecord.pages import mail, people_words, readers, spoken, talk_words, tokens, words
from onrecord.pages.site import Site, site_of
from onrecord.pages.words import _

router = APIRouter(include_in_schema=False)
LONGEST = {"about": 500, "text": 5_000, "name": 200, "email": 254}
MOST = 100
Field = Annotated[str, Form()]


@router.get("/notice")
def form(request: Request, about: Annotated[str, Query(max_length=500)] = "") -> Response:
    """The form, and where this site is reached otherwise."""
    return _form(site_of(request), request, {"about": words.clean(about)})


def _form(site: Site, request: Request, held: dict[str, str], status: int = 200, error: str = "") -> Response:
    token = tokens.issue(site.secret, "notice", site.now())
    given = {name: held.get(name, "") for name in LONGEST}
    answer = site.page(request, "notice.html", status, given=given, token=token, error=error)
    answer.headers["cache-control"] = "private, no-store"
    return answer


@router.post("/notice")
def send(
    request: Request,
    about: Field = "",
    text: Field = "",
    name: Field = "",
    email: Field = "",
    faith: Annotated[bool, Form()] = False,
    website: Field = "",
    token: Field = "",
) -> Response:
    """Takes the notice and says under which number."""
    site = site_of(request)
    held = {"about": about, "text": text.replace("\r\n", "\n"), "name": name, "email": email}
    held = {key: words.clean(value) for key, value in held.items()}
    seal = tokens.opened(site.secret, "notice", token, site.now())
    error = _problem(held, faith, website, seal)
    if error or seal is None:
        return _form(site, request, held, 422, error)
    left = readers.left(site, f"notice {readers.network_of(site, request)}", 5, 300.0)
    if left:
        says = words.wait(left)
        return _form(site, request, held, 429, says)
    made = _kept(site, held, seal.key)
    answer = site.page(request, "noticed.html", notice=made)
    if made.email:
        answer.background = BackgroundTask(_confirm, site, made)
    return answer


def _problem(held: dict[str, str], faith: bool, website: str, seal: tokens.Seal | None) -> str:
    if seal is None or not seal.fresh:
        return _("This page was open for long. Look it over, then send it.")
    if website:
        return _("The field “website” is there for machines. Leave it empty.")
    if not held["about"] or not held["text"]:
        return _("Say what it is about and why it is unlawful. Nothing was sent.")
    if not faith:
        return _("Confirm that you believe what you say to be right. Nothing was sent.")
    if held["email"] and mail.address(held["email"]) is None:
        return people_words.NO_ADDRESS
    over = max(len(held[key]) - most for key, most in LONGEST.items())
    return words.too_long(over) if over > 0 else ""


def _kept(site: Site, held: dict[str, str], key: str) -> Notice:
    """Kept; where it is about a comment that is shown, the comment comes before the desk too."""
    found = re.search(r"/comments/(\w{1,20})", held["about"])
    post = site.ledger.talk.find(found.group(1)) if found else None
    stamp, email = site.stamp("reader"), mail.address(held["email"]) or ""
    made = new_notice(
        key, held["about"], post.id if post else None, held["name"], email, held["text"], stamp, spoken.lang()
    )
    site.ledger.people.notice(made)
    if post and post.state == "shown":
        site.ledger.talk.report(post.id, f"{talk_words.REPORTS['unlawful']} ({made.id})", f"notice {key}", stamp)
    return made


def _confirm(site: Site, made: Notice) -> None:
    """That it has come is owed to whoever sent it."""
    body = people_words.NOTICED % {"number": made.id, "about": made.about, "text": made.text}
    mail.post(site.settings, mail.message(site.settings, made.email, _("Your notice %s") % made.id, body))


# --- at the desk ---


@router.get("/desk/notices")
def listed(request: Request) -> Response:
    """Notices, the unanswered first."""
    site = site_of(request)
    return site.page(request, "notices.html", notices=site.ledger.people.notices(MOST), error="", of="")


@router.post("/desk/notices/{id}")
def answer(request: Request, id: str, text: Annotated[str, Form(max_length=5000)] = "") -> Response:
    """The desk's answer, with its reasons; by mail where there is an address."""
    site, said = site_of(request), words.clean(text.replace("\r\n", "\n"))
    if not said:
        rows, error = site.ledger.people.notices(MOST), _("Say what was decided and why. Nothing was sent.")
        return site.page(request, "notices.html", 422, notices=rows, error=error, of=id)
    made = site.ledger.people.answer_notice(id, said, site.stamp(site.hand(request)))
    sent = RedirectResponse("/desk/notices", 303)
    if made.email:
        sent.background = BackgroundTask(_answered, site, made)
    return sent


def _answered(site: Site, made: Notice) -> None:
    """In the language in which the notice was given, whatever the desk speaks."""
    with spoken.speaking(made.language or site.settings.language):
        body = people_words.NOTICE_ANSWERED % {"number": made.id, "about": made.about, "answer": made.answer or ""}
        mail.post(site.settings, mail.message(site.settings, made.email, _("About your notice %s") % made.id, body))
