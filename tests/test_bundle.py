"""The committed bundle is what its sources make: checked where node and esbuild are present."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.servers import require

ROOT = Path(__file__).parent.parent
WEB, STATIC = ROOT / "web", ROOT / "onrecord/pages/static"


def test_the_bundles_are_those_of_their_sources(tmp_path):
    esbuild = WEB / "node_modules/.bin/esbuild"
    if not shutil.which("node"):
        require("node", "apt-get install nodejs")
    if not esbuild.exists():
        if os.environ.get("REQUIRE_ALL") != "1":
            pytest.skip("esbuild is missing: python3 dev.py bundle installs it")
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=WEB, check=True, capture_output=True)
    words = ["npm", "run", "--silent", "bundle", "--", f"--outdir={tmp_path}", "--log-level=warning"]
    subprocess.run(words, cwd=WEB, check=True, timeout=120)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {name: (STATIC / name).read_bytes() for name in ("embed.js", "frame.js")}


def test_the_lock_names_no_registry():
    assert "resolved" not in (WEB / "package-lock.json").read_text()
