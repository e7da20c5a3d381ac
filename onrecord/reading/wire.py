"""Connections for `fetch`: the resolved address is checked, and the very address checked is connected to.

Checking a name first and connecting to the name afterwards would resolve it twice, and a hostile
name server can answer differently the second time (DNS rebinding)."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from typing import Any

import httpcore2
import httpx2

from onrecord.reading.addresses import is_public

Resolve = Callable[[str, int], list[str]]


class Refused(Exception):
    """The name leads into the own network."""


class Late(Exception):
    """The time for the whole fetch is over."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order the system gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """The moment at which everything about one fetch must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds left; raises Late when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Late
        return left if at_most is None else min(left, at_most)


class _Stream(httpcore2.NetworkStream):
    """A connection none of whose waits outlasts the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Resolves, checks, and connects to the checked address."""

    def __init__(self, deadline: Deadline, private: bool, names: Resolve) -> None:
        self._deadline, self._private, self._names = deadline, private, names
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception = httpcore2.ConnectError("the name has no address")
        for address in self._allowed(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
                return _Stream(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as wrong:
                failed = wrong
        raise failed

    def _allowed(self, host: str, port: int) -> list[str]:
        found = self._resolved(host, port)
        inside = [address for address in found if not is_public(address)]
        if inside and not self._private:
            # One private address among public ones is an attack as well, not a choice.
            raise Refused(inside[0])
        return found

    def _resolved(self, host: str, port: int) -> list[str]:
        pool = ThreadPoolExecutor(1, "resolve")
        try:
            return pool.submit(self._names, host, port).result(self._deadline.left())
        except TooLate as wrong:
            raise Late from wrong
        except (OSError, UnicodeError) as wrong:
            raise httpcore2.ConnectError(f"the name cannot be resolved ({wrong})") from wrong
        finally:
            pool.shutdown(wait=False)


class _Body(httpx2.SyncByteStream):
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner

    def close(self) -> None:
        self._inner.close()


class Wire(httpx2.BaseTransport):
    """A transport for httpx2 over guarded connections; no proxy of the environment is used."""

    def __init__(self, deadline: Deadline, private: bool, names: Resolve = resolve) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            network_backend=_Backend(deadline, private, names),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Sends one request."""
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        """Closes every connection."""
        self._pool.close()
