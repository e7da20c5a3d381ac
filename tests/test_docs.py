"""Generated pages are as the code is; hand-written ones name only commands that exist."""

from __future__ import annotations

import re

import pytest

from onrecord import reference

DRAWN = reference.drawn()
GUIDES = [reference.DOCS.parent / "README.md", *sorted(reference.DOCS.glob("*.md"))]


@pytest.mark.parametrize("name", DRAWN)
def test_a_generated_page_is_as_the_code_is(name):
    kept = (reference.DOCS / name).read_text(encoding="utf-8")
    assert kept == DRAWN[name], "run: python3 dev.py docs"


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_guides_name_commands_that_exist(path):
    commands = set(re.findall(r"^## onrecord (\w+)", DRAWN["cli.md"], re.M))
    used = set(re.findall(r"^\s*(?:python3 dev\.py run|onrecord) (\w+)", path.read_text(encoding="utf-8"), re.M))
    assert used <= commands | {"ARGS"}
