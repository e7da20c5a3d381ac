"""Habits that a reader of the code would want to be sure of: secrets compared in constant time, no route for files."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PAGES = Path(__file__).parent.parent.parent / "onrecord" / "pages"
FILES = sorted(PAGES.glob("*.py"))
# Names of values that whoever asks may guess at.
SECRET = {"token", "sign", "signed", "secret", "receipt", "signature", "digest", "state", "session"}


def names(node):
    """The last names of what is compared."""
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    if isinstance(node, ast.Call):
        return names(node.func)
    return set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_secret_is_compared_with_an_equals_sign(path):
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Compare) or not any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops):
            continue
        sides = [node.left, *node.comparators]
        guessed = any(names(side) & SECRET for side in sides)
        literal = any(isinstance(side, ast.Constant) for side in sides)
        # a comment's state ("shown") is no secret, and is told from one by what it is compared with
        ours = all("post" in ast.unparse(side) or "state" in ast.unparse(side) for side in sides)
        found += [ast.unparse(node)] if guessed and not literal and not ours else []
    assert found == []


def test_nothing_takes_a_file():
    for path in FILES:
        assert "UploadFile" not in path.read_text(encoding="utf-8"), path.name
