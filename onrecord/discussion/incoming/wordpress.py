"""WordPress' WXR: comments stand within their article's item. Pingbacks, trackbacks, spam and bin are no comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onrecord.discussion.incoming.arrival import Arrival, Gone, Lines, Tally, clean, moment
from onrecord.discussion.incoming.xml import Element, Stream, fields, words

NO_COMMENT = {"pingback": "pingbacks", "trackback": "trackbacks"}
NOT_SHOWN = {"spam": "spam", "trash": "in the bin", "post-trashed": "in the bin"}


def read(lines: Lines, tally: Tally) -> Iterator[Arrival]:
    """The comments of a WXR file, in its order."""
    for name, element, line in Stream(lines, {"comment": "item", "item": "channel"}, tally):
        item = element.getparent()
        if name != "comment" or item is None:
            continue
        link = clean(words(item, "link"))
        if not link:
            tally.fail(line, "the comment's article has no <link>")
            continue
        made = _comment(element, line, link, clean(words(item, "title")), tally)
        if made:
            yield made


def _comment(element: Element, line: int, link: str, title: str, tally: Tally) -> Arrival | None:
    said = defaultdict(str, fields(element))
    kind, state = clean(said["comment_type"]), clean(said["comment_approved"])
    why = NO_COMMENT.get(kind) or NOT_SHOWN.get(state)
    if why:
        tally.left_out[why] += 1
    gone: Gone = "removed" if why else ""
    if kind in NO_COMMENT:
        return None
    parent = clean(said["comment_parent"])
    return Arrival(
        line=line,
        article=link,
        title=title,
        key=clean(said["comment_id"]),
        parent="" if parent == "0" else parent,
        author=clean(said["comment_author"]),
        at=moment(said["comment_date_gmt"]) or moment(said["comment_date"]),
        text="" if gone else clean(said["comment_content"]),
        markup=True,
        waits=state not in ("1", "approved", "approve", ""),
        gone=gone,
    )
