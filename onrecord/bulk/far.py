"""A part that lies far away, as files of this machine: of an archive no more than the part's own records."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from onrecord.bulk import archive
from onrecord.bulk.inputs import Copies
from onrecord.bulk.parts import Part
from onrecord.errors import ReadError

# What engines' readers say, by what it means for a person; the first that fits.
TROUBLE = (
    (
        r"certificate|UnknownIssuer",
        "shows a certificate that is not trusted",
        "The engine trusts those that the web trusts; a store of your own can be named by http:// or s3://.",
    ),
    (
        r"AccessDenied|Forbidden|\b40[13]\b|InvalidAccessKeyId|SignatureDoesNotMatch|CredentialsNotLoaded|Unauthorized",
        "may not be read with these rights",
        "Look at the keys: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    ),
    (
        r"NoSuchBucket|NoSuchKey|not found|NotFound|\b404\b|No matching|nothing is found|at least 1 MicroPartition",
        "nothing is found there",
        "Check the address: the bucket, the folder, the pattern.",
    ),
    (
        r"timed? ?out|dispatch failure|connect|closed|reset|incomplete|end of file|sending request|decod",
        "the connection failed or was cut",
        "Run it again: what is done stays done.",
    ),
)


def told(wrong: str, name: str) -> ReadError:
    """An engine's reader's words as an error in a person's."""
    for signs, what, hint in TROUBLE:
        if re.search(signs, wrong, re.IGNORECASE):
            return ReadError(what, name, hint)
    return ReadError(f"cannot be read ({' '.join(wrong.split())[:200]})", name, "Check the address.")


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
        if not archive.enterable(file):
            path.write_bytes(b"")
            if not part.start:
                _copied(file, 0, None, path)
            return Copies({name: str(path)}, part.start, whole=True)
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
