"""Speakers: the list, each one's page with everything said, and a person's word on who is whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from onrecord.ledger.answers import Profile
from onrecord.names import Likeness, alike
from onrecord.pages import words
from onrecord.pages.differences import Difference, differences
from onrecord.pages.feeds import FOUND_COLUMNS, atom, cells, found_entry, table
from onrecord.pages.filters import Filters, search
from onrecord.pages.site import Site, site_of, tagged
from onrecord.records import Sameness, SpeakerType, new_speaker
from onrecord.shapes import found_shape, profile_shape

router = APIRouter(include_in_schema=False)
MOST = 200
Text = Annotated[str, Form(max_length=300)]
Why = Annotated[str, Form(max_length=1000)]
After = Annotated[str, Query(max_length=64)]


@dataclass(frozen=True)
class Namesake:
    """Another speaker whose name sounds alike, what the names say, and what a person said."""

    profile: Profile
    likeness: Likeness
    decided: str | None


@router.get("/speakers")
def speakers(request: Request, name: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Who speaks in this ledger, those who said most first; by a name, also in other spellings."""
    site = site_of(request)
    name = words.clean(name)
    held = _listed(site, request, name)
    return site.page(request, "speakers.html", profiles=held, asked=name)


def _listed(site: Site, request: Request, name: str) -> list[Profile]:
    """The list as the viewer may see it: private persons are for the desk."""
    desk = site.viewer(request).desk
    return [one for one in site.ledger.speakers(name or None, MOST) if desk or not one.private]


@router.get("/speakers.json")
def speakers_data(request: Request, name: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The list as data."""
    site = site_of(request)
    items = [profile_shape(one) for one in _listed(site, request, words.clean(name))]
    return tagged(request, JSONResponse({"items": items}), private=site.viewer(request).desk)


@router.get("/speakers/{id}.{form}")
def speaker_data(request: Request, id: str, form: Literal["json", "csv", "atom"], after: After = "") -> Response:
    """Everything a speaker said, as data."""
    site = site_of(request)
    profile = profile_of(site, request, id)
    rows, _ = search(site, Filters(said_by=id, after=words.clean(after)), site.viewer(request), MOST)
    if form == "csv":
        return table(FOUND_COLUMNS, map(cells, rows))
    if form == "atom":
        return atom(request, profile.speaker.name, [found_entry(site, row) for row in rows])
    shape = {**profile_shape(profile), "items": [found_shape(row) for row in rows]}
    return tagged(request, JSONResponse(shape), private=site.viewer(request).desk)


@router.get("/speakers/{id}")
def speaker(request: Request, id: str, after: After = "") -> Response:
    """A speaker's page: the roles as reported, and everything said, the latest first."""
    site = site_of(request)
    profile = profile_of(site, request, id)
    asked = Filters(said_by=id, after=words.clean(after))
    rows, last = search(site, asked, site.viewer(request))
    others = namesakes(site, profile) if site.viewer(request).desk else []
    merged = [one for other in profile.same if (one := site.ledger.speaker(other))]
    return site.page(
        request,
        "speaker.html",
        profile=profile,
        rows=rows,
        after=last,
        asked=asked,
        others=others,
        merged=merged,
        differ=_differ(site, request, id),
    )


def _differ(site: Site, request: Request, id: str) -> list[Difference]:
    """Where two of a speaker's statements differ, as the viewer may see them."""
    viewer = site.viewer(request)
    rows, _ = search(site, Filters(said_by=id), viewer, MOST)
    return differences(rows, viewer.desk)


def profile_of(site: Site, request: Request, id: str) -> Profile:
    """A speaker by id, or a 404: for the public also where this may be a private person."""
    profile = site.ledger.speaker(id)
    if profile is None or (profile.private and not site.viewer(request).desk):
        raise HTTPException(404, words._("No speaker has this address, or one named once, in no public role."))
    return profile


def namesakes(site: Site, profile: Profile) -> list[Namesake]:
    """Other speakers whose last name sounds alike: never joined before a person says so."""
    me, decided = profile.speaker, site.ledger.decided(profile.speaker.id)
    near = [one for one in site.ledger.speakers(me.name, MOST) if one.speaker.id not in (me.id, *profile.same)]
    found = [Namesake(one, alike(me.name, one.speaker.name), decided.get(one.speaker.id)) for one in near]
    return [one for one in found if one.profile.speaker.type == me.type]


# --- a person's word ---


@router.post("/speakers/{id}/identity")
def identity(
    request: Request,
    id: str,
    other: Annotated[str, Form(max_length=64)],
    verdict: Annotated[Literal["same", "different", "unsure"], Form()],
    why: Why = "",
) -> Response:
    """Whether two speakers are one."""
    site = site_of(request)
    site.desk(request)
    said: Sameness = verdict
    site.ledger.identify(id, words.clean(other), said, words.clean(why), site.stamp("desk"))
    return RedirectResponse(f"/speakers/{id}", 303)


@router.post("/speakers/{id}/apart")
def apart(request: Request, id: str, document: Annotated[str, Form(max_length=64)], why: Why = "") -> Response:
    """In one article, this name is another person's."""
    site = site_of(request)
    site.desk(request)
    fresh = site.ledger.apart(id, words.clean(document), words.clean(why), site.stamp("desk"))
    return RedirectResponse(f"/speakers/{fresh}", 303)


@router.post("/statements/{id}/speaker")
def judge(
    request: Request,
    id: str,
    name: Text = "",
    type: Annotated[SpeakerType, Form()] = "person",
    role: Text = "",
    of: Text = "",
    why: Why = "",
) -> Response:
    """A person's word on who made a statement."""
    site = site_of(request)
    site.desk(request)
    who = new_speaker(words.clean(name), type, role=words.clean(role) or None, of=words.clean(of) or None)
    if not words.clean(why):
        raise HTTPException(400, words._("Say how you know. Nothing was changed."))
    site.ledger.judge(id, who if who.name else None, words.clean(why), site.stamp("desk"))
    return RedirectResponse(f"/statements/{id}", 303)
