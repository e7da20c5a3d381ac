"""Statements inside statements: contents are read again for what is said inside them.

"According to the Courier, the mayor said the bridge is safe" is two rows: the Courier's, outermost, and the
mayor's, within it. Only a row with its own cue and source stands within another: less would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from onrecord.extraction.apart import Finder, moved
from onrecord.extraction.decode import Found, Place
from onrecord.extraction.handed_on import heard, recalled, set_right
from onrecord.extraction.stance import speaks, stance_of

DEPTH = 3  # of rows within rows; news goes no deeper
LEAST = 0.7  # chance below which a row inside another is left out
WORDS = 4  # a content of fewer holds no statement


class Row(NamedTuple):
    """A statement's places and the row whose content holds it: its number in the list, none for an outermost one."""

    found: Found
    within: int | None = None
    depth: int = 0


def rows(text: str, find: Finder, words: dict[str, Any]) -> list[Row]:
    """Every statement of a text, those inside others after them; `words` is the language's table of nesting."""
    found, held = set_right(text, find([text])[0], words)
    outer = [one for _, one in held]
    told = [one for one in found if one not in outer and not _scoop(text, one, words)]
    out = _relayed(text, [Row(one) for one in told], words)
    out += [Row(one) for one in outer]
    out += [Row(one, len(out) - len(held) + at, 1) for at, (one, _) in enumerate(held)]
    out = _relative(text, out, words)
    looked_at = 0
    while looked_at < len(out):  # what is found is looked at in its turn
        fresh, looked_at = range(looked_at, len(out)), len(out)
        for at, one in _inside(text, {at: out[at].found for at in fresh if _to_read(at, out)}, find, words):
            if not _known(one, out):
                out.append(Row(one, at, out[at].depth + 1))
    return out


def _to_read(at: int, out: list[Row]) -> bool:
    """Whether a row's content is its own to read: not too deep, and no row within it holds the same words."""
    return out[at].depth < DEPTH and not any(
        row.within == at and row.found.content == out[at].found.content for row in out
    )


def _scoop(text: str, one: Found, words: dict[str, Any]) -> bool:
    """Whether a clause says no more than who was first: "which first reported the news"."""
    if not one.source or not one.cue or text[slice(*one.source[0])].lower() not in words["relatives"]:
        return False
    return re.fullmatch(words["scoops"], text[slice(*one.cue[0])]) is not None


def _known(one: Found, out: list[Row]) -> bool:
    """Whether its cue is another row's already."""
    return any(one.cue[0][0] < end and start < one.cue[0][1] for row in out for start, end in row.found.cue)


def _inside(text: str, outer: dict[int, Found], find: Finder, words: dict[str, Any]) -> Iterator[tuple[int, Found]]:
    """The statements in these rows' contents, read as if they stood alone, each with the number of its row."""
    parts = [(at, *part) for at, one in outer.items() for part in _worth_reading(text, one, words)]
    if not parts:
        return
    for (at, start, said), found in zip(parts, find([_as_sentence(said) for _, _, said in parts]), strict=True):
        inside = [one for one in (_named(said, one) for one in found) if _stands(said, one, words)]
        by_form = None if inside else recalled(said, words)
        yield from ((at, moved(one, start)) for one in (*inside, *filter(None, [by_form])))


def _named(said: str, one: Found) -> Found:
    """With a source's name to its end: what stands between it and its cue, where that is the rest of a name."""
    if len(one.source) != 1 or not one.cue:
        return one
    (start, end), cue = one.source[0], one.cue[0][0]
    rest = said[end:cue].rstrip()
    goes_on = said[start].isupper() and re.fullmatch(r"(?: [A-Z][\w’-]+){1,3}", rest)
    return one._replace(source=((start, end + len(rest)),)) if goes_on else one


def _worth_reading(text: str, outer: Found, words: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """A content's parts that may hold a statement: where each begins, and its words."""
    for start, end in outer.content:
        start, end = _bare(text, start, end, words)
        said = text[start:end]
        if len(said.split()) >= WORDS and speaks(said, words["first"]):
            yield start, said


def _stands(said: str, one: Found, words: dict[str, Any]) -> bool:
    """Whether a row found inside is one of its own: whole, sure, and no "I think" of who speaks anyway."""
    if not one.cue or not one.source or one.score < LEAST or sum(b - a for a, b in one.content) >= len(said):
        return False
    cue, source = (said[slice(*part[0])] for part in (one.cue, one.source))
    return speaks(cue) and not (source.lower() in words["first"] and stance_of(cue) == "believes")


def _as_sentence(said: str) -> str:
    first = said[0].upper()
    return first + said[1:] if len(first) == 1 else said


def _bare(text: str, start: int, end: int, words: dict[str, Any]) -> Place:
    """Without the marks around it and the word that opens it ("that"); marks around only some of it stay."""
    start, end = _unquoted(text, start, end)
    while end > start and text[end - 1] in ", ":
        end -= 1
    opener = next((word for word in words["openers"] if text.startswith(word, start)), "")
    return min(start + len(opener), end), end


_CLOSING = {"“": "”", "„": "“”", "‘": "’", '"': '"', "'": "'", "«": "»", "»": "«"}


def _unquoted(text: str, start: int, end: int) -> Place:
    """Without marks around all of it; a mark that has no other on the far side is one of a larger quotation's."""
    said = text[start:end].rstrip(" ,")
    marks = _CLOSING.get(said[:1])
    if marks:
        closing = re.search(rf"[{marks}](?!\w)", said[1:])
        if not closing or closing.end() == len(said) - 1:
            return start + 1, start + (closing.start() + 1 if closing else len(said))
    elif said[-1:] in "”’\"'»" and not re.search(r"[“„\"«]|(?<!\w)['‘]", said[:-1]):
        return start, start + len(said) - 1
    return start, start + len(said)


# --- an outlet and whom it heard: "the Courier, citing two officials, said ..." ---


def _relayed(text: str, out: list[Row], words: dict[str, Any]) -> list[Row]:
    """A row that says whom an outlet heard becomes that person's row, within what the outlet says."""
    cites = [row for row in out if _cites(text, row.found, words)]
    kept = [row for row in out if row not in cites]
    for cite in cites:
        at = next((i for i, row in enumerate(kept) if _goes_with(text, cite.found, row.found)), None)
        if at is not None:
            said = kept[at].found.content
            kept.append(Row(Found(said, cite.found.cue, cite.found.content, cite.found.score), at, 1))
    return kept


def _cites(text: str, one: Found, words: dict[str, Any]) -> bool:
    """Whether the content is somebody who was heard, not something that was said."""
    if not one.cue or text[slice(*one.cue[0])].lower() not in words["relays"]:
        return False
    return heard(" ".join(text[start:end] for start, end in one.content), words)


def _goes_with(text: str, cite: Found, other: Found) -> bool:
    """Whether an outlet's statement stands in the sentence where it says whom it heard."""
    if not other.source or not cite.source or other.source != cite.source:
        return False
    low, high = min(cite.cue[0][0], other.cue[0][0]), max(cite.cue[0][1], other.cue[0][1])
    return "\n" not in text[low:high] and not re.search(r"[a-z][.!?] [A-Z]", text[low:high])


# --- "..., which he said ..." ---


def _relative(text: str, out: list[Row], words: dict[str, Any]) -> list[Row]:
    """A clause that hangs on another's last words, with "he said" in it, goes back into what it hangs on."""
    for at, row in enumerate(out):
        held = _hangs_on(text, row, out, words)
        if held is not None and row.within is None:
            end = max(stop for _, stop in (*row.found.content, *row.found.cue))
            outer = out[held].found
            grown = (*outer.content[:-1], (outer.content[-1][0], end))
            out[held] = out[held]._replace(found=outer._replace(content=grown))
            out[at] = row._replace(within=held, depth=1)
    return out


def _hangs_on(text: str, row: Row, out: list[Row], words: dict[str, Any]) -> int | None:
    """The row whose content ends just before this clause."""
    one = row.found
    if not one.source or not one.cue or text[slice(*one.source[0])].lower() not in words["pronouns"]:
        return None
    clause = re.compile(rf"[,\s—–-]*\b(?:{'|'.join(words['relatives'])})\s+(?:[^.!?\n]* )?$")
    for at, other in enumerate(out):
        end = other.found.content[-1][1]
        said = other.found.source and other is not row and end <= one.source[0][0]
        if said and one.source[0][0] - end < 40 and clause.fullmatch(text[end : one.source[0][0]]):
            return at if _may_be(text, other.found, one) else None
    return None


def _may_be(text: str, outer: Found, inner: Found) -> bool:
    """Whether the clause's pronoun may be who speaks: another pronoun is another person."""
    who, again = (text[slice(*one.source[0])].lower() for one in (outer, inner))
    return who == again or who not in ("he", "she", "it", "they", "i", "we")
