"""The shipped model against the figures it was shipped with: `python -m training.gate --data FOLDER`.

Lists the hand spans gained and lost since the last gate; lowers no figure unless told `--accept`."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.extraction.decode import Joined, Settings
from onrecord.extraction.model import FOLDER, Model, loaded, opened, states
from training.data import TYPES
from training.measure import (
    Dev,
    Told,
    cases,
    chars,
    dev,
    dishonesty,
    fit,
    joined_score,
    joins,
    spans_of,
    statements_score,
    told,
)

GATE = Path(__file__).parent / "gate.json"
# Set on the development part over some hundred settings: spans are taken freely, whole statements chosen by their
# score. Against floors of .45/.45/.55 alone: spans in a statement +1.0/+.7/0, whole statements +.3. Masses, also in the
# score: recall by half +1.6/+2.7/+2.3 (direct, mixed, indirect) at a precision .7 higher, spans within .3.
CHOSEN = Settings(
    floors=(0.25, 0.38, 0.5), masses=(0.4, 0.4, 0.8), rescue=0.2, weights=(), least=0.21, calm=0.85
)  # fmt: skip
UNWEIGHED = (0.0,) * 13
SLACK = 0.05  # points a figure may fall: one span is 0.04


def read(dev_: Dev, model: Model) -> dict[str, Told]:
    """What the shipped model says of every text."""
    out = {}
    for one in dev_.examples:
        if one.text not in out:
            out[one.text] = told(one, *states(model, [one.read])[0], model.chain, model.settings.floor)
    return out


def figures(dev_: Dev, joined: dict[str, list[Joined]]) -> dict[str, Any]:
    """Every figure of the gate, of what a reader gets: spans that stand in a statement, and statements."""
    spans, whole = joined_score(dev_, joined), statements_score(dev_, joined)
    return {
        **{name: [round(value, 2) for value in spans[name]] for name in TYPES},
        "statement": [round(value, 2) for value in whole.exact],
        "recall by half": {name: round(value, 1) for name, value in whole.recall.items()},
        "content precision by half": round(whole.precision, 1),
        "source right where content is": round(whole.speaker, 1),
        "score's error": round(100 * dishonesty(*cases(dev_, joined)), 1),
    }


def hits(dev_: Dev, joined: dict[str, list[Joined]]) -> np.ndarray:
    """One bit a hand span of the published items: whether it was found."""
    found = {one.id: chars(one, spans_of(joined[one.text])) for one in dev_.examples}
    bits = []
    for item, gold in enumerate(dev_.items.gold):
        guess = dev_.items.project(item, found[dev_.items.owner[item]])
        bits += [span in guess for span in sorted(gold)]
    return np.array(bits)


def changes(dev_: Dev, before: np.ndarray, after: np.ndarray) -> list[str]:
    """A line for each hand span gained or lost."""
    lines, at = [], 0
    texts = {one.id: one.text for one in dev_.examples}
    for item, gold in enumerate(dev_.items.gold):
        for name, start, end in sorted(gold):
            if before[at] != after[at]:
                owner, places = dev_.items.owner[item], dev_.items.places[item]
                words = texts[owner][places[start, 0] : places[end - 1, 1]]
                lines.append(f"{'gained' if after[at] else 'lost  '} {name:8}{owner}: {words}")
            at += 1
    return lines


def tune(data: Path, folder: Path) -> None:
    """Fits the score's weights of a folder on the development part, and writes the numbers chosen there."""
    write(folder, CHOSEN._replace(weights=UNWEIGHED))
    dev_, model = dev(data), opened(folder)
    joined = joins(read(dev_, model), model.linker, CHOSEN._replace(least=0.0))
    weights = fit(*cases(dev_, joined))
    write(folder, CHOSEN._replace(weights=tuple(round(float(weight), 4) for weight in weights)))


def write(folder: Path, settings: Settings) -> None:
    """The numbers as the model's folder holds them."""
    (folder / "settings.json").write_text(json.dumps(settings._asdict(), indent=1) + "\n", encoding="utf-8")
    loaded.cache_clear()


def main() -> None:
    """Measures, compares, and with `--accept` pins."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True, help="folder of dev.jsonl.gz and dev_items.jsonl.gz")
    parse.add_argument("--model", type=Path, default=FOLDER)
    parse.add_argument("--accept", action="store_true", help="pin these figures, also where they fell")
    options = parse.parse_args()
    dev_, model = dev(options.data), opened(options.model)
    said = read(dev_, model)
    joined = joins(said, model.linker, model.settings)
    now, bits = figures(dev_, joined), hits(dev_, joined)
    print(json.dumps(now, indent=1))
    fell = []
    if GATE.exists():
        pinned = json.loads(GATE.read_text(encoding="utf-8"))
        if pinned["corpus"] != dev_.digest:
            raise SystemExit("The corpus is not the one that the gate was measured on; nothing to compare.")
        before = np.unpackbits(np.frombuffer(base64.b64decode(pinned["hits"]), dtype=np.uint8))[: len(bits)].astype(
            bool
        )
        print("\n".join(changes(dev_, before, bits)) or "No span gained or lost.")
        fell = [name for name in (*TYPES, "statement") if now[name][2] < pinned["figures"][name][2] - SLACK]
    if options.accept:
        digest = hashlib.sha256((options.model / "statements.onnx").read_bytes()).hexdigest()
        packed = base64.b64encode(np.packbits(bits).tobytes()).decode()
        made = {"corpus": dev_.digest, "model": digest, "figures": now, "hits": packed}
        GATE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    elif fell:
        raise SystemExit(f"Below the gate: {', '.join(fell)}. To ship it all the same: --accept.")


if __name__ == "__main__":
    main()
