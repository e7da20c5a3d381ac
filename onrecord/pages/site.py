"""What every route shares: settings, ledger, clock, templates; and how a page is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from onrecord.config import Settings
from onrecord.discussion.moderation import Role, role_of
from onrecord.ledger import Ledger
from onrecord.ledger.answers import DocumentHead, Found, Query
from onrecord.ledger.persons import Account
from onrecord.pages import retold, spoken, talk_words, territory_words, words
from onrecord.pages.pieces import Pieces
from onrecord.pages.recalled import Recalled
from onrecord.pages.render import mark_rules, safe_id
from onrecord.pages.rights import View, Viewer, is_short, view
from onrecord.pages.security import Buckets, at_desk, network
from onrecord.pages.tokens import SESSION, digest
from onrecord.records import Page, Reading, Speaker, Stamp, Verdict
from onrecord.text import words_of

HERE = Path(__file__).parent
PAIRED = 150  # statements of one article whose words and notes light up together without a script
MOST_STATEMENTS = 5_000  # of one article: more is not an article


@dataclass(frozen=True)
class Line:
    """The line as the pages need it: a text, or a page of one's own, read for its statements."""

    read_text: Callable[[str, bool, str | None, Stamp], Reading]
    read_page: Callable[[Page, Stamp], Reading]


class Word(NamedTuple):
    """A person's verdict on a statement, and whether it was said of an older version's, which says the same."""

    verdict: Verdict
    older: bool


@dataclass(frozen=True)
class Site:
    """The one value that routes work with."""

    settings: Settings
    ledger: Ledger
    stamp: Callable[[str], Stamp]
    line: Line
    env: jinja2.Environment
    replies: Buckets
    sign_ins: Buckets
    secret: bytes
    now: Callable[[], float]
    recall: Recalled

    def viewer(self, request: Request) -> Viewer:
        """Who looks at this: all staff sees what the desk sees."""
        return Viewer(self.role(request) != "reader", self.settings.show_unreviewed)

    def who(self, request: Request) -> Account | None:
        """Whose account this browser is signed in to; asked once a request."""
        if not hasattr(request.state, "who"):
            token = request.cookies.get(SESSION, "")
            request.state.who = self.ledger.people.inside(digest(token), self.now()) if token else None
        found: Account | None = request.state.who
        return found

    def role(self, request: Request) -> Role:
        """What they are here: by the desk's token or on this machine an admin, else by their account."""
        if at_desk(request, self.settings.desk_token, self.settings.base_url):
            return "admin"
        who = self.who(request)
        return role_of(who.role) if who else "reader"

    def hand(self, request: Request) -> str:
        """By whose hand staff does something: an account's id, else the desk."""
        who = self.who(request)
        return who.id if who and who.role != "reader" else "desk"

    def address(self, path: str) -> str:
        """A path as others may follow it."""
        return self.settings.base_url.rstrip("/") + path

    def reading(self, id: str) -> Reading:
        """A document by its id, or a 404; Withdrawn where it was."""
        found = self.recall(("document", id), lambda: self.ledger.document(id))
        if found is None:
            raise HTTPException(404)
        return found

    def versions(self, id: str) -> list[DocumentHead]:
        """Every version of the article that this document is one of, oldest first."""
        return self.recall(("versions", id), lambda: self.ledger.versions(id))

    def view(self, request: Request, id: str) -> View:
        """A document as this request may see it."""
        reading = self.reading(id)
        said = self.recall(("said", id), lambda: self._said(reading))
        verdicts = {id: word.verdict for id, word in said.items()}
        followed = frozenset(id for id, word in said.items() if word.older)
        return view(reading, verdicts, self.viewer(request), followed)

    def words(self, request: Request, id: str) -> View:
        """A document's words alone as this request may see them, for what is not about its statements."""
        found = self.ledger.article(id)
        if found is None:
            raise HTTPException(404)
        return view(Reading(page=Page(document=found)), {}, self.viewer(request))

    def verdicts(self, reading: Reading) -> dict[str, Verdict]:
        """People's latest words on the document's statements."""
        return {id: word.verdict for id, word in self._said(reading).items()}

    def _said(self, reading: Reading) -> dict[str, Word]:
        """The latest word on each statement, and whether it was said of an older version's."""
        rows = self.ledger.find(Query(document=reading.document.id, limit=MOST_STATEMENTS))
        held = {row.statement.id: Word(row.review, row.followed) if row.review else None for row in rows}
        ids = [one.id for one in reading.statements if one.id not in held]  # an older version's
        said = held | {id: self._last_word(id) for id in ids}
        return {id: word for id, word in said.items() if word}

    def _last_word(self, id: str) -> Word | None:
        words = self.ledger.reviews(id)
        return Word(words[-1].verdict, words[-1].of != id) if words else None

    def found(self, id: str) -> Found:
        """A statement by its id, or a 404; Withdrawn where it was."""
        found = self.ledger.statement(id)
        if found is None:
            raise HTTPException(404)
        return found

    def desk(self, request: Request) -> None:
        """Lets only the desk pass: those who answer for articles; what moderators may is in authority.toml."""
        if self.role(request) not in ("editor", "admin"):
            raise HTTPException(403)

    def spare(self, request: Request, bucket: Buckets) -> None:
        """Lets pass what a network may send for now, the desk always."""
        wait = self.wait(request, bucket)
        if wait:
            raise HTTPException(429, headers={"Retry-After": str(wait)})

    def wait(self, request: Request, bucket: Buckets) -> int:
        """Seconds until this network may send again, 0 where it may; the desk always may."""
        left = 0.0 if self.viewer(request).desk else bucket.take(network(request, self.settings.trusted_proxies))
        return int(left) + 1 if left else 0

    def page(self, request: Request, name: str, status: int = 200, **context: Any) -> Response:
        """A template as an answer, with an ETag: a reader who has it already gets none of it."""
        # A page that says the ledger is down cannot ask it who they are.
        role, who = ("reader", None) if status == 503 else (self.role(request), self.who(request))
        desk = role != "reader"
        shared = {"site": self, "desk": desk, "role": role, "who": who, "here": request.url.path, "request": request}
        body = self.env.get_template(name).render(shared | context)
        return tagged(request, HTMLResponse(body, status), private=desk or who is not None)


def tagged(request: Request, answer: Response, *, private: bool) -> Response:
    """The answer with its ETag, or 304 where the asker holds it."""
    tag = f'"{sha256(bytes(answer.body)).hexdigest()[:24]}"'
    answer.headers["cache-control"] = "private, no-cache" if private else "no-cache"
    answer.headers["vary"] = "Cookie, Accept-Language"
    if answer.status_code != 200:
        return answer
    answer.headers["etag"] = tag
    held = request.headers.get("if-none-match", "")
    if tag not in [one.strip().removeprefix("W/") for one in held.split(",")]:
        return answer
    kept = {name: answer.headers[name] for name in ("etag", "cache-control", "vary")}
    return Response(status_code=304, headers=kept)


def site_of(request: Request) -> Site:
    """The application's site."""
    found = request.app.state.site
    assert isinstance(found, Site)
    return found


def environment(site_name: str) -> jinja2.Environment:
    """Templates that escape everything and speak the language of the request."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(spoken.gettext, spoken.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals["kept"] = Pieces()
    env.globals["ngettext"] = _counted
    env.globals |= {"page_lang": spoken.lang, "languages": spoken.NAMES}
    env.filters |= {"number": spoken.number}
    env.filters |= {
        "day": words.day,
        "percent": words.percent,
        "safe_url": words.safe_url,
        "host": words.host,
    }
    env.globals |= {"verdicts": words.CHECKED, "stances": words.STANCES, "types": words.TYPES, "has_page": has_page}
    env.globals |= {"site_name": site_name, "kinds": words.KINDS, "asset": asset, "is_short": is_short}
    env.filters |= {"safe_id": safe_id, "quoted": words.quoted, "ticked": words.ticked}
    env.globals |= {"states": talk_words.STATES, "outcomes": talk_words.OUTCOMES, "orders": talk_words.ORDERS}
    env.globals |= {"acts": talk_words.ACTS, "done": talk_words.DONE, "ways": talk_words.WAYS}
    env.globals |= {
        "claim_kinds": territory_words.CLAIM_KINDS,
        "coded": territory_words.coded,
        "rules": territory_words.RULES,
    }
    env.globals |= {
        "within_of": retold.within,
        "hinges": retold.hinges,
        "against": retold.against,
        "standing_why": retold.standing,
    }
    env.filters |= {"retold": retold.why}
    env.globals |= {"registers": territory_words.REGISTERS, "outcomes_of": territory_words.VERDICTS}
    env.globals |= {"lang_of": words.lang_of, "words_of": words_of, "query": query, "kind_of": kind_of}
    env.globals |= {"citation": words.citation, "quotation": words.quotation, "confirmed": confirmed}
    return env


def _counted(one: str, many: str, num: int, **values: Any) -> Markup:
    """A template's message about so many things; what is put into it is escaped."""
    return Markup(spoken.ngettext(one, many, num)) % {"num": spoken.number(num), **values}


def has_page(speaker: Speaker, desk: bool = False) -> bool:
    """Whether a speaker is linked: a person whom an article names without a role may be a private one."""
    return speaker.named and (desk or speaker.type != "person" or speaker.role is not None)


def query(**given: str) -> str:
    """What is given as an address's query, blank fields left out."""
    kept = {name: value for name, value in given.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def confirmed(seen: View) -> int:
    """How many of the statements a person confirmed."""
    return sum(seen.verdicts.get(one.id) == "confirmed" for one in seen.reading.statements)


def kind_of(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words, for the API's documentation."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(kind_of(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return ", ".join(map(str, schema.get("enum", [schema.get("const")])))
    named = str(schema.get("type", "anything"))
    return f"list of {kind_of(schema['items'])}" if named == "array" and "items" in schema else named


@cache
def static(name: str) -> bytes:
    """A static file; marks.css is drawn, the others lie in static/."""
    return mark_rules(PAIRED).encode() if name == "marks.css" else (HERE / "static" / name).read_bytes()


def asset(name: str) -> str:
    """A static file's address, new when its bytes are."""
    return f"/static/{name}?v={sha256(static(name)).hexdigest()[:12]}"
