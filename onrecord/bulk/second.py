"""The second step's pieces of work, each of which any worker may do: files in, a file out. `settle` deals them out.

A piece reads what others left in the run's folder and knows nothing of how many work beside it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from onrecord.bulk import copies, datasets, judged, people
from onrecord.bulk.desk import put

FOLDER = "second"  # of a run's hidden folder
AGAIN, LINKS, MARKS = "again.json", "links.json", "marks.npy"


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """What to do, in which folder, on which part, band, lot or dataset; `parts` are the finished parts' folders."""

    task: str
    folder: str
    at: int = 0
    name: str = ""
    parts: tuple[str, ...] = ()
    draft: str = ""


def sketch(piece: Piece) -> int:
    """A part's articles as copies are told apart."""
    made = copies.sketched(Path(piece.parts[0]) / "documents.parquet")
    place = Path(piece.folder) / f"sketch-{piece.at:06}.npz"
    with place.open("wb") as file:
        np.savez(file, ids=np.array(made.ids, str), moments=np.array(made.moments, str), has=made.has, marks=made.marks)
    return len(made.ids)


def sketches(folder: Path, count: int) -> Iterator[copies.Sketch]:
    """What `sketch` left of each part, in their order."""
    for at in range(count):
        with np.load(folder / f"sketch-{at:06}.npz") as held:
            yield copies.Sketch(held["ids"].tolist(), held["moments"].tolist(), held["has"].tolist(), held["marks"])


def band(piece: Piece) -> int:
    """Pairs that agree in a band."""
    found = copies.pairs(np.load(Path(piece.folder) / MARKS, mmap_mode="r"), piece.at)
    np.save(Path(piece.folder) / f"band-{piece.at:02}.npy", found)
    return len(found)


def bands(folder: Path) -> Any:
    """The pairs of all bands."""
    return np.concatenate([np.load(folder / f"band-{at:02}.npy") for at in range(copies.BANDS)])


def count(piece: Piece) -> int:
    """A part's speakers: a line a lot."""
    import pyarrow.parquet as pq

    folder = Path(piece.folder)
    names, gone = judged.kept(folder), again(folder).get(piece.at, frozenset())
    table = pq.read_table(Path(piece.parts[0]) / "statements.parquet", columns=["id", "document", "speaker"])
    lots = people.counted((row for row in table.to_pylist() if row["document"] not in gone), names)
    put(folder / f"people-{piece.at:06}.jsonl", b"".join(msgspec.json.encode(lot) + b"\n" for lot in lots))
    return sum(map(len, lots))


def gather(piece: Piece) -> int:
    """A lot of speakers over all parts."""
    folder = Path(piece.folder)
    rows = people.gathered(_lot(folder / f"people-{at:06}.jsonl", piece.at) for at in range(len(piece.parts)))
    put(folder / f"lot-{piece.at:02}.json", msgspec.json.encode(rows))
    return len(rows)


def _lot(file: Path, lot: int) -> people.Lot:
    with file.open("rb") as lines:
        for at, line in enumerate(lines):
            if at == lot:
                return msgspec.json.decode(line, type=people.Lot)
    return {}


def lots(folder: Path) -> list[dict[str, Any]]:
    """The speakers of all lots."""
    files = (folder / f"lot-{at:02}.json" for at in range(people.LOTS))
    return [row for file in files for row in msgspec.json.decode(file.read_bytes())]


def write(piece: Piece) -> int:
    """A dataset by days."""
    folder = Path(piece.folder)
    names = judged.kept(folder)
    links: copies.Links = msgspec.json.decode((folder / LINKS).read_bytes(), type=copies.Links)
    return datasets.written(Path(piece.draft) / piece.name, piece.name, piece.parts, again(folder), links, names)


def again(folder: Path) -> dict[int, frozenset[str]]:
    """The articles of each part that an earlier part has already."""
    return msgspec.json.decode((folder / AGAIN).read_bytes(), type=dict[int, frozenset[str]])


TASKS: dict[str, Callable[[Piece], int]] = {task.__name__: task for task in (sketch, band, count, gather, write)}


def told(packed: str) -> str:
    """A piece of work as JSON, done; what it counted, or why it failed, as JSON."""
    try:
        piece = msgspec.json.decode(packed, type=Piece)
        return msgspec.json.encode({"count": TASKS[piece.task](piece)}).decode()
    except Exception as wrong:
        return msgspec.json.encode({"error": f"{type(wrong).__name__}: {wrong}"}).decode()


def main() -> None:
    """Does pieces, a line each, until nobody wants any more."""
    for line in sys.stdin:
        print(told(line), flush=True)


if __name__ == "__main__":
    main()
