"""What gave no rows: counted by reason, the first few by name."""

from __future__ import annotations

from collections import Counter

SHOWN = 3  # examples of each reason that the report names


class Drops(Counter[str]):
    """Counts by reason. Whoever looks at something says what it is (`now`), before it is counted by whomever."""

    def __init__(self) -> None:
        super().__init__()
        self.examples: dict[str, list[str]] = {}
        self.now = ""

    def __setitem__(self, reason: str, count: int) -> None:
        super().__setitem__(reason, count)
        named = self.examples.setdefault(reason, [])
        if self.now and len(named) < SHOWN:
            named.append(self.now)

    def add(self, reason: str, name: str) -> None:
        """One more, by name."""
        self.now = name
        self[reason] += 1
