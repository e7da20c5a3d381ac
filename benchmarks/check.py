"""`check` against a ledger of 100,000 statements: how often the verdict is right, and milliseconds a sentence.

The statements are the marked quotations of tests/cases/echoes among filler made of the same words in other orders;
the questions are those quotations as said, cut, told otherwise, turned round and never said.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from onrecord.checking import Asked, answer
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Document, Page, Reading, Stamp, document_id, new_statement
from onrecord.text import Span
from tests.cases import echoes

STAMP = Stamp(at="2026-01-01T00:00:00Z", by="benchmark")
A_PAGE = 50  # statements of one made-up article


def reading(number: int, lines: list[str]) -> Reading:
    """An article whose every line is a statement."""
    text = "\n\n".join(lines)
    made = Document(id=document_id(f"https://{number}.test/", text), url=f"https://{number}.test/", text=text)
    places = (Span(at := text.index(line), at + len(line)) for line in lines)
    found = tuple(new_statement(made, [place], kind="indirect", stamp=STAMP) for place in places)
    return Reading(page=Page(document=made), statements=found)


def filler(count: int) -> list[str]:
    """Sentences of the quotations' own words, in orders of chance: as near as strangers can be."""
    rng = random.Random(7)
    words = [word for quote in echoes.bank() for line in quote for word in line.split()]
    return [f"{number} " + " ".join(rng.choices(words, k=rng.randint(8, 24))) for number in range(count)]


def filled(folder: str, size: int) -> Ledger:
    """A ledger of so many statements."""
    ledger = open_ledger(f"sqlite:///{Path(folder) / 'ledger.sqlite'}")
    lines = [quote.said for quote in echoes.bank()] + filler(size)
    for number, start in enumerate(range(0, size, A_PAGE)):
        ledger.record(reading(number, lines[start : start + A_PAGE]))
    return ledger


def main(size: int = 100_000) -> dict[str, float]:
    """Counts, the share of right verdicts, milliseconds at the median and at the 95th percentile."""
    with tempfile.TemporaryDirectory() as folder, filled(folder, size) as ledger:
        right, spent, worked = 0, [], []
        questions = list(echoes.questions(echoes.bank()))
        for words, wanted in questions:
            began, busy = time.perf_counter(), time.process_time()
            got = answer(Asked(words=words, span=Span(0, len(words))), ledger.near(words)).verdict
            spent.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (time.process_time() - busy))
            right += got == wanted
    spent.sort()
    worked.sort()
    return {
        "statements": size,
        "questions": len(questions),
        "right": right / len(questions),
        "ms_median": spent[len(spent) // 2],
        "ms_p95": spent[int(0.95 * len(spent))],
        "cpu_ms_median": worked[len(worked) // 2],  # what a busy machine cannot change
        "cpu_ms_p95": worked[int(0.95 * len(worked))],
    }


if __name__ == "__main__":
    print(main())
