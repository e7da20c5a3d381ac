"""The pages' sample and browser, for the coding page."""

from tests.pages.conftest import desk, kept, live, public, recorded

__all__ = ["desk", "kept", "live", "public", "recorded"]
