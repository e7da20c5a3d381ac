"""XML as it really comes: stray ampersands, HTML's entities, characters that XML forbids, attributes without quotes.

Entities that a file declares itself are never expanded: they stay as the words "&name;"."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from html.entities import html5

XML_OWN = {"amp", "lt", "gt", "quot", "apos"}
_EDGES = re.compile(r"(<!\[CDATA\[|\]\]>)")
_ENTITY = re.compile(r"&(?:#(\d{1,8}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,40});)?")
_BARE = re.compile(r"(<[\w:.-]+(?:\s+[\w:.-]+=\"[^\"<]*\")*\s+[\w:.-]+=)([^\s\"'<>/]+)")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED = re.compile(r"<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)


def mended(lines: Iterable[str]) -> Iterator[str]:
    """The same lines as XML that a parser takes; no line is added or taken away."""
    inside, begun = False, False
    for line in lines:
        if not begun:
            line, begun = _beginning(line)
        done, inside = _line(_FORBIDDEN.sub("", line), inside)
        yield done


def _beginning(line: str) -> tuple[str, bool]:
    """What stands before the first tag is no XML, and what a file says of its charset is settled by now."""
    at = line.find("<")
    if at < 0:
        return ("\n" if line.endswith("\n") else ""), False
    return _DECLARED.sub("", line[at:]), True


def _line(line: str, inside: bool) -> tuple[str, bool]:
    if not inside and "&" not in line and "=" not in line and "<![" not in line:
        return line, inside
    parts = []
    for part in _EDGES.split(line):
        if part == "<![CDATA[" and not inside:
            inside = True
        elif part == "]]>" and inside:
            inside = False
        elif not inside:
            part = _BARE.sub(r'\1"\2"', _ENTITY.sub(_entity, part))
        parts.append(part)
    return "".join(parts), inside


def _entity(found: re.Match[str]) -> str:
    number, name = found.groups()
    if number:
        char = html.unescape(found[0])
        return "" if _FORBIDDEN.search(char) else found[0]
    if name in XML_OWN:
        return found[0]
    if name and f"{name};" in html5:
        return html.escape(html5[f"{name};"], quote=True)
    return "&amp;" + found[0][1:]
