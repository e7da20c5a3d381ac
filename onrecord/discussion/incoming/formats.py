"""The formats by their names: a new one is one module with `read` and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.discussion.incoming import commento, disqus, isso, wordpress
from onrecord.discussion.incoming.arrival import Arrival, Lines, Tally

FORMATS: dict[str, Callable[[Lines, Tally], Iterator[Arrival]]] = {
    "wordpress": wordpress.read,
    "disqus": disqus.read,
    "isso": isso.read,
    "commento": commento.read,
}


def arrivals(kind: str, lines: Lines, tally: Tally) -> Iterator[Arrival]:
    """What a file of this kind holds, as it is read; words without any are told and left out."""
    for one in FORMATS[kind](lines, tally):
        if one.text or one.gone:
            yield one
        else:
            tally.left_out["without words"] += 1
