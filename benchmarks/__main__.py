"""python3 dev.py bench: each benchmark in turn, one table, saved as JSON beside it."""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

HOME = Path(__file__).parent
SHARED = HOME.parent.parent / "shared" / "data"
PEERS = ("trafilatura", "onnxruntime", "lxml", "numpy")


def _with_data(name: str, folder: str, *words: Path) -> Callable[[], dict[str, float]]:
    def measure() -> dict[str, float]:
        if not (SHARED / folder).exists():
            raise FileNotFoundError(f"needs ../shared/data/{folder}, which is not beside this checkout")
        return _alone(name, *words)()

    return measure


def _alone(name: str, *words: Path) -> Callable[[], dict[str, float]]:
    def measure() -> dict[str, float]:
        result: dict[str, float] = importlib.import_module(f"benchmarks.{name}").main(*words)
        return result

    return measure


TABLE: dict[str, Callable[[], dict[str, float]]] = {
    "extraction": _alone("extraction"),
    "loading": _alone("loading"),
    "reading": _with_data("reading", "reading"),
    "imports": _alone("imports"),
    "gum": _with_data("gum", "gum", SHARED / "gum"),
}


def head() -> dict[str, str]:
    """Where and with what this was measured."""
    packages = {name: version(name) for name in PEERS}
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return {"python": platform.python_version(), "machine": platform.machine(), "load": load, **packages}


def main() -> int:
    """Runs what was named, or all of it; what could not be run is said."""
    named = sys.argv[1:] or list(TABLE)
    results: dict[str, object] = {"head": head()}
    print(*(f"{name} {value}" for name, value in head().items()), sep="; ")
    for name in named:
        try:
            figures = TABLE[name]()
        except (FileNotFoundError, KeyError) as missing:
            print(f"{name}: not run: {missing}", file=sys.stderr)
            continue
        results[name] = figures
        for key, value in figures.items():
            shown = f"{value:12.3f}" if isinstance(value, float) else f"{value!s:>12}"
            print(f"{name:12} {key:36} {shown}")
    (HOME / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
