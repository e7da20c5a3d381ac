"""How comment systems mark their comments: one row for each.

A row says which elements are comments and where in them author, time and words stand, in a small
part of CSS: `tag.class#id[attribute*=value]`, spaces for descent, commas for alternatives. Who
answers whom is seen from nesting, levels and links (`html_replies`). Pages of none of these are
read by the words of their class names (`html_guess`)."""

# ruff: noqa: E501 (word lists and tables read better whole)
from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element


class Dialect(NamedTuple):
    """A comment system: selectors for its comments and for what stands in each."""

    name: str
    item: str
    author: str
    time: str
    text: str


_TIME = "time,relative-time,abbr"
DIALECTS = (
    Dialect("microdata", "[itemprop=comment][itemscope],[itemtype$=/Comment],[itemtype$=/UserComments]", "[itemprop=author] [itemprop=name],[itemprop=creator] [itemprop=name],[itemprop=author],[itemprop=creator]", "[itemprop=dateCreated],[itemprop=datePublished],[itemprop=commentTime],time", "[itemprop=text],[itemprop=commentText],[itemprop=description]"),
    Dialect("wordpress", "ol.commentlist li.comment,ol.comment-list li.comment,ul.comment-list li.comment,ul.commentlist li.comment,ol.commentlist li.pingback", ".comment-author .fn,.fn,cite.fn,.comment-author", ".comment-metadata time,.comment-meta time,.comment-metadata,.commentmetadata,.comment-date,time", ".comment-content,.comment-text,.comment-entry"),
    Dialect("wpdiscuz", ".wpd-comment", ".wpd-comment-author", ".wpd-comment-date", ".wpd-comment-text"),
    Dialect("disqus", "li.post", ".post-byline .author,.post-byline", ".time-ago", ".post-message"),
    Dialect("disqus export", "li.dsq-comment", "cite,.dsq-comment-cite", ".dsq-header-time,.dsq-comment-header-time", ".dsq-comment-message,.dsq-comment-text"),
    Dialect("coral", ".coral-comment", ".coral-comment-username,.coral-username", ".coral-comment-timestamp,time", ".coral-comment-content,.coral-htmlContent"),
    Dialect("coral talk", ".talk-stream-comment-wrapper", ".talk-stream-comment-user-name,.CommentAuthorName", ".talk-stream-comment-published-date,.CommentTimestamp", ".talk-plugin-rich-text-text,.talk-stream-comment-content"),
    Dialect("isso", ".isso-comment", ".isso-author", "time,.isso-permalink", ".isso-text"),
    Dialect("remark42", "article.comment", ".comment__username", ".comment__time", ".comment__text"),
    Dialect("commento", ".commento-card", ".commento-name", ".commento-timeago", ".commento-body"),
    Dialect("discourse crawler", ".crawler-post", ".creator [itemprop=name],.creator", ".post-time", ".post"),
    Dialect("discourse embed", ".embed-comments article.post", ".username", ".post-date", ".cooked"),
    Dialect("hyvor", ".comment-wrap", ".comment-username,.name", ".comment-date,.date", ".comment-content"),
    Dialect("hacker news", "tr.comtr", ".hnuser", ".age", ".commtext"),
    Dialect("old reddit", ".commentarea .thing.comment", ".tagline .author", ".tagline time", ".usertext-body"),
    Dialect("reddit", "shreddit-comment", "[slot=commentMeta] a", "faceplate-timeago,time", "[slot=comment]"),
    Dialect("slashdot", "#commentlisting li.comment", ".by a,.by", ".otherdetails", ".commentBody"),
    Dialect("facebook", "[role=article][aria-label^=Comment],[role=article][aria-label^=Reply]", "a[role=link]", "abbr", "[dir=auto]"),
    Dialect("facebook plugin", ".fb_comments_plugin .UFIImageBlockContent", ".UFICommentActorName", "abbr", "._5mdd"),
    Dialect("phpbb", ".post[id^=p]", ".postbody .author .username,.postbody .author strong,.postbody .author", ".postbody .author time,.postbody .author", ".postbody .content"),
    Dialect("vbulletin", "li.postcontainer", "a.username,.username", ".postdate .date,.date", ".postcontent"),
    Dialect("xenforo", "article.message", ".message-name .username,.message-name", "time", ".bbWrapper,.message-body"),
    Dialect("vanilla", ".ItemComment", "a.Username,.Username", "time,.DateCreated", ".Message"),
    Dialect("drupal", "#comments article.comment,.comment-wrapper div.comment,section.comments article.comment", ".comment__author .username,.username,.comment__author", ".comment__time,.submitted time,.submitted,time", ".field--name-comment-body,.field-name-comment-body,.comment__content .content,.content"),
    Dialect("blogger", "#top-ra li.comment,.comment-thread li.comment", "cite.user,.user", ".datetime", ".comment-content"),
    Dialect("jcomments", "[id^=comment-item-]", ".comment-author", ".comment-date", ".comment-body"),
    Dialect("livefyre", ".fyre-comment-article", ".fyre-comment-username", ".fyre-comment-date", ".fyre-comment-body,.fyre-comment"),
    Dialect("giscus", ".gsc-comment-box", ".gsc-comment-author .link-primary,.gsc-comment-author-avatar", "time", ".gsc-comment-content"),
    Dialect("github", ".timeline-comment", "a.author", "relative-time,time", ".comment-body"),
    Dialect("waline", ".wl-card-item", ".wl-nick", ".wl-time", ".wl-content"),
    Dialect("artalk", ".atk-comment-wrap", ".atk-nick", ".atk-date", ".atk-content"),
    Dialect("lemmy", "article.comment-node", ".person-listing", ".moment-time", ".comment-content"),
    Dialect("mastodon", ".mastodon-comment", ".author .name,.author a", ".date,time", ".content"),
    Dialect("youtube", "ytd-comment-view-model,ytd-comment-renderer", "#author-text", "#published-time-text", "#content-text"),
    Dialect("viafoura", ".vf-comment-container,.vf3-comment", ".vf-comment-header__username,[class*=username]", "time", ".vf-comment-html,[class*=comment-body],[class*=comment-html]"),
    Dialect("openweb", "[data-spot-im-class=message-container]", "[data-spot-im-class=message-username]", "[data-spot-im-class=message-timestamp]", "[data-spot-im-class=message-text]"),
    Dialect("microformats", ".u-comment.h-cite,.p-comment.h-cite,.h-entry .h-cite", ".u-author,.p-author", ".dt-published,time", ".e-content,.p-content"),
    Dialect("lobsters", ".comments_subtree .comment", ".u-author,.byline a", "time", ".comment_text"),
    Dialect("stack exchange", "li.js-comment", ".comment-user", ".relativetime-clean,.comment-date", ".comment-copy"),
    Dialect("dev.to", ".single-comment-node", ".comment__header .crayons-link,.comment__header a", "time,.comment-date", ".comment__body"),
    Dialect("habr", ".tm-comment-thread__comment", ".tm-user-info__username", "time", ".tm-comment__body-content"),
    Dialect("livejournal", ".b-leaf", ".b-leaf-username-name,.b-leaf-username", ".b-leaf-createdtime", ".b-leaf-article"),
    Dialect("d2", "li.d-comment", ".d-comment__author", "time,.d-comment__timestamp", ".d-comment__body"),
)  # fmt: skip


_STEP = re.compile(
    r"(?P<tag>[\w-]+)|\.(?P<class>[\w-]+)|#(?P<id>[\w-]+)|\[(?P<name>[\w:-]+)(?:(?P<how>[*^$]?)=(?P<value>[^\]]+))?\]"
)
_TESTS = {
    "": "@{0}='{1}'",
    "^": "starts-with(@{0},'{1}')",
    "*": "contains(@{0},'{1}')",
    "$": "substring(@{0},string-length(@{0})-string-length('{1}')+1)='{1}'",
}


Find = Callable[[Element], list[Element]]


def selector(css: str) -> Find:
    """The small part of CSS of the table made ready: elements of the first alternative that has any
    come first, so that ".author strong,.author" prefers the inner one."""
    paths = [etree.XPath(_path(part)) for part in css.split(",")]

    def find(node: Element) -> list[Element]:
        found: list[Element] = []
        for path in paths:
            found += [hit for hit in path(node) if hit not in found]
        return found

    return find


def needs(css: str) -> list[set[str]]:
    """For each alternative the class names without which no page has it; cheap to look up."""
    return [{hit["class"] for hit in _STEP.finditer(part) if hit["class"]} for part in css.split(",")]


def _items(css: str) -> Find:
    whole = etree.XPath(" | ".join(_path(part) for part in css.split(",")))
    return lambda node: list(whole(node))


def _path(css: str) -> str:
    return "descendant::" + "/descendant::".join(_step(step) for step in css.split())


def _step(step: str) -> str:
    tag, tests = "*", []
    for hit in _STEP.finditer(step):
        if hit["tag"]:
            tag = hit["tag"]
        elif hit["class"]:
            tests.append(f"contains(concat(' ',normalize-space(@class),' '),' {hit['class']} ')")
        elif hit["id"]:
            tests.append(f"@id='{hit['id']}'")
        else:
            tests.append(
                _TESTS[hit["how"] or ""].format(hit["name"], hit["value"]) if hit["value"] else f"@{hit['name']}"
            )
    named = f"*[local-name()='{tag}']" if tag != "*" else "*"
    return named + "".join(f"[{test}]" for test in tests)


# Anything that a row without class names looks for: one look instead of one for each.
_UNCLASSED = etree.XPath(
    "boolean(//*[@itemprop='comment' or @role='article' or starts-with(@id,'comment-item-') or @data-spot-im-class or contains(@itemtype,'Comment')]"
    " | //shreddit-comment | //ytd-comment-view-model | //ytd-comment-renderer)"
)


def fitting(tree: Element, names: set[str]) -> list[Selectors]:
    """The rows whose comments a page can hold, judged by its class names."""
    unclassed = bool(_UNCLASSED(tree))
    return [row for row in READY if any(need <= names if need else unclassed for need in row.needs)]


_CLASSES = etree.XPath("//@class", smart_strings=False)


def classes(tree: Element) -> set[str]:
    """Every class name of a page."""
    return set(" ".join(_CLASSES(tree)).split())


class Selectors(NamedTuple):
    """A dialect's row made ready."""

    name: str
    needs: list[set[str]]
    item: Find
    author: Find
    time: Find
    text: Find


READY = [
    Selectors(row.name, needs(row.item), _items(row.item), selector(row.author), selector(row.time), selector(row.text))
    for row in DIALECTS
]
