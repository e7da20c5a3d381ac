"""Work of readers that writes: what comes at the same time is one transaction, where the database has one writer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from onrecord.ledger import Ledger

T = TypeVar("T")


async def done(ledger: Ledger, work: Callable[[], T]) -> T:
    """What the work gave, once all that it wrote is on the disk; in the language of the request."""
    if ledger.dialect != "sqlite":
        return await run_in_threadpool(ledger.alone, work)
    spoken = copy_context()
    return await asyncio.wrap_future(ledger.together(lambda: spoken.run(work)))
