"""What a page says about itself: address, title, byline, publisher, date, language.

What the page tells machines (JSON-LD, meta) is taken where it agrees with what readers see."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from onrecord.reading.dates import find_date
from onrecord.reading.html_blocks import Piece
from onrecord.reading.html_tree import one_line, words_of
from onrecord.reading.language import LITTLE_WORDS, SCRIPTS, language_of

_ARTICLES = re.compile(r"(?:^|/|:)\w*(?:Article|BlogPosting|Report|Review|NewsStory|LiveBlogPosting)$")
_WORD = re.compile(r"[^\W_]+")
_ISO = re.compile(r"((?:19|20)\d\d-[01]\d-[0-3]\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?")
_SUFFIX = re.compile(r"\s+(?:[|–—•·»:]+|-+|::)\s+[^|–—•·»]{2,60}$")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|автор|autor|text|texte|words|story)\b\s*:?[\s\xa0]+", re.IGNORECASE)
_BYLINES = etree.XPath(
    "//*[contains(@class,'byline') or contains(@class,'author') or @itemprop='author' or @rel='author']"
)
_RANKS: tuple[Callable[[Element], bool], ...] = (
    lambda node: "byline" in node.get("class", ""),
    lambda node: node.get("itemprop") == "author" or node.get("rel") == "author",
    lambda node: bool({"author", "author-name"} & set(node.get("class", "").split())),
    lambda node: "author__name" in node.get("class", "") or "article-author" in node.get("class", ""),
)
_VISIBLE = etree.XPath("//body//text()[not(parent::script)]", smart_strings=False)
MOST_JSON = 2_000_000  # characters of one script

Json = dict[str, Any]


class About(NamedTuple):
    """What a page says about itself, apart from its words; `title` is the one told to machines,
    `headlines` are what its headline may repeat."""

    url: str | None
    title: str | None
    byline: str | None
    publisher: str | None
    published: str | None
    lang: str | None
    headlines: tuple[str, ...]


def about(tree: Element, objects: Sequence[Json], url: str | None, retrieved: str | None) -> About:
    """Everything the page says about itself. JSON-LD counts where its headline is one that readers see."""
    tab = page_title(tree)
    headings = [words_of(node) for tag in ("h1", "h2") for node in list(tree.iter(tag))[:10]] if objects else []
    facts = article_of(objects, [*headings, tab])
    told = metas(tree)
    own = address(tree, told, url)
    return About(
        own,
        title_said(tree, told, facts),
        byline_of(tree, told, facts),
        publisher_of(told, facts),
        published_of(tree, told, facts, own, retrieved),
        _declared(tree, told),
        tuple(filter(None, (meta(told, "og:title", "twitter:title"), tab))),
    )


def said_to_machines(tree: Element) -> list[Json]:
    """Every object of the page's JSON-LD, the graph's laid side by side; broken scripts are skipped."""
    found: list[Json] = []
    for script in tree.iterfind(".//script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "") and len(text) < MOST_JSON:
            found += _objects(text)
    return found


def _objects(text: str) -> Iterator[Json]:
    try:
        value = json.loads(text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    queue = [value]
    while queue:
        value = queue.pop(0)
        if isinstance(value, list):
            queue += value
        elif isinstance(value, dict):
            yield value
            queue += [value[key] for key in ("@graph", "mainEntity") if isinstance(value.get(key), list | dict)]


def kinds(value: Json) -> list[str]:
    """The types of a JSON-LD object, as strings."""
    said = value.get("@type")
    return [str(kind) for kind in (said if isinstance(said, list) else [said])]


def article_of(objects: Sequence[Json], headlines: Sequence[str]) -> Json:
    """The JSON-LD article whose headline readers see, else nothing: a page may describe another."""
    for value in objects:
        if any(_ARTICLES.search(kind) for kind in kinds(value)):
            said = _string(value.get("headline")) or _string(value.get("name"))
            if said and any(alike(said, seen) for seen in headlines):
                return value
    return {}


def alike(one: str, other: str) -> bool:
    """Whether two headlines share most of their words."""
    words, others = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return bool(words and others) and len(words & others) >= 0.6 * min(len(words), len(others))


def metas(tree: Element) -> dict[str, str]:
    """What the page's meta elements say, by name in lower case; of several of one name the first."""
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        key = node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv")
        said = one_line(node.get("content") or "")
        if key and said:
            found.setdefault(key.lower(), said)
    return found


def meta(found: dict[str, str], *names: str) -> str | None:
    """The first of these meta elements that says something."""
    return next((found[name] for name in names if name in found), None)


def page_title(tree: Element) -> str:
    """What the tab says."""
    node = tree.find(".//head/title")
    return words_of(node) if node is not None else ""


def title_piece(said: Sequence[str], pieces: Sequence[Piece]) -> Piece | None:
    """The headline as readers see it: the heading that the tab or the meta elements repeat."""
    headings = [piece for piece in pieces if piece.kind == "heading" and piece.node.tag in ("h1", "h2")]
    for tag in ("h1", "h2"):
        for piece in headings:
            if piece.node.tag == tag and any(_within(piece.words, text) for text in said):
                return piece
    firsts = [piece for piece in headings if piece.node.tag == "h1"]
    if len(firsts) == 1 and len(_WORD.findall(firsts[0].words)) > 1:
        return firsts[0]
    near = [piece for piece in headings if any(alike(piece.words, text) for text in said)]
    near = [piece for piece in near if len(_WORD.findall(piece.words)) > 3]
    return near[0] if near else None


def _within(words: str, text: str) -> bool:
    inner, outer = _bare(words), _bare(text)
    return bool(inner) and (inner == outer or (len(inner.split()) > 2 and f" {inner} " in f" {outer} "))


def _bare(words: str) -> str:
    return " ".join(_WORD.findall(words.lower()))


def title_said(tree: Element, told: dict[str, str], article: Json) -> str | None:
    """The title where no heading shows it: as the page tells machines, without the site's name."""
    said = meta(told, "og:title", "twitter:title") or _string(article.get("headline")) or page_title(tree)
    short = _SUFFIX.sub("", said)
    return (short if len(_WORD.findall(short)) > 2 else said) or None


def address(tree: Element, told: dict[str, str], url: str | None) -> str | None:
    """The canonical address, unless it leads to another site than the page came from."""
    for node in tree.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split() and node.get("href"):
            found = _web(urljoin_safe(url or "", node.get("href", "")))
            if found and _same_site(found, url):
                return found
    said = meta(told, "og:url")
    found = _web(urljoin_safe(url or "", said)) if said else None
    return found if found and _same_site(found, url) else url


def urljoin_safe(base: str, address: str) -> str:
    """An address made absolute; empty where it is none."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _web(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def _same_site(one: str, other: str | None) -> bool:
    return other is None or _site(one) == _site(other)


def _site(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return ".".join(host.split(".")[-2:])


def byline_of(tree: Element, told: dict[str, str], article: Json) -> str | None:
    """Who wrote it, as the page shows it; from JSON-LD only names that readers see."""
    named = _names(article.get("author"))
    visible = "".join(_VISIBLE(tree)) if named else ""
    names = [name for name in named if name and name in visible]
    if names:
        return ", ".join(names)
    shown = _BYLINES(tree)
    for fits in _RANKS:
        for node in [node for node in shown if fits(node)][:3]:
            inner = node.find(".//*[@itemprop='name']")
            words = _clean_byline(words_of(node if inner is None else inner))
            if words:
                return words
    said = meta(told, "author", "article:author", "dc.creator", "sailthru.author", "parsely-author")
    return _clean_byline(said) if said and "://" not in said else None


def _clean_byline(words: str) -> str | None:
    moment = find_date(words)
    words = words[: moment.start] if moment and moment.start > 3 else words
    name = _BY.sub("", words).strip(" ,|•·-–—\xa0")
    fits = 3 <= len(name) <= 100 and len(name.split()) <= 14 and "@" not in name and "://" not in name
    return name if fits and any(char.isalpha() for char in name) else None


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [one_line(value)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    return [name for item in value for name in _names(item)] if isinstance(value, list) else []


def _string(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def publisher_of(told: dict[str, str], article: Json) -> str | None:
    """The outlet's name."""
    named = _names(article.get("publisher"))
    return (
        meta(told, "og:site_name")
        or (named[0] if named else None)
        or meta(told, "application-name", "publisher", "dc.publisher")
    )


def published_of(tree: Element, told: dict[str, str], article: Json, url: str | None, latest: str | None) -> str | None:
    """When it was published, with the time where the page gives one; else the day as htmldate finds it.

    `latest` is the last day it can be (when the page was retrieved): nothing here asks the clock."""
    said = (
        _string(article.get("datePublished")),
        meta(
            told,
            "article:published_time",
            "datepublished",
            "og:published_time",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "dc.date.issued",
            "date",
        )
        or "",
        *(
            node.get("datetime") or ""
            for node in tree.xpath(
                '//time[@pubdate or @itemprop="datePublished" or contains(@class,"publish")'
                ' or contains(@class,"entry-date")]'
            )[:1]
        ),
    )
    for text in said:
        hit = _ISO.match(text)
        if hit:
            day, clock, zone = hit.groups()
            return f"{day}T{clock}{zone or ''}" if clock and clock not in ("00:00", "00:00:00") else day
    return _by_htmldate(tree, url, latest)


def _by_htmldate(tree: Element, url: str | None, latest: str | None) -> str | None:
    from htmldate import find_date as htmldate

    try:
        found = htmldate(
            tree,
            original_date=True,
            url=url,
            extensive_search=False,
            max_date=latest[:10] if latest else "2100-01-01",
        )
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return None
    return str(found) if found else None


# Languages whose little words are mostly the same: between these the page's own word counts.
_NEAR = [
    set("da no nb nn sv".split()),
    set("cs sk".split()),
    set("hr sr bs sl".split()),
    set("id ms".split()),
    set("es gl ca pt".split()),
    set("ru uk be bg mk".split()),
    set("nl af".split()),
]


def _declared(tree: Element, told: dict[str, str]) -> str | None:
    said = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    said = said or meta(told, "content-language", "og:locale", "language", "dc.language")
    code = re.match(r"[a-zA-Z]{2,3}(?=$|[-_,; ])", said.strip()) if said else None
    return code.group().lower() if code else None


def language(code: str | None, text: str) -> str | None:
    """The language of the article's words; what the page says (`code`) where these cannot tell."""
    found = language_of(text)
    if not found or not code:
        return found or code
    known = code in LITTLE_WORDS or code in SCRIPTS.values()
    near = any({code, found} <= group for group in _NEAR) and not ({code, found} <= {"ru", "uk"})
    return code if near or not known else found
