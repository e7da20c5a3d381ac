"""A part that lies far away, as files of this machine: of an archive no more than the part's own records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from onrecord.bulk import archive
from onrecord.bulk.inputs import Copies
from onrecord.bulk.parts import Part

Opener = Callable[[str], BinaryIO]
STEP = 1 << 20


def fetched(part: Part, opener: Opener, folder: Path) -> Copies:
    """The part's bytes, written into a folder."""
    if part.kind == "warc" and (part.start or part.end is not None):
        return _stretch(part, opener, folder)
    paths = {}
    for number, name in enumerate(part.files):
        paths[name] = str(folder / str(number))
        with opener(name) as file:
            _copied(file, 0, None, Path(paths[name]))
    return Copies(paths, 0)


def _stretch(part: Part, opener: Opener, folder: Path) -> Copies:
    """From the first record that begins in the part up to the first of the next."""
    [name], path = part.files, folder / "0"
    with opener(name) as file:
        start = archive.next_member(file, part.start, part.end)
        if start is None:
            path.write_bytes(b"")
            return Copies({name: str(path)}, part.start)
        end = None if part.end is None else archive.next_member(file, part.end)
        _copied(file, start, end, path)
    return Copies({name: str(path)}, start)


def _copied(file: BinaryIO, start: int, end: int | None, path: Path) -> None:
    with path.open("wb") as copy:
        file.seek(start)
        while block := file.read(STEP if end is None else min(STEP, end - start)):
            copy.write(block)
            start += len(block)
