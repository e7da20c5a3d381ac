"""What is to be read, in parts of even size: of a large file many, of small files many together.

Parts are made of the input alone, never of how many work on it, so every run divides alike.
"""

from __future__ import annotations

import glob
import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from onrecord.bulk.loading import holds_datasets
from onrecord.bulk.schema import datasets
from onrecord.errors import ReadError, WrongUse
from onrecord.reading.formats import format_of
from onrecord.reading.source import Source
from onrecord.reading.sources import SKIPPED

SIZE = 8_000_000  # bytes of a part: of packed pages some 300, a minute or less of one core
TABLES = {".parquet": "parquet", ".jsonl": "lines", ".ndjson": "lines"}
REMOTE = ("s3://", "gs://", "https://", "http://", "hf://")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work: bytes `start` to `end` of a file, or several whole files.

    `key` orders parts as the input was named, and is the name under which they are kept."""

    key: str
    kind: str
    files: tuple[str, ...]
    start: int = 0
    end: int | None = None


def planned(
    names: Iterable[str],
    size: int = SIZE,
    listed: Iterable[tuple[str, int]] | None = None,
    out: Path | None = None,
) -> list[Part]:
    """The parts of all that was named. `listed` are the files of far away, with their sizes, as an engine sees them;
    what lies in `out` is what this run writes.

    Raises ReadError for a name that nothing answers to."""
    far = dict(listed or ())
    files = [*(file for name in names if not is_far(name) for file in _files(name, out)), *far]
    parts: list[tuple[str, tuple[str, ...], int, int | None]] = []
    for kind, group in groupby(dict.fromkeys(files), key=_kind):
        names = list(group)
        parts += _small(names, size) if kind == "pages" else _large(kind, names, size, far)
    return [_part(at, *one, far) for at, one in enumerate(parts)]


def _part(at: int, kind: str, files: tuple[str, ...], start: int, end: int | None, far: dict[str, int]) -> Part:
    """Its key is its number and a digest of what it holds: a plan that changed does not take other work for its own."""
    held = [(Path(file).name, _weight(file, far)) for file in files]
    packed = json.dumps([kind, held, start, end]).encode()
    key = f"{at:06}-{hashlib.sha256(packed).hexdigest()[:10]}"
    return Part(key=key, kind=kind, files=files, start=start, end=end)


def _weight(file: str, far: dict[str, int]) -> int:
    return far[file] if file in far else Path(file).stat().st_size


def is_far(name: str) -> bool:
    """Whether an engine's reader has to fetch it."""
    return name.startswith(REMOTE)


def _files(name: str, out: Path | None) -> list[str]:
    """The files that a path, a folder or a pattern stands for, in order."""
    path = Path(name).expanduser()
    try:
        found = _found(path, out)
    except OSError as wrong:
        raise ReadError(f"could not be read: {wrong.strerror or wrong}", name, "Check its permissions.") from None
    if not found and path.is_dir():
        raise ReadError("a folder without files to read", name, "Hidden files and those of programs are passed over.")
    if not found:
        raise ReadError("no such file, and no pattern that fits one", name, "Check the path.")
    return list(map(str, found))


def _found(path: Path, out: Path | None) -> list[Path]:
    if path.is_dir():
        if holds_datasets(str(path)):
            raise WrongUse(
                "holds what bulk wrote", str(path), "`onrecord add` records it; --merge puts shares together"
            )
        return list(_within(path, out))
    if path.is_file():
        return [path]
    if path.exists():
        raise ReadError("neither a file nor a folder", str(path), "Save it as a file: after a stop it is read again.")
    return [Path(one) for one in sorted(glob.glob(str(path), recursive=True)) if _is_input(Path(one), out)]


def _within(folder: Path, out: Path | None) -> Iterator[Path]:
    """A folder's files by their paths; not those that bulk wrote, here or in a folder of this one."""
    written = [one.parent for one in sorted(folder.rglob("documents")) if holds_datasets(str(one.parent))]
    for file in sorted(folder.rglob("*")):
        if _is_input(file, out) and _wanted(file, folder) and not any(one in file.parents for one in written):
            yield file


def _is_input(file: Path, out: Path | None) -> bool:
    """Whether it is a file, and none that this run writes."""
    if out and out.absolute() in file.absolute().parents:
        top = file.absolute().relative_to(out.absolute()).parts[0]
        return top not in (".bulk", "speakers", "summary.json", *datasets()) and file.is_file()
    return file.is_file()


def _wanted(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and (_suffix(file.name) in TABLES or file.suffix.lower() not in SKIPPED)


def _suffix(name: str) -> str:
    """How a file's name ends, without that it is packed."""
    return Path(name.lower().removesuffix(".gz")).suffix


def _kind(file: str) -> str:
    """warc, parquet, lines, or pages for single pages; by the name where the file is far away."""
    if _suffix(file) in TABLES:
        return TABLES[_suffix(file)]
    if is_far(file):
        return "warc" if _suffix(file) == ".warc" else "pages"
    return "warc" if format_of(Source(file, b"", path=file)).name == "warc" else "pages"


def _small(files: list[str], size: int) -> Iterator[tuple[str, tuple[str, ...], int, int | None]]:
    """Single pages, as many together as make a part."""
    held: list[str] = []
    weight = 0
    for file in files:
        held.append(file)
        weight += 20_000 if is_far(file) else Path(file).stat().st_size
        if weight * 8 >= size:  # pages lie here unpacked
            yield "pages", tuple(held), 0, None
            held, weight = [], 0
    if held:
        yield "pages", tuple(held), 0, None


def _large(
    kind: str, files: Iterable[str], size: int, far: dict[str, int]
) -> Iterator[tuple[str, tuple[str, ...], int, int | None]]:
    """A file in stretches of bytes, where it can be entered half-way."""
    for file in files:
        whole = _weight(file, far)
        most = _most(kind, file, size, whole)
        step = most if whole > most and _splits(kind, file) else whole + 1
        for start in range(0, max(whole, 1), step):
            yield kind, (file,), start, None if start + step >= whole else start + step


def _most(kind: str, file: str, size: int, whole: int) -> int:
    """Bytes of a part: of a table's far fewer than of an archive's, since nearly all of them are words. Of what was
    packed as a whole each part unpacks what comes before it: there are no more than 500."""
    if kind == "warc":
        return size if is_far(file) or _enterable(file) else max(size, whole // 500)
    if kind == "lines" and not file.lower().endswith(".gz"):
        return size // 4
    return max(size // 10, whole // 500)


def _splits(kind: str, file: str) -> bool:
    """Whether a file can be entered half-way; of what is far away, only packed archives."""
    return not is_far(file) or (kind == "warc" and file.lower().endswith(".gz"))


def _enterable(file: str) -> bool:
    from onrecord.bulk.archive import enterable

    with Path(file).open("rb") as opened:
        return enterable(opened)


def share(parts: list[Part], shard: str | None) -> list[Part]:
    """Every Nth part from the Ith, for "I/N" counted from 1. Raises WrongUse for what is no such share."""
    if shard is None:
        return parts
    try:
        mine, of = (int(word) for word in shard.split("/"))
        if not 1 <= mine <= of:
            raise ValueError(shard)
    except ValueError:
        raise WrongUse("a share is I/N, as 3/16 is the third of sixteen", shard) from None
    return parts[mine - 1 :: of]
