"""One article, one address: without the parts that say from where a reader came. Pure."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit


@cache
def _table() -> tuple[frozenset[str], tuple[str, ...]]:
    table = tomllib.loads((Path(__file__).parent / "addresses.toml").read_text(encoding="utf-8"))["strangers"]
    return frozenset(table["names"]), tuple(table["begins"])


def plain(url: str) -> str:
    """The address without a fragment and without what tells from where a reader came."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _strange(pair[0].lower())]
    kept = urlencode(query) if len(query) < len(parse_qsl(parts.query, keep_blank_values=True)) else parts.query
    return parts._replace(query=kept, fragment="").geturl()


def _strange(name: str) -> bool:
    names, begins = _table()
    return name in names or name.startswith(begins)
