"""Makes the shipped model from the corpus: `python3 -m training --data FOLDER --work FOLDER`.

Two encoders learn from the hand annotations, side by side, a core each. A third begins at their mean
and learns from the hand and from what one of the first makes of the same text and of texts of other
kinds. Its running average ships."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from training.recipe import FIRST, LAST, TEACHER


def side_by_side(commands: list[list[str]]) -> None:
    """Runs commands at the same time, one thread each; ends if one fails."""
    settings = {**os.environ, "OMP_NUM_THREADS": "1"}
    running = [subprocess.Popen([sys.executable, "-m", *command], env=settings) for command in commands]
    statuses = [process.wait() for process in running]
    if any(statuses):
        raise SystemExit("A stage of training failed; its words are above.")


def main() -> None:
    """All stages, in order."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True, help="folder of train.jsonl.gz and dev.jsonl.gz (PolNeAR)")
    parse.add_argument("--work", type=Path, required=True, help="folder for checkpoints and logs")
    parse.add_argument("--out", type=Path, default=Path("onrecord/extraction/model"))
    options = parse.parse_args()
    data, work = ["--data", str(options.data)], options.work
    side_by_side([["training.train", *data, "--out", str(work / name), *words] for name, words in FIRST.items()])
    side_by_side([["training.teach", *data, str(work / TEACHER / "average.pt"), str(work / "marginals.npz")]])
    begin = ["--start", *[str(work / name / "average.pt") for name in FIRST]]
    side_by_side([["training.train", *data, "--out", str(work / "last"), *LAST, *begin]])
    side_by_side([["training.ship", *data, "--out", str(options.out), str(work / "last" / "average.pt")]])


if __name__ == "__main__":
    main()
