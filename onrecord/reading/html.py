"""An HTML page into an article and the discussion under it.

The straight line: bytes, characters, tree; comments out of the tree; blocks; which blocks are the
article; pictures; what the page says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from onrecord.errors import NoArticle, ReadError
from onrecord.reading import html_meta as said
from onrecord.reading.html_article import chosen
from onrecord.reading.html_blocks import Piece, cut
from onrecord.reading.html_headed import headed
from onrecord.reading.html_pictures import Picture, pictures
from onrecord.reading.html_several import own_article
from onrecord.reading.html_threads import take_comments
from onrecord.reading.html_tree import html_text, parsed
from onrecord.reading.quoting import with_quotes
from onrecord.reading.source import Source
from onrecord.records import BlockKind, Document, Image, Page, compose, document_id
from onrecord.text import Span

SAMPLE = 800  # characters from which the language is told: some 130 words
FEWEST = 25  # words; less than this is a menu or an error message
BEFORE = 8  # blocks above the article in which its picture may stand, where no headline says


class Article(NamedTuple):
    """The article's blocks in order, its pictures, and where its words stand in no block its paragraphs."""

    title: str | None
    pieces: list[Piece]
    pictures: list[Picture]
    loose: list[str]
    others: Sequence[str] = ()  # headings of other articles on the page, left out


def read_html(source: Source, *, published: str | None = None) -> Page:
    """The page's article as blocks, its pictures, its readers' comments.

    `published` stands in where the page has no date. Raises ReadError for what is no HTML text,
    NoArticle where nobody tells anything."""
    text, notes = html_text(source)
    tree = parsed(text, source.name)
    try:
        return _page(source, tree, notes, published)
    except RecursionError as wrong:
        raise ReadError("elements nested too deeply", source.name, "Save the page's text, and read that.") from wrong


def _page(source: Source, tree: Element, notes: tuple[str, ...], published: str | None) -> Page:
    objects = said.said_to_machines(tree)
    comments = take_comments(tree, objects)
    about = said.about(tree, objects, source.url, source.retrieved)  # before the blocks get their marks
    pieces, images = cut(tree)
    if not comments and (comments := headed(pieces)):
        pieces, images = cut(tree)
    article = _article(tree, pieces, images, about, source)
    document = _document(source, about, article, published)
    quoted = tuple(with_quotes(comment, document.text) for comment in comments)
    left_out = tuple(f"Another article stands on this page and was not read: “{one}”." for one in article.others)
    return Page(document=document, comments=quoted, notes=(*notes, *left_out))


def _article(
    tree: Element,
    pieces: Sequence[Piece],
    images: Sequence[tuple[Element, int]],
    about: said.About,
    source: Source,
) -> Article:
    head = said.title_piece(about.headlines, pieces)
    base = _base(tree, about)
    kept, loose = chosen(tree, pieces)
    kept, others = own_article(kept, pieces, head)
    if head:
        kept = _below(kept, head)
    if sum(len(piece.words.split()) for piece in kept) + sum(
        len(words.split()) for words in loose
    ) < FEWEST and not _dense(kept):
        raise NoArticle("no article on this page", source.name, "If there is one, save its text and read that.")
    title = head.words if head else about.title
    if not kept:
        return Article(title, [], [], loose)
    first = head.at if head and head.at < kept[0].at else max(0, kept[0].at - BEFORE)
    found, credits = pictures(pieces, images, first, kept[-1].at, base)
    captions = {picture.caption.at for picture in found if picture.caption}
    held = {piece.at for piece in kept if piece.kind != "caption"} - credits | captions
    return Article(title, [pieces[at] for at in sorted(held) if pieces[at].words], found, loose, others)


def _dense(kept: Sequence[Piece]) -> bool:
    """Scripts without spaces between words: few "words", much text."""
    return sum(ord(char) > 0x2E80 for piece in kept for char in piece.words) > 40


def _below(kept: Sequence[Piece], head: Piece) -> list[Piece]:
    """Without the headline itself, and what stands above it where that is the smaller part."""
    above = [piece for piece in kept if piece.at < head.at]
    rest = [piece for piece in kept if piece.at > head.at and piece.words != head.words]
    if sum(len(piece.words) for piece in above) < 0.3 * sum(len(piece.words) for piece in rest):
        return rest
    return [piece for piece in kept if piece is not head and piece.words != head.words]


def _base(tree: Element, about: said.About) -> str:
    url = about.url or ""
    node = tree.find(".//base[@href]")
    return said.urljoin_safe(url, node.get("href", "")) if node is not None else url


def _document(source: Source, about: said.About, article: Article, published: str | None) -> Document:
    parts: list[tuple[BlockKind, str]] = [("title", article.title or "")]
    parts += [(piece.kind, piece.words) for piece in article.pieces]
    parts += [("paragraph", words) for words in article.loose]
    text, blocks = compose(parts)
    offset = 1 if article.title else 0
    places = {piece.at: blocks[offset + number].span for number, piece in enumerate(article.pieces)}
    return Document(
        id=document_id(about.url, text),
        url=about.url,
        text=text,
        blocks=blocks,
        images=tuple(_image(picture, places) for picture in article.pictures),
        lang=said.language(about.lang, text[:SAMPLE]),
        title=article.title,
        publisher=about.publisher,
        byline=about.byline,
        published=about.published or published,
        retrieved=source.retrieved,
    )


def _image(picture: Picture, places: dict[int, Span]) -> Image:
    caption = places.get(picture.caption.at) if picture.caption else None
    return Image(src=picture.src, caption=caption, credit=picture.credit)
