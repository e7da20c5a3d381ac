"""Comments that a page tells machines in JSON-LD: schema.org Comment, nested or with its parent's id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any, NamedTuple

from onrecord.records import ReaderComment

Json = dict[str, Any]
_TAG = re.compile(r"<br\s*/?>|</p>|<[a-zA-Z/][^>]{0,400}>")
DEEPEST = 60  # answers to answers: no thread is deeper, and JSON may be hostile


class _Told(NamedTuple):
    key: str
    parent: str
    author: str | None
    at: str | None
    text: str


def told(objects: Sequence[Json]) -> list[ReaderComment]:
    """Every comment of the page's JSON-LD, once, in order."""
    found: list[_Told] = []
    for value in objects:
        found += _under(value.get("comment"), "", 0)
        if _is_comment(value):
            found += _under(value, "", 0)
    return _numbered(found)


def _is_comment(value: Json) -> bool:
    said = value.get("@type")
    return "Comment" in (said if isinstance(said, list) else [said])


def _under(value: object, parent: str, depth: int) -> Iterator[_Told]:
    for place, item in enumerate(value if isinstance(value, list) else [value]):
        if not isinstance(item, dict) or depth > DEEPEST:
            continue
        key = str(item.get("@id") or f"{parent}/{place}")
        text = _plain(item.get("text") or item.get("description") or "")
        above = item.get("parentItem")
        named = str(above.get("@id", "")) if isinstance(above, dict) else above if isinstance(above, str) else ""
        if text:
            yield _Told(key, parent or named, _name(item.get("author") or item.get("creator")), _at(item), text)
        yield from _under(item.get("comment"), key, depth + 1)
        yield from _under(item.get("replies"), key, depth + 1)


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() or None if isinstance(value, str) else None


def _at(item: Json) -> str | None:
    at = item.get("dateCreated") or item.get("datePublished")
    return at if isinstance(at, str) else None


def _plain(value: object) -> str:
    """Words without tags; a paragraph's end is an empty line."""
    if not isinstance(value, str):
        return ""
    bare = _TAG.sub(lambda hit: "\n\n" if hit.group().lower().startswith(("<br", "</p")) else "", value)
    return re.sub(r"\n{3,}", "\n\n", unescape(bare)).strip()


def _numbered(found: Sequence[_Told]) -> list[ReaderComment]:
    known = {one.key for one in found}
    numbers: dict[str, str] = {}
    children: dict[str, int] = {}
    out: list[ReaderComment] = []
    for one in found:
        if one.key in numbers:
            continue
        parent = numbers.get(one.parent, "") if one.parent in known else ""
        children[parent] = children.get(parent, 0) + 1
        number = f"{parent}.{children[parent]}" if parent else str(children[parent])
        numbers[one.key] = number
        out.append(ReaderComment(number=number, parent=parent or None, author=one.author, at=one.at, text=one.text))
    return out
