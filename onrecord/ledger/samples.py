"""The ledger's doors to samples: each method is one transaction."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.ledger import sampling
from onrecord.ledger.sampling import Coding, Drawable, Sample, SampleUnit, UnitKind
from onrecord.ledger.store import Store


class Samples:
    """What was drawn by chance for people to read, and what they said of it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def frame(self, unit: UnitKind) -> list[Drawable]:
        """Everything that can be drawn."""
        return self._store.read(lambda db: sampling.frame(db, unit))

    def make(self, one: Sample, drawn: Iterable[tuple[Drawable, str, float, int]]) -> Sample:
        """Keeps a sample: each thing drawn with its stratum, its chance and the stratum's size."""
        rows = list(drawn)
        return self._store.write(lambda db: sampling.make(db, one, rows))

    def all(self) -> list[Sample]:
        """Every sample, by name."""
        return self._store.read(sampling.all_)

    def find(self, name: str) -> Sample:
        """The sample of a name. Raises NotFound."""
        return self._store.read(lambda db: sampling.sample(db, name))

    def units(self, sample: str) -> list[SampleUnit]:
        """A sample's units in the order of coding."""
        return self._store.read(lambda db: sampling.units(db, sample))

    def code(self, one: Coding) -> None:
        """Adds what a person said."""
        self._store.write(lambda db: sampling.code(db, one))

    def coded(self, sample: str) -> list[Coding]:
        """What counts of what was said: each coder's latest about each thing."""
        return self._store.read(lambda db: sampling.coded(db, sample))
