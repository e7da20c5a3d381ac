"""The public verbs: offered lazily, and the guide's example does what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord

GUIDE = (Path(__file__).parent.parent / "docs/library.md").read_text(encoding="utf-8")


def fenced(language: str) -> str:
    """The one block of the guide in this language."""
    [block] = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.M | re.S)
    return block


def test_the_guides_example_prints_what_the_guide_says(tmp_path):
    done = subprocess.run([sys.executable, "-c", fenced("python")], capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    expected = GUIDE.split("It prints\n\n```\n")[1].split("```")[0]
    assert done.stdout == expected


def test_importing_the_package_loads_nothing_heavy():
    heavy = "('onrecord', 'onnx', 'sqlalchemy', 'lxml')"
    code = f"import sys, onrecord; dir(onrecord); print(*(m for m in sys.modules if m.startswith({heavy})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["onrecord"]


@pytest.mark.parametrize("name", onrecord.__all__)
def test_every_public_name_is_there(name):
    assert getattr(onrecord, name).__name__ == name
    assert name in dir(onrecord)


def test_a_name_that_is_none_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'nosuch'"):
        onrecord.nosuch  # noqa: B018


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_there_for_each_shell(shell):
    env = {**os.environ, "_ONRECORD_COMPLETE": f"source_{shell}"}
    done = subprocess.run([sys.executable, "-m", "onrecord"], capture_output=True, text=True, env=env)
    assert "onrecord" in done.stdout
    assert "complet" in done.stdout


def test_completion_knows_the_commands():
    asked = {"_ONRECORD_COMPLETE": "complete_bash", "COMP_WORDS": "onrecord wa", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "onrecord"], capture_output=True, text=True, env={**os.environ, **asked}
    )
    assert done.stdout.split() == ["watch"]
