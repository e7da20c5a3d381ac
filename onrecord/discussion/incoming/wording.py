"""A comment's HTML from elsewhere: safe HTML to show, and the same words plain, with its links' addresses."""

from __future__ import annotations

import html
import re

import nh3

from onrecord.discussion.markdown import ATTRIBUTES, REL, SCHEMES, TAGS, plainly, render

_BLOCK = re.compile(r"<(p|br|ul|ol|blockquote|div|pre)\b", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b[^>]*?\bsrc=[\"']?(https?://[^\"'\s>]+)[^>]*>", re.IGNORECASE)
_SAME = re.compile(r"<(/?)(b|i|cite|div)\b[^>]*>", re.IGNORECASE)
_AS = {"b": "strong", "i": "em", "cite": "em", "div": "p"}
_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ENDS = re.compile(r"</(?:p|ul|ol)>\s*")
_QUOTE = re.compile(r"<blockquote>(.*?)</blockquote>", re.DOTALL)


def worded(said: str, markup: bool) -> tuple[str, str]:
    """A comment's words and how they are shown: HTML made safe, or our own Markdown rendered."""
    if not markup:
        return said, render(said)
    made = safe(said)
    words = plain(made)
    return (words, made) if words else (said, plainly(said))


def safe(said: str) -> str:
    """HTML with the tags that comments have here; a picture becomes a link to it."""
    said = said if _BLOCK.search(said) else _paragraphs(said)
    said = _PICTURE.sub(r'<a href="\1">\1</a>', said)
    said = _SAME.sub(lambda found: f"<{found[1]}{_AS[found[2].lower()]}>", said)
    return nh3.clean(said, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL).strip()


def _paragraphs(said: str) -> str:
    """WordPress keeps paragraphs as blank lines."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", said)]
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part)


def plain(made: str) -> str:
    """The words of safe HTML, as a person would type them."""
    made = _QUOTE.sub(lambda found: "\n\n" + _quoted(plain(found[1])) + "\n\n", made)
    made = _LINK.sub(_linked, made)
    made = re.sub(r"<br>\s*", "\n", made).replace("<li>", "\n- ")
    words = html.unescape(re.sub(r"<[^>]*>", "", _ENDS.sub("\n\n", made)))
    return re.sub(r"\n{3,}", "\n\n", words).strip()


def _quoted(words: str) -> str:
    return html.escape("\n".join(f"> {line}" for line in words.split("\n")), quote=False)


def _linked(found: re.Match[str]) -> str:
    """A link's words with its address after them, unless they are the address, whole or cut short."""
    address, said = found[1], found[2]
    shown = html.unescape(said).strip().removesuffix("...").removesuffix("…")
    target = html.unescape(address)
    return html.escape(target) if shown and target.startswith(shown) else f"{said} ({address})"
