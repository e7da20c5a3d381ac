"""Peers: other people's programs, in an environment of their own that `python3 dev.py bench` makes (.venv-peers)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent
FOLDER = HOME.parent / ".venv-peers" / ("Scripts" if os.name == "nt" else "bin")
MEASURED = ("trafilatura", "readability-lxml", "resiliparse", "isso", "onnx")
_ASK = (
    "import json,sys; from importlib.metadata import version as v; print(json.dumps({n: v(n) for n in sys.argv[1:]}))"
)


def made() -> None:
    """Makes the peers' environment, as `python3 dev.py bench` does; without one, what needs no peer is measured."""
    subprocess.run([sys.executable, "-c", "import dev; dev.peers()"], cwd=HOME.parent, check=False)


def python() -> str:
    """The peers' Python; raises FileNotFoundError where they are not installed."""
    found = FOLDER / "python"
    if not found.exists():
        raise FileNotFoundError("the peers are not installed; `python3 dev.py bench` does that")
    return str(found)


def versions() -> dict[str, str]:
    """Whom we are measured beside; empty where nobody is there."""
    try:
        done = subprocess.run([python(), "-c", _ASK, *MEASURED], capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return {}
    found: dict[str, str] = json.loads(done.stdout)
    return found


def run(script: str, *words: str) -> Any:
    """What a script of this folder prints as JSON, run by the peers' Python."""
    command = [python(), str(HOME / script), *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)
