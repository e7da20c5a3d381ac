"""Persons known from elsewhere: a CSV file of names and Wikidata's numbers into the ledger. A door."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.errors import WrongUse
from onrecord.ledger import Ledger
from onrecord.records import Stamp

QID = re.compile(r"Q[1-9]\d*")
COLUMNS = ("name", "qid")


@dataclass
class Loaded:
    """How many were new, how many the ledger held, and what was wrong in which line."""

    new: int = 0
    held: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, name and number of every row; the first line names the columns, in any order and case."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            titles = {(title or "").strip().lower(): title for title in table.fieldnames or ()}
            missing = [name for name in COLUMNS if name not in titles]
            if missing:
                raise WrongUse("the first line must name the columns name and qid", str(path), f"Missing: {missing[0]}")
            for row in table:
                name, qid = ((row[titles[column]] or "").strip() for column in COLUMNS)
                yield table.line_num, name, qid
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise WrongUse("this file cannot be read as CSV", str(path), str(fault)) from fault


def loaded(ledger: Ledger, people: Iterable[tuple[int, str, str]], stamp: Stamp) -> Loaded:
    """Takes in each row that has a name and a number; the others are named."""
    out = Loaded()
    for line, name, qid in people:
        if not name or not QID.fullmatch(qid):
            out.faults.append((line, f"needs a name and a number like Q42, has {name!r} and {qid!r}"))
        elif ledger.learn(name, qid, stamp):
            out.new += 1
        else:
            out.held += 1
    return out
