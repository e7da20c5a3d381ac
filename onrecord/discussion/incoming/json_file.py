"""JSON read value by value, so that one that does not fit fails alone and with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from onrecord.discussion.incoming.arrival import Lines, Tally

T = TypeVar("T")


class File:
    """A JSON file whose values know their lines."""

    def __init__(self, lines: Lines, tally: Tally) -> None:
        self.data = "".join(lines).lstrip("\ufeff").encode("utf-8", "replace")
        self.tally = tally
        self.seen, self.line = 0, 1

    def whole(self, kind: type[T]) -> T | None:
        """The file's value; none where it is broken or no such thing, which is told with its line."""
        try:
            return msgspec.json.decode(self.data, type=kind, strict=False)
        except msgspec.ValidationError as error:
            self.tally.fail(1, f"this is no such export: {error}")
        except (msgspec.DecodeError, RecursionError) as error:
            self.tally.fail(self._broken(), f"broken JSON: {error}")
        return None

    def _broken(self) -> int:
        try:
            json.loads(self.data)
        except json.JSONDecodeError as error:
            return error.lineno
        except (ValueError, RecursionError):
            pass
        return 1

    def each(self, values: list[msgspec.Raw], kind: type[T]) -> Iterator[tuple[T, int]]:
        """Each of the file's values with its line; one that does not fit is told and left out."""
        for raw in values:
            line = self.line_of(bytes(raw))
            try:
                yield msgspec.json.decode(raw, type=kind, strict=False), line
            except msgspec.ValidationError as error:
                self.tally.fail(line, f"this is no comment: {error}")

    def line_of(self, raw: bytes) -> int:
        """On which line a value begins; values are asked for in the file's order."""
        at = self.data.find(raw, self.seen)
        if at >= 0:
            self.line += self.data.count(b"\n", self.seen, at)
            self.seen = at
        return self.line
