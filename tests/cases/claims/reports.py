"""Reads the marked reports of this folder: a text, its day, and the claims that a person found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

from onrecord.records import ClaimKind, Document, Extent, Factuality, Phase, compose, document_id

HERE = Path(__file__).parent
_LINE = re.compile(
    r"(?P<mark>[=~]) (?P<kind>[A-Z]+)(?P<sign>-?) (?P<actor>[^>@;]+?)(?: > (?P<counter>[^@;]+?))? @ (?P<place>[^;]+)"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Marked(NamedTuple):
    """One claim as marked; the names are all that are right, none where nobody is told."""

    needed: bool
    kind: str
    polarity: str
    actor: tuple[str, ...]
    place: tuple[str, ...]
    by: tuple[str, ...]
    said: dict[str, str]


class Report(NamedTuple):
    """A report with its claims."""

    about: str
    document: Document
    claims: tuple[Marked, ...]


def reports(folder: Path) -> Iterator[Report]:
    """Every report of the files of a folder."""
    for path in sorted(folder.glob("*.txt")):
        for part in re.split(r"\n{2,}(?=#)", path.read_text(encoding="utf-8").strip()):
            yield _report(part, path)


def _report(part: str, path: Path) -> Report:
    lines = part.split("\n")
    about = [line for line in lines if line.startswith("#")]
    marks = [line for line in lines if line[:2] in ("= ", "~ ")]
    day, *words = [line for line in lines if line not in about and line not in marks]
    if not _DAY.fullmatch(day) or not words:
        raise ValueError(f"{path.name}: a report begins with its day, then its words: {part[:80]!r}")
    text, blocks = compose([("paragraph", "\n".join(words))])
    document = Document(id=document_id(None, text), text=text, blocks=blocks, lang="en", published=day)
    return Report(about[0], document, tuple(marked(line, path) for line in marks))


def marked(line: str, path: Path) -> Marked:
    """One line of claims; raises ValueError, with the file, for one that cannot be read."""
    head, *options = line.split("; ")
    found = _LINE.fullmatch(head)
    if not found or found["kind"] not in get_args(ClaimKind):
        raise ValueError(f"{path.name}: not a claim: {line!r}")
    said = dict(_option(option, path) for option in options)
    by = tuple(said.pop("by", "-").split("|"))
    return Marked(
        needed=found["mark"] == "=",
        kind=found["kind"],
        polarity=found["sign"] or "+",
        actor=tuple(found["actor"].split("|")),
        place=tuple(found["place"].split("|")),
        by=() if by == ("-",) else by,
        said=said,
    )


def _option(option: str, path: Path) -> tuple[str, str]:
    word, _, rest = option.partition(" ")
    values: dict[str, Any] = {"extent": Extent, "factuality": Factuality, "phase": Phase}
    for name, known in values.items():
        if option in get_args(known):
            return name, option
    if word not in ("since", "until", "by") or not rest:
        raise ValueError(f"{path.name}: not known of a claim: {option!r}")
    return word, rest
