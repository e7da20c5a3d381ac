"""Commento's JSON: comments in any order, and who wrote them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from onrecord.discussion.incoming.arrival import Arrival, Lines, Tally, clean, moment
from onrecord.discussion.incoming.json_file import File

ROOT = "root"


class _File(msgspec.Struct):
    comments: list[msgspec.Raw] | None
    commenters: list[msgspec.Raw] | None = None


class _Commenter(msgspec.Struct, rename="camel"):
    commenter_hex: str
    name: str = ""


class _Comment(msgspec.Struct, rename="camel"):
    comment_hex: str
    domain: str
    url: str
    commenter_hex: str = ""
    markdown: str = ""
    html: str = ""
    parent_hex: str = ROOT
    state: str = "approved"
    creation_date: str = ""
    deleted: bool = False


def read(lines: Lines, tally: Tally) -> Iterator[Arrival]:
    """The comments of an export, in its order."""
    file = File(lines, tally)
    whole = file.whole(_File)
    if whole is None:
        return
    names = {one.commenter_hex: one.name for one in _commenters(whole)}
    for comment, line in file.each(whole.comments or [], _Comment):
        yield _arrival(comment, line, names.get(comment.commenter_hex, ""), tally)


def _commenters(whole: _File) -> Iterator[_Commenter]:
    """Whoever can be read: a comment whose writer cannot is nobody's, and stays."""
    for raw in whole.commenters or []:
        try:
            yield msgspec.json.decode(raw, type=_Commenter, strict=False)
        except msgspec.ValidationError:
            continue


def _arrival(comment: _Comment, line: int, name: str, tally: Tally) -> Arrival:
    if comment.deleted:
        tally.left_out["deleted"] += 1
    words = comment.markdown or comment.html
    return Arrival(
        line=line,
        article=f"https://{comment.domain}{comment.url}",
        key=comment.comment_hex,
        parent="" if comment.parent_hex == ROOT else comment.parent_hex,
        author="" if comment.deleted else clean(name),
        at=moment(comment.creation_date),
        text="" if comment.deleted else clean(words),
        markup=not comment.markdown,
        waits=comment.state != "approved",
        gone="deleted" if comment.deleted else "",
    )
