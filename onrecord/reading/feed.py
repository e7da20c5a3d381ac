"""RSS and Atom: the entries whose whole text the feed carries, and the addresses of the others."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import feedparser
from lxml import etree
from lxml import html as lxml_html

from onrecord.errors import NoArticle, ReadError
from onrecord.reading.credits import captioned
from onrecord.reading.language import language_of
from onrecord.reading.source import Source
from onrecord.records import BlockKind, Document, Image, Page, compose, document_id

FULL = 60  # words; less is a teaser, as most feeds print it
TEASER = 150  # words a mere summary must have to be taken for the whole


class Entry(NamedTuple):
    """One article as a feed has it; `full` where the feed carries its text and not a teaser.

    `key` is the feed's own name for it (guid, atom:id), which outlives a change of its address."""

    title: str | None
    link: str | None
    author: str | None
    published: str | None
    html: str
    full: bool
    key: str | None = None


class Feed(NamedTuple):
    """A feed's name and language, and its entries in order."""

    title: str | None
    lang: str | None
    entries: tuple[Entry, ...]


class Part(NamedTuple):
    """A block to be, with its picture's address and credit."""

    kind: BlockKind
    words: str
    src: str | None = None
    credit: str | None = None


def feed_of(source: Source) -> Feed:
    """The feed's entries. Raises ReadError where the bytes hold no feed that can be followed."""
    if b"<!entity" in source.data[:1_000_000].lower():
        # Entities that expand one another fill any memory; honest feeds declare none.
        raise ReadError("a feed that declares its own entities is not read", source.name)
    parsed = feedparser.parse(io.BytesIO(source.data), resolve_relative_uris=False, sanitize_html=False)
    if not parsed.version and not parsed.entries:
        raise ReadError(
            "a damaged feed", source.name, f"The parser says: {parsed.get('bozo_exception', 'no entries')}."
        )
    lang = (parsed.feed.get("language") or "")[:2].lower() or None
    return Feed(parsed.feed.get("title"), lang, tuple(_entry(raw) for raw in parsed.entries if raw))


def read_feed(source: Source, *, published: str | None = None) -> Iterator[Page]:
    """A page for each entry that the feed carries whole.

    Raises NoArticle where there is none: the linked pages must then be fetched (`sources`)."""
    feed = feed_of(source)
    whole = [entry for entry in feed.entries if entry.full]
    if not whole:
        raise NoArticle(
            f"a feed of {len(feed.entries)} entries, none with its text",
            source.name,
            "Give the linked pages' addresses.",
        )
    pages = [page for entry in whole if (page := _page(entry, feed, published))]
    if not pages:
        raise NoArticle("a feed whose entries hold no words", source.name)
    yield from pages


def _entry(raw: feedparser.FeedParserDict) -> Entry:
    contents = [part.get("value", "") for part in raw.get("content", [])]
    content = max(contents, key=len, default="")
    summary = raw.get("summary", "")
    link = raw.get("link") if _is_web(raw.get("link")) else None
    full = _count(content) >= FULL or _count(summary) >= TEASER or not link
    body = content if len(content) >= len(summary) else summary
    return Entry(_line(raw.get("title")), link, _line(raw.get("author")), _when(raw), body, full, raw.get("id"))


def _is_web(link: str | None) -> bool:
    try:
        return bool(link) and urlsplit(link or "").scheme in ("http", "https")
    except ValueError:
        return False


def _count(markup: str) -> int:
    return len(re.sub(r"<[^>]*>", " ", markup).split())


def _line(words: str | None) -> str | None:
    plain = " ".join(part.words for part in parts_of(words)) if words else ""
    return plain or None


def _when(raw: feedparser.FeedParserDict) -> str | None:
    moment = raw.get("published_parsed") or raw.get("updated_parsed")
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment) if moment else None


def _page(entry: Entry, feed: Feed, published: str | None) -> Page | None:
    parts = _with_captions(parts_of(entry.html))
    if not any(part.words for part in parts):
        return None
    titled = [Part("title", entry.title)] if entry.title else []
    text, blocks = compose((part.kind, part.words) for part in [*titled, *parts])
    places = iter(blocks)
    images = []
    for part in [*titled, *parts]:
        block = next(places) if part.words else None
        if part.src or part.kind == "caption":
            caption = block.span if block and part.kind == "caption" else None
            images.append(Image(src=part.src, caption=caption, credit=part.credit))
    document = Document(
        id=document_id(entry.link, text),
        url=entry.link,
        text=text,
        blocks=blocks,
        images=tuple(images),
        lang=language_of(text) or feed.lang,
        title=entry.title,
        publisher=feed.title,
        byline=entry.author,
        published=entry.published or published,
    )
    return Page(document=document)


def _with_captions(parts: Iterable[Part]) -> list[Part]:
    """A picture and the caption right after it become one."""
    found: list[Part] = []
    for part in parts:
        if part.kind == "caption" and found and found[-1].src and not found[-1].words:
            part = part._replace(src=found.pop().src)
        found.append(part)
    return found


# --- an entry's markup into blocks: it is all article, so nothing needs to be told apart ---

_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "list",
    "blockquote": "quote",
    "figcaption": "caption",
}
_BLOCKS = {
    *_KINDS,
    "p",
    "div",
    "ul",
    "ol",
    "section",
    "article",
    "figure",
    "table",
    "tr",
    "td",
    "pre",
    "hr",
    "br",
}
_SILENT = {"script", "style", "noscript", "iframe", "form", "button", "svg", "template", "head"}


def parts_of(markup: str) -> Iterator[Part]:
    """The markup's blocks in order: no scripts, no forms, white space evened out (no-break spaces stay)."""
    try:
        tree = lxml_html.fragment_fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", markup), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return
    for lost in list(tree.iter(*_SILENT)):
        lost.drop_tree()
    words, kinds = "", ["paragraph"]
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        started = event == "start"
        if event in ("start", "end") and element.tag in _BLOCKS:
            yield from _flushed(words, kinds)
            words = ""
        if event in ("start", "end") and element.tag in _KINDS:
            kinds = [*kinds, _KINDS[element.tag]] if started else kinds[:-1]
        if started and element.tag == "img" and _is_web(element.get("src")):
            yield Part("paragraph", "", element.get("src"))
        words += (element.text if started else element.tail) or ""
    yield from _flushed(words, kinds)


def _flushed(words: str, kinds: list[str]) -> Iterator[Part]:
    even = re.sub(r"[ \t\r\n\f]+", " ", words).strip()
    if not even:
        return
    found = captioned(even) if kinds[-1] == "caption" else None
    kind: BlockKind = next(known for known in ("caption", "quote", "list", "heading", "paragraph") if known in kinds)
    yield Part(kind, found.caption, None, found.credit) if found else Part(kind, even)
