"""Column types of the ledger's own: values as JSON, words as a full-text index takes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Dialect, Text, and_, func, literal_column
from sqlalchemy.dialects.postgresql import TEXT, TSVECTOR
from sqlalchemy.types import TypeDecorator, TypeEngine

LONGEST = 64  # characters of a token; no word that anyone searches for is longer
BEGINNING = 200  # characters of a name in an index
MOST = 10_000  # tokens of one statement; PostgreSQL keeps positions up to 16,383

# Compared byte by byte, so that both databases order alike.
Ordered = Text().with_variant(TEXT(collation="C"), "postgresql")

# What may stand inside a word and is no part of it: apostrophes of any make, soft hyphens, joiners.
_INSIDE = re.compile("['‘’‛`´ʼ′\u00ad\u200b\u200c\u200d\u2060\ufeff]")
# What stands between words in every text, so that most need no further look.
_BETWEEN = re.compile("[“”„«»‹›–—…]")
_TOKEN = re.compile(r"[^\W_]+")
_AT = tuple(f"':{at} '" for at in range(1, MOST + 1))


def tokens(words: str) -> list[str]:
    """Words as both databases index and look them up: case, accents and apostrophes evened out.

    Splitting here and not in the databases makes the same search answer the same on both."""
    found = _TOKEN.findall(_bare(words))[:MOST]
    return found if len(words) <= LONGEST else [token[:LONGEST] for token in found]


def _bare(words: str) -> str:
    if words.isascii():
        return words.replace("'", "").replace("`", "").lower()
    bare = _BETWEEN.sub(" ", _INSIDE.sub("", words).lower())
    if bare.isascii():
        return bare
    return "".join(char for char in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(char))


def _vector(tokens: Sequence[str]) -> str:
    """Tokens as a tsvector is written, 'a':1 'b':2; they hold letters and digits only, so nothing needs escaping."""
    return "'" + "".join([part for pair in zip(tokens, _AT, strict=False) for part in pair])[:-2] if tokens else ""


def beginning(column: ColumnElement[Any]) -> ColumnElement[str]:
    """What an index of names holds: their beginnings, since a name may be longer than a page of an index.

    Not a hash: PostgreSQL goes through all rows of a name to add another, a few names with a million rows each."""
    return func.substr(column, literal_column("1"), literal_column(str(BEGINNING)))


def named(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether a column holds this name, looked up by its beginning.

    SQLite would put the name into the beginning too, where the column equals it, and find no index for that."""
    return and_(beginning(column) == name[:BEGINNING], column.is_not_distinct_from(name))


class Packed(TypeDecorator[Any]):
    """A value of `kind`, kept as JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The value as JSON; None stays NULL."""
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The value out of JSON."""
        return None if value is None else msgspec.json.decode(value, type=self.kind)


class Tokens(TypeDecorator[Any]):
    """Tokens in their order: a tsvector on PostgreSQL, on SQLite text that FTS5 splits at spaces."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that this database has for it."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        """Tokens as this database takes them."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            return _vector(value)
        return " ".join(value)
