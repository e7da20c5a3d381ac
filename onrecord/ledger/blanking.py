"""Taking words out of rows for good: the same number of █, so that every place stays where it was."""

from __future__ import annotations

import hashlib
import html
import re
import secrets
import urllib.parse
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, select

from onrecord.ledger.history import chain
from onrecord.ledger.rows import Values
from onrecord.ledger.schema import redactions
from onrecord.text import Span, fold, occurrences

BLANK = "█"
_WORD = re.compile(r"\w+")
# Columns that hold no words of the page: ids, places and what orders lists.
_KEEP = {"id", "document", "replaces", "within", "of", "note", "number", "parent", "kind", "rights", "source"}
_KEEP |= {"at", "by", "shown", "lang", "score", "start", "end", "place", "seq", "stance"}
_KEEP |= {"speaker", "type", "verdict", "hand", "answer"}
_KEEP |= {"article", "under", "ordinal", "path", "statement", "post", "action", "state"}


class Mark(NamedTuple):
    """By what words that were taken out are known again: never the words themselves."""

    length: int
    salt: str
    digest: str


def mark(words: str) -> Mark:
    """The mark of words, whatever their case and make of quotes and dashes."""
    bare, salt = fold(words).text.strip(), secrets.token_hex(16)
    return Mark(len(bare), salt, _digest(salt, bare))


def _digest(salt: str, words: str) -> str:
    return hashlib.sha256((salt + words).encode("utf-8", "surrogatepass")).hexdigest()


_MARKS = select(redactions.c.length, redactions.c.salt, redactions.c.mark).where(
    redactions.c.of.in_(bindparam("versions", expanding=True))
)


def marks(db: Connection, document: str) -> list[Mark]:
    """What was taken out of any version of the document's article."""
    return marks_of(db, chain(db, document))


def marks_of(db: Connection, versions: Sequence[str]) -> list[Mark]:
    """What was taken out of any of these documents."""
    return [Mark(*row) for row in db.execute(_MARKS, {"versions": versions})]


def again(known: Sequence[Mark], row: Values) -> Values:
    """The row without the words that were taken out of its article before."""
    if not known:
        return row
    words = {found for text in _texts(row) for one in known for found in _known(one, text)}
    for one in sorted(words, key=len, reverse=True):
        row, _ = blanked(row, one)
    return row


def _texts(row: Mapping[str, Any]) -> Iterable[str]:
    for name, value in row.items():
        if name not in _KEEP:
            yield from _strings(msgspec.to_builtins(value))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for part in value:
            yield from _strings(part)


def _known(one: Mark, text: str) -> set[str]:
    bare = fold(text).text
    starts = {match.start() for match in _WORD.finditer(bare)} | {
        at for at, char in enumerate(bare) if not char.isalnum()
    }
    parts = {bare[at : at + one.length] for at in starts if at + one.length <= len(bare)}
    return {part for part in parts if _digest(one.salt, part) == one.digest}


def places(words: str, text: str) -> list[Span]:
    """Where the words stand as words: "Ali" is not in "Alive". Overlaps are left to the first."""
    found: list[Span] = []
    for span in occurrences(words, text):
        if not (found and span.start < found[-1].end) and _whole(span, text):
            found.append(span)
    return found


def _whole(span: Span, text: str) -> bool:
    def joined(at: int) -> bool:
        return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()

    return not joined(span.start) and not joined(span.end)


def blank(words: str, text: str) -> tuple[str, int]:
    """The text with the words blanked, and in how many places."""
    found = places(words, text)
    for span in found:
        text = text[: span.start] + BLANK * (span.end - span.start) + text[span.end :]
    return text, len(found)


def blanked(row: Values, words: str) -> tuple[Values, int]:
    """The row with the words blanked in every column that holds text, also inside JSON values."""
    out, total = dict(row), 0
    for name, value in row.items():
        if name in _KEEP or value is None:
            continue
        fresh, count = _through(msgspec.to_builtins(value), words)
        if count:
            out[name] = fresh if isinstance(value, str) else msgspec.convert(fresh, _type(name))
            total += count
    if total and "speaker" in row and out["name"] != row["name"]:
        out |= {"speaker": None, "key": None}  # an id and a key made of a name would tell it
    return out, total


def _type(column: str) -> Any:
    from onrecord.ledger.columns import Packed
    from onrecord.ledger.schema import comments, documents, statements
    from onrecord.ledger.schema_speakers import judgements

    for table in (documents, comments, statements, judgements):
        kind = table.c[column].type if column in table.c else None
        if isinstance(kind, Packed):
            return kind.kind
    raise KeyError(column)


def _through(value: Any, words: str) -> tuple[Any, int]:
    if isinstance(value, str):
        return blank(words, value)
    if isinstance(value, Mapping):
        pairs = {key: _through(part, words) for key, part in value.items()}
        out = {key: part for key, (part, _) in pairs.items()}
        if "id" in out and pairs.get("name", ("", 0))[1]:
            out["id"] = None  # made of the name
        return out, sum(count for _, count in pairs.values())
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        parts = [_through(part, words) for part in value]
        return [part for part, _ in parts], sum(count for _, count in parts)
    return value, 0


def unmarked(words: str, row: Values) -> tuple[Values, int]:
    """A post's text with the words blanked; its HTML goes, to be made anew. Where markup stood between the
    letters of the words, the whole text is blanked."""
    text, count = blank(words, row["text"])
    forms = [re.sub(r"[\\*_`~\[\]()<>#|]+", between, row["text"]) for between in ("", " ")]
    forms += _without_tags(row["html"])
    if max(len(places(words, _plain(form))) for form in forms) > count:
        text, count = BLANK * len(text), count + 1
    return ({**row, "text": text, "html": ""} if count else row), count


# --- the bytes as they came ---


def clean(words: str, data: bytes, held: bool) -> tuple[bytes, int]:
    """The bytes with the words blanked, and in how many places; none at all where it cannot be told
    for sure that they are gone: another charset, markup or escapes between the letters.

    `held`: what was read from these bytes did hold the words, so they are in there somehow."""
    text, count, blankable = data.decode("latin-1").replace("\0", ""), 0, False
    with suppress(UnicodeDecodeError):
        text, count = blank(words, data.decode("utf-8"))
        blankable = True
    hidden = any(places(words, _plain(form)) for form in (text, *_without_tags(text)))
    if hidden or (held and not count):
        return b"", 1
    return (text.encode() if blankable else data), count


def _without_tags(text: str) -> list[str]:
    return [re.sub(r"<[^>]*>", between, text) for between in ("", " ")]


def _plain(text: str) -> str:
    """Without HTML's, JSON's and addresses' escapes."""
    once = html.unescape(urllib.parse.unquote(text))
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found.group(1), 16)), once)
