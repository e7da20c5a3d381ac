"""Where places lie to one another: by the chain of what contains them, a disputed container by whose view it is."""

from __future__ import annotations

import functools
import re
from typing import Literal, NamedTuple

from onrecord.records import Place, new_id

Relation = Literal["equal", "inside", "contains", "apart"]
_VIEW = re.compile(r"^(.*?) \(claimed by (.*)\)$")
_AND = re.compile(r", | and ")


class Where(NamedTuple):
    """A place among places: its own key, the keys of all that contains it, and of what contains it in a view alone.

    `open_level`: its name is also that of the region around it, so that words may mean either."""

    id: str
    name: str
    key: str
    inside: tuple[str, ...]
    views: tuple[tuple[str, str], ...] = ()
    open_level: bool = False


@functools.lru_cache(maxsize=50_000)
def where_of(place: Place) -> Where:
    """Where a place lies, by its name and what contains it.

    >>> town = Place(id="1", name="Kherson", within=("Kherson Oblast", "Ukraine (claimed by Russia)"))
    >>> oblast = Place(id="2", name="Kherson Oblast", within=("Ukraine (claimed by Russia)",))
    >>> related(where_of(town), where_of(oblast))
    'inside'
    """
    chain = _chain(place)
    keys = tuple(_key(chain[at:]) for at in range(len(chain)))
    views = tuple((_key((view,)), view) for name in place.within for view in _views(name))
    level = any(_named_for(place.name, name) for name in chain[1:2])
    return Where(place.id, place.name, keys[0], keys[1:], views, level)


def _chain(place: Place) -> tuple[str, ...]:
    """The names from the place outwards, without views; one that only contains itself stands alone."""
    names = [bare(name) for name in place.within]
    return (place.name, *(name for at, name in enumerate(names) if at or name != place.name))


def bare(container: str) -> str:
    """A container's name without whose view it is."""
    found = _VIEW.match(container)
    return found.group(1) if found else container


def _views(container: str) -> tuple[str, ...]:
    found = _VIEW.match(container)
    return tuple(_AND.split(found.group(2))) if found else ()


def _key(names: tuple[str, ...]) -> str:
    return new_id("where", *(name.lower() for name in names))


def _named_for(name: str, region: str) -> bool:
    return region.lower().startswith(f"{name.lower()} ")


def related(one: Where, other: Where) -> Relation:
    """How one place lies to the other, as the world at large has it; what only a view says is apart."""
    if one.id == other.id:
        return "equal"
    if other.key in one.inside:
        return "inside"
    return "contains" if one.key in other.inside else "apart"


def in_view(one: Where, other: Where) -> str | None:
    """In whose view alone the one place is part of the other."""
    return next((view for key, view in one.views if key == other.key), None)
