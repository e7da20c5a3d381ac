"""Fixtures for every folder of tests."""

from tests.servers import ledger_url, postgres

__all__ = ["ledger_url", "postgres"]
