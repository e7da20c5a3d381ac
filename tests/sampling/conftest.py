"""The pages' sample and browser, for the coding page."""

from tests.pages.conftest import chromium, desk, kept, live, public, recorded

__all__ = ["chromium", "desk", "kept", "live", "public", "recorded"]
