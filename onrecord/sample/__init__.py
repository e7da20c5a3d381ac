"""The packaged sample: short reports by invented outlets on public events, with readers' talk.

What each is there to show, and what is invented in them, is told in README.md beside them."""

from __future__ import annotations

from importlib.resources import files as packaged
from pathlib import Path

KINDS = {".html", ".txt", ".xml"}


def files() -> list[Path]:
    """The sample's pages and its feed, in the order of their days: the order to record them in."""
    here = (Path(str(entry)) for entry in packaged(__name__).iterdir())
    return sorted(path for path in here if path.suffix in KINDS)
