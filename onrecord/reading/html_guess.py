"""Comments of systems no table knows, found by what their class names say in the words of the web."""

# ruff: noqa: E501 (word lists and tables read better whole)
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from onrecord.reading.html_remark import label_of

_SPLIT = re.compile(r"[_\-\s]+|(?<=[a-z])(?=[A-Z])")
_STRONG = frozenset(
    "comment cmt cmnt kommentar leserkommentar commentaire comentario commento reactie kommentti komentarz comentário talkback opinion "
    "usercomment readercomment leserbrief".split()
)
_WEAK = frozenset(
    "post message msg reply entry item posting response row card node beitrag antwort li thread feedback remark note".split()
)
_PARTS_OF = frozenset(
    "author name user username nick meta content body text date time header footer head foot actions action form count counter counts link "
    "links avatar reply-link button buttons title count number list area section container-list respond wrapper-list policy rules guidelines "
    "toggle info timestamp inner toolbar controls options vote votes permalink icon login children replies responses open closed notes "
    "add submit post new load more view show status recent latest notice disclaimer sort tabs tab widget feed rss teaser top bottom txt words html".split()
)
_ZONE = re.compile(
    r"(?:^|[\s_-])(?:(?:\w+[_-])?(?:comments|kommentare|leserkommentare|commentaires|comentarios|commenti|reacties|komentarze|kommentarer|talkback|"
    r"discussion|disqus|responses|opinions|reader-?talk|user-?comments|respuestas)(?:[_-]?\w+)?|comment-?(?:list|section|area|container|wrapper|thread|tree|stream|zone|block))(?:$|[\s_-])",
    re.IGNORECASE,
)
AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:author|auteur|autor|autore|user-?name|username|nick(?:name)?|fn|commenter|commentator|verfasser|poster|creator|"
    r"person|display-?name|screen-?name|usr|js-usr|user|name|who|by|byline|handle)(?:[\s_-]?(?:name|link))?(?:$|[\s_])",
    re.IGNORECASE,
)
TIME = re.compile(
    r"(?:^|[\s_-])(?:date|time|datum|datetime|date-?time|timestamp|time-?ago|timeago|ago|age|published|publish-?date|when|posted|posted-?on|created|created-?at|fecha|data|heure|zeit)(?:$|[\s_-])",
    re.IGNORECASE,
)
TEXT = re.compile(
    r"(?:^|[\s_-])(?:content|contents|body|text|txt|message|copy|words|html|md|markdown|prose|cooked|description|inhalt|contenu|texto|contenido|tekst|testo|p)(?:$|[\s_])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:recent-?comments?|recentcomments|latest-?comments?|sidebar|(?<!comments[\s_-])widget|widget-area|teaser)(?:$|[\s_-])",
    re.IGNORECASE,
)


_NAMED = etree.XPath("//*[@class]")
_CUSTOM = etree.XPath("//*[contains(name(),'-')]")
_LABELLED = etree.XPath("//*[@aria-label]")
_ITEMS = etree.XPath("//*[@id][self::li or self::div or self::article or self::section]")
_OWN_ID = re.compile(r"(?:comment|cmt|kommentar|commentaire|comentario|commento)[_-]?\d+$", re.IGNORECASE)
_IDS = etree.XPath("//@id", smart_strings=False)


def groups(tree: Element, names: set[str]) -> Iterator[list[Element]]:
    """Sets of elements that may each be the page's comments, the likelier first; `names` are the page's classes."""
    zoned = any(map(names_zone, names)) or any(map(names_zone, _IDS(tree)))
    signs = {name: sign for name in names if (sign := _sign(name)) is not None and (sign[1] or zoned)}
    strong: dict[str, list[Element]] = defaultdict(list)
    weak: dict[str, list[Element]] = defaultdict(list)
    for node in _NAMED(tree) if signs else ():
        for word, sure in {signs[token] for token in node.get("class", "").split() if token in signs}:
            (strong if sure else weak)[word].append(node)
    for node in _CUSTOM(tree):
        words = str(node.tag).lower().split("-")
        if _kind(words, words) is not None:
            strong[str(node.tag)].append(node)
    strong["by their labels"] = [node for node in _LABELLED(tree) if label_of(node)]
    strong["by their numbers"] = [node for node in _ITEMS(tree) if _OWN_ID.match(node.get("id", ""))]
    for found in strong.values():
        held = [node for node in found if not _elsewhere(node)]
        if held:
            yield held
    for found in weak.values():
        held = [node for node in found if in_zone(node) and not _elsewhere(node)]
        if len(held) > 1:
            yield held


@lru_cache(maxsize=20_000)
def _sign(token: str) -> tuple[str, bool] | None:
    """A class name that ends in a word for a comment, without its variant ("--top-level")."""
    base = token.partition("--")[0]
    block, _, part = base.partition("__")
    kind = _kind(_words(part or block), _words(block))
    return None if kind is None else (base, kind)


def _words(token: str) -> list[str]:
    return [word.lower() for word in _SPLIT.split(token) if word]


def _kind(words: Sequence[str], block: Sequence[str]) -> bool | None:
    """Whether a name says "comment" (True), something that may be one (False), or neither (None)."""
    words = [word for word in words if not word.isdigit()]
    if not words or words[-1] in _PARTS_OF:
        return None
    named = any(word.rstrip("s") in _STRONG for word in block)
    if words[-1] in _STRONG:
        return True
    if words[-1] in _WEAK:
        return named
    return True if named and words[-1] in ("wrap", "wrapper", "box", "container") else None


def in_zone(node: Element) -> bool:
    """Whether the element stands in a part of the page that is named for comments."""
    return any(is_zone(above) for above in node.iterancestors())


def is_zone(node: Element) -> bool:
    """Whether an element is named for comments: "comments", "Kommentare", "comment-list"."""
    if node.tag in ("body", "html"):
        return False
    return (
        names_zone(node.get("class") or "")
        or names_zone(node.get("id") or "")
        or (node.get("aria-label") or "").lower() == "comments"
    )


@lru_cache(maxsize=20_000)
def names_zone(named: str) -> bool:
    """Whether a class or id is a name for the part of a page that holds comments."""
    return bool(_ZONE.search(named))


@lru_cache(maxsize=20_000)
def _names_elsewhere(named: str) -> bool:
    return bool(_ELSEWHERE.search(named))


def _elsewhere(node: Element) -> bool:
    for at in (node, *node.iterancestors()):
        if at.tag not in ("body", "html") and (
            _names_elsewhere(at.get("class") or "") or _names_elsewhere(at.get("id") or "")
        ):
            return True
    return False


def named(item: Element, pattern: re.Pattern[str], tags: Sequence[str] = ()) -> list[Element]:
    """The elements under a comment whose class, role or tag says what they are, outermost first."""
    return [
        node
        for node in item.iter()
        if node is not item
        and isinstance(node.tag, str)
        and (
            node.tag in tags
            or pattern.search(_names(node))
            or pattern.search(node.get("itemprop") or "")
            or pattern.search(node.get("rel") or "")
        )
    ]


def _names(node: Element) -> str:
    """Class names with what the block's own name says taken off: "comment__author" is an author."""
    parts = []
    for token in (node.get("class") or "").split():
        block, _, part = token.partition("__")
        parts.append((part or block).partition("--")[0])
    return " ".join("-".join(word for word in _SPLIT.split(part) if word) for part in parts)
