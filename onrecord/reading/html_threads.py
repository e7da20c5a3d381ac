"""The discussion under an article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml.etree import _Element as Element

from onrecord.records import ReaderComment


def take_comments(tree: Element, objects: Sequence[dict[str, Any]]) -> list[ReaderComment]:
    """The page's comments."""
    return []
