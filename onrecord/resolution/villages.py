"""Villages that no gazetteer has, or has elsewhere only: kept by name inside what their sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from onrecord.records import Place, Toponym, new_id
from onrecord.resolution.gazetteer import Entry, folded, stem
from onrecord.resolution.naming import NAME, POSSESSIVE
from onrecord.resolution.ranking import NEAR, Choice, inside, kilometres
from onrecord.resolution.toponyms import Mention
from onrecord.text import Span

_KIND = re.compile(r"(?i)\b(village|town|city|settlement|hamlet|port|district|commune) of (?:the )?$")
_NEAR = re.compile(
    r",? (?:just )?(?:near|outside|close to|not far from|(?:north|south|east|west)\S* of|\d+ \S+ from) (?=[A-Z])"
)
HEIGHT = re.compile(r",? (?:a |an |the )?(?:\w+ )?(?:heights?|ridges?|hills?|mountains?|peaks?)\b")
_LISTED = re.compile(r"(?:, |,? and |, and )(?:the )?")
TOWNS = ("city", "village")
FEW = 5_000  # people up to whom a town is hardly meant far from those it is listed with
SMALL = ("village", "hamlet", "settlement")
TOWN = 100_000  # people above which nothing is called a village
Chosen = Mapping[str, Choice]


def unlisted(text: str, found: list[Mention], chosen: Chosen) -> Iterator[Toponym]:
    """ "The village of Novosillia": never snapped to a namesake that lies elsewhere or is no village."""
    taken = [one.span for one in found]
    for name in NAME.finditer(text):
        span = Span(name.start(), name.start() + len(POSSESSIVE.sub("", name.group()).rstrip(".,")))
        kind = kind_before(text, span)
        if kind and not any(span.overlaps(other) for other in taken):
            held = _container(text, span, found, chosen)
            place = Place(id=new_id("place", span.of(text), *held), name=span.of(text), within=held)
            yield Toponym(span=span, place=place, score=0.5, why=f"Called a {kind}; in no gazetteer there.")


def kind_before(text: str, span: Span) -> str:
    """What the words before a name call it: "village"."""
    found = _KIND.search(text[max(0, span.start - 30) : span.start])
    return found[1].lower() if found else ""


def strayed(text: str, one: Mention, found: list[Mention], chosen: Chosen) -> bool:
    """Whether a name is called a village and what was chosen for it is none, or lies outside what is named beside."""
    kind = kind_before(text, one.span)
    if not kind:
        return _of_a_height(text, one, found, chosen) or _far_from_its_list(text, one, found, chosen)
    best = chosen[folded(one.name)].entry
    if kind in SMALL and (best.people > TOWN or best.kind not in ("city", "village") or _derived(best, one.name)):
        return True
    wide = _wide(text, one.span, found)
    held = {name for other in wide for name in _names(chosen[folded(other.name)].entry)}
    if held or best.curated:
        return not (inside(best) & held or best.curated)
    near = _near(text, one.span, found, chosen)
    return near is not None and _far(best, near)


def _of_a_height(text: str, one: Mention, found: list[Mention], chosen: Chosen) -> bool:
    """ "The Karaglukh heights": not the village of that name in a land that the sentence does not name."""
    best = chosen[folded(one.name)].entry
    if best.curated or best.kind not in ("city", "village") or not HEIGHT.match(text, one.span.end):
        return False
    held = {name for other in _wide(text, one.span, found) for name in _names(chosen[folded(other.name)].entry)}
    return bool(held) and not inside(best) & held


def _far_from_its_list(text: str, one: Mention, found: list[Mention], chosen: Chosen) -> bool:
    """A small place side by side with others, all far away, in a region that the article never names."""
    best = chosen[folded(one.name)].entry
    if best.curated or best.people > FEW or best.kind not in ("city", "village"):
        return False
    at = found.index(one)
    pairs = zip(found[max(0, at - 1) : at + 1], found[max(1, at) : at + 2], strict=False)
    beside = [
        other
        for before, after in pairs
        if _LISTED.fullmatch(text[before.span.end : after.span.start])
        for other in (before, after)
        if other is not one
    ]
    others = [chosen[folded(other.name)].entry for other in found if folded(other.name) != folded(one.name)]
    others = [other for other in others if other.kind != "country"]
    near = any(other.name in best.within or (other.kind in TOWNS and not _far(best, other)) for other in others)
    return not near and any(chosen[folded(other.name)].entry.kind in TOWNS for other in beside)


def _derived(best: Entry, name: str) -> bool:
    """A district that is only called after it: "Shevchenkivskyi" for "Shevchenko"."""
    own, said = folded(best.name), folded(name)
    return own != said and own[:5] == said[:5] and own.endswith(("skyi", "skiy", "sky", "skyy", "skii", "ski"))


def _names(entry: Entry) -> set[str]:
    """Its own names as a container."""
    return {stem(entry.name.split(" (")[0])}


def _container(text: str, span: Span, found: list[Mention], chosen: Chosen) -> tuple[str, ...]:
    """The region or country nearest to it in its sentence."""
    wide = _wide(text, span, found)
    if not wide:
        near = _near(text, span, found, chosen)
        return near.within if near else ()
    entry = chosen[folded(min(wide, key=lambda one: abs(one.span.start - span.start)).name)].entry
    return (entry.name, *entry.within)


def _near(text: str, span: Span, found: list[Mention], chosen: Chosen) -> Entry | None:
    """The town that a sentence puts it near: "the village of Shevchenko, near Pokrovsk"."""
    name = _NEAR.match(text, span.end)
    other = next((one for one in found if name and one.span.start == name.end()), None)
    return chosen[folded(other.name)].entry if other else None


def _far(one: Entry, other: Entry) -> bool:
    return kilometres((one.lat, one.lon), (other.lat, other.lon)) > NEAR


def _wide(text: str, span: Span, found: list[Mention]) -> list[Mention]:
    """The regions and countries named in its sentence."""
    start, end = text.rfind(". ", 0, span.start) + 1, text.find(". ", span.end)
    near = [one for one in found if start <= one.span.start < (end if end > 0 else len(text))]
    return [
        one for one in near if one.namesakes[0].kind in ("region", "country") and one.span != span and not one.abroad
    ]
