"""The map's land: `python -m training.land land-50m.json` writes onrecord/pages/land.npz.

Takes the land of Natural Earth (public domain) as the npm package world-atlas packs it. No borders: they take sides
(docs/decisions). Hundredths of a degree, islands under a twentieth of a degree left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.pages.land import FILE

SMALL = 5  # hundredths of a degree
SOUTH = -6_000  # what lies wholly south of it is left out: ice


def main() -> None:
    """Writes the file and says how large it is."""
    rings = [_whole(np.array(ring)) for ring in _rings(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))]
    kept = [ring for ring in rings if np.ptp(ring, axis=0).max() >= SMALL and ring[:, 1].max() > SOUTH]
    points = np.concatenate(kept).astype(np.int32)
    np.savez_compressed(FILE, points=points, sizes=np.array([len(ring) for ring in kept], dtype=np.int32))
    print(len(kept), "rings,", len(points), "points,", FILE.stat().st_size, "bytes")


def _whole(ring: np.ndarray) -> np.ndarray:
    """A ring that goes over the date line goes on beyond 180 degrees instead of jumping back."""
    return np.stack([np.unwrap(ring[:, 0], period=36_000), ring[:, 1]], 1)


def _rings(world: dict[str, Any]) -> Iterator[list[tuple[int, int]]]:
    """Every ring of the topology, west-east and south-north in hundredths of a degree."""
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x, y = zip(*arc, strict=True)
        steps = zip(accumulate(x), accumulate(y), strict=True)
        arcs.append([(round(100 * (a * sx + tx)), round(100 * (b * sy + ty))) for a, b in steps])
    for shape in world["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"]:
            for ring in polygon:
                yield [point for at in ring for point in (arcs[at] if at >= 0 else arcs[~at][::-1])]


if __name__ == "__main__":
    main()
