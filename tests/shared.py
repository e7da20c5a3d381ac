"""The data beside the project, where it is present: for measuring, never needed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent.parent / "shared"


def shared(path: str) -> Path:
    """A file of the data beside the project; the test is skipped where it is not there."""
    found = HOME / path
    if not found.exists():
        message = f"needs ../shared/{path}, which is not beside this checkout"
        pytest.fail(message) if os.environ.get("REQUIRE_SHARED") == "1" else pytest.skip(message)
    return found
