"""A page as text browsers, scrapers and copying leave it: article, pictures' captions, readers' talk.

What is told apart, and by what: the headline by its place and shape (`plain_head`), captions by
their credits (`credits`), menus and forms by whole lines known in several languages (`furniture`),
and the talk by its heading, by lines that name a writer, or, for a bare list, by evidence
(`plain_talk.talk_starts`): a list is readers' talk when it quotes the article, holds replies or
stands before a form, and is the article's own when a colon announced it or the article goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from onrecord.errors import NoArticle
from onrecord.reading.charset import decoded
from onrecord.reading.credits import captioned
from onrecord.reading.dates import find_date
from onrecord.reading.furniture import is_button, is_footer, is_form, is_menu, is_reading_time, is_tail, is_talk
from onrecord.reading.language import language_of
from onrecord.reading.plain_comments import Said, comments_of
from onrecord.reading.plain_head import Head, byline_of, head_of, is_paragraph
from onrecord.reading.plain_lines import RULE, Piece, pieces_of
from onrecord.reading.plain_talk import is_long, talk_starts
from onrecord.reading.source import Source
from onrecord.records import Block, BlockKind, Document, Image, Page, ReaderComment, compose, document_id

CAPTION_WORDS = 120  # a longer paragraph that ends in a credit is a paragraph
HEADING_WORDS = 12
LEAST_PARAGRAPH = 8  # words before a caption that is glued to them
TOP = 40  # lines; below them an agency's name is no picture's credit

_MARKDOWN_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<src>[^)\s]+)[^)]*\)")
_IMAGE_MARK = re.compile(
    r"\[(?:[\w.%-]+\.(?:jpe?g|png|gif|webp|svg|avif)|IMG|INLINE|Image|LINK)[^\]]*\]", re.IGNORECASE
)
_SEAM = re.compile(
    r"(?<=[a-zà-ÿа-яіїєґ][a-zà-ÿа-яіїєґ][.!?])(?=[A-ZÀ-ÞА-ЯІЇЄҐ][^\W\d_]*\s)|(?<=[a-zа-я][.!?][”\"»])(?=[A-ZÀ-ÞА-ЯІЇЄҐ][^\W\d_]*\s)"
)
_UNENDED = re.compile(r"[\w’'“”\"«»)\]]$")


class Part(NamedTuple):
    """A block to be, and its picture's address and credit where it is a caption."""

    kind: BlockKind
    words: str
    src: str | None = None
    credit: str | None = None


def read_plain(source: Source, *, published: str | None = None) -> Page:
    """A text page's article and the talk under it.

    `published` is used where the page has no date. Raises ReadError for bytes that are no text,
    NoArticle where nothing but menus or forms stands."""
    text, notes = decoded(source)
    pieces = pieces_of(text)
    talk = talk_starts(pieces)
    body = [part for piece in _body(pieces[:talk]) for part in _unglued(piece)]
    head = head_of(body)
    parts = list(_parts(body, head))
    if not any(part.words and part.kind != "title" for part in parts):
        raise NoArticle("no article in this text", source.name, "Use --plain to take the whole file as it is.")
    document = _document(source, parts, head._replace(published=head.published or published))
    comments = tuple(_comment(said, document.text) for said in comments_of(pieces[talk:]))
    return Page(document=document, comments=comments, notes=notes)


def read_words(source: Source, *, published: str | None = None) -> Page:
    """A text file as an article's words and nothing else: the text is the file's, to the letter."""
    text, notes = decoded(source)
    blocks = tuple(_stretches(text))
    if not blocks:
        raise NoArticle("no words in this file", source.name)
    document = Document(
        id=document_id(source.url, text),
        url=source.url,
        text=text,
        blocks=blocks,
        lang=language_of(text),
        published=published,
    )
    return Page(document=document, notes=notes)


def _stretches(text: str) -> Iterator[Block]:
    """The stretches between empty lines, without white space at their ends."""
    start = end = at = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + line.index(words) if start == end else start
            end = at + line.index(words) + len(words)
        elif end > start:
            yield Block(kind="paragraph", start=start, end=end)
            start = end
        at += len(line)
    if end > start:
        yield Block(kind="paragraph", start=start, end=end)


# --- the article ---


def _body(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The article's lines: no buttons, no forms, no lists of other pages, no footer."""
    in_tail = False
    seen_long = False
    for piece in pieces:
        if (is_tail(piece.words) and seen_long) or is_footer(piece.words):
            in_tail = True
        elif is_paragraph(piece):
            in_tail, seen_long = False, True
        # The head takes the time that reading takes, and the writer's name above it.
        if not in_tail and (not _furniture(piece) or (is_reading_time(piece.words) and not seen_long)):
            yield piece


def _unglued(piece: Piece) -> Iterator[Piece]:
    """A paragraph and the caption that was glued to its end: "... on Tuesday.The works today. Photo: Bo"."""
    found = captioned(piece.words)
    seam = (
        next(_SEAM.finditer(found.caption), None)
        if found and found.sure and piece.words.startswith(found.caption)
        else None
    )
    if seam and len(piece.words[: seam.start()].split()) >= LEAST_PARAGRAPH:
        yield replace(piece, words=piece.words[: seam.start()])
        yield replace(piece, words=piece.words[seam.start() :], gap=True)
    else:
        yield piece


def _furniture(piece: Piece) -> bool:
    words = piece.words
    if piece.mark == RULE or (_IMAGE_MARK.fullmatch(words) and not _described(words)):
        return True
    row_of_links = is_menu(words) and not (find_date(words) or byline_of(words))
    return row_of_links or is_button(words) or is_form(words) or is_tail(words) or is_talk(words)


def _described(words: str) -> bool:
    """Whether a text browser's mark of a picture holds a caption, not just a file's name."""
    found = captioned(words)
    return found is not None and bool(found.caption)


def _parts(body: Sequence[Piece], head: Head) -> Iterator[Part]:
    held: Part | None = None
    for at, piece in enumerate(body):
        if at in head.taken or (head.title_at is not None and at < head.title_at and not _sure(piece)):
            continue
        part = _part(body, at, head)
        if held and held.kind == "paragraph" and part.kind == "caption" and not part.words and _may_be_caption(held):
            # The credit stands alone under its caption.
            held = part._replace(words=held.words)
            continue
        if held and held.kind == part.kind == "quote" and not piece.gap:
            held = held._replace(words=f"{held.words} {part.words}")
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def _sure(piece: Piece) -> bool:
    found = captioned(piece.words)
    return bool(_MARKDOWN_IMAGE.fullmatch(piece.words)) or (found is not None and found.sure)


def _may_be_caption(part: Part) -> bool:
    return len(part.words.split()) <= 40


def _part(body: Sequence[Piece], at: int, head: Head) -> Part:
    piece = body[at]
    if at == head.title_at:
        return Part("title", piece.words)
    picture = _MARKDOWN_IMAGE.fullmatch(piece.words)
    if picture:
        return _caption(picture["alt"], picture["src"])
    if _is_caption(body, at):
        return _caption(piece.words, None)
    if piece.item:
        return Part("list", f"{piece.mark} {piece.words}" if piece.numbered else piece.words)
    if piece.quoted:
        return Part("quote", piece.words)
    return Part("heading" if _is_heading(body, at) else "paragraph", piece.words)


def _is_caption(body: Sequence[Piece], at: int) -> bool:
    """A credit tells; an agency's name after a full stop does only near the top, for at the end of
    an article it is the agency's sign."""
    found = captioned(body[at].words)
    if not found or len(found.caption.split()) > CAPTION_WORDS or body[at].item:
        return False
    return found.sure or (at < TOP and _paragraphs(body[:at]) < 2)


def _paragraphs(body: Sequence[Piece]) -> int:
    return sum(is_paragraph(piece) and captioned(piece.words) is None for piece in body)


def _caption(words: str, src: str | None) -> Part:
    found = captioned(words)
    caption, credit = (found.caption, found.credit) if found else (words, None)
    return Part("caption", caption, src, credit)


def _is_heading(body: Sequence[Piece], at: int) -> bool:
    piece = body[at]
    if piece.heading:
        return True
    following = at + 1 < len(body) and (is_long(body[at + 1].words) or body[at + 1].item)
    return (
        following
        and len(piece.words.split()) <= HEADING_WORDS
        and bool(_UNENDED.search(piece.words))
        and _bare_end(piece.words)
    )


def _bare_end(words: str) -> bool:
    """Not a sentence: no full stop before a closing quotation mark either."""
    return not re.search(r"[.!?…]['’”\"»)]*$", words)


# --- put together ---


def _document(source: Source, parts: Sequence[Part], head: Head) -> Document:
    text, blocks = compose((part.kind, part.words) for part in parts)
    title = next((part.words for part in parts if part.kind == "title"), None)
    return Document(
        id=document_id(source.url, text),
        url=source.url,
        text=text,
        blocks=blocks,
        images=tuple(_images(parts, blocks)),
        lang=language_of(text),
        title=title,
        byline=head.byline,
        publisher=head.publisher,
        published=head.published,
    )


def _images(parts: Sequence[Part], blocks: Sequence[Block]) -> Iterator[Image]:
    places = iter(blocks)
    for part in parts:
        block = next(places) if part.words else None
        if part.kind == "caption":
            yield Image(src=part.src, caption=block.span if block else None, credit=part.credit)


def _comment(said: Said, text: str) -> ReaderComment:
    from onrecord.reading.quoting import with_quotes

    comment = ReaderComment(number=said.number, parent=said.parent, author=said.author, at=said.at, text=said.text)
    return with_quotes(comment, text)
