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
        return False
    best = chosen[folded(one.name)].entry
    if kind in SMALL and (best.people > TOWN or best.kind not in ("city", "village") or _derived(best, one.name)):
        return True
    wide = _wide(text, one.span, found)
    held = {name for other in wide for name in _names(chosen[folded(other.name)].entry)}
    if held or best.curated:
        return not (inside(best) & held or best.curated)
    near = _near(text, one.span, found, chosen)
    return near is not None and _far(best, near)


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
