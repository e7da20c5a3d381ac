"""Edits noticed, by the watch or by reading a page again: what an article took back or changed, said or unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onrecord.ledger import WatchEvent, Withdrawn
from onrecord.ledger.watching import SavedSearch
from onrecord.pages import words
from onrecord.pages.feeds import atom
from onrecord.pages.rights import View
from onrecord.pages.site import Site, site_of, tagged
from onrecord.records import Document, Reading, Statement
from onrecord.shapes import Shape, head_shape, spans_shape

router = APIRouter(include_in_schema=False)
MOST = 30  # edits on a page


@dataclass(frozen=True)
class Noticed:
    """One edit, or an article that is gone, as the viewer may see it."""

    event: WatchEvent
    document: Document
    gone: tuple[Statement, ...] = ()
    changed: tuple[tuple[Statement, Statement], ...] = ()
    came: tuple[Statement, ...] = ()
    before: str = ""  # the texts, to cut quotations from
    after: str = ""


@router.get("/edits")
def edits(request: Request) -> Response:
    """The list; at the desk with what is watched and which searches are kept."""
    site = site_of(request)
    desk = site.viewer(request).desk
    named = site.ledger.watch.named() if desk else []
    searches = [(one, asked(one)) for one in site.ledger.watch.searches()] if desk else []
    return site.page(request, "edits.html", noticed=noticed(site, request), watched=named, searches=searches)


@router.get("/edits.atom")
def feed(request: Request) -> Response:
    """The list for readers of feeds."""
    site = site_of(request)
    return atom(request, words._("Edits noticed"), [_entry(site, one) for one in noticed(site, request)])


@router.get("/edits.json")
def data(request: Request) -> Response:
    """The list as data."""
    site = site_of(request)
    items = [shape(one) for one in noticed(site, request)]
    return tagged(request, JSONResponse({"items": items}), private=site.viewer(request).desk)


def noticed(site: Site, request: Request) -> list[Noticed]:
    """The latest first; what was withdrawn since is left out."""
    events = site.ledger.watch.events(0, ("edit", "gone"), MOST, newest=True) + site.ledger.watch.edited(MOST)
    latest = sorted(events, key=lambda event: event.stamp.at, reverse=True)[:MOST]
    return [one for event in latest if (one := _noticed(site, request, event))]


def _noticed(site: Site, request: Request, event: WatchEvent) -> Noticed | None:
    from onrecord.watch.changes import announced, edit

    try:
        new = site.view(request, event.document) if event.document else None
        old = site.view(request, event.before) if event.before else None
    except Withdrawn:
        return None
    if new is None:
        return None
    if old is None:
        return Noticed(event, new.document)
    found = edit(_full(site, old), _full(site, new), words=False)
    if not event.seq:  # read again by hand: nobody noted whether the page owned up to it
        event = replace(event, announced=announced(old.text, new.text))
    may = {one.id: one for seen in (old, new) for one in seen.reading.statements}
    return Noticed(
        event,
        new.document,
        gone=tuple(may[one.id] for one in found.gone if one.id in may),
        changed=tuple((may[a.id], may[b.id]) for a, b in found.changed if a.id in may and b.id in may),
        came=tuple(may[one.id] for one in found.came if one.id in may),
        before=old.text,
        after=new.text,
    )


def _full(site: Site, seen: View) -> Reading:
    """The reading whose statements keep their surroundings, by which they are found again."""
    return site.reading(seen.document.id)


def shape(one: Noticed) -> Shape:
    """An edit as data: the statements' words alone."""
    return {
        "id": one.event.id,
        "event": one.event.kind,
        "at": one.event.stamp.at,
        "silent": one.event.kind == "edit" and not one.event.announced,
        "document": head_shape(one.document),
        "before": one.event.before,
        "gone": [_words(a, one.before) for a in one.gone],
        "changed": [{"before": _words(a, one.before), "after": _words(b, one.after)} for a, b in one.changed],
        "new": [_words(a, one.after) for a in one.came],
    }


def _words(one: Statement, text: str) -> Shape:
    return {"id": one.id, "content": spans_shape(one.content, text), "source": spans_shape(one.source, text)}


def _entry(site: Site, one: Noticed) -> dict[str, str]:
    lines = [f"− {a.anchor.exact}" for a in one.gone]
    lines += [f"− {a.anchor.exact}\n+ {b.anchor.exact}" for a, b in one.changed]
    lines += [f"+ {a.anchor.exact}" for a in one.came]
    title = one.document.title or words._("Untitled")
    return {
        "address": site.address(f"/articles/{one.document.id}/history#{one.event.id}"),
        "title": words.clean(f"{said(one)}: {title}"),
        "author": words.clean(one.document.publisher or site.settings.site_name),
        "updated": one.event.stamp.at,
        "words": words.clean("\n".join(lines)),
    }


def said(one: Noticed) -> str:
    """What was noticed, in words."""
    if one.event.kind == "gone":
        return words._("Taken away")
    return words._("Edited") if one.event.announced else words._("Edited without saying so")


def asked(one: SavedSearch) -> str:
    """A saved search as the address of its list, whose feed can be followed."""
    names = ("words", "speaker", "via", "kind", "since", "until", "said_by")
    given = {name: value for name in names if (value := getattr(one.query, name))}
    return urlencode(given)
