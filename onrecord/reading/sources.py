"""What a person names - a file, a folder, an address, a feed, "-" - into the sources to read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from onrecord.errors import OnrecordError, ReadError
from onrecord.reading.addresses import is_address
from onrecord.reading.formats import MOST, format_of
from onrecord.reading.source import Source

SKIPPED = (
    ".json",
    ".jsonl",
    ".parquet",
    ".sqlite",
    ".sqlite-wal",
    ".sqlite-shm",
    ".db",
    ".py",
    ".css",
    ".js",
    ".md5",
    ".sha256",
    ".lock",
    ".tmp",
)


class Fetches(Protocol):
    """Whoever gets a page from the web."""

    def get(self, url: str) -> Source:
        """The page; raises ReadError."""
        ...


def sources(
    name: str, fetcher: Fetches | None = None, *, stdin: BinaryIO | None = None, limit: int = MOST
) -> Iterator[Source]:
    """The sources that a name stands for, in order: a folder's files by their paths, a feed's entries.

    Never raises half-way: what cannot be had is a source with its `error`, which `read` raises, so
    that the rest is still read. Archives are left in their files and streamed."""
    if name == "-":
        yield from _guarded(name, lambda: _standard_input(stdin, limit))
    elif is_address(name):
        yield from _from_web(name, fetcher)
    else:
        yield from _from_disk(name, fetcher, limit)


def _standard_input(stdin: BinaryIO | None, limit: int) -> Source:
    return _within(Source("-", (stdin or sys.stdin.buffer).read(limit + 1)), limit)


def _from_web(url: str, fetcher: Fetches | None) -> Iterator[Source]:
    if fetcher is None:
        yield _failed(url, ReadError("an address, and nothing here fetches", url, "Save the page as a file."))
        return
    for source in _guarded(url, lambda: fetcher.get(url)):
        yield from _expanded(source, fetcher)


def _from_disk(name: str, fetcher: Fetches | None, limit: int) -> Iterator[Source]:
    path = Path(name).expanduser()
    if _is_folder(path):
        yield from _from_folder(path, fetcher, limit)
        return
    for source in _guarded(name, lambda: _file(path, name, limit)):
        yield from _expanded(source, fetcher)


def _is_folder(path: Path) -> bool:
    """Not what lies where we may not look: that is tried as a file, and named with the reason."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _from_folder(path: Path, fetcher: Fetches | None, limit: int) -> Iterator[Source]:
    files = sorted(file for file in path.rglob("*") if file.is_file() and _is_wanted(file, path))
    if not files:
        yield _failed(str(path), ReadError("a folder without files to read", str(path)))
    for file in files:
        yield from _from_disk(str(file), fetcher, limit)


def _is_wanted(file: Path, folder: Path) -> bool:
    """Not hidden, and no kind of file that never is a page."""
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() not in SKIPPED


def _file(path: Path, name: str, limit: int) -> Source:
    """A file's bytes; of an archive only its path, and of a file that is too large an error."""
    if not path.exists():
        raise ReadError("no such file", name, "Check the path; an address starts with https://.")
    if not path.is_file():
        raise ReadError("neither a file nor a folder", name)
    streamed = Source(name, b"", path=str(path))
    if format_of(streamed).name == "warc":
        return streamed
    with path.open("rb") as file:
        return _within(Source(name, file.read(limit + 1)), limit)


def _within(source: Source, limit: int) -> Source:
    if len(source.data) > limit:
        raise ReadError(
            f"too large for one page (more than {limit / 1e6:g} MB)",
            source.name,
            "Split it into its articles.",
        )
    return source


def _guarded(name: str, get: Callable[[], Source]) -> Iterator[Source]:
    """The source, or one that holds why it could not be had."""
    try:
        yield get()
    except OnrecordError as wrong:
        yield _failed(name, wrong)
    except OSError as wrong:
        yield _failed(name, ReadError(f"could not be read: {wrong.strerror or wrong}", name, "Check its permissions."))


def _failed(name: str, error: OnrecordError) -> Source:
    return Source(name, b"", error=error)


# --- feeds: entries with their text are read from the feed, the others from their pages ---


def _expanded(source: Source, fetcher: Fetches | None) -> Iterator[Source]:
    if source.error or source.path or fetcher is None or format_of(source).name != "feed":
        yield source
        return
    from onrecord.reading.feed import feed_of

    try:
        feed = feed_of(source)
    except OnrecordError as wrong:
        yield replace(source, error=wrong)
        return
    if not feed.entries or any(entry.full for entry in feed.entries):
        yield source
    for entry in feed.entries:
        if not entry.full and entry.link:
            yield from _guarded(entry.link, lambda link=entry.link: fetcher.get(link))  # type: ignore[misc]
