"""The languages that can be read: a table each in languages/."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parent / "languages"


@functools.cache
def languages() -> dict[str, dict[str, Any]]:
    """Every table by the language's code."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(TABLES.glob("*.toml"))}


def code(lang: str | None) -> str:
    """A language's code ("en" of "en-GB"); an article of no known language is tried as English."""
    return lang.lower().replace("_", "-").split("-")[0] if lang else "en"


def table(lang: str | None) -> dict[str, Any]:
    """The table of an article's language; raises KeyError for one that cannot be read."""
    return languages()[code(lang)]
