"""A page from the web: politely, within limits, never from the own network unless allowed."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2

from onrecord.errors import ReadError
from onrecord.reading import robots
from onrecord.reading.addresses import checked
from onrecord.reading.conditional import Look, asking, waits
from onrecord.reading.source import Source
from onrecord.reading.wire import Deadline, Late, Refused, Resolve, Wire, resolve

_WRONG = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpcore2.ConnectError,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
)
_SLOW = (Late, httpx2.TimeoutException, httpcore2.TimeoutException)
FRESH = 86_400  # seconds for which a site's robots.txt is remembered (RFC 9309: at most a day)


@dataclass(frozen=True)
class Limits:
    """What one fetch may cost, and whose word is asked.

    `private`: the own network may be fetched from; `allowed`: hosts whose owners let us read despite
    robots.txt and reservations of text and data mining."""

    seconds: float = 20.0
    size: int = 20_000_000
    redirects: int = 5
    private: bool = False
    allowed: frozenset[str] = frozenset()
    user_agent: str = "onrecord/0.1"

    @property
    def token(self) -> str:
        """The name by which robots.txt knows us."""
        return self.user_agent.split("/")[0].strip().lower()


@dataclass(frozen=True)
class _Answer:
    url: str
    status: int
    headers: httpx2.Headers
    data: bytes
    home: str = ""  # where permanent redirects alone lead: the address to ask from now on


@dataclass
class _Site:
    """What a site's owner said, and when we asked."""

    asked: float
    robots: str | None  # None: it could not be had, so nothing is allowed
    reservations: bytes


@dataclass
class Fetcher:
    """Fetches pages, and remembers for a day what their sites allow.

    `names` resolves a host to addresses; it is an argument so that a test can be a hostile name server."""

    limits: Limits = field(default_factory=Limits)
    names: Resolve = resolve
    _sites: dict[str, _Site] = field(default_factory=dict)

    def get(self, url: str) -> Source:
        """The page at an address, unpacked, with what the server said of it.

        Raises ReadError, naming the address, where it is no web address, leads into the own network,
        is refused by its owner, fails, is too large, too slow, or redirected too often."""
        return self._source(url, self._fetched(url, {}))

    def look(self, url: str, etag: str | None = None, modified: str | None = None) -> Look:
        """The page if it is not as it was when the server gave this ETag and Last-Modified; never raises.

        What failed is in the answer, with how long the server asks us to wait."""
        try:
            answer = self._fetched(url, asking(etag, modified))
        except ReadError as wrong:
            return Look(home=url, error=wrong)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        kept = (headers.get("etag"), headers.get("last-modified"))
        look = Look(answer.home, answer.status, None, *kept, wait=waits(headers))
        if answer.status == 304:
            return replace(look, etag=kept[0] or etag, modified=kept[1] or modified)
        try:
            return replace(look, source=self._source(url, answer))
        except ReadError as wrong:
            return replace(look, error=wrong)

    def _fetched(self, url: str, headers: dict[str, str]) -> _Answer:
        deadline = Deadline(self.limits.seconds)
        with httpx2.Client(
            transport=Wire(deadline, self.limits.private, self.names),
            trust_env=False,
            headers=self._headers(),
        ) as client:
            return self._followed(client, url, deadline, headers)

    def _headers(self) -> dict[str, str]:
        accept = "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,text/plain,*/*;q=0.1"
        return {"User-Agent": self.limits.user_agent, "Accept": accept, "Accept-Encoding": "gzip, deflate"}

    def _followed(self, client: httpx2.Client, url: str, deadline: Deadline, headers: dict[str, str]) -> _Answer:
        at = home = checked(url)
        for _ in range(self.limits.redirects + 1):
            self._ask(client, at, url, deadline)
            answer = self._once(client, at, url, deadline, headers)
            onward = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not onward:
                return replace(answer, home=home)
            lasting = home == at and answer.status in (301, 308)
            at = _onward(at, onward, url)
            home = at if lasting else home
        raise ReadError(f"redirected more than {self.limits.redirects} times", url)

    def _once(
        self, client: httpx2.Client, at: str, url: str, deadline: Deadline, headers: dict[str, str] | None = None
    ) -> _Answer:
        """One request, its body no longer than the limit; errors name the address that was asked for."""
        try:
            with client.stream("GET", at, timeout=deadline.left(), headers=headers) as response:
                return _Answer(at, response.status_code, response.headers, _body(response, self.limits.size, url))
        except Refused as wrong:
            raise ReadError(
                f"{urlsplit(at).hostname} is inside the own network ({wrong})",
                url,
                "Allow private addresses to read it.",
            ) from wrong
        except _SLOW as wrong:
            raise ReadError(f"took longer than {self.limits.seconds:g} s", url, "Try again later.") from wrong
        except _WRONG as wrong:
            raise ReadError(
                f"could not be fetched ({_reason(wrong)})", url, "Check the address, or try later."
            ) from wrong

    # --- the owner's word ---

    def _ask(self, client: httpx2.Client, at: str, url: str, deadline: Deadline) -> None:
        """Raises where the site's owner does not want this page read."""
        if self._is_allowed(at):
            return
        site = self._site(client, at, url, deadline)
        if site.robots is None:
            raise ReadError("its robots.txt could not be read, so nothing is", url, "Try again later.")
        if not robots.may_fetch(site.robots, self.limits.token, _path(at)):
            raise _unwelcome("robots.txt", url)

    def _is_allowed(self, at: str) -> bool:
        return (urlsplit(at).hostname or "") in self.limits.allowed

    def _site(self, client: httpx2.Client, at: str, url: str, deadline: Deadline) -> _Site:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(at))
        known = self._sites.get(origin)
        if known is None or time.monotonic() - known.asked > FRESH:
            rules = self._file(client, origin + robots.ROBOTS, url, deadline)
            reservations = self._file(client, origin + robots.RESERVATIONS, url, deadline)
            known = _Site(
                time.monotonic(),
                None if rules is None else rules.decode("utf-8", "replace"),
                reservations or b"",
            )
            self._sites[origin] = known
        return known

    def _file(self, client: httpx2.Client, at: str, url: str, deadline: Deadline) -> bytes | None:
        """A site's file of rules; empty where there is none, None where the server fails (RFC 9309)."""
        for _ in range(5):
            answer = self._once(client, at, url, deadline)
            onward = answer.headers.get("location")
            if 300 <= answer.status < 400 and onward:
                at = _onward(at, onward, url)
                continue
            if answer.status >= 500:
                return None
            return answer.data if answer.status == 200 else b""
        return b""

    def _source(self, url: str, answer: _Answer) -> Source:
        if answer.status != 200:
            raise ReadError(f"the server answered {answer.status}", url, _HINTS.get(answer.status, ""))
        if not self._is_allowed(answer.url) and self._reserved(answer):
            raise _unwelcome("a reservation of text and data mining", url)
        media, charset = _media(answer.headers.get("content-type", ""))
        return Source(url, answer.data, answer.url, media, charset, _moment(answer.headers.get("date")))

    def _reserved(self, answer: _Answer) -> bool:
        """The file's word, overridden by the headers', overridden by the page's."""
        site = self._sites.get("{0.scheme}://{0.netloc}".format(urlsplit(answer.url)))
        headers = {name.lower(): value for name, value in answer.headers.items()}
        said: Iterable[bool | None] = (
            robots.reserved_by_page(answer.data, self.limits.token),
            robots.reserved_by_headers(headers, self.limits.token),
            robots.reserved_by_file(site.reservations, _path(answer.url)) if site else None,
        )
        return next((word for word in said if word is not None), False)


_HINTS = {
    401: "The page needs a sign-in; save it as a file and read that.",
    402: "The page is paid for; save it as a file and read that.",
    403: "The site refuses programs; save the page as a file and read that.",
    404: "Check the address.",
    410: "The page was taken away; an archive may have it.",
    429: "The site asks for fewer requests; try again later.",
    451: "The page was taken away for legal reasons.",
}


def _unwelcome(by: str, url: str) -> ReadError:
    return ReadError(
        f"its owner does not want it read by programs ({by})",
        url,
        "With the owner's leave, name the host in ignore_robots.",
    )


def _body(response: httpx2.Response, most: int, url: str) -> bytes:
    """The unpacked body; stops as soon as it is too large, so a bomb costs no more than the limit."""
    data = bytearray()
    packed = response.headers.get("content-encoding", "").strip().lower() in ("gzip", "x-gzip")
    for chunk in _gunzipped(response.iter_raw(), url) if packed else response.iter_bytes():
        data += chunk
        if len(data) > most:
            raise ReadError(f"larger than {most / 1e6:g} MB", url, "Raise fetch_bytes to read it.")
    return bytes(data)


def _gunzipped(chunks: Iterable[bytes], url: str) -> Iterator[bytes]:
    """Unpacked piece by piece; unlike the client's own decoder it notices a missing end."""
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for chunk in chunks:
        while chunk and not member.eof:
            try:
                yield member.decompress(chunk, 1 << 20)
            except zlib.error as wrong:
                raise ReadError("the server sent damaged gzip", url, "Try again later.") from wrong
            chunk = member.unconsumed_tail
    while more := member.decompress(b"", 1 << 20):
        yield more
    if not member.eof:
        raise ReadError("cut-off gzip: its end is missing", url, "Try again later.")


def _onward(at: str, location: str, url: str) -> str:
    try:
        return checked(urljoin(at, location))
    except (ReadError, ValueError) as wrong:
        raise ReadError(f"redirected to {location[:200]!r}, which is not fetched", url) from wrong


def _path(at: str) -> str:
    parts = urlsplit(at)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _media(header: str) -> tuple[str | None, str | None]:
    """Media type and charset of a Content-Type header."""
    media, *parameters = [part.strip() for part in header.split(";")]
    charsets = [
        value.strip("\"' ")
        for name, _, value in (part.partition("=") for part in parameters)
        if name.lower() == "charset"
    ]
    return media.lower() or None, next(iter(charsets), None) or None


def _moment(header: str | None) -> str | None:
    """When the server says it answered, as ISO 8601."""
    try:
        return parsedate_to_datetime(header).isoformat().replace("+00:00", "Z") if header else None
    except (ValueError, TypeError):
        return None


def _reason(wrong: Exception) -> str:
    return str(wrong) or type(wrong).__name__
