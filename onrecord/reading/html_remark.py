"""One comment of a page: who, when, and the words, without buttons and without its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element

from onrecord.reading.dates import find_moment
from onrecord.reading.furniture import is_reaction
from onrecord.reading.html_blocks import cut_words
from onrecord.reading.html_tree import words_of

LONGEST_NAME = 80
_SAYS = re.compile(
    r"^(?:posted by|by|von|par|por|di|door)\b[:\s]+"
    r"|\s*(?:,|\bsays?|\bsaid|\bwrote|\bwrites|\bcommented|\breplied"
    r"|schrieb|sagt|a écrit|dit|dice|escribió|\s[:|•·—–-])"
    r"\s*(?:on\b.*)?[:.…\s]*$",
    re.IGNORECASE,
)
_ON = re.compile(r"\s+(?:on|am|le|el|il|op|at|um)\s*$")
_ISO = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s*(?:Z|[+-]\d\d:?\d\d)?)?")
_LABEL = re.compile(
    r"(?:comment|reply|kommentar|commentaire) (?:by|from|von|de) (?P<name>.{1,60}?)(?: to .*|,? (?:an?|\d+) \w+ ago)?$",
    re.IGNORECASE,
)
_CONTROLS = re.compile(
    r"(?:^|[\s_-])(?:reply(?:-link|-button)?|actions?|action-?bar|controls?|buttons?|footer|vote\w*|voting|rating[\w-]*|toolbar|reactions|permalink|share|report|flag|moderat\w*|antworten|respond|comment-reply(?:-link)?|badge|userinfo|avatar|score|reply-to|in-reply-to|parent-link|cite-parent)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CONTROL_TAGS = frozenset("button form input textarea select menu nav footer svg img label".split())

Find = Callable[[Element], Sequence[Element]]


@dataclass
class Remark:
    """A comment as it stands in the page; `node` is its element."""

    node: Element
    author: str | None
    at: str | None
    text: str
    parent: Remark | None = None


def own(found: Sequence[Element], item: Element, others: set[Element]) -> list[Element]:
    """Of these elements the ones that belong to `item` and not to a comment inside it."""
    return [node for node in found if _owner(node, others) is item]


def _owner(node: Element, items: set[Element]) -> Element | None:
    at: Element | None = node
    while at is not None and at not in items:
        at = at.getparent()
    return at


def author_of(nodes: Iterable[Element], item: Element) -> str | None:
    """The first name among these elements; else the one the comment's own attributes give."""
    for node in nodes:
        name = clean_name(words_of(node))
        if name:
            return name
    said = item.get("data-author") or item.get("author") or item.get("data-username") or item.get("data-author-name")
    if said and said.strip():
        return str(said).strip()
    return label_of(item)


def label_of(item: Element) -> str | None:
    """The writer whom an element's label for screen readers names: "Comment by Ann, 3 days ago"."""
    label = _LABEL.match(item.get("aria-label") or "")
    return label["name"].strip() if label else None


def labelled(item: Element) -> list[Element]:
    """The elements that show nothing but the name which the comment's label gives."""
    name = label_of(item)
    return [node for node in item.iter() if node is not item and words_of(node) == name] if name else []


def clean_name(words: str) -> str | None:
    """A name without "says:" and the like; None for what is too long to be one."""
    moment = find_moment(words)
    bare = _ON.sub("", words[: moment.start] if moment and moment.start else words)
    for _ in range(3):
        bare = _SAYS.sub("", bare.strip()).strip(" ,:|•·—–()\xa0")
    return bare if bare and len(bare) <= LONGEST_NAME and any(char.isalnum() for char in bare) else None


def time_of(nodes: Iterable[Element]) -> str | None:
    """When: as ISO where the page says it so, else in the page's words."""
    loose = None
    for node in nodes:
        for said in (
            node.get("datetime"),
            node.get("content"),
            node.get("title"),
            node.get("data-tippy-content"),
            words_of(node),
        ):
            iso = _ISO.search(said or "")
            if iso:
                return iso.group().replace(" ", "T", 1)
            moment = find_moment(said or "")
            if moment and moment.at[:2] in ("19", "20"):
                return moment.at
            loose = loose or (
                moment.at if moment else said if said and len(said) < 20 and any(c.isdigit() for c in said) else None
            )
    return loose


def heads(nodes: Sequence[Element], item: Element) -> set[Element]:
    """These elements, each with what is around it and holds little more ("says:")."""
    out: set[Element] = set()
    for node in nodes:
        size = len(words_of(node))
        at = node
        while (above := at.getparent()) is not None and at is not item and above is not item:
            if len(words_of(above)) > size + 14:
                break
            at = above
        if at is not item:
            out.add(at)
    return out


def signed(item: Element, others: set[Element]) -> Remark:
    """A comment whose only sign of its writer is a line with a date: "Posted by: Ann | 3 May 2024"."""
    lines = [words for words, _ in cut_words(item, others, lambda node: node.tag in _CONTROL_TAGS)]
    for place, line in enumerate(lines):
        moment = find_moment(line)
        if moment and len(line) < 120 and place in (0, 1, len(lines) - 1, len(lines) - 2):
            rest = [words for words in lines if words is not line and not is_reaction(words)]
            return Remark(item, clean_name(line[: moment.start]), moment.at, "\n\n".join(rest))
    return Remark(item, None, None, "\n\n".join(lines))


def words_in(node: Element, skip: set[Element]) -> str:
    """The words of an element as paragraphs, quoted ones marked with ">", its buttons left out."""
    lines = [
        f"> {line}" if quoted else line for words, quoted in cut_words(node, skip, _is_control) for line in [words]
    ]
    kept = [line for line in lines if not is_reaction(line)]
    return "\n\n".join(kept)


def _is_control(node: Element) -> bool:
    if node.tag in _CONTROL_TAGS:
        return True
    name = node.get("class")
    return bool(name and _CONTROLS.search(name)) or node.get("role") == "button" or node.get("aria-hidden") == "true"


def tops(nodes: Sequence[Element]) -> Iterator[Element]:
    """Those that are in none of the others."""
    held = set(nodes)
    for node in nodes:
        if not any(above in held for above in node.iterancestors()):
            yield node
