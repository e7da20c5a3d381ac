"""The talk's lines into comments, each with its parent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from onrecord.reading.dates import find_moment
from onrecord.reading.furniture import is_button, is_footer, is_form, is_reaction, is_tail, is_talk
from onrecord.reading.plain_headers import answered_in, header
from onrecord.reading.plain_lines import RULE, Piece


@dataclass
class Draft:
    """A comment while it is gathered; `level` is the column it starts at."""

    level: int
    numbered: bool = False
    path: str = ""
    author: str | None = None
    at: str | None = None
    to: str | None = None
    parts: list[tuple[str, bool, int]] = field(default_factory=list)  # words, empty line before, depth of ">"

    @property
    def text(self) -> str:
        """The comment's paragraphs, an empty line between them; quoted lines keep their ">"."""
        lines = [("\n\n" if gap else "\n") + "> " * min(quoted, 9) + words for words, gap, quoted in self.parts]
        return "".join(lines).strip("\n")


class Said(NamedTuple):
    """A comment as read, before its quotes are looked up."""

    number: str
    parent: str | None
    author: str | None
    at: str | None
    text: str


def comments_of(pieces: Sequence[Piece]) -> list[Said]:
    """Every comment of the talk in order; forms, buttons and footers left out."""
    talk = [piece for piece in _until_foot(pieces) if not _noise(piece)]
    if any(header(talk, at) for at in range(len(talk))):
        drafts = list(_by_headers(talk))
    elif any(piece.item for piece in talk):
        drafts = list(_by_marks(talk))
    else:
        drafts = list(_by_gaps(talk))
    return _numbered([draft for draft in drafts if draft.parts])


def _until_foot(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if is_footer(piece.words) or is_tail(piece.words):
            return
        yield piece


def _noise(piece: Piece) -> bool:
    words = piece.words
    return (is_form(words) or is_talk(words) or is_button(words)) and not piece.quoted


def _by_headers(talk: Sequence[Piece]) -> Iterator[Draft]:
    draft: Draft | None = None
    skip = -1
    for at, piece in enumerate(talk):
        found = header(talk, at) if at > skip else None
        if found:
            if draft:
                yield draft
            draft = Draft(piece.indent, author=found.name, at=found.at, to=found.to)
            own = find_moment(piece.words)
            skip = at if own or not found.at else at + 1
        elif draft and not draft.parts and at > skip and (to := answered_in(piece.words)):
            draft.to = to
        elif draft and at > skip and not _button(piece):
            _add(draft, piece)
    if draft:
        yield draft


def _by_marks(talk: Sequence[Piece]) -> Iterator[Draft]:
    draft: Draft | None = None
    for piece in talk:
        if piece.item:
            if draft:
                yield draft
            draft = Draft(piece.indent, piece.numbered, piece.path)
        if draft and not _button(piece):
            _add(draft, replace(piece, mark="", gap=piece.gap or not draft.parts))
    if draft:
        yield draft


def _by_gaps(talk: Sequence[Piece]) -> Iterator[Draft]:
    """No mark and no name: lines drawn across, or buttons, part the comments; else each paragraph is one."""
    parted = any(piece.mark == RULE or is_reaction(piece.words) for piece in talk)
    draft = Draft(0)
    for piece in talk:
        if (_button(piece) if parted else piece.gap) and draft.parts:
            yield draft
            draft = Draft(piece.indent)
        if not _button(piece):
            _add(draft, piece)
    yield draft


def _button(piece: Piece) -> bool:
    return piece.mark == RULE or (is_reaction(piece.words) and not piece.quoted)


def _add(draft: Draft, piece: Piece) -> None:
    words = f"{piece.mark} {piece.words}" if piece.item else piece.words
    draft.parts.append((words, piece.gap, piece.quoted))


# --- who answers whom ---


def _numbered(drafts: Sequence[Draft]) -> list[Said]:
    """Numbers as paths: a comment set in deeper than the one before answers it."""
    said: list[Said] = []
    open_levels: list[tuple[Draft, str]] = []
    children: dict[str, int] = {}
    explicit = any("." in draft.path for draft in drafts)
    by_path: dict[str, str] = {}
    last_of: dict[str, str] = {}
    for draft in drafts:
        while open_levels and not _deeper(draft, open_levels[-1][0]):
            open_levels.pop()
        parent = open_levels[-1][1] if open_levels else ""
        if explicit:
            parent = by_path.get(draft.path.rpartition(".")[0], "")
        draft.author, answered = _answered(draft, last_of)
        parent = answered or parent
        children[parent] = children.get(parent, 0) + 1
        number = f"{parent}.{children[parent]}" if parent else str(children[parent])
        said.append(Said(number, parent or None, draft.author, draft.at, draft.text))
        open_levels.append((draft, number))
        by_path[draft.path] = number
        last_of[draft.author or ""] = number
    return said


def _deeper(draft: Draft, above: Draft) -> bool:
    # " 9." and "10." are one level; a bullet right under a number answers it even in the same column.
    if draft.level > above.level + 1:
        return True
    return draft.level >= above.level and above.numbered and not draft.numbered and bool(above.path)


def _answered(draft: Draft, last_of: dict[str, str]) -> tuple[str | None, str | None]:
    """The author, and the comment answered where the line names its writer ("Bert Ann • 3 years ago")."""
    name = draft.author
    if not name:
        return name, None
    if draft.to:
        return name, last_of.get(draft.to.strip())
    words = name.split(" ")
    for at in range(1, len(words)):
        earlier = " ".join(words[at:])
        if earlier in last_of:
            return " ".join(words[:at]), last_of[earlier]
    return name, None
