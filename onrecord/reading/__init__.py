"""Bytes into pages: an article and the discussion under it, from text, HTML, feeds and archives.

`read` finds the format in the table of `formats`; each format is one file.
"""

from __future__ import annotations

from onrecord.reading.formats import MOST, read
from onrecord.reading.source import Source

__all__ = ["MOST", "Source", "read"]
