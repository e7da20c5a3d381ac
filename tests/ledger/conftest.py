"""An open, empty ledger for each test, once on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.ledger import Ledger, open_ledger
from tests.pages.conftest import desk, kept, recorded

__all__ = ["desk", "kept", "recorded"]


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with open_ledger(ledger_url, patience=5) as opened:
        yield opened
