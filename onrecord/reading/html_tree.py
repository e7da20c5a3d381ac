"""HTML bytes into a tree: its charset found, its scripts gone, its depth and size bounded."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element as Element
from lxml.html import HtmlElement

from onrecord.errors import NoArticle, ReadError
from onrecord.reading.charset import decoded
from onrecord.reading.source import Source

MOST_ELEMENTS = 250_000  # no article is made of more; extraction would take minutes
DEEPEST = 200  # levels of elements kept: libxml2 itself gives up at 255, and extractors recurse
MOST_BYTES = 60_000_000

# What the names mean to a browser (WHATWG Encoding): a page that says Latin-1 is Windows-1252.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # a page whose meta could be read as ASCII is not UTF-16
}
_META = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# Also as references, which the parser would turn back into what XML forbids.
_SPACED = bytes(32 if (byte < 32 and byte not in (9, 10, 13)) or byte == 127 else byte for byte in range(256))
_REFERENCES = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127)|x0*(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef]))(?![0-9a-f]);?", re.IGNORECASE
)
_ENTITY = re.compile(r"<!ENTITY[^>]*>|<!DOCTYPE[^>\[]*\[[^\]]*\]\s*>", re.IGNORECASE)
MOST_ATTRIBUTES = 1_000
_VALUE = re.compile(r""""[^"]*"|'[^']*'""")
_ATTRIBUTES = re.compile(r"<[a-zA-Z][\w-]*\s+[^\s<;{}]+\s+[^<;{}]*$")
# lxml.html asks a Python function for each element's class; one class for all is a third faster, and
# trafilatura wants HtmlElement.
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
_COUNT = etree.XPath("count(//*)")
_DEEP = etree.XPath(f"//*[count(ancestor::*) = {DEEPEST - 1}]")
_DROPPED = ("style", "template", "noscript", "svg", "math", "canvas", "object", "embed", "map")


def html_text(source: Source) -> tuple[str, tuple[str, ...]]:
    """The page's characters and notes on its charset: by mark, as UTF-8, as the sender or the page says,
    by guess. Raises ReadError for what is no text."""
    data = source.data
    if not data.strip(b"\x00 \t\r\n\f"):
        raise ReadError("nothing in it", source.name)
    if len(data) > MOST_BYTES:
        raise ReadError(
            f"too large for one page ({len(data) / 1e6:.0f} MB)", source.name, "Split it into its articles."
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        return decoded(source)
    if 0 < data.count(b"\x00") <= len(data) // 100:
        data = data.replace(b"\x00", b"")  # a few are damage; many are another kind of file
    said = _said(source, data)
    for charset in ("utf-8", *said):
        try:
            return data.decode(charset), ()
        except UnicodeError:
            continue
    if said:
        text = data.decode(said[0], "replace")
        bad = text.count("\ufffd")
        good = sum(char > "\x7f" for char in text) - bad
        # Where not one letter above ASCII is right, the page is whole and its word on its charset is wrong.
        if good and bad <= max(5, len(data) // 200):
            return text, (f"{bad} characters damaged: not in its charset {said[0]}",)
    return decoded(replace(source, data=data, charset=None))


def _said(source: Source, data: bytes) -> list[str]:
    """The charsets that the sender and the page name. A server's Latin-1 is its default: the page knows better."""
    meta = _META.search(data[:8192])
    named = [source.charset, meta.group(1).decode("ascii", "replace") if meta else None]
    known = [_codec(name) for name in named if name]
    if len(known) == 2 and known[0] == "cp1252":
        known.reverse()
    return [name for name in known if name]


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name.strip().lower().removeprefix("x-"))
    except (LookupError, ValueError):
        return None
    # "hex", "rot13" and the like turn bytes into bytes: not a charset.
    if not getattr(found, "_is_text_encoding", True) or found.name in (
        "unicode_escape",
        "raw-unicode-escape",
        "idna",
        "punycode",
    ):
        return None
    return _MEANT.get(found.name, found.name)


def parsed(text: str, name: str) -> Element:
    """The page's tree with comments, scripts and styles gone; JSON-LD scripts are kept.

    Raises NoArticle where there is nothing to parse, ReadError for a tree too large to be one page."""
    clean = _REFERENCES.sub(" ", text) if "&#" in text else text
    clean = _ENTITY.sub("", clean) if "<!" in clean[:100_000] else clean
    _refuse_attributes(clean, name)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = etree.fromstring(clean.encode("utf-8", "replace").translate(_SPACED, b"\0"), parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise NoArticle("nothing on the page", name) from wrong
    if tree is None:
        raise NoArticle("nothing on the page", name)
    if any("depth" in entry.message for entry in parser.error_log):
        raise ReadError(
            "elements nested too deeply: what is inside would be lost",
            name,
            "Save the page's text, and read that.",
        )
    _bound(tree, name)
    return tree


def _refuse_attributes(text: str, name: str) -> None:
    """libxml2 compares each attribute of an element with all before it: 100,000 take a minute."""
    parts = text.split(">")
    if max(map(len, parts)) <= 4 * MOST_ATTRIBUTES:
        return
    for part in parts:
        long = len(part) > 4 * MOST_ATTRIBUTES and _ATTRIBUTES.search(part)
        if long and len(_VALUE.sub("", part[part.find("<") :]).split()) > MOST_ATTRIBUTES:
            hint = "Save the page's text, and read that."
            raise ReadError(f"an element with more than {MOST_ATTRIBUTES:,} attributes", name, hint)


def _bound(tree: Element, name: str) -> None:
    """Scripts out, levels below the deepest flattened, too many elements refused."""
    count = int(_COUNT(tree))
    if count > MOST_ELEMENTS:
        hint = "Split it into its articles."
        raise ReadError(f"too large for one page (more than {MOST_ELEMENTS:,} elements)", name, hint)
    etree.strip_elements(tree, *_DROPPED, with_tail=False)
    for node in [node for node in tree.iter("script") if not _is_json(node)]:
        drop(node)
    for node in _DEEP(tree):
        words = " ".join(node.itertext())
        for child in list(node):
            node.remove(child)
        node.text = words


def _is_json(node: Element) -> bool:
    return node.tag == "script" and "ld+json" in (node.get("type") or "")


def drop(node: Element) -> None:
    """Takes an element out of its tree; the words after it stay."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    node.tail = None
    parent.remove(node)


def words_of(node: Element) -> str:
    """All words under an element on one line, breaks counted as spaces."""
    return one_line("".join(_with_gaps(node)))


_GAPS = frozenset("br p div li ul ol tr td th h1 h2 h3 h4 h5 h6 blockquote section article dd dt figcaption".split())
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


def _with_gaps(node: Element) -> list[str]:
    out: list[str] = []
    for event, part in etree.iterwalk(node, events=("start", "end")):
        if part.tag in _GAPS:
            out.append(" ")
        if event == "start":
            out.append(part.text or "")
        elif part is not node:
            out.append(part.tail or "")
    return out


def one_line(words: str) -> str:
    """White space evened out; no-break spaces are the page's own and stay."""
    return _SPACES.sub(" ", words).strip(" ")
