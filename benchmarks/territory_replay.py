"""As known on a day, against a ledger that holds no more than was recorded by that day: 10,000 random questions of
place, day and moment. `python -m benchmarks.territory_replay`."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from onrecord.ledger import open_ledger
from tests.ledger.test_territory_properties import replayed


def main(questions: int = 10_000, rounds: int = 10) -> dict[str, float]:
    asked = wrong = 0
    for seed in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            empty = Path(folder) / "empty.sqlite"
            open_ledger(f"sqlite:///{empty}").close()
            some, differ = replayed(random.Random(seed), empty, Path(folder), 60, questions // rounds)
            asked, wrong = asked + some, wrong + differ
    return {"questions": asked, "different": wrong}


if __name__ == "__main__":
    print(main())
