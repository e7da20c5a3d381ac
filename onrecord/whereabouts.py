"""A place that a person typed: looked up in the gazetteer and among the ledger's own places. A door: it joins the
two, which do not know each other."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.errors import NotFound, WrongUse
from onrecord.ledger import Ledger
from onrecord.records import Place
from onrecord.resolution.gazetteer import Entry, GazetteerError, lookup, stem

MOST = 8  # candidates named


def place_of(name: str, ledger: Ledger) -> Place:
    """The place of this name or id; "Kherson, Kherson Oblast" names what contains it.

    Raises WrongUse with the candidates where it may be several, NotFound where nothing is known of it. What the
    ledger has claims about comes first; where the gazetteer is damaged, the ledger's places alone are asked."""
    wanted, *around = [part.strip() for part in name.split(",")]
    held = ledger.place(name.strip())
    if held is not None:
        return held
    own = _fitting((place for place, _ in ledger.places(wanted)), around)
    try:
        listed = list(lookup(wanted)) if wanted else []
    except GazetteerError as fault:
        return _one(own, name, fault)
    found = _fitting((entry.place for entry in listed), around)
    curated = [entry.place for entry in listed if entry.curated]
    known = [place for place in found if place.id in {one.id for one in own}]
    if len(own) == 1 and (not curated or own[0] in curated):
        return own[0]
    return _one(known or _best(listed, found) or own or found, name)


def _fitting(places: Iterable[Place], around: list[str]) -> list[Place]:
    """Those that lie in all that was named around them."""
    wanted = {stem(name) for name in around}
    return [place for place in places if wanted <= {stem(name.split(" (")[0]) for name in place.within}]


def _best(listed: list[Entry], found: list[Place]) -> list[Place]:
    """The curated one, or one that is far better known than its namesakes."""
    fitting = [entry for entry in listed if entry.place in found]
    if not fitting:
        return []
    first = fitting[0]
    clear = first.curated or first.kind == "country" or len(fitting) == 1
    return [first.place] if clear or first.people > 20 * max(fitting[1].people, 1_000) else []


def _one(found: list[Place], name: str, fault: GazetteerError | None = None) -> Place:
    if len(found) == 1:
        return found[0]
    if found:
        named = "; ".join(", ".join((place.name, *place.within)) for place in found[:MOST])
        more = f"; and {len(found) - MOST} more" if len(found) > MOST else ""
        raise WrongUse("this may be several places", name, f"Say which, with what contains it: {named}{more}")
    if fault:
        raise fault
    hint = "Write it as the gazetteer does, with what contains it: “Kherson, Kherson Oblast”"
    raise NotFound("neither the gazetteer nor the ledger knows a place of this name", name, hint)
