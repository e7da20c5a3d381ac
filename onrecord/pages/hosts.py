"""Articles of sites that embed discussions, read again from their own address when their readers quote them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from msgspec import structs

from onrecord.errors import OnrecordError
from onrecord.ledger import Ledger
from onrecord.records import Reading

AGAIN = 600.0  # seconds before an article is looked at again because somebody opened it
MOST = 10_000
log = logging.getLogger("onrecord.pages")


class Hosts:
    """Which sites' articles may be read, and when each was read last."""

    def __init__(
        self,
        ledger: Ledger,
        sites: Iterable[str],
        readings: Callable[[str], Iterable[Reading]],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.ledger, self.readings, self.seconds = ledger, readings, seconds
        self.sites = {site.strip().rstrip("/").lower() for site in sites if site.strip()}
        self.last: dict[str, float] = {}
        self.lock = threading.Lock()

    def listed(self, address: str) -> bool:
        """Whether the address is of a site that the settings name."""
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc}".lower() in self.sites

    def due(self, address: str) -> bool:
        """Whether it is time to look at an article again."""
        last = self.last.get(address)
        return self.listed(address) and (last is None or self.seconds() - last > AGAIN)

    def read(self, address: str) -> None:
        """Reads an article from its address and records what is new; one at a time, and a failure is only told."""
        with self.lock:
            if len(self.last) >= MOST:
                self.last.clear()
            self.last[address] = self.seconds()
            try:
                for reading in self.readings(address):
                    self._record(reading)
            except OnrecordError as error:
                log.warning("an embedding site's article could not be read: %s", error)

    def _record(self, reading: Reading) -> None:
        """Its site embeds our discussion, so its words may be quoted here."""
        page = structs.replace(reading.page, document=structs.replace(reading.document, rights="licensed"), comments=())
        self.ledger.record(structs.replace(reading, page=page))
