"""New comments told as they come: server-sent events, one watcher for all of a worker's readers."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger
from onrecord.pages.site import site_of
from onrecord.pages.words import counted

router = APIRouter(include_in_schema=False)
BEAT = 20.0  # seconds after which a silent stream says that it lives
MOST = 2_000  # streams of one worker
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class Hub:
    """A worker's open streams, woken when a thread that they read has something new."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.closed = False
        self.open: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self.newest: dict[str, int] = {}
        self.counted: OrderedDict[tuple[str, int, int], tuple[int, int]] = OrderedDict()
        self.lock = threading.Lock()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.watcher: threading.Thread | None = None

    @property
    def full(self) -> bool:
        """Whether another stream would be too many."""
        return self.closed or sum(map(len, self.open.values())) >= MOST

    def join(self, document: str) -> asyncio.Event:
        """A bell that rings when the thread under this document has something new, and at the end."""
        bell = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        with self.lock:
            self.open[document].add(bell)
            if self.watcher is None:
                self.watcher = threading.Thread(target=self._watch, name="live", daemon=True)
                self.watcher.start()
        return bell

    def leave(self, document: str, bell: asyncio.Event) -> None:
        """Takes a bell away."""
        with self.lock:
            self.open[document].discard(bell)
            if not self.open[document]:
                self.open.pop(document)
                self.newest.pop(document, None)

    def close(self) -> None:
        """Ends all streams: the server is about to stop."""
        self.closed = True
        self._ring({bell for bells in list(self.open.values()) for bell in bells})

    def newer(self, document: str, after: int) -> tuple[int, int]:
        """How many became public after that, and up to which; readers who ask the same are answered once."""
        newest = self.newest.get(document)
        if newest is None:  # nobody has read here, or all have left: what was counted before may be old
            newest = self.newest[document] = self.ledger.talk.newest(document)
        key = (document, after, newest)
        if key not in self.counted:
            self.counted[key] = self.ledger.talk.newer(document, after)
            while len(self.counted) > MOST:
                self.counted.popitem(last=False)
        return self.counted[key]

    def _ring(self, bells: set[asyncio.Event]) -> None:
        if self.loop is not None and not self.loop.is_closed():
            for bell in bells:
                self.loop.call_soon_threadsafe(bell.set)

    def _watch(self) -> None:
        """One thread for a worker, as long as someone reads."""
        pulse = self.ledger.pulse()
        try:
            self._look()  # what was written before the pulse was felt
            while self._wanted():
                if pulse.wait(1.0):
                    self._look()
        finally:
            pulse.close()

    def _wanted(self) -> bool:
        with self.lock:
            if self.open and not self.closed:
                return True
            self.watcher = None
            return False

    def _look(self) -> None:
        for document in list(self.open):
            try:
                newest = self.ledger.talk.newest(document)
            except LedgerError:  # told where a page is asked for; here the next look will do
                continue
            if newest != self.newest.get(document):
                self.newest[document] = newest
                self._ring(self.open.get(document, set()).copy())


@router.get("/articles/{id}/live")
async def live(request: Request, id: str, after: Annotated[int, Query(ge=0, le=2**62)] = 0) -> Response:
    """How many comments became public since the page was made, again whenever there are more."""
    site, hub = site_of(request), request.app.state.live
    if not site.settings.discussion:
        raise HTTPException(404)
    if hub.full:
        raise HTTPException(503, headers={"Retry-After": "30"})
    await run_in_threadpool(site.reading, id)
    told = request.headers.get("last-event-id", "")
    seen = int(told) if told.isdigit() and len(told) < 19 else after
    return StreamingResponse(_events(hub, id, after, seen), media_type="text/event-stream", headers=HEADERS)


async def _events(hub: Hub, document: str, after: int, seen: int) -> AsyncIterator[str]:
    """`after`: since when it counts; `seen`: up to where the reader was told."""
    bell = hub.join(document)
    try:
        yield "retry: 3000\n\n"
        while not hub.closed:
            bell.clear()
            count, last = await run_in_threadpool(hub.newer, document, after)
            if last > seen and count:
                seen = last
                yield event(count, last)
            yield await _beat(bell)
    finally:
        hub.leave(document, bell)


async def _beat(bell: asyncio.Event) -> str:
    try:
        await asyncio.wait_for(bell.wait(), BEAT)
    except TimeoutError:
        return ": here\n\n"
    return ""


def event(count: int, last: int) -> str:
    """What a reader is told: how many, in words too."""
    words = counted("%(num)s new comment", "%(num)s new comments", count)
    return f"id: {last}\nevent: new\ndata: {msgspec.json.encode({'new': count, 'words': words}).decode()}\n\n"
