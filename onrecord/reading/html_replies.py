"""Who answers whom in a page's discussion: by name of the comment answered, by nesting, by level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element as Element

from onrecord.reading.html_remark import Remark
from onrecord.records import ReaderComment

_PARENT = (
    "data-parent",
    "data-parent-id",
    "data-parent-comment-id",
    "data-parentid",
    "data-in-reply-to-id",
    "data-in-reply-to",
    "data-dsq-parent",
    "data-reply-to",
    "parentid",
    "parent-id",
    "parent",
)
_OWN = (
    "data-id",
    "data-comment-id",
    "data-commentid",
    "data-status-id",
    "data-message-id",
    "data-content",
    "data-uid",
    "thingid",
    "comment-id",
    "data-post-id",
    "id",
)
_LEVELS = (
    "depth",
    "data-depth",
    "data-level",
    "aria-level",
    "data-indent",
    "indent",
    "level",
    "data-nesting",
    "data-comment-depth",
)
_LEVEL_CLASS = re.compile(r"(?:level|depth|indent|nest(?:ed|ing)?|twig|deep|lvl)[_-]*(\d{1,2})(?:\b|_)", re.IGNORECASE)
_INDENT = re.compile(r"(?:margin|padding)-(?:left|inline-start)\s*:\s*(?:calc\(\s*[\d.]+\w+\s*\*\s*)?(\d+(?:\.\d+)?)")
_WIDTH = re.compile(r"\d{1,4}(?:px)?")
_INDENTED = re.compile(
    r"--(?:indented|reply|response|child|nested|answer)\b|(?:^|\s)(?:reply|is-reply|answer|antwort|indented|child-comment)(?:$|\s)",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"(?:^|[\s_-])(?:parent|parent-link|in-?reply-to|reply-?to|replied-to|up)(?:$|[\s_-])|parent", re.IGNORECASE
)
_SAYS_SO = re.compile(
    r"in reply to|reply(?:ing)? to|als antwort auf|antwort auf|en réponse à|en respuesta a|в ответ|↪|↑|wrote:|said:",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_META = re.compile(r"(?:^|;)pid=(\w+)")


def join(remarks: Sequence[Remark]) -> None:
    """Sets each remark's parent. What the page says outright counts first, then nesting, then levels."""
    by_id = _ids(remarks)
    named = {id(remark): _named(remark, by_id) for remark in remarks}
    if any(named.values()):
        for remark in remarks:
            remark.parent = named[id(remark)]
        if _sound(remarks):
            return
    for remark in remarks:
        remark.parent = None
    levels = [_level(remark.node) for remark in remarks]
    nested = _by_nesting(remarks)
    if not any(nested) and len(set(levels)) > 1:
        nested = _by_levels(remarks, levels)
    for remark, parent in zip(remarks, nested, strict=True):
        remark.parent = parent


def _sound(remarks: Sequence[Remark]) -> bool:
    """No comment answers itself in a ring: on a hostile page it might."""
    for remark in remarks:
        seen = {id(remark)}
        above = remark.parent
        while above is not None:
            if id(above) in seen:
                return False
            seen.add(id(above))
            above = above.parent
    return True


def _ids(remarks: Sequence[Remark]) -> dict[str, Remark]:
    found: dict[str, Remark] = {}
    for remark in remarks:
        for node in (remark.node, *list(remark.node.iterancestors())[:2], *list(remark.node.iter())[1:6]):
            for name in _OWN:
                said = node.get(name)
                if said:
                    found.setdefault(said, remark)
                    numbers = _DIGITS.findall(said)
                    if len(numbers) == 1 or (numbers and name == "id"):
                        found.setdefault(numbers[0], remark)
    return found


def _named(remark: Remark, by_id: dict[str, Remark]) -> Remark | None:
    """The comment that this one says it answers, by an attribute or a link to it."""
    for node in (remark.node, *list(remark.node.iter())[1:4], *list(remark.node.iterancestors())[:1]):
        for name in _PARENT:
            found = _known(node.get(name), by_id)
            if found and found is not remark:
                return found
        meta = _META.search(node.get("data-meta") or "")
        found = _known(meta.group(1), by_id) if meta else None
        if found and found is not remark:
            return found
    for node in list(remark.node.iter("a", "blockquote"))[:40]:
        target = node.get("data-source") if node.tag == "blockquote" else _target(node)
        found = _known(target, by_id)
        if found and found is not remark and _owner_is(node, remark, by_id):
            return found
    return None


def _owner_is(node: Element, remark: Remark, by_id: dict[str, Remark]) -> bool:
    """Whether the link is the remark's own, not one of an answer inside it."""
    others = {id(other.node) for other in by_id.values()}
    for above in node.iterancestors():
        if above is remark.node:
            return True
        if id(above) in others:
            return False
    return False


def _target(link: Element) -> str | None:
    address = link.get("href") or ""
    if "#" not in address:
        return None
    parent = link.getparent()
    said = (
        (link.text or "")
        + "".join(child.tail or "" for child in link)
        + (parent.text or "" if parent is not None else "")
    )
    classes = " ".join(filter(None, (link.get("class"), parent.get("class") if parent is not None else "")))
    whole = said + ("".join(link.itertext()))
    return address.rpartition("#")[2] if _ANSWERS.search(classes) or _SAYS_SO.search(whole) else None


def _known(said: str | None, by_id: dict[str, Remark]) -> Remark | None:
    if not said or said in ("0", "-1", "null"):
        return None
    if said in by_id:
        return by_id[said]
    numbers = _DIGITS.findall(said)
    return by_id.get(numbers[0]) if numbers else None


def _by_nesting(remarks: Sequence[Remark]) -> list[Remark | None]:
    """A comment answers the last one whose element, or whose wrapper, it stands in or right under."""
    out: list[Remark | None] = []
    open_: list[tuple[Remark, list[Element]]] = []
    for remark in remarks:
        line = [remark.node, *remark.node.iterancestors()]
        while open_ and not _under(line, open_[-1][1]):
            open_.pop()
        out.append(open_[-1][0] if open_ else None)
        open_.append((remark, line))
    return out


def _under(line: Sequence[Element], above: Sequence[Element]) -> bool:
    """Whether one line of elements up from a comment says that it stands in or under another.

    Inside it; or deeper than it, under one of the two elements around it. Comments of one level
    stand equally deep."""
    if above[0] in line:
        return True
    if len(line) <= len(above):
        return False
    return any(wrapper in line for wrapper in above[1:3])


def _by_levels(remarks: Sequence[Remark], levels: Sequence[float]) -> list[Remark | None]:
    out: list[Remark | None] = []
    open_: list[tuple[Remark, float]] = []
    for remark, level in zip(remarks, levels, strict=True):
        while open_ and level <= open_[-1][1]:
            open_.pop()
        out.append(open_[-1][0] if open_ else None)
        open_.append((remark, level))
    return out


def _level(node: Element) -> float:
    """How deep a comment says it is: an attribute, a class, the room to its left."""
    for at in (node, *list(node.iterancestors())[:2], *list(node.iter())[1:8]):
        for name in _LEVELS:
            said = at.get(name) or ""
            if said.isdigit():
                return float(said)
        style = _INDENT.search(at.get("style") or "")
        if style:
            return float(style.group(1))
        named = _LEVEL_CLASS.search(at.get("class") or "")
        if named:
            return float(named.group(1))
    room = _empty_cell(node)
    if room:
        return room
    return 1.0 if _INDENTED.search(node.get("class") or "") else 0.0


def _empty_cell(node: Element) -> float:
    """The width of an empty cell that pushes a comment to the right, or of the picture in it: how tables indent."""
    for cell in list(node.iter("td"))[:4]:
        picture = next(cell.iter("img"), None)
        wide = (cell if picture is None else picture).get("width") or ""
        pushes = cell.getprevious() is None and cell.getnext() is not None and not "".join(cell.itertext()).strip()
        if pushes and _WIDTH.fullmatch(wide):
            return float(wide.removesuffix("px"))
    return 0.0


def numbered(remarks: Sequence[Remark]) -> list[ReaderComment]:
    """Comments with their numbers as paths; an answer comes after what it answers."""
    children: dict[int, list[Remark]] = {}
    for remark in remarks:
        children.setdefault(id(remark.parent) if remark.parent else 0, []).append(remark)
    out: list[ReaderComment] = []
    queue = [(remark, "", place) for place, remark in reversed(list(enumerate(children.get(0, []), 1)))]
    while queue:
        remark, above, place = queue.pop()
        number = f"{above}.{place}" if above else str(place)
        out.append(
            ReaderComment(number=number, parent=above or None, author=remark.author, at=remark.at, text=remark.text)
        )
        queue += [(answer, number, at) for at, answer in reversed(list(enumerate(children.get(id(remark), []), 1)))]
    return out
