"""Relay chains: sentences made of shapes and fillings, and the whole chain of each as a reader has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.line import reading_of
from onrecord.records import Block, Document, Page, Reading, Stamp

HOME = Path(__file__).parent
STAMP = Stamp(at="2026-01-01T00:00:00Z", by="gate")
FILLINGS = 5


class Case(NamedTuple):
    """A sentence, and its chain from who spoke to who tells it last; none where nobody hands on anything."""

    text: str
    chain: tuple[str, ...]


def cases(half: str, name: str) -> Iterator[Case]:
    """Every shape of a file with each of its fillings."""
    lines = (_folder(half) / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if not line.startswith("#")):
        shape, _, chain = line.partition(" | ")
        for turn in range(FILLINGS):
            words = _filled(half, number, turn)
            text = shape.format(**words)
            yield Case(text[0].upper() + text[1:], tuple(link.format(**words) for link in chain.split(" < ") if link))


def _fills(half: str) -> dict[str, list[str]]:
    """The fillings of each slot."""
    lines = (_folder(half) / "fills.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if not line.startswith("#"))
    return {slot: words.split("; ") for slot, _, words in pairs}


def _folder(half: str) -> Path:
    return HOME if half == "open" else HOME / "kept"


def _filled(half: str, number: int, turn: int) -> dict[str, str]:
    """The words of one filling; a role goes with its person, a capital stands at the beginning."""
    told = _fills(half)
    words = {slot: told[slot][(number * step + turn) % FILLINGS] for step, slot in enumerate("oqgctu", 1)}
    words |= {slot: told[slot][(number + turn) % FILLINGS] for slot in "pr"}
    return words | {slot.upper(): words[slot][0].upper() + words[slot][1:] for slot in "tug"}


def read(text: str) -> Reading:
    """A sentence as the line reads it."""
    block = Block(kind="paragraph", start=0, end=len(text))
    return reading_of(Page(document=Document(id="case", text=text, blocks=(block,), lang="en")), STAMP)


def chains(reading: Reading) -> list[tuple[str, ...]]:
    """The chain of every statement found: who spoke ("?" where nobody is named), and through whom."""
    who = {one.of: one.referent for one in reading.judgements}
    speakers = ((who[one.id], one) for one in reading.statements)
    return [(said.name if said else "?", *(via.name for via in one.via)) for said, one in speakers]


def right(case: Case) -> bool:
    """Whether the longest chain, of those as long the one with somebody at its end, is what a reader has."""
    found = max(chains(read(case.text)), key=lambda chain: (len(chain), chain[0] != "?"), default=())
    return [_bare(link) for link in found] == [_bare(link) for link in case.chain]


def _bare(name: str) -> str:
    low = name.lower()
    return next((low.removeprefix(word) for word in ("the ", "a ", "an ") if low.startswith(word)), low)


def false(case: Case) -> bool:
    """Whether somebody is said to hand on what nobody handed on."""
    return any(one.via for one in read(case.text).statements)


def figures(half: str) -> dict[str, float]:
    """Shares of chains right, and of plain sentences with a false one."""
    relayed, plain = list(cases(half, "relay")), list(cases(half, "plain"))
    return {
        "relay": len(relayed),
        "right": round(sum(map(right, relayed)) / len(relayed), 3),
        "plain": len(plain),
        "false": round(sum(map(false, plain)) / len(plain), 3),
    }


# --- short passages, each with every chain in it ---


class Passage(NamedTuple):
    """A short passage and every chain of it, whoever merely hands on left out."""

    text: str
    chains: frozenset[tuple[str, ...]]


def passages(half: str) -> list[Passage]:
    """The passages of a half, as marked by hand."""
    lines = (_folder(half) / "passages.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.partition(" | ") for line in lines if not line.startswith("#"))
    return [Passage(text, frozenset(_links(chain) for chain in told.split(" ; ") if chain)) for text, _, told in rows]


def _links(chain: str) -> tuple[str, ...]:
    return tuple(_bare(link) for link in chain.split(" < "))


def heard(text: str) -> frozenset[tuple[str, ...]]:
    """Every chain of a passage as the line reads it: those of statements that hold no other."""
    reading = read(text)
    outer = {one.within for one in reading.statements}
    told = zip(reading.statements, chains(reading), strict=True)
    return frozenset(tuple(_bare(link) for link in chain) for one, chain in told if one.id not in outer)


def figures_of_passages(half: str) -> dict[str, float]:
    """The share whose chains are all right, and of those with one that is not there: more links than were told."""
    rows = [(one.chains, heard(one.text)) for one in passages(half)]
    put = [any(len(chain) > 1 and chain not in told for chain in found) for told, found in rows]
    right = sum(told == found for told, found in rows)
    return {"rows": len(rows), "right": round(right / len(rows), 3), "false": round(sum(put) / len(rows), 3)}
