"""One browser for every folder of tests: a second one in the same process cannot be started."""

from __future__ import annotations

import shutil

import pytest

from tests.servers import require


@pytest.fixture(scope="session")
def chromium():
    """A browser, or a skip that says what to install."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        require("Chromium", "apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
