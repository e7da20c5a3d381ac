"""Fixtures for every folder of tests."""

from tests.browsers import chromium
from tests.servers import ledger_url, postgres

__all__ = ["chromium", "ledger_url", "postgres"]
