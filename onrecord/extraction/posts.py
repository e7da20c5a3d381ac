"""Posts set into an article as others' sites give them: the words, then "— Name (@name) November 24, 2026".

The line says who wrote the words above it, and there is no verb to find: its form alone tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord.extraction.decode import Found
from onrecord.records import Block

SURE = 0.9  # the score of a statement found by its form alone
SIGNED = re.compile(r"\s*[—–-]+ ?(?P<who>[^\n()]{2,60}?) \(@\w{1,30}(?:@[\w.-]+)?\)(?=\s|$)[^\n]{0,40}")
_LAST = re.compile(SIGNED.pattern + "$")
_LINKS = re.compile(r"(?:\s*(?:https?://\S+|pic\.twitter\.com/\S+))+$")


def with_posts(text: str, blocks: Sequence[Block], found: list[Found]) -> list[Found]:
    """The statements and the posts; what was made of a post's own words before gives way, but for who spoke there."""
    for post in _posts(text, blocks):
        (start, end), signed = post.content[0], post.source[0][1]
        if not any(one.cue and one.source and _touches(one, start, end) for one in found):
            found = [post, *(one for one in found if not _touches(one, start, signed))]
    return sorted(found, key=lambda one: one.content[0])


def _posts(text: str, blocks: Sequence[Block]) -> Iterator[Found]:
    """Each post: its words, and who signs them on the line below, or at the end of the same quotation."""
    for above, block in pairwise([None, *blocks]):
        if not block:
            continue
        signed = SIGNED.fullmatch(text, block.start, block.end)
        inner = _LAST.search(text, block.start, block.end) if block.kind == "quote" else None
        if signed and above:
            yield from _post(text, above.start, above.end, signed)
        elif inner and not signed:
            yield from _post(text, block.start, inner.start(), inner)


def _post(text: str, start: int, end: int, signed: re.Match[str]) -> Iterator[Found]:
    end = start + len(_LINKS.sub("", text[start:end]).rstrip())
    if end > start:
        yield Found(((start, end),), (), (signed.span("who"),), SURE)


def _touches(one: Found, start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in (*one.content, *one.cue, *one.source))
