"""How the encoder sees words in their sentence: numbers for other heads, from the pass that was made anyway."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from onrecord.abreast import AT_ONCE
from onrecord.extraction.chains import Floats, Ints
from onrecord.extraction.model import looked
from onrecord.extraction.syntax import states_in
from onrecord.text import Span


def states(text: str, spans: Sequence[Span], threads: int = 1) -> Floats:
    """A row for each span: the mean of its words' states, then the state of the word behind it."""
    words, held = _held(text, threads)
    rows = [_row(words, held, one) for one in spans]
    return np.array(rows, dtype=np.float32) if rows else np.zeros((0, 2 * held.shape[-1]), dtype=np.float32)


@functools.lru_cache(maxsize=AT_ONCE)
def _held(text: str, threads: int) -> tuple[Ints, Floats]:
    return looked(text, threads).read.words, states_in(text, threads)


def _row(words: Ints, held: Floats, span: Span) -> Floats:
    low = int(np.searchsorted(words[:, 1], span.start, side="right"))
    high = max(low + 1, int(np.searchsorted(words[:, 0], span.end, side="left")))
    low, last = min(low, len(held) - 1), min(high, len(held) - 1)
    out: Floats = np.concatenate([held[low:high].mean(0), held[last]])
    return out
