"""A reader's words as HTML: a safe part of Markdown, sanitised, made once when they are written.

What is not understood stays as it was typed; no word of a reader disappears into markup."""

from __future__ import annotations

import html
import re
from functools import cache

import nh3
from markdown_it import MarkdownIt

# Emphasis, code, quotations, lists and links. Left out: what shouts (headings, rules), what loads (images), what
# hides words (HTML, definitions of links, a fence's label) and what shows others than were typed (entities).
RULES = ["backticks", "blockquote", "emphasis", "escape", "link", "list", "autolink"]
TAGS = {"p", "br", "em", "strong", "code", "blockquote", "ul", "ol", "li", "a"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https"}
REL = "nofollow ugc noopener noreferrer"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": 12}).enable([*RULES, "newline"])
    parser.validateLink = lambda url: bool(re.match(r"https?://[^/]", url))  # type: ignore[method-assign]
    return parser


# Lines of plain words: none begins like a list or holds a sign of Markdown's or HTML's. Most comments are that.
_BARE = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:!?'’“”„–—…%/()-])*(?<! )")


def render(words: str) -> str:
    """The words as HTML that can hold nothing that runs or loads."""
    lines = words.split("\n")
    if all(map(_BARE.fullmatch, lines)):
        return "<p>" + "<br>\n".join(lines) + "</p>\n"
    return parsed(words)


def parsed(words: str) -> str:
    """The same by the parser and the sanitiser, whatever the words hold."""
    made = nh3.clean(_parser().render(words), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL)
    return made if not _letters(words) or _letters(plain(made)) else plainly(words)


def plainly(words: str) -> str:
    """The words as they were typed, in paragraphs."""
    parts = re.split(r"\n\s*\n", html.escape(words, quote=False).strip())
    return "\n".join(f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in parts if part.strip())


def plain(made: str) -> str:
    """HTML's words alone."""
    return html.unescape(re.sub(r"<[^>]*>", " ", made))


def _letters(words: str) -> bool:
    return any(char.isalnum() for char in words)
