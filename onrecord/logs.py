"""Logs: lines for a person, or one JSON object a line for a program. No reader is in them: no address of theirs,
no words they searched for."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

ROOT = "onrecord"
_OWN = frozenset(vars(logging.makeLogRecord({})))  # what every record has; the rest is what the call gave


class Lines(logging.Formatter):
    """One JSON object a record, with everything that the call gave as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": when.replace("+00:00", "Z"), "level": record.levelname.lower(), "logger": record.name}
        line["message"] = record.getMessage()
        given = {name: value for name, value in vars(record).items() if name not in _OWN and name != "message"}
        if record.exc_info:
            given["trace"] = self.formatException(record.exc_info)
        return json.dumps(line | given, ensure_ascii=False, default=str)


def configure(kind: str, out: TextIO | None = None) -> None:
    """Sets up what a server writes on standard error: "plain" (troubles alone), "json" (every request too)."""
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(Lines() if kind == "json" else logging.Formatter("%(name)s: %(message)s"))
    for name in (ROOT, "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO if kind == "json" and name == ROOT else logging.WARNING)
