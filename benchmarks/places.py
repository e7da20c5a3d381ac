"""Places on LGL and GeoWebNews: with gold mentions and end to end, on the half that nothing was set on.

A place is right within 161 km of the annotators' (Gritta et al. 2018). The half is that of an odd SHA-256 of the text.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from onrecord.records import Document
from onrecord.resolution.gazetteer import lookup
from onrecord.resolution.places import Mention, _beside, _context, choose, places
from onrecord.text import Span

NEAR = 161.0  # kilometres
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
NEEDS = ("places",)


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
    kind = (node.findtext("type") or node.get("type") or "literal").lower()
    return Gold(Span(int(start), int(end)), float(lat), float(lon), "non" not in kind and "assoc" not in kind)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance."""
    a, b = (math.radians(point[0]) for point in (one, other))
    turn = math.radians(other[1] - one[1])
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))


def figures(found: list[Text]) -> dict[str, float]:
    """Shares over all gold toponyms."""
    gold = given = spans = right_span = end_to_end = answered = right_answered = 0
    for one in found:
        said = places(Document(id="d", text=one.text, lang="en"))
        mentions = [_mention(one.text, toponym.span) for toponym in one.gold]
        context = _context(mention for mention in mentions if mention.namesakes)
        for toponym, mention in zip(one.gold, mentions, strict=True):
            gold += 1
            entry = choose(mention, context)[0] if mention.namesakes else None
            given += bool(entry) and kilometres((entry.lat, entry.lon), (toponym.lat, toponym.lon)) <= NEAR
            hit = next((other for other in said if other.span == toponym.span), None)
            place = hit.place if hit else None
            good = (
                bool(place and place.lat is not None)
                and kilometres((place.lat, place.lon), (toponym.lat, toponym.lon)) <= NEAR
            )
            right_span += hit is not None
            end_to_end += good
            answered += place is not None
            right_answered += good
        spans += len(said)
    precision, recall = right_span / max(spans, 1), right_span / max(gold, 1)
    return {
        "toponyms": gold,
        "gold_mentions": given / gold,
        "end_to_end": end_to_end / gold,
        "span_f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "span_precision": precision,
        "answered": answered / gold,
        "precision_answered": right_answered / max(answered, 1),
    }


def _mention(text: str, span: Span) -> Mention:
    name = span.of(text)
    return Mention(span, name, lookup(name), _beside(text, span))


def main(folder: Path = SHARED / "places", set_on: bool = False) -> dict[str, dict[str, float]]:
    """Both corpora's figures on one half."""
    return {
        name: figures([one for one in texts(folder / f"{name}.xml.gz") if one.set_on == set_on])
        for name in ("lgl", "geowebnews")
    }


if __name__ == "__main__":
    for corpus, row in main(Path(sys.argv[1]), "--set-on" in sys.argv).items():
        print(corpus, {name: round(value, 3) for name, value in row.items()})
