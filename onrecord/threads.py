"""Threads of the libraries beneath: one each. Processes are as many as there are cores."""

from __future__ import annotations

import os

# The products here are small. Dealt out to several threads they wait for one another: ten times slower where the
# cores are shared, and in sums of another order. Whole windows and whole pages side by side gain more (abreast.py).
ALONE = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def one_thread() -> None:
    """Sets it for this process and those it starts, where a person has not; before any such library is imported."""
    for name, value in ALONE.items():
        os.environ.setdefault(name, value)
