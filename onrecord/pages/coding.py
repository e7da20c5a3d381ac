"""Coding a sample: a person marks each found statement right or wrong by its parts, and adds those missed.

For the desk. Each coder has an address of their own and never sees what another said; agreement is for `score`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.sampling import PARTS, SAID, Coding, Sample, SampleUnit, said
from onrecord.pages import words
from onrecord.pages.render import Row, rows, statement_marks
from onrecord.pages.site import Site, site_of
from onrecord.records import Document, Speaker, Statement, new_id
from onrecord.sampling.score import score
from onrecord.text import Span, occurrences

router = APIRouter(include_in_schema=False)
Coder = Annotated[str, Query(max_length=60)]
Coded = Annotated[str, Form(max_length=60)]
Id = Annotated[str, Form(max_length=64)]
Said = Annotated[str, Form(max_length=10)]
Words = Annotated[str, Form(max_length=5000)]


@dataclass(frozen=True)
class Case:
    """A found statement with what this coder said of it."""

    statement: Statement
    speaker: Speaker | None
    parts: dict[str, str]
    shown: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A unit as its coder sees it."""

    unit: SampleUnit
    document: Document
    rows: list[Row]
    cases: list[Case]
    missed: list[tuple[str, str, str]]  # id, words, source's words
    finished: bool

    @property
    def left(self) -> int:
        """How many statements are not judged yet."""
        return sum(not case.parts for case in self.cases)


@router.get("/samples")
def samples(request: Request) -> Response:
    """Every sample, with how far it is coded."""
    site = site_of(request)
    site.desk(request)
    return site.page(request, "samples.html", samples=site.ledger.samples.all())


@router.get("/samples/{name}")
def sample(request: Request, name: str) -> Response:
    """A sample: what its coders said so far, and where a coder begins or goes on."""
    site = site_of(request)
    site.desk(request)
    one = site.ledger.samples.find(name)
    units, coded = site.ledger.samples.units(one.id), site.ledger.samples.coded(one.id)
    done = {coder: len(_done(one, coder, coded)) for coder in sorted({c.coder for c in coded})}
    return site.page(request, "sample.html", sample=one, done=done, score=score(one, units, coded))


@router.get("/samples/{name}/code")
def begin(request: Request, name: str, coder: Coder = "") -> Response:
    """The first unit that this coder has not finished."""
    site = site_of(request)
    site.desk(request)
    who = words.clean(coder)
    if not who:
        raise HTTPException(400, words._("Say who you are: two coders are told apart by their names."))
    one = site.ledger.samples.find(name)
    done = _done(one, who, site.ledger.samples.coded(one.id))
    units = [unit for unit in site.ledger.samples.units(one.id) if unit.id not in done]
    left = [unit for unit in units if not site.ledger.withdrawal(unit.document)]
    place = f"units/{left[0].place}?{urlencode({'coder': who})}" if left else ""
    return RedirectResponse(f"/samples/{quote(name)}/{place}".rstrip("/"), 303)


def _done(sample: Sample, coder: str, coded: list[Coding]) -> set[str]:
    """The units that this coder is done with."""
    act = "finished" if sample.unit == "document" else "judged"
    return {one.unit for one in coded if one.coder == coder and one.act == act}


# --- one unit ---


@router.get("/samples/{name}/units/{place}")
def unit(request: Request, name: str, place: int, coder: Coder = "") -> Response:
    """An article with its found statements, each to be judged."""
    site = site_of(request)
    site.desk(request)
    one, found = _unit(site, name, place)
    return _sheet(site, request, one, found, words.clean(coder))


def _unit(site: Site, name: str, place: int) -> tuple[Sample, SampleUnit]:
    one = site.ledger.samples.find(name)
    found = [unit for unit in site.ledger.samples.units(one.id) if unit.place == place]
    if not found:
        raise HTTPException(404)
    return one, found[0]


def _sheet(site: Site, request: Request, one: Sample, unit: SampleUnit, coder: str, error: str = "",
           given: str = "") -> Response:  # fmt: skip
    if not coder:
        raise HTTPException(400, words._("Say who you are: two coders are told apart by their names."))
    mine = [c for c in site.ledger.samples.coded(one.id) if c.coder == coder]
    sheet = sheet_of(site, unit, [c for c in mine if c.unit == unit.id])
    done = len(_done(one, coder, mine))
    status = 422 if error else 200
    return site.page(
        request, "coding.html", status, sample=one, sheet=sheet, coder=coder, done=done, error=error, given=given,
        parts=PART_NAMES, said=SAID_NAMES, missing=one.unit == "document",
    )  # fmt: skip


def sheet_of(site: Site, unit: SampleUnit, mine: list[Coding]) -> Sheet:
    """The unit with what its coder said. Raises Withdrawn where its document was."""
    reading = site.reading(unit.document)
    text = reading.document.text
    held = {one.id: one for one in reading.statements}
    gone = [site.found(id).statement for id in unit.found if id not in held]
    known = held | {one.id: one for one in gone}
    chosen = [known[id] for id in unit.found]
    who = {one.of: one.referent for one in reading.judgements}
    judged = {one.of: one.parts for one in mine if one.act == "judged"}
    cases = [Case(one, who.get(one.id), judged.get(one.id, {}), _shown(text, one, who.get(one.id))) for one in chosen]
    missed = [(one.of, _words(text, one.content), _words(text, one.source)) for one in mine if one.act == "missed"]
    drawn = rows(reading.document, statement_marks(text, chosen, {}, who))
    finished = any(one.act == "finished" for one in mine)
    return Sheet(unit, reading.document, drawn, cases, missed, finished)


def _words(text: str, spans: tuple[Span, ...]) -> str:
    return " … ".join(span.of(text) for span in spans)


def _shown(text: str, one: Statement, speaker: Speaker | None) -> dict[str, str]:
    """What the machine read, by part, in words."""
    role = f", {speaker.role}" if speaker and speaker.role else ""
    return {
        "content": _words(text, one.content),
        "source": _words(text, one.source) or words._("none named"),
        "cue": _words(text, one.cue) or words._("none"),
        "speaker": f"{speaker.name}{role}" if speaker else words._("left open"),
    }


PART_NAMES = {
    "content": words._("what was said"),
    "source": words._("who, in the article’s words"),
    "cue": words._("by which words"),
    "speaker": words._("who that is"),
}
SAID_NAMES = {"right": words._("right"), "wrong": words._("wrong"), "unsure": words._("can’t say")}


# --- what a coder says ---


@router.post("/samples/{name}/units/{place}/judge")
def judge(
    request: Request,
    name: str,
    place: int,
    of: Id,
    coder: Coded,
    content: Said = "",
    source: Said = "",
    cue: Said = "",
    speaker: Said = "",
    all: Said = "",
) -> Response:
    """A word on each part of one statement; on to the next."""
    site = site_of(request)
    site.desk(request)
    one, unit = _unit(site, name, place)
    given = {"content": content, "source": source, "cue": cue, "speaker": speaker}
    parts = dict.fromkeys(PARTS, "right") if all else given
    if of not in unit.found or not all_said(parts):
        error = words._("Say of each of the four parts whether it is right.")
        return _sheet(site, request, one, unit, words.clean(coder), error, of)
    _code(site, said(unit, _coder(coder), "judged", of, site.stamp("desk"), parts=parts))
    if one.unit == "statement":
        return RedirectResponse(f"/samples/{quote(name)}/code?{urlencode({'coder': words.clean(coder)})}", 303)
    following = unit.found[unit.found.index(of) + 1 :]
    return _back(name, place, coder, f"u-{following[0]}" if following else "missed")


def all_said(parts: dict[str, str]) -> bool:
    """Whether something is said of every part."""
    return all(parts.get(part) in SAID for part in PARTS)


@router.post("/samples/{name}/units/{place}/missed")
def missed(
    request: Request, name: str, place: int, coder: Coded, content: Words = "", source: Words = "", drop: Id = ""
) -> Response:
    """A statement that was not found, by its words as they stand; or one taken back."""
    site = site_of(request)
    site.desk(request)
    one, unit = _unit(site, name, place)
    who = _coder(coder)
    if drop:
        _code(site, said(unit, who, "unmissed", words.clean(drop), site.stamp("desk")))
        return _back(name, place, coder, "missed")
    text = site.reading(unit.document).document.text
    spans, error = place_of(text, content)
    by, error_by = place_of(text, source, near=spans) if source.strip() else ((), "")
    if error or error_by:
        return _sheet(site, request, one, unit, who, error or error_by, content)
    id = new_id("missed", unit.id, who, [list(span) for span in spans])
    _code(site, said(unit, who, "missed", id, site.stamp("desk"), content=spans, source=by))
    return _back(name, place, coder, "missed")


def place_of(text: str, given: str, near: tuple[Span, ...] = ()) -> tuple[tuple[Span, ...], str]:
    """Where the words stand, or in words why that cannot be told; of several places the one nearest to `near`."""
    exact = words.clean(given)
    if not exact:
        return (), words._("Paste the words as they stand in the article.")
    found = occurrences(exact, text)
    if not found:
        return (), words._("These words do not stand in the article: “%s”.") % exact[:80]
    if len(found) > 1 and not near:
        return (), words._("These words stand there more than once: paste a few more of them.")
    best = min(found, key=lambda span: abs(span.start - near[0].start)) if near else found[0]
    return (best,), ""


@router.post("/samples/{name}/units/{place}/finish")
def finish(request: Request, name: str, place: int, coder: Coded) -> Response:
    """Everything here is judged and nothing more is missed; on to the next unit."""
    site = site_of(request)
    site.desk(request)
    one, unit = _unit(site, name, place)
    who = _coder(coder)
    mine = [c for c in site.ledger.samples.coded(one.id) if c.coder == who and c.unit == unit.id]
    left = len(set(unit.found) - {c.of for c in mine if c.act == "judged"})
    if left:
        error = words.counted("%(num)s statement is not judged yet.", "%(num)s statements are not judged yet.", left)
        return _sheet(site, request, one, unit, who, error)
    _code(site, said(unit, who, "finished", unit.id, site.stamp("desk")))
    return RedirectResponse(f"/samples/{quote(name)}/code?{urlencode({'coder': who})}", 303)


def _coder(name: str) -> str:
    who = words.clean(name)
    if not who:
        raise HTTPException(400, words._("Say who you are: two coders are told apart by their names."))
    return who


def _code(site: Site, one: Coding) -> None:
    site.ledger.samples.code(one)


def _back(name: str, place: int, coder: str, at: str) -> Response:
    query = urlencode({"coder": words.clean(coder)})
    return RedirectResponse(f"/samples/{quote(name)}/units/{place}?{query}#{at}", 303)
