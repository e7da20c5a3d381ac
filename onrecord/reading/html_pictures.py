"""A page's pictures: address, the caption's words in the text, the credit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from onrecord.reading.credits import captioned
from onrecord.reading.html_article import unmarked
from onrecord.reading.html_blocks import Piece
from onrecord.reading.html_meta import urljoin_safe
from onrecord.reading.html_tree import words_of

_CREDIT = re.compile(
    r"(?:^|[\s_-])(?:credit|credits|copyright|photographer|photo-?by|image-?source|media-?source|attribution|byline-photo)(?:$|[\s_-])|[a-z](?:Credit|Copyright)s?(?:$|\s)",
    re.IGNORECASE,
)
_CREDIT_ATTRIBUTES = ("copyrightHolder", "creditText", "author", "creator")
_AWAY = frozenset(("nav", "footer", "aside"))
_BLANK = re.compile(r"^data:|(?:blank|placeholder|spacer|pixel|1x1|transparent|loading)[\w.-]*(?:$|\?)", re.IGNORECASE)
_SOURCES = (
    "src",
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-full-src",
    "data-url",
    "data-hi-res-src",
    "data-image",
)
_LED = re.compile(
    r"^(?:photo(?:graph)?s?|image|picture|credit|foto|bild|crédit|crédito|©|\(c\))"
    r"(?:\s+(?:credit|by|source|courtesy of))?\s*[:/]?\s*",
    re.IGNORECASE,
)
LEVELS = 4  # how far above a caption its picture's frame may be
SMALL = 90  # pixels: an icon


class Picture(NamedTuple):
    """A picture with its caption's block, if it has one, and its credit."""

    src: str | None
    caption: Piece | None
    credit: str | None
    at: int


def pictures(
    pieces: Sequence[Piece], images: Sequence[tuple[Element, int]], first: int, last: int, base: str
) -> tuple[list[Picture], set[int]]:
    """The pictures among blocks `first` to `last`, and the blocks that are credits.

    Captions lose the credit they carry; one that stands beside no picture is a picture without address."""
    found: list[Picture] = []
    credits: set[int] = set()
    taken: set[Element] = set()
    place = dict(images)
    for piece in pieces[first : last + 1]:
        if piece.kind != "caption" or piece.at in credits or _is_away(piece.node):
            continue
        frame, image = _frame(piece.node, place, taken)
        if image is None and not (frame is not None and frame.tag == "figure"):
            continue
        beside = [
            other
            for other in pieces[max(0, piece.at - 3) : piece.at + 4]
            if other is not piece and frame is not None and _inside(other.node, frame)
        ]
        credit = _take_credit(piece)
        for other in beside:
            if _is_credit(other.node) or (other.kind == "caption" and _only_credit(other.words)):
                credits.add(other.at)
                credit = credit or _bare(other.words)
        if image is not None:
            taken.add(image)
        src = _src(image, base) if image is not None else None
        found.append(Picture(src, piece if piece.words else None, credit, piece.at))
    for image, at in images:
        if first <= at <= last + 1 and image not in taken and not _is_away(image) and not _is_icon(image):
            src = _src(image, base)
            if src and all(picture.src != src for picture in found):
                found.append(Picture(src, None, None, at))
    return sorted(found, key=lambda picture: picture.at), credits


def _frame(node: Element, place: dict[Element, int], taken: set[Element]) -> tuple[Element | None, Element | None]:
    """The figure or box around a caption, and the picture in it."""
    frame = node
    for _ in range(LEVELS):
        parent = frame.getparent()
        if parent is None or parent.tag in ("body", "html", "article", "main"):
            return None, None
        frame = parent
        images = [image for image in frame.iter("img") if image in place]
        if images or frame.tag == "figure":
            free = [image for image in images if image not in taken]
            return frame, (free[0] if free else images[0] if images else None)
    return None, None


def _inside(node: Element, frame: Element) -> bool:
    return node is frame or any(above is frame for above in node.iterancestors())


def _is_away(node: Element) -> bool:
    return any(above.tag in _AWAY for above in node.iterancestors())


def _is_credit(node: Element) -> bool:
    return bool(_CREDIT.search(node.get("class") or "")) or node.get("itemprop") in _CREDIT_ATTRIBUTES


def _take_credit(piece: Piece) -> str | None:
    """Takes the credit out of a caption: an element that says it is one, brackets, a glued agency."""
    if _is_credit(piece.node):
        words, piece.words = piece.words, ""
        return _bare(words)
    for node in piece.node.iter():
        if node is not piece.node and isinstance(node.tag, str) and _is_credit(node):
            words = unmarked(words_of(node))
            if words and words in piece.words and words != piece.words:
                piece.words = piece.words.replace(words, "", 1).strip(" |/•·–—\xa0()")
                return _bare(words)
    found = captioned(piece.words)
    if found is None:
        return None
    piece.words = found.caption
    return _bare(found.credit) if found.credit else None


def _only_credit(words: str) -> bool:
    found = captioned(words)
    return found is not None and not found.caption


def _bare(words: str) -> str:
    return _LED.sub("", words.strip(" ()[]|")).strip(" ()[].:") or words


def _is_icon(image: Element) -> bool:
    sizes = [image.get("width") or "", image.get("height") or ""]
    return any(
        size.strip().removesuffix("px").isdigit() and int(size.strip().removesuffix("px")) < SMALL for size in sizes
    )


def _src(image: Element, base: str) -> str | None:
    """The picture's absolute address; a stand-in for late loading is passed over."""
    said = [image.get(name) or "" for name in _SOURCES]
    said += [
        part.strip().split(" ")[0]
        for name in ("srcset", "data-srcset")
        for part in (image.get(name) or "").split(",")[-1:]
    ]
    for address in said:
        if address and not _BLANK.search(address):
            whole = urljoin_safe(base, address)
            if whole.startswith(("http://", "https://")) or (not base and whole and ":" not in whole):
                return whole
    return None
