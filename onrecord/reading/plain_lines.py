"""Lines of a text page into its paragraphs: wrapped lines joined, list marks and link numbers read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.reading.dates import names_month
from onrecord.reading.furniture import is_button, is_reaction

WIDEST = 132  # columns; a page with longer lines was not wrapped by a terminal
RULE = "---"  # the mark of a line drawn across the page

_NUMBERED = re.compile(r"(?:#?\d{1,4}(?:\.\d{1,3})*[.)]|#?\d{1,3}(?:\.\d{1,3})+|#\d{1,4})\s+(?=\S)")
_BULLET = re.compile(r"([•◦▪‣●○■∙·*+–-])\s+(?=\S)")
_LYNX_BULLET = re.compile(r"([#@o])\s+(?=\S)")  # only where it is set in: "o" is also a letter
_RULE = re.compile(r"[-=_*~—–]{3,}|(?:[-*_] ){2,}[-*_]")
_QUOTED = re.compile(r"((?:>\s?)+)")
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|!\[)|\]\(https?://", re.MULTILINE)
_REFERENCES = re.compile(r"^\s*(?:References|Links|Verweise|Références|Referencias|Riferimenti)\s*$", re.IGNORECASE)
_REFERENCE = re.compile(r"\s*(?:\d+\.\s+\S+|(?:Visible|Hidden) links:?)\s*$", re.IGNORECASE)
_LINK_NUMBER = re.compile(r"\[\d{1,4}\](?=\S)")


@dataclass(frozen=True)
class Piece:
    """A paragraph, list item or line of the page.

    `indent`: columns before it; `hang`: columns before its words, after a mark; `mark`: "1.2.", "•",
    "---" or nothing, as it stands; `quoted`: depth of ">"; `heading`: the page marks it as one; `gap`:
    an empty line before."""

    words: str
    indent: int = 0
    hang: int = 0
    mark: str = ""
    quoted: int = 0
    heading: bool = False
    gap: bool = True

    @property
    def numbered(self) -> bool:
        """Whether it is an item of a numbered list."""
        return bool(self.path)

    @property
    def path(self) -> str:
        """The number of a numbered item, as "1" or "1.2"."""
        return self.mark.strip("#.)") if self.mark[-2:-1].isdigit() or self.mark[-1:].isdigit() else ""

    @property
    def bulleted(self) -> bool:
        """Whether it is an item of a bulleted list."""
        return bool(self.mark) and not self.numbered and self.mark != RULE

    @property
    def item(self) -> bool:
        """Whether it opens a list item."""
        return self.numbered or self.bulleted


def pieces_of(text: str) -> list[Piece]:
    """The page's paragraphs in order. No-break spaces inside the words stay; line ends of a
    wrapped paragraph become spaces."""
    lines, linked = _without_references([line.expandtabs(8).rstrip() for line in text.splitlines()])
    markdown = bool(_MARKDOWN.search(text))
    found = _underlined(_joined(list(_parsed(lines, markdown)), _width(lines)))
    clean = [replace(piece, words=_clean(piece.words, linked, markdown)) for piece in found]
    return [piece for piece in clean if piece.words]


def _without_references(lines: list[str]) -> tuple[list[str], bool]:
    """The page without lynx's list of addresses at its end, and whether there was one."""
    for at in range(len(lines) - 1, -1, -1):
        if _REFERENCES.match(lines[at]):
            rest = [line for line in lines[at + 1 :] if line]
            if rest and all(_REFERENCE.match(line) for line in rest):
                return lines[:at], True
    return lines, False


def _clean(words: str, linked: bool, markdown: bool) -> str:
    if linked:
        words = _LINK_NUMBER.sub("", words)
    if markdown and not words.startswith("!["):
        words = re.sub(r"\[([^\]]+)\]\([^)\s]+\)", r"\1", words)
        words = re.sub(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", words)
    return words.strip()


# --- one line ---


def _parsed(lines: Sequence[str], markdown: bool) -> Iterator[Piece]:
    gap = True
    for line in lines:
        if line.strip():
            yield replace(_line(line, markdown), gap=gap)
        gap = not line.strip()


def _line(line: str, markdown: bool) -> Piece:
    words = line.lstrip()
    indent = len(line) - len(words)
    if _RULE.fullmatch(words):
        return Piece(words, indent, indent, RULE)
    quoted = _QUOTED.match(words)
    if quoted:
        inner = words[quoted.end() :].strip() or " "
        return Piece(inner, indent, indent + quoted.end(), quoted=quoted.group(1).count(">"))
    if markdown and not indent and (head := _HEADING.match(words)):
        return Piece(words[head.end() :], heading=True)
    return _marked(words, indent)


def _marked(words: str, indent: int) -> Piece:
    number = _NUMBERED.match(words)
    if number and not names_month(words[number.end() :]):
        return Piece(words[number.end() :], indent, indent + number.end(), number.group().strip())
    bullet = _BULLET.match(words) or (_LYNX_BULLET.match(words) if indent > 2 else None)
    if bullet:
        return Piece(words[bullet.end() :], indent, indent + bullet.end(), bullet.group(1))
    return Piece(words, indent, indent)


# --- lines joined ---


def _width(lines: Sequence[str]) -> int | None:
    """The column at which the page was wrapped; None where each line is a paragraph of its own.

    Where lines were wrapped, a full line's successor mostly goes on in lower case."""
    held = [line for line in lines if " " in line.strip()]
    wide = [line for line in held if len(line) > WIDEST]
    if not held or len(wide) > max(1, len(held) // 20):
        return None
    width = max(len(line) for line in held if len(line) <= WIDEST) if len(wide) < len(held) else None
    if width is None:
        return None
    nexts = [after for line, after in pairwise(lines) if _full(line, after, width)]
    going_on = sum(_amid(after) for after in nexts)
    return width if nexts and going_on >= 0.4 * len(nexts) else None


def _amid(line: str) -> bool:
    """Whether a line starts in the middle of a sentence, as far as its first letter shows."""
    first = line.lstrip("“”\"'‘’„«»( \t")[:1]
    return first.isalpha() and not first.isupper()


def _full(line: str, after: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one."""
    if not line.strip() or not after.strip():
        return False
    return len(line) <= width < len(line) + 1 + _first_word(after)


def _joined(lines: list[Piece], width: int | None) -> list[Piece]:
    """The lines with wrapped ones joined to the paragraph they go on from."""
    paragraphs: list[list[Piece]] = []
    for line in lines:
        before = paragraphs[-1] if paragraphs else None
        if before and width and _goes_on(before[0], line) and _fills(before[-1], line, width):
            before.append(line)
        else:
            paragraphs.append([line])
    return [replace(first, words=_glued([first.words, *map(_whole, more)])) for first, *more in paragraphs]


def _fills(before: Piece, line: Piece, width: int) -> bool:
    return before.hang + len(before.words) + 1 + _first(line) > width


def _first(line: Piece) -> int:
    return _first_word(_whole(line))


def _first_word(line: str) -> int:
    """The length of a line's first word; no line is broken at a no-break space."""
    return len(line.lstrip(" \t").split(" ")[0])


def _whole(line: Piece) -> str:
    """A wrapped line's words; "1914. " at its start is a year that ends a sentence, not a list's mark."""
    return f"{line.mark} {line.words}" if line.numbered else line.words


def _goes_on(before: Piece, line: Piece) -> bool:
    if line.gap or line.heading or before.heading or RULE in (line.mark, before.mark):
        return False
    if before.quoted != line.quoted or is_button(line.words) or is_reaction(line.words):
        return False
    if line.item:
        return line.numbered and not before.item and line.path != "1" and line.indent == before.indent
    # A first line may be set in, or out.
    return line.indent in (before.indent, before.hang) or (not before.item and abs(line.indent - before.indent) <= 8)


def _glued(lines: list[str]) -> str:
    """Lines into one; a word broken at its hyphen is joined without a space."""
    out = [lines[0]]
    for before, after in pairwise(lines):
        broken = before.endswith("-") and before[-2:-1].isalnum() and after[:1].islower()
        out += [after] if broken else [" ", after]
    return "".join(out)


def _underlined(pieces: list[Piece]) -> list[Piece]:
    """A line drawn right under a single line makes that a heading."""
    found: list[Piece] = []
    for piece in pieces:
        under = piece.mark == RULE and not piece.gap and found and not found[-1].item and len(found[-1].words) < 120
        if under and piece.words[0] in "=-":
            found[-1] = replace(found[-1], heading=True)
        else:
            found.append(piece)
    return found
