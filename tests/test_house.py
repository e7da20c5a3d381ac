"""The house: imports point one way, and only the doors read settings, the clock and the environment."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent / "onrecord"
ROOMS = {"reading", "extraction", "resolution", "ledger", "discussion"}
FLOORS = [{"errors", "text", "abreast"}, {"records", "marks"}, {"shapes", "names", "echoes", "trees"}, ROOMS, {"line"}]
WORLD = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "os.environ", "os.getenv"}
FILES = sorted(HOME.rglob("*.py"))


def part(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def floor(name: str) -> int:
    return next((at for at, names in enumerate(FLOORS) if name in names), len(FLOORS))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "onrecord":
            parts = (node.module or "").split(".")[1:2]
            names.update(parts or (alias.name for alias in node.names))
        if isinstance(node, ast.Import):
            names.update(a.name.split(".")[1] for a in node.names if a.name.startswith("onrecord."))
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOME)))
def test_imports_point_one_way(path):
    mine = part(path)
    for other in imported(path) - {mine}:
        assert floor(other) <= floor(mine), f"{mine} must not know {other}"
        assert not (mine in ROOMS and other in ROOMS), f"the rooms {mine} and {other} must not know each other"


@pytest.mark.parametrize("path", [f for f in FILES if floor(part(f)) < len(FLOORS)], ids=lambda p: p.name)
def test_only_doors_look_at_the_world(path):
    used = {ast.unparse(node) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not used & WORLD
    assert "config" not in imported(path)
    assert "clock" not in imported(path)
