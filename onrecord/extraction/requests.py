"""Requests for comment: who was asked by whom, and the answer, where a statement of the sentence is one."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from onrecord.extraction.language import table
from onrecord.extraction.sentences import sentences
from onrecord.records import Document, Request, Statement
from onrecord.text import Span

_LEAD = re.compile(r"^(?:(?:However|Meanwhile|But|And|On \w+day),? )+|^(?:the|The|a|A|an|An) ")
_US = {"we", "us"}
_NOT_HERE = re.compile(r"[“”\"]")


@functools.cache
def _patterns(lang: str | None) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Each pattern behind the words that it cannot do without: it tries every place of a sentence, they don't."""
    known = table(lang)["requests"]

    def filled(row: str) -> str:
        for name in ("who", "np", "ask"):
            row = row.replace(name.upper(), known[name])
        return row

    rows = zip(known["signs"], known["patterns"], strict=True)
    return tuple((re.compile(sign, re.DOTALL), re.compile(filled(row))) for sign, row in rows)


def requests(document: Document, statements: tuple[Statement, ...]) -> Iterator[Request]:
    """Every request for comment that the article tells of, in the order of its words."""
    for sentence in sentences(document.text, document.lang):
        found = _asked(sentence.of(document.text).replace("\u00a0", " "), document.lang)
        if found:
            by, asked = _name(found.groupdict().get("by")), _name(found["asked"])
            if asked and _begins(found["asked"], document.lang):
                yield Request(by=by, asked=asked, answer=_answer(document, statements, sentence), span=sentence)


def _asked(words: str, lang: str | None) -> re.Match[str] | None:
    """The first pattern that stands in the sentence's own words, not in a quotation."""
    likely = (pattern for sign, pattern in _patterns(lang) if sign.search(words))
    hits = (found for pattern in likely if (found := pattern.search(words)))
    return next(
        (found for found in hits if words[: found.start()].count("“") == words[: found.start()].count("”")), None
    )


def _begins(words: str, lang: str | None) -> bool:
    """Whether that can be somebody: a name, or words that open as a noun's do."""
    return words[0].isupper() or words.split()[0] in table(lang)["requests"]["determiners"]


def _name(words: str | None) -> str | None:
    """Who it is, as named; the article's own "we" has no name here."""
    bare = _LEAD.sub("", _LEAD.sub("", (words or "").strip(" ,")))
    return bare if bare and bare.lower() not in _US and not _NOT_HERE.search(bare) else None


def _answer(document: Document, statements: tuple[Statement, ...], sentence: Span) -> str | None:
    """The statement of the same sentence that says no, or what they said instead."""
    inside = [one for one in statements if one.cue and sentence.start <= one.cue[0].start < sentence.end]
    spoken = [one for one in inside if one.source and one.within is None]
    return spoken[0].id if len(spoken) == 1 else None
