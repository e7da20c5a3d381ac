"""Claims that a person makes of a quotation: from a table, or from the desk's form. Quotation and address are
required, in any language; everything else has the words of docs/territory.md."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import NamedTuple, cast, get_args
from urllib.parse import quote, urlsplit

from onrecord import intake
from onrecord.errors import NotFound, OnrecordError, ReadError, WrongUse
from onrecord.ledger import Ledger
from onrecord.ledger.days import days
from onrecord.records import (
    Block,
    ClaimKind,
    Document,
    Extent,
    Factuality,
    Page,
    Phase,
    Place,
    Polarity,
    Reading,
    Register,
    SpeakerType,
    Stamp,
    document_id,
    new_actor,
    new_claim,
    new_id,
    new_judgement,
    new_speaker,
    new_statement,
)
from onrecord.text import Span
from onrecord.whereabouts import place_of

NEEDED = ("quotation", "address", "kind", "place")
COLUMNS = (
    *NEEDED,
    *("actor", "counter", "within", "extent", "since", "until", "polarity", "factuality", "phase"),
    *("speaker", "speaker_type", "speaker_of", "publisher", "published", "lang"),
)
LONGEST = 2_000  # characters of a quotation
REGISTERS: dict[str, Register] = {
    **dict.fromkeys(("CONTROL", "CONTEST", "CAPTURE", "ADVANCE", "WITHDRAW", "ATTACK", "ADMINISTER"), "de facto"),
    **dict.fromkeys(("SOVEREIGNTY", "RECOGNISE"), "de jure"),
    **dict.fromkeys(("INTENT", "DEMAND", "NEGOTIATE"), "intention"),
    **dict.fromkeys(("DENY", "CONFIRM"), "meta"),
}


class Failed(NamedTuple):
    """A line that was not taken, and why."""

    line: int
    why: str


class Table(NamedTuple):
    """What an import did: claims added, claims that were there, lines not taken."""

    added: int
    known: int
    failed: tuple[Failed, ...]


def read_table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers; comma, semicolon or tab between cells.

    Raises ReadError for a file that is no such table, WrongUse where a needed column is missing."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise ReadError(f"the file cannot be read: {fault.strerror or fault}", str(path)) from fault
    except UnicodeDecodeError as fault:
        line = path.read_bytes()[: fault.start].count(b"\n") + 1
        raise ReadError(f"line {line} is not UTF-8", str(path), "Save the table as UTF-8") from fault
    reader = csv.DictReader(StringIO(text, newline=""), dialect=_dialect(text), restkey="")
    _check_head([name.strip().lower() for name in reader.fieldnames or []], path)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as fault:
            raise ReadError(f"line {line} is no table's: {fault}", str(path)) from fault
        if row is None:
            return
        yield line, {str(name).strip().lower(): _cell(value) for name, value in row.items()}


def _cell(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _dialect(text: str) -> type[csv.Dialect]:
    """By what stands between the names of the head line."""
    head = text.split("\n", 1)[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=head.count)

    return Found


def _check_head(names: list[str], path: Path) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        hint = f"The first line names the columns: {', '.join(COLUMNS)}"
        raise WrongUse(f"the table lacks the column {' and '.join(missing)}", str(path), hint)
    strange = [name for name in names if name and name not in COLUMNS]
    if strange:
        hint = f"Columns are: {', '.join(COLUMNS)}"
        raise WrongUse(f"the table has a column that nobody knows: {', '.join(strange)}", str(path), hint)


def take(ledger: Ledger, path: Path, stamp: Stamp) -> Table:
    """Records every row that can be meant; the others are told with their lines."""
    added, known, failed = 0, 0, []
    for line, row in read_table(path):
        if not any(row.values()):
            continue
        try:
            new = ledger.claim_by_hand(reading_of(row, ledger, stamp), stamp)
        except OnrecordError as error:
            failed.append(Failed(line, str(error)))
            continue
        added, known = added + new, known + (not new)
    return Table(added, known, tuple(failed))


# --- one row ---


def reading_of(row: Mapping[str, str], ledger: Ledger, stamp: Stamp) -> Reading:
    """A quotation with its speaker and the claim that a person makes of it. Raises WrongUse, NotFound."""
    document = _document(row, stamp)
    words = Span(0, len(document.text))
    speaker = row.get("speaker", "")
    said = [new_statement(document, [words], kind="direct", stamp=stamp, score=1.0)] if speaker else []
    judged = [_judged(document, one, row, stamp) for one in said] if said else []
    claim = new_claim(
        document.id,
        [words],
        stamp,
        kind=(kind := one_of(row, "kind", get_args(ClaimKind), "")),
        register=REGISTERS[kind],
        actor=new_actor(row["actor"]) if row.get("actor") else None,
        counter=new_actor(row["counter"]) if row.get("counter") else None,
        place=_place(row, ledger),
        extent=one_of(row, "extent", get_args(Extent), "unstated"),
        polarity=one_of(row, "polarity", get_args(Polarity), "+"),
        factuality=one_of(row, "factuality", get_args(Factuality), "CT"),
        phase=one_of(row, "phase", get_args(Phase), "completed"),
        by=said[0].id if said else None,
        **_times(row),
    )
    page = Page(document=document, notes=("A passage that a person quoted, with its address.",))
    return Reading(page=page, statements=tuple(said), judgements=tuple(judged), claims=(claim,))


def one_of(row: Mapping[str, str], name: str, choices: tuple[str, ...], usual: str) -> str:
    """A cell that is one of these words; raises WrongUse."""
    word = row.get(name, "") or usual
    return intake.one_of(word, choices, name) if word else _missing(name)


def _missing(name: str) -> str:
    raise WrongUse(f"{name} is missing", hint="A claim by hand needs quotation, address, kind and place")


def _document(row: Mapping[str, str], stamp: Stamp) -> Document:
    """The passage as a document of its own, at the address of its words in the page."""
    text, address = row.get("quotation", ""), row.get("address", "")
    if not text:
        _missing("quotation")
    if len(text) > LONGEST:
        raise WrongUse(f"a quotation has at most {LONGEST} characters, this one {len(text)}", text[:60] + "…")
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise WrongUse("address must be one that others can follow, with https://", address or "address")
    url = address if "#" in address else f"{address}#:~:text={quote(text[:300], safe='')}"
    return Document(
        id=document_id(url, text),
        url=url,
        text=text,
        blocks=(Block(kind="quote", start=0, end=len(text)),),
        publisher=row.get("publisher") or urlsplit(address).hostname,
        published=intake.day(row.get("published") or None),
        retrieved=stamp.at,
        lang=row.get("lang") or None,
    )


def _judged(document: Document, one, row: Mapping[str, str], stamp: Stamp):  # type: ignore[no-untyped-def]
    kind = cast("SpeakerType", one_of(row, "speaker_type", get_args(SpeakerType), "person"))
    who = new_speaker(row["speaker"], kind, of=row.get("speaker_of") or None)
    return new_judgement(document, one, who, score=1.0, why="Named by the person who quoted it.", stamp=stamp)


def _times(row: Mapping[str, str]) -> dict[str, str | None]:
    """When it held. Raises WrongUse for dates that cannot be."""
    since, until = intake.day(row.get("since") or None), intake.day(row.get("until") or None)
    first, last, told = days(since), days(until), days(row.get("published"))
    if first and last and last[1] < first[0]:
        raise WrongUse(f"it ends ({until}) before it begins ({since})", hint="Swap since and until")
    planned = row.get("phase") == "planned" or row.get("kind") in ("INTENT", "DEMAND", "NEGOTIATE")
    if first and told and first[0] > told[1] and not planned:
        raise WrongUse(f"it begins ({since}) after it was published ({row['published']})", hint="Check both dates")
    return {"since": since, "until": until}


def _place(row: Mapping[str, str], ledger: Ledger) -> Place:
    """The place; one that no gazetteer has is kept by name inside what the row names around it."""
    name, around = row.get("place", ""), row.get("within", "")
    if not name:
        _missing("place")
    with suppress(NotFound):
        return place_of(f"{name}, {around}" if around else name, ledger)
    if not around:
        return place_of(name, ledger)
    outer = place_of(around, ledger)
    within = (outer.name, *outer.within)
    return Place(id=new_id("place", name, *within), name=name, within=within)
