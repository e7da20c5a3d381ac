"""Where the readers' talk of a text page starts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading.furniture import is_button, is_footer, is_form, is_reaction, is_talk
from onrecord.reading.plain_headers import header
from onrecord.reading.plain_lines import RULE, Piece
from onrecord.text import QUOTE_MARKS, fold

LONG = 12  # words; shorter paragraphs may be labels
MOST_LISTS = 8  # at the end of a page that are looked at
ENOUGH = 3  # weight of evidence from which a list is readers' talk

_FIRST_OR_SECOND = re.compile(
    r"\b(?:I|I'm|I’m|my|me|we|our|you|your|ich|mein\w*|wir|du|sie|je|j'ai|vous|nous|yo|mi|usted|я|мы|мне|вы|ми|ви)\b|@\w"
)


def talk_starts(pieces: Sequence[Piece]) -> int:
    """The index at which the talk starts; the number of pieces where there is none.

    First a heading of comments with an article before it. Without a heading: two or more lines that
    name a writer ("Ann says:"). Without these: a list that ends the page, if its evidence suffices
    (`_evidence`): readers' lists open with the article's words, hold replies, stand before a form;
    an article's list was announced by a colon, or the article goes on after it."""
    headed = _headed(pieces)
    if headed is not None:
        return headed
    spoken = _spoken(pieces)
    return _listed(pieces) if spoken is None else spoken


def _headed(pieces: Sequence[Piece]) -> int | None:
    first = _first_long(pieces)
    found = [at for at, piece in enumerate(pieces) if at > first and is_talk(piece.words)]
    for at, after in zip(found, [*found[1:], len(pieces)], strict=False):
        if any(_opens(pieces, place) for place in range(at + 1, after)):
            return at
    return found[-1] if found else None


def _first_long(pieces: Sequence[Piece]) -> int:
    """Where the article has its first paragraph; their number where it has none."""
    return next((at for at, piece in enumerate(pieces) if is_long(piece.words)), len(pieces))


def is_long(words: str) -> bool:
    """Whether the words are a paragraph rather than a label."""
    return len(words.split()) >= LONG or (len(words) > 60 and words.count(" ") < 3)


def _opens(pieces: Sequence[Piece], at: int) -> bool:
    return pieces[at].item or header(pieces, at) is not None or is_reaction(pieces[at].words)


def _spoken(pieces: Sequence[Piece]) -> int | None:
    heads = [at for at in range(len(pieces)) if (found := header(pieces, at)) and found.sure and found.at]
    first = _first_long(pieces)
    heads = [at for at in heads if at > first]
    if not heads:
        return None
    signs = sum(is_form(piece.words) or is_reaction(piece.words) for piece in pieces[heads[0] :])
    return heads[0] if len(heads) > 1 or signs else None


def _listed(pieces: Sequence[Piece]) -> int:
    end = _body_end(pieces)
    starts = _list_starts(pieces, end)
    talk = len(pieces)
    for start, stop in reversed(list(zip(starts, [*starts[1:], end], strict=False))):
        if _evidence(pieces, start, stop) < ENOUGH:
            break
        talk = start
    return talk


def _body_end(pieces: Sequence[Piece]) -> int:
    """Where forms and footers begin that end the page."""
    end = len(pieces)
    while end and _is_end(pieces[end - 1]):
        end -= 1
    return end


def _is_end(piece: Piece) -> bool:
    words = piece.words
    return piece.mark == RULE or is_form(words) or is_footer(words) or is_button(words) or is_reaction(words)


def _list_starts(pieces: Sequence[Piece], end: int) -> list[int]:
    """The starts of the lists that together reach to `end`, with nothing of the article among them."""
    start = end
    margin = _margin(pieces[:end])
    while start and (pieces[start - 1].item or pieces[start - 1].indent > margin or _is_end(pieces[start - 1])):
        start -= 1
    while start < end and not pieces[start].item:
        start += 1
    top = min((piece.indent for piece in pieces[start:end] if piece.item), default=0)
    firsts = [at for at in range(start, end) if pieces[at].path == "1" and pieces[at].indent <= top + 1]
    return sorted({start, *firsts})[-MOST_LISTS:] if start < end else []


def _margin(pieces: Sequence[Piece]) -> int:
    """The column where the article's paragraphs start."""
    columns = [piece.indent for piece in pieces if not piece.item and is_long(piece.words)]
    return min(columns, default=0)


def _evidence(pieces: Sequence[Piece], start: int, stop: int) -> int:
    """How much speaks for the list being readers' talk; below nought, for the article's own."""
    items = [piece for piece in pieces[start:stop] if piece.item]
    article = fold("\n".join(piece.words for piece in pieces[:start])).text
    before = next((piece.words for piece in reversed(pieces[:start])), "")
    personal = sum(bool(_FIRST_OR_SECOND.search(piece.words)) for piece in pieces[start:stop])
    signs = [
        (3, any(is_form(piece.words) for piece in pieces[stop:])),
        (3, any(_quotes(piece.words, article) for piece in items)),
        (2, any(piece.numbered for piece in items) and any(piece.bulleted for piece in items)),
        (1, len({piece.indent for piece in items}) > 1),
        (1, any(not piece.item and not _is_end(piece) for piece in pieces[start:stop])),
        (1, personal * 3 >= stop - start),
        (-4, before.rstrip().endswith(":")),
        (-3, _first_long(pieces) >= start),
    ]
    return sum(weight for weight, seen in signs if seen)


def _quotes(words: str, article: str) -> bool:
    """Whether an item opens with words in quotation marks that stand in the article."""
    if not words or words[0] not in QUOTE_MARKS:
        return False
    inner = re.split(r"[”“\"»«„]", words[1:])[0]
    return len(inner.split()) >= 3 and fold(inner).text.strip(" ,.'") in article
