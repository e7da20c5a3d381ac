"""Figures for whoever keeps the server running: /metrics in Prometheus' format, and a line a request in the log.

Requests are counted by route ("/articles/{id}"), never by address, so that no reader's search ends up in a figure.
Several processes on one port share their figures where PROMETHEUS_MULTIPROC_DIR names a folder."""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger
from onrecord.pages.security import from_here
from onrecord.pages.site import site_of

router = APIRouter(include_in_schema=False)
log = logging.getLogger("onrecord.requests")
FORMAT = "text/plain; version=0.0.4; charset=utf-8"
FRESH = 60.0  # seconds for which rows are not counted anew: counting a large table takes its time
STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Meter:
    """What is counted while the server runs."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float] = time.monotonic) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("onrecord_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "onrecord_request_seconds", "How long an answer took.", ("route",), buckets=STEPS, registry=self.registry
        )
        self.ledger = LedgerFigures(ledger, clock)
        ProcessCollector(registry=self.registry)
        self.registry.register(self.ledger)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request more."""
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Every figure as it stands; of all processes where they share a folder."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self.registry)
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        shared.register(self.ledger)
        return generate_latest(shared)


class LedgerFigures(Collector):
    """Whether the ledger answers, how many rows it holds, how the watch goes: asked when the figures are."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float]) -> None:
        self.ledger, self.clock = ledger, clock
        self.rows: dict[str, int] = {}
        self.asked = float("-inf")

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: asking would open the database at start."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The figures; without a ledger, that it is not there and what was counted last."""
        try:
            up = self.ledger.healthy()
        except LedgerError:
            up = False
        yield GaugeMetricFamily("onrecord_ledger_up", "1 where the ledger answers and its schema fits.", value=up)
        if up:
            yield from self._asked()
        rows = GaugeMetricFamily("onrecord_ledger_rows", "Rows of each table.", labels=["table"])
        for name, count in sorted(self.rows.items()):
            rows.add_metric([name], count)
        yield rows

    def _asked(self) -> Iterator[Metric]:
        try:
            if self.clock() - self.asked >= FRESH:
                self.rows, self.asked = dict(self.ledger.counts()), self.clock()
            named = self.ledger.watch.named()
        except LedgerError:
            return
        yield GaugeMetricFamily("onrecord_watched", "Feeds and pages that are watched.", value=len(named))
        failing = sum(one.failures > 0 for one in named)
        yield GaugeMetricFamily("onrecord_watched_failing", "Those that failed last.", value=failing)


class Measured:
    """Around every request: its figures, its line in the log, and an id that finds that line again."""

    def __init__(
        self, app: ASGIApp, meter: Meter, routes: Sequence[BaseRoute], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self.app, self.meter, self.routes, self.clock = app, meter, routes, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun, status, id = self.clock(), 500, secrets.token_hex(6)

        async def sender(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (b"x-request-id", id.encode())]}
            await send(message)

        try:
            await self.app(scope, receive, sender)
        finally:
            self._told(scope, status, self.clock() - begun, id)

    def _told(self, scope: Scope, status: int, seconds: float, id: str) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope, self.routes)
        self.meter.count(method, route, status, seconds)
        facts = {"request": id, "method": method, "route": route, "status": status, "seconds": round(seconds, 4)}
        level = logging.ERROR if status >= 500 else logging.INFO
        log.log(level, "%s %s %s", method, route, status, extra=facts)


def route_of(scope: Scope, routes: Sequence[BaseRoute]) -> str:
    """The route as it is written down, "/articles/{id}"; looked for where none ran: a remembered page was sent."""
    known = scope.get("route")
    found = known or next((one for one in routes if one.matches(scope)[0] != Match.NONE), None)
    return getattr(found, "path", "(none)")


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The figures, for programs on this machine and the desk, for all where a setting says so."""
    site = site_of(request)
    if not (site.settings.metrics_open or from_here(request) or site.viewer(request).desk):
        raise HTTPException(403)
    meter = request.app.state.meter
    return Response(meter.text(), media_type=FORMAT, headers={"cache-control": "no-store"})
