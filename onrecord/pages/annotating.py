"""Comments made, changed and deleted by programs: the writing side of the Web Annotation Protocol.

The desk's programs write for the desk; whoever else is signed in writes as the reader they are (own_annotations.py)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.discussion import moderation
from onrecord.discussion.annotations import Malformed, Meant, Unkept, meant
from onrecord.discussion.holds import listed
from onrecord.discussion.incoming.arrival import clean
from onrecord.discussion.incoming.wording import worded
from onrecord.importing import spellings
from onrecord.ledger.posts import Act, Draft, Post
from onrecord.pages import own_annotations
from onrecord.pages.authority import is_desk
from onrecord.pages.discussion import act_of, place, policy, post_of
from onrecord.pages.entry import LONGEST
from onrecord.pages.rights import View
from onrecord.pages.site import Site, site_of
from onrecord.pages.talk import is_open
from onrecord.pages.web_annotations import ACCEPTED, representation
from onrecord.records import new_id
from onrecord.text import CONTEXT, Anchor, Span, locate, selected

router = APIRouter(include_in_schema=False)
TYPES = ("application/ld+json", "application/json")


async def body_of(request: Request) -> bytes:
    """The request's body, read before its route runs in a thread."""
    return await request.body()


Body = Depends(body_of)


@router.post("/annotations/")
def create(request: Request, data: bytes = Body) -> Response:
    """Keeps an annotation as a comment: 201 with its address; 202 where it waits for the desk."""
    site = _allowed(request)
    said = _said(request, data)
    aim = _aim(site, request, said)
    text, html = _words(site, aim, said)
    who = None if is_desk(site, request) else site.who(request)
    sent = (data.decode("utf-8", "replace"), aim.seen.document.id)
    draft = Draft(
        key=_key(site, new_id("annotation", *((who.reader,) if who else ()), *sent)),
        document=aim.seen.document.id,
        text=text,
        html=html,
        author=who.name if who else " ".join(clean(said.creator).split())[: LONGEST["name"]],
        under=aim.above.id if aim.above else None,
        spans=aim.spans,
        instead=said.instead if aim.spans else None,
        reader=who.reader if who else "",
    )
    if who:
        post = own_annotations.add(site, request, draft, said, aim.seen, aim.above)
    else:
        post = site.ledger.talk.post(draft, act_of([]), place, site.stamp("desk"))
    answer = representation(site, request, post, 201 if post.state == "shown" else 202)
    answer.headers["location"] = site.address(f"/annotations/{post.id}")
    return answer


def _key(site: Site, key: str) -> str:
    """One annotation sent twice is one, unless it was deleted in between."""
    held = site.ledger.talk.of_key(key)
    return key if held is None or held.state in ("shown", "held") else _key(site, new_id("again", key))


@router.put("/annotations/{id}")
def change(request: Request, id: str, data: bytes = Body) -> Response:
    """Changes an annotation's words; what it said before stays in its history."""
    site = _allowed(request)
    post = _own(site, request, id)
    said = _said(request, data)
    aim = _aim(site, request, said)
    if (aim.above.id if aim.above else None) != post.parent or (post.anchor and aim.spans != post.anchor.spans):
        raise HTTPException(422, "What an annotation is about cannot be changed: delete it and make another.")
    if said.instead != post.instead:
        raise HTTPException(422, "What a correction proposes cannot be changed: delete it and make another.")
    text, html = _words(site, aim, said)
    if is_desk(site, request):
        act, stamp = act_of([], edit=True), site.stamp("desk")
    else:
        own_annotations.change(site, request, post)
        act, stamp = own_annotations.changed(site, post, text), site.stamp("reader")
    _done(site.ledger.talk.revise(id, text, html, act, post.acts, stamp))
    return representation(site, request, post_of(site, id), 200)


@router.delete("/annotations/{id}")
def remove(request: Request, id: str) -> Response:
    """Deletes an annotation: its place stays, its words do not."""
    site = _allowed(request)
    post = _own(site, request, id)
    act, by = Act(action="delete", state=moderation.state_after("delete")), "desk"
    if not is_desk(site, request):
        act, by = own_annotations.removed(post), "reader"
    _done(site.ledger.talk.decide(id, act, post.acts, site.stamp(by)))
    return Response(status_code=204)


def _done(first: bool) -> None:
    if not first:
        raise HTTPException(412)


def _allowed(request: Request) -> Site:
    site = site_of(request)
    if not site.settings.discussion:
        raise HTTPException(404)
    return site


def _own(site: Site, request: Request, id: str) -> Post:
    """An annotation that may be changed: the asker's own, as the asker last saw it."""
    post = post_of(site, id)
    if not is_desk(site, request):
        own_annotations.mine(request, post)
    elif post.state != "shown":
        raise HTTPException(410 if post.was_shown else 404)
    elif post.stamp.by != "desk":
        raise HTTPException(403, "A reader’s words are the reader’s. The desk removes a comment with a reason.")
    asked = request.headers.get("if-match")
    if asked and asked.strip() != "*" and representation(site, request, post).headers["etag"] not in asked:
        raise HTTPException(412, "It was changed meanwhile. Read it again.")
    return post


# --- what was sent ---


def _said(request: Request, data: bytes) -> Meant:
    """The annotation in the body; 415 for another type, 400 for what is none, 422 for what cannot be kept."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise HTTPException(415, headers={"Accept-Post": ACCEPTED})
    try:
        return meant(_parsed(data))
    except Malformed as error:
        raise HTTPException(400, f"This is no annotation: {error}.") from None
    except Unkept as error:
        raise HTTPException(422, f"This annotation cannot be kept here: {error}.") from None


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed("it is not JSON") from None


@dataclass(frozen=True)
class _Aim:
    """What it is about: an article, words of it, or a comment under it."""

    seen: View
    above: Post | None = None
    spans: tuple[Span, ...] = ()


def _aim(site: Site, request: Request, said: Meant) -> _Aim:
    here, address = site.address(""), urldefrag(said.target).url
    path = address.removeprefix(here) if address.startswith(f"{here}/") else ""
    kind, _, id = path.strip("/").partition("/")
    if kind in ("annotations", "comments") and id:
        above = post_of(site, id)
        if above.state != "shown":
            raise HTTPException(422, "The comment it answers is not shown.")
        return _Aim(site.view(request, above.document), above=above)
    document = id if kind == "articles" else site.ledger.talk.article_at(spellings(address))
    if not document or not site.ledger.knows(document):
        raise HTTPException(422, "Its target is no article here.")
    seen = site.view(request, document)
    return _Aim(seen, spans=_spans(seen.text, said))


def _spans(text: str, said: Meant) -> tuple[Span, ...]:
    """The words it is about, where the selectors mean one place; a place that they do not agree on is none."""
    if said.exact is None and said.start is None:
        return ()
    at = Span(said.start, said.end) if said.start is not None and said.end is not None else None
    if at and (said.exact is None or at.of(text) == said.exact):
        if not at.of(text).strip() or at.end > len(text):
            raise HTTPException(422, "Its selector is outside of the text.")
        return (at,)
    found = selected(text, said.exact or "", said.prefix, said.suffix)
    if len(found) != 1 and said.exact:
        held = Anchor("", (Span(0, len(said.exact)),), said.exact, said.prefix[-CONTEXT:], said.suffix[:CONTEXT])
        found = list(locate(held, text).spans)
    if len(found) != 1:
        raise HTTPException(422, "Those words are not in the article, or not at one place only.")
    return (found[0],)


def _words(site: Site, aim: _Aim, said: Meant) -> tuple[str, str]:
    """Its words and how they are shown, within the rules that hold for everybody."""
    if not is_open(site, aim.seen.document):
        raise HTTPException(403, "This discussion is closed.")
    text, html = worded(clean(said.text), said.markup)
    written = f"{text}\n{said.instead or ''}\n{said.creator}"
    if not text.strip():
        raise HTTPException(422, "It has no words.")
    if len(text) > LONGEST["text"] or len(said.instead or "") > LONGEST["instead"]:
        raise HTTPException(422, "It is too long.")
    if listed(written, policy(site, aim.seen.document).banned):
        raise HTTPException(422, "It has words that this site does not print.")
    if said.instead is not None and not aim.spans:
        raise HTTPException(422, "A correction is of some words: it needs a selector.")
    return text, html
