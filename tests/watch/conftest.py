"""The pages' sample, for the one page that the watch adds."""

from tests.pages.conftest import kept, public, recorded

__all__ = ["kept", "public", "recorded"]
