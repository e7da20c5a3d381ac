"""Did they say it? A text's quoted and attributed sentences, each answered from the ledger."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from onrecord.checking import Answer, answers
from onrecord.pages import words
from onrecord.pages.diff import Change, word_changes
from onrecord.pages.rights import Viewer, found_view
from onrecord.pages.site import Site, site_of

router = APIRouter(include_in_schema=False)
MOST = 20_000  # characters of a text that anyone may have checked
Text = Annotated[str, Form(max_length=200_000)]


@router.get("/check")
def form(request: Request) -> Response:
    """The form."""
    return site_of(request).page(request, "check.html", text="", answers=None, error="", difference=difference)


@router.post("/check")
def check(request: Request, text: Text = "") -> Response:
    """Each sentence's answer; nothing of the text is kept."""
    site = site_of(request)
    asked = words.clean(text)
    error = problem(asked) or busy(site, request)
    found = [] if error else checked(site, request, asked)
    shown_ = None if error else found
    return site.page(
        request, "check.html", 422 if error else 200, text=asked, answers=shown_, error=error, difference=difference
    )


def problem(asked: str) -> str:
    """What cannot be checked, in words; "" where it can."""
    if not asked:
        return words._("Paste a sentence, a draft or a post. Nothing was checked.")
    if len(asked) > MOST:
        return words._("That is more than %s characters: check it in parts.") % MOST
    return ""


def busy(site: Site, request: Request) -> str:
    """Reading costs computing: a network may ask only so often."""
    wait = site.wait(request, site.replies)
    return words.wait(wait) if wait else ""


def checked(site: Site, request: Request, asked: str) -> list[Answer]:
    """The answers as this viewer may see them."""
    reading = site.line.read_text(asked, True, None, site.stamp("reader"))
    viewer = site.viewer(request)
    return [shown(one, viewer) for one in answers(site.ledger, reading)]


def shown(answer: Answer, viewer: Viewer) -> Answer:
    """The answer without what the viewer may not see: where nothing is left, it is not found."""
    seen = tuple(view for one in answer.found if (view := found_view(one, viewer)))
    if answer.found and not seen:
        return replace(answer, verdict="not found", found=(), echo=None)
    return replace(answer, found=seen)


def difference(answer: Answer) -> list[Change]:
    """The words asked for against those that were said."""
    return list(word_changes(answer.found[0].statement.anchor.exact, answer.asked.words)) if answer.found else []
