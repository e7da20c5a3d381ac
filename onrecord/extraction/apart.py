"""A headline's words stay a headline's: statements whose parts stand in blocks that do not go on in one another.

Read as one text, a headline's "aide insists" can be taken for the cue of the sentence below it, which repeats it. Where
that happens, each of these blocks is read by itself instead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from onrecord.extraction.decode import Found, Place
from onrecord.records import Block

Finder = Callable[[Sequence[str]], list[list[Found]]]  # the statements of each of some texts
APART = ("title", "heading", "caption")  # blocks that are read by themselves: none goes on in another block


def set_apart(text: str, blocks: Sequence[Block], found: list[Found], find: Finder) -> list[Found]:
    """The statements, those of blocks that were run together read again, each block by itself."""
    mixed = [block for one in found for block in _run_together(one, blocks)]
    again = [block for block in blocks if block in mixed]
    if not again:
        return found
    kept = [one for one in found if not any(block in again for block in _homes(_places(one), blocks))]
    read = find([block.span.of(text) for block in again])
    alone = [moved(one, block.start) for block, every in zip(again, read, strict=True) for one in every]
    return sorted([*kept, *alone], key=lambda one: one.content[0])


def _run_together(one: Found, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a statement that are not one: who is to have said it stands in another paragraph than "said", or
    what was said in another block than both, and one of these is no paragraph (a quotation's own paragraphs are)."""
    tells = _homes((*one.source, *one.cue), blocks)
    homes = _homes(_places(one), blocks)
    far = len(tells) > 1 or not any(block in tells for block in _homes(one.content, blocks))
    apart = len(tells) > 1 or any(block.kind in APART for block in homes)
    return homes if tells and far and apart else []


def _places(one: Found) -> tuple[Place, ...]:
    return (*one.content, *one.cue, *one.source)


def _homes(places: Iterable[Place], blocks: Sequence[Block]) -> list[Block]:
    """The blocks in which these places begin, each once."""
    found = (blocks[max(0, bisect_right(blocks, place[0], key=_start) - 1)] for place in places if blocks)
    return list(dict.fromkeys(found))


def _start(block: Block) -> int:
    return block.start


def moved(one: Found, by: int) -> Found:
    """The same statement where its text begins so much later."""

    def shift(places: tuple[Place, ...]) -> tuple[Place, ...]:
        return tuple((start + by, end + by) for start, end in places)

    return Found(shift(one.content), shift(one.cue), shift(one.source), one.score)
