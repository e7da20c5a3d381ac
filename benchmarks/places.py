"""Places on LGL and GeoWebNews: with gold mentions and end to end, on the half that nothing was set on.

A place is right within 161 km of the annotators' (Gritta et al. 2018). The half is that of an odd SHA-256 of the text.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from onrecord.extraction import states_of
from onrecord.records import Document, Place
from onrecord.resolution.gazetteer import Entry, folded, lookup
from onrecord.resolution.places import grouped, places, weights
from onrecord.resolution.ranking import NEAR, kilometres, ranked
from onrecord.resolution.runs import reading
from onrecord.resolution.toponyms import Mention, mention
from onrecord.text import Span

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
NEEDS = ("places",)
CHARTS = [
    {
        "title": "Places from the text alone, within 161 km",
        "unit": "share of all toponyms",
        "bars": {"onrecord, LGL": ("lgl", "end_to_end"), "onrecord, GeoWebNews": ("geowebnews", "end_to_end")},
    }
]
ASSOCIATED = ("Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit")  # Gritta et al. 2020: not the ground itself


class Gold(NamedTuple):
    """A toponym as annotated: its place in the text, and where it is."""

    span: Span
    lat: float
    lon: float
    literal: bool


class Text(NamedTuple):
    """A document with its toponyms; `set_on`: of the half that weights were set on."""

    text: str
    gold: list[Gold]
    set_on: bool


def texts(path: Path) -> Iterator[Text]:
    """Every document of a corpus."""
    tree = etree.fromstring(gzip.decompress(path.read_bytes()))
    for article in tree.iter("article"):
        text = article.findtext("text") or ""
        gold = [one for node in article.iter("toponym") if (one := _gold(node))]
        yield Text(text, gold, hashlib.sha256(text.encode()).digest()[-1] % 2 == 0)


def _gold(node: etree._Element) -> Gold | None:
    lat, lon = (
        node.findtext(f".//{name}") or node.findtext(f".//{long}")
        for name, long in (("lat", "latitude"), ("lon", "longitude"))
    )
    start, end = node.findtext("start"), node.findtext("end")
    if not lat or not lon or not start or not end:
        return None
    literal = (node.findtext("type") or "Literal") not in ASSOCIATED
    return Gold(Span(int(start), int(end)), float(lat), float(lon), literal)


class Tally(NamedTuple):
    """Every gold toponym: right with the mention given, how sure; found, answered and right from the text alone."""

    given: bool
    chance: float
    found: bool
    answered: bool
    right: bool
    literal: bool
    said_literal: bool


def near(entry: Entry | Place | None, gold: Gold) -> bool:
    """Whether it lies within 161 km of the annotators' place."""
    if entry is None or entry.lat is None or entry.lon is None:
        return False
    return kilometres((entry.lat, entry.lon), (gold.lat, gold.lon)) <= NEAR


def tallies(one: Text) -> tuple[list[Tally], int]:
    """A document's gold toponyms, and how many places were found in it."""
    document = Document(id="d", text=one.text, lang="en")
    said = {each.span: each for each in places(document, (), lambda spans: states_of(document, spans))}
    given = [mention_of(one.text, toponym.span) for toponym in one.gold]
    chosen = ranked(grouped(m for m in given if m.namesakes), weights().rank)
    out = []
    for gold, named in zip(one.gold, given, strict=True):
        choice = chosen.get(folded(named.name))
        hit = said.get(gold.span)
        place = hit.place if hit else None
        out.append(
            Tally(
                given=near(choice.entry if choice else None, gold),
                chance=choice.chance if choice else 0.0,
                found=hit is not None,
                answered=place is not None,
                right=near(place, gold),
                literal=gold.literal,
                said_literal=hit is not None and hit.use == "literal",
            )
        )
    return out, len(said)


def figures(found: list[Text]) -> dict[str, float]:
    """Shares over all gold toponyms."""
    pairs = [tallies(one) for one in found]
    rows, spans = [row for mine, _ in pairs for row in mine], sum(count for _, count in pairs)
    hits = [row for row in rows if row.found]
    sure = sorted(rows, key=lambda row: -row.chance)[: round(0.75 * len(rows))]
    precision, recall = len(hits) / max(spans, 1), len(hits) / max(len(rows), 1)
    return {
        "toponyms": len(rows),
        "gold_mentions": share(row.given for row in rows),
        "precision_at_75": share(row.given for row in sure),
        "end_to_end": share(row.right for row in rows),
        "span_f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "span_precision": precision,
        "answered": share(row.answered for row in rows),
        "precision_answered": share(row.right for row in rows if row.answered),
        "literal_f1": f1([row.literal for row in hits], [row.said_literal for row in hits]),
        "metonymic_f1": f1([not row.literal for row in hits], [not row.said_literal for row in hits]),
    }


def share(rows: Iterable[bool]) -> float:
    """The share that is true."""
    held = list(rows)
    return sum(held) / max(len(held), 1)


def f1(gold: list[bool], said: list[bool]) -> float:
    """F1 of one class."""
    both = sum(a and b for a, b in zip(gold, said, strict=True))
    return 2 * both / max(sum(gold) + sum(said), 1)


def mention_of(text: str, span: Span) -> Mention:
    """A gold toponym as the resolver is given it."""
    name = reading(text, span)
    return mention(text, span, name, lookup(name))


def main(folder: Path = SHARED / "places", set_on: bool = False) -> dict[str, dict[str, float]]:
    """Both corpora's figures on one half."""
    return {
        name: figures([one for one in texts(folder / f"{name}.xml.gz") if one.set_on == set_on])
        for name in ("lgl", "geowebnews")
    }


if __name__ == "__main__":
    for corpus, row in main(Path(sys.argv[1]), "--set-on" in sys.argv).items():
        print(corpus, {name: round(value, 3) for name, value in row.items()})
