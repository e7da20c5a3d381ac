"""Fixtures for every folder of tests; libraries run in one thread, as the commands run them."""

from onrecord.threads import one_thread
from tests.browsers import chromium
from tests.servers import ledger_url, postgres

__all__ = ["chromium", "ledger_url", "postgres"]

one_thread()
