"""From text to what disagrees: precise enough to be shown to the desk, on reports that nobody tuned on too."""

from __future__ import annotations

import pytest

from tests.cases.contradictions.clusters import HERE, clusters, figures

# A little under what was measured (1.0 and 0.91).
PINNED = {"open.txt": 0.9, "kept/kept.txt": 0.8}


@pytest.mark.parametrize("half", ["open.txt", "kept/kept.txt"])
def test_what_is_found_is_right(half):
    found, told = figures(HERE / half)
    assert found.precision >= 0.9, told if half == "open.txt" else "of the half kept aside only the figure is told"
    assert found.recall >= PINNED[half], found


def test_every_cluster_can_be_read():
    held = [cluster for half in PINNED for cluster in clusters(HERE / half)]
    assert len(held) == 40
    assert all(len(cluster.documents) == 2 for cluster in held)
    assert sum(bool(cluster.expected) for cluster in held) >= 20
