"""What is installed, what the lock says of it, and under which licence: read from the environment, no network."""

from __future__ import annotations

import re
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LICENCES = tomllib.loads((ROOT / "requirements/licences.toml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


class Pin(NamedTuple):
    """A package of a lock: its version, whether this is for machines like this one, and its hashes."""

    name: str
    version: str
    here: bool
    hashes: tuple[str, ...]


def pins(text: str) -> list[Pin]:
    """The packages of a lock; one may be there twice, for different machines."""
    found: list[Pin] = []
    for line in text.splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            need = Requirement(line.rstrip("\\ "))
            here = need.marker is None or need.marker.evaluate()
            found.append(Pin(canonicalize_name(need.name), str(need.specifier).removeprefix("=="), here, ()))
        elif line.lstrip().startswith("--hash="):
            held = found[-1]
            found[-1] = held._replace(hashes=(*held.hashes, line.strip(" \\").removeprefix("--hash=")))
    return found


def installed() -> dict[str, Distribution]:
    """Everything that is installed here, but what every environment is made with; not what a package carries inside
    itself and adds to the path when it is used."""
    folders = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    held = {canonicalize_name(one.metadata["Name"]): one for one in distributions(path=folders)}
    return {name: one for name, one in held.items() if name not in LICENCES["made"]["with"]}


def wanted(*, development: bool = True) -> set[str]:
    """Packages that the project names, and those that they ask for, as far as they are installed."""
    project, here = PROJECT["project"], installed()
    named = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    named += PROJECT["dependency-groups"]["dev"] if development else []
    found, waiting = set[str](), [(Requirement(one), "") for one in named]
    while waiting:
        need, extra = waiting.pop()
        name = canonicalize_name(need.name)
        if (need.marker and not need.marker.evaluate({"extra": extra})) or name not in here:
            continue
        asked = [""] * (name not in found) + sorted(need.extras)
        found.add(name)
        for given in asked:
            waiting += [(Requirement(one), given) for one in here[name].requires or ()]
    return found


# --- licences ---


def licence(one: Distribution) -> str:
    """A package's licence by SPDX's names; what it says itself where that is none."""
    meta = one.metadata
    read: str | None = LICENCES["read"].get(canonicalize_name(meta["Name"]))
    classed = [named.rsplit(" :: ", 1)[-1] for named in meta.get_all("Classifier") or () if "License ::" in named]
    spoken = [_spdx(named) for named in classed if named in LICENCES["said"]]
    whole = (meta.get("License") or "").strip()
    return (
        read or meta.get("License-Expression") or " AND ".join(spoken) or _spdx(whole.splitlines()[0] if whole else "")
    )


def _spdx(said: str) -> str:
    return str(LICENCES["said"].get(said, said))


def fits(expression: str, allowed: Iterable[str]) -> bool:
    """Whether one may live with a licence: "A AND B" asks for both, "A OR B" lets choose."""
    known, places = set(allowed), iter(re.findall(r"\(|\)|[\w.+-]+", expression))
    return bool(expression.strip()) and _either(places, known)


def _either(words: Iterator[str], known: set[str]) -> bool:
    """One part after the other, up to its closing bracket: OR of ANDs."""
    ways, holds = False, True
    for word in words:
        if word == ")":
            break
        if word == "OR":
            ways, holds = ways or holds, True
        elif word == "(":
            holds = _either(words, known) and holds
        elif word != "AND":
            holds = word in known and holds
    return ways or holds
