"""python3 dev.py bench [NAME...]: each benchmark in turn, then one table; kept as docs/bench.json, drawn as bench.svg.

A benchmark is a file of this folder with a function `main` that takes nothing and gives figures by name, nested where
several are compared. It may say what it needs of ../shared/data (NEEDS), and how its figures are drawn (CHARTS)."""

from __future__ import annotations

import ast
import importlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks import _chart, _peers, _table
from onrecord.threads import one_thread

HOME = Path(__file__).parent
DOCS = HOME.parent / "docs"
SHARED = HOME.parent.parent / "shared" / "data"
PACKAGES = ("onrecord", "trafilatura", "onnxruntime", "lxml", "numpy", "sqlalchemy", "daft", "ray", "pyarrow")


class Missing(Exception):
    """What a benchmark needs and is not here."""


def names() -> list[str]:
    """Every benchmark there is, by its file's name."""
    return sorted(path.stem for path in HOME.glob("[a-z]*.py") if _has_main(path))


def _has_main(path: Path) -> bool:
    """Looks without importing: a benchmark may need what is not installed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)


def measured(name: str) -> dict[str, Any]:
    """A benchmark's figures with when they were taken, how long that took, and how busy the machine was."""
    module = importlib.import_module(f"benchmarks.{name}")
    for folder in getattr(module, "NEEDS", ()):
        if not (SHARED / folder).exists():
            raise Missing(f"needs ../shared/data/{folder}, which is not beside this checkout")
    before, begun = os.getloadavg(), time.perf_counter()
    figures = module.main()
    return {
        "on": time.strftime("%Y-%m-%d"),
        "seconds": round(time.perf_counter() - begun, 1),
        "load": [round(before[0], 2), round(os.getloadavg()[0], 2)],
        "figures": figures,
        "charts": getattr(module, "CHARTS", []),
    }


# --- the table ---


def head() -> dict[str, str]:
    """Where and with what this is measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "commit": _commit(),
        "python": platform.python_version(),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
        "load": ", ".join(f"{value:.1f}" for value in os.getloadavg()),
        **{name: found for name in PACKAGES if (found := _version(name))},
        **{f"{name} (peer)": number for name, number in _peers.versions().items()},
    }


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HOME, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    found = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else platform.machine()


def flat(figures: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Nested figures as (name, value), in their order."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{before}{name}: ")
        else:
            yield f"{before}{name}", value


def rows(results: Mapping[str, Any]) -> Iterator[str]:
    """The table's lines."""
    for name, result in results.items():
        first, last = result["load"]
        yield f"{name} ({result['on']}, {result['seconds']:g} s, load {first:g} to {last:g})"
        for key, value in flat(result["figures"]):
            shown = f"{value:,.3f}" if isinstance(value, float) else f"{value!s}"
            yield f"  {key:48} {shown:>16}"


# --- what is kept ---


def kept() -> dict[str, Any]:
    """What was measured before: a run of some benchmarks leaves the others' figures."""
    path = DOCS / "bench.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"head": {}, "results": {}}


def save(found: dict[str, Any]) -> None:
    """Writes the figures, and draws them."""
    found["table"] = _table.saved(found["results"])
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    (DOCS / "bench.json").write_text(text, encoding="utf-8")
    (DOCS / "bench.svg").write_text(_chart.drawn(found["results"]), encoding="utf-8")


def main() -> int:
    """Runs what was named, or all of it; what could not be run is said, and makes the status 1."""
    one_thread()
    known = names()
    named = sys.argv[1:] or known
    wrong = [name for name in named if name not in known]
    if wrong:
        print(f"no benchmark of that name: {', '.join(wrong)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    found, failed = kept(), 0
    found["head"] = head()
    print(*(f"{name} {value}" for name, value in found["head"].items()), sep="; ")
    for name in named:
        try:
            found["results"][name] = measured(name)
        except (Missing, FileNotFoundError, ImportError) as missing:
            print(f"{name}: not run: {missing}", file=sys.stderr)
            failed += 1
            continue
        found["results"] = dict(sorted(found["results"].items()))
        save(found)  # at once: a run of hours may be stopped
        print(*rows({name: found["results"][name]}), sep="\n", flush=True)
    print("", *_table.lines(found["results"]), sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
