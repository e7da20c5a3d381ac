"""What a site's owner allows: robots.txt (RFC 9309) and reservations of text and data mining. Pure.

TDM reservations are the W3C community group's protocol (TDMRep, final report of 10 May 2024): a file
for the site, a header that overrides it, a page's own metadata that overrides both. `noai` in
robots metadata is no standard but its meaning is plain, so it counts as a reservation too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

MOST = 512_000  # bytes of robots.txt that are read; RFC 9309 asks for at least 500 KiB
ROBOTS = "/robots.txt"
RESERVATIONS = "/.well-known/tdmrep.json"


class Rule(NamedTuple):
    """A path pattern and whether it may be fetched."""

    path: str
    allow: bool


def may_fetch(robots: str, agent: str, path: str) -> bool:
    """Whether robots.txt lets `agent` (a product token) fetch the path: the longest match decides,
    and at equal length allow wins."""
    found = [rule for rule in _rules_for(robots, agent.lower()) if _matches(rule.path, path)]
    return max(found, key=lambda rule: (len(rule.path), rule.allow)).allow if found else True


def _rules_for(robots: str, agent: str) -> list[Rule]:
    """The rules of the groups that name the agent, else of those for everyone."""
    own: list[Rule] = []
    everyones: list[Rule] = []
    named = False
    for agents, rules in _groups(robots):
        if agent in agents:
            named = True
            own += rules
        elif "*" in agents:
            everyones += rules
    return own if named else everyones


def _groups(robots: str) -> Iterator[tuple[set[str], list[Rule]]]:
    agents: set[str] = set()
    rules: list[Rule] = []
    for line in robots[:MOST].splitlines():
        key, _, value = line.split("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            if rules:
                yield agents, rules
                agents, rules = set(), []
            # Only the product token counts: "onrecord/1.0" is onrecord.
            agents.add(re.split(r"[\s/]", value.lower())[0])
        elif key in ("allow", "disallow") and agents and value:
            rules.append(Rule(value, key == "allow"))
        elif key == "disallow" and agents:
            rules.append(Rule("/", True))
    if agents:
        yield agents, rules


def _matches(pattern: str, path: str) -> bool:
    """`*` is any run of characters and a final `$` the path's end; escapes are evened out."""
    pattern, path = _even(pattern), _even(path)
    anchored = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    # Piece by piece from the left: a regular expression of many stars would take for ever.
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if len(pieces) == 1:
        return at == len(path) or not anchored
    last = pieces[-1]
    return path.endswith(last) and len(path) - len(last) >= at if anchored else path.find(last, at) >= 0


def _even(path: str) -> str:
    return quote(unquote(path), safe="/*$?&=:;,+@!'()~%#[]")


# --- text and data mining ---


def reserved_by_file(content: bytes, path: str) -> bool | None:
    """What /.well-known/tdmrep.json says of a path: reserved, free, or nothing (None)."""
    try:
        rules = json.loads(content)
    except (ValueError, RecursionError):
        return None
    for rule in rules if isinstance(rules, list) else []:
        if isinstance(rule, dict) and _matches(str(rule.get("location", "")), path):
            return _flag(rule.get("tdm-reservation"))
    return None


def reserved_by_headers(headers: Mapping[str, str], agent: str) -> bool | None:
    """What the answer's headers say; names in lower case."""
    said = _flag(headers.get("tdm-reservation"))
    return True if said is None and _says_noai(headers.get("x-robots-tag", ""), agent) else said


def reserved_by_page(data: bytes, agent: str) -> bool | None:
    """What the page's own metadata says, within its first 64 KB."""
    said: bool | None = None
    for tag in re.findall(rb"<meta\b[^>]{1,2000}>", data[:65_536], re.IGNORECASE):
        named = dict(re.findall(r"""(\w+)\s*=\s*["']?([^"'>]*)""", tag.decode("latin-1").lower()))
        name, content = named.get("name", ""), named.get("content", "")
        if name == "tdm-reservation":
            return _flag(content)
        if name in ("robots", agent) and _says_noai(content, agent):
            said = True
    return said


def _flag(value: object) -> bool | None:
    return {"1": True, "0": False}.get(str(value).strip())


def _says_noai(value: str, agent: str) -> bool:
    """`noai`, said to everyone or to this agent ("onrecord: noai")."""
    for part in value.lower().split(","):
        to, _, what = part.rpartition(":")
        if what.strip() == "noai" and to.strip() in ("", agent):
            return True
    return False
