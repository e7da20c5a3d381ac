"""Taking inputs in at a door: in their order, each failure named, progress in sight."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO, TypeVar

from msgspec import structs

from onrecord.abreast import AT_ONCE, in_order
from onrecord.clock import stamp
from onrecord.config import Settings
from onrecord.errors import OnrecordError, ReadError, WrongUse
from onrecord.extraction import model_name
from onrecord.line import Options, pages_of, reading_of
from onrecord.plural import counted
from onrecord.reading import Source
from onrecord.reading.sources import sources
from onrecord.records import Page, Reading

if TYPE_CHECKING:
    from onrecord.reading.fetch import Fetcher

Choice = TypeVar("Choice", bound=str)
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2}(T[\d:.+Z-]+)?)?)?")


def day(text: str | None) -> str | None:
    """A date of a person's, checked: "2022", "2022-11" or "2022-11-13", a time after it if need be.

    Raises WrongUse for anything else, impossible days too."""
    from datetime import datetime

    if text is None:
        return None
    try:
        padded = text + "-01-01"[len(text) - 4 :] if len(text) in (4, 7) else text
        datetime.fromisoformat(padded)
        if not _DAY.fullmatch(text):
            raise ValueError(text)
    except ValueError:
        raise WrongUse("this is no date", text, "Write 2022-12-08, 2022-12 or 2022") from None
    return text


def between(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """Two dates of a person's, checked. Raises WrongUse where it ends before it begins."""
    from onrecord.ledger.days import backwards

    first, last = day(since), day(until)
    if backwards(first, last):
        raise WrongUse(f"it ends ({last}) before it begins ({first})", "--until", "Swap --since and --until")
    return first, last


def one_of(word: str, choices: tuple[Choice, ...], what: str) -> Choice:
    """The choice a person typed; WrongUse names the choices."""
    for choice in choices:
        if word == choice:
            return choice
    raise WrongUse(f"{what} is one of {', '.join(choices)}", word)


def reading_of_text(text: str) -> Reading:
    """A person's own words, read as an article and nothing else; raises WrongUse where there are none."""
    if not text.strip():
        raise WrongUse("there are no words to look up", hint="Give them after the command, or on standard input")
    source = Source(name="-", data=text.encode("utf-8", "replace"), media="text/plain", charset="utf-8")
    return reading_of(next(pages_of(source, Options(plain=True))), stamp(model_name()))


class Fetching:
    """A polite fetcher within the settings' limits, made when the first address comes."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.fetcher: Fetcher | None = None

    def get(self, url: str) -> Source:
        """The page at an address; raises ReadError."""
        self.fetcher = self.fetcher or fetcher_of(self.settings)
        return self.fetcher.get(url)


def fetcher_of(settings: Settings) -> Fetcher:
    """A fetcher with the settings' limits."""
    from onrecord.reading.fetch import Fetcher, Limits

    return Fetcher(
        Limits(
            seconds=settings.fetch_seconds,
            size=settings.fetch_bytes,
            redirects=settings.fetch_redirects,
            private=settings.private_addresses,
            allowed=frozenset(host.strip() for host in settings.ignore_robots.split(",") if host.strip()),
            user_agent=settings.user_agent,
        )
    )


class Progress:
    """Done, rate and time left on standard error; silent where that is no terminal."""

    def __init__(
        self, out: TextIO = sys.stderr, clock: Callable[[], float] = time.monotonic, what: str = "pages"
    ) -> None:
        self.out, self.clock, self.begun, self.what = out, clock, clock(), what
        self.done, self.failed, self.last = 0, 0, 0.0

    def tick(self, left: int | None) -> None:
        """One page more; `left` inputs are still to come, where that is known."""
        self.done += 1
        if self.out.isatty() and self.clock() - self.last > 0.2:
            self.last = self.clock()
            print(f"\r\x1b[K{self.line(left)}", end="", file=self.out, flush=True)

    def many(self, count: int) -> None:
        """So many pages more at once."""
        self.done += max(0, count - 1)
        self.tick(None)

    def line(self, left: int | None) -> str:
        """ "12 pages, 3.1 a second, 40 s left"."""
        rate = self.done / max(self.clock() - self.begun, 1e-6)
        rest = f", {left / rate:.0f} s left" if left else ""
        return f"{self.done} {self.what}, {self.failed} failed, {rate:.1f} a second{rest}"

    def say(self, words: str) -> None:
        """A line of its own, whatever stands there."""
        print(f"\r\x1b[K{words}" if self.out.isatty() else words, file=self.out, flush=True)

    def end(self) -> None:
        """The last word, on a terminal only."""
        if self.out.isatty() and self.done + self.failed > 1:
            self.say(self.line(None))


class Run:
    """Reads inputs through the line; a failure is named and the rest is done."""

    def __init__(
        self,
        settings: Settings,
        *,
        plain: bool = False,
        published: str | None = None,
        known: Callable[[str], bool] | None = None,
        own: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self.fetcher, self.threads = Fetching(settings), settings.threads
        self.options = Options(published=published, plain=plain)
        self.known, self.own, self.progress = known, own, progress or Progress()
        self.left_out: Counter[str] = Counter()
        self.passed = 0  # pages that were known
        self.under_way: set[str] = set()  # documents that are being read, or not yet taken by who asked

    def over(self, names: Iterable[str]) -> Iterator[tuple[str, Reading]]:
        """Each input's name with each of its pages' readings, in the order of the inputs."""
        names = list(names)
        for name, left, reading in self._read_all(self._pages(names)):
            yield name, reading
            self.under_way.discard(reading.page.document.id)
            self.progress.tick(left)

    def _read_all(self, pages: Iterator[Asked]) -> Iterator[tuple[str, int, Reading]]:
        """Pages side by side, each by one thread, which takes the least time; one that is alone by all threads."""
        if self.threads == 1:
            return map(self._read, pages)
        first = list(islice(pages, 2))
        if len(first) == 1:
            return iter([self._read(first[0], self.threads)])
        return in_order(self._read, chain(first, pages), min(self.threads, AT_ONCE))

    def _pages(self, names: list[str]) -> Iterator[Asked]:
        """The name of each source with how many inputs come after it, and each of its pages that are to be read."""
        for at, name in enumerate(names):
            left = len(names) - at - 1
            for source in self._tried(sources(name, self.fetcher), name):
                for page in self._tried(pages_of(source, self.options, self.left_out), source.name):
                    if self._skipped(page):
                        self.passed += 1
                        self.progress.tick(left)
                    else:
                        self.under_way.add(page.document.id)
                        yield source.name, left, page

    def _read(self, asked: Asked, threads: int = 1) -> tuple[str, int, Reading]:
        name, left, page = asked
        if self.own:
            page = structs.replace(page, document=structs.replace(page.document, rights="own"))
        return name, left, reading_of(page, stamp(model_name()), threads)

    def _skipped(self, page: Page) -> bool:
        """Whether its document is known, or will be in a moment."""
        return bool(self.known and (page.document.id in self.under_way or self.known(page.document.id)))

    def _tried(self, things: Iterable[Item], name: str) -> Iterator[Item]:
        try:
            yield from things
        except ReadError as error:
            self._failed(error, name)

    def _failed(self, error: OnrecordError, name: str) -> None:
        self.progress.failed += 1
        named = str(error) if error.resource else f"{name}: {error}"
        self.progress.say(f"onrecord: {named}")

    def finish(self) -> int:
        """The exit status: 1 where some input failed. Says what an archive held that gave no page."""
        self.progress.end()
        if self.left_out:
            reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(self.left_out.items()))
            self.progress.say(f"onrecord: left out of archives: {reasons}")
        if self.passed:
            them = "it" if self.passed == 1 else "them"
            self.progress.say(f"onrecord: {counted(self.passed, 'page')} known already; --again reads {them} anew")
        return 1 if self.progress.failed else 0


Asked = tuple[str, int, Page]  # a source's name, how many inputs come after it, and a page of it
Item = TypeVar("Item", Source, Page)
