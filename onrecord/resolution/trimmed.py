"""A source's words without what passes by: what they did just then, of whom they are one, letters behind a name."""

from __future__ import annotations

import re

_ONE = re.compile(r"(?i)^one(?: of (?:them|those|these|the [\w-]+))?, (?:the |an? )?(?=\w)")
_CLAUSE = re.compile(r", (?:who|whose|whom|which)\b.*$")
_DID = re.compile(
    r",? (?:speaking|reached|contacted|identified|dissenting|freed|arrested|quoted|interviewed|testifying|writing|"
    r"citing|referring|standing|visiting|among them)\b.*$"
)
_WHEN = re.compile(r",? (?:after|before|during) (?:the|an?|his|her|their|its)\b.*$")
_LETTERS = re.compile(r"(?<=[\w.]) (?:QC|KC|SC|MP|MEP|MLA|PhD|MD|OBE|CBE|Esq\.?)(?=,|$)")
_SELF = re.compile(r" (?:him|her|it|them)sel(?:f|ves)$")


def trimmed(words: str) -> str:
    """The words that say who that is.

    >>> trimmed("one of them, the trader Ann Roe"), trimmed("Tom Vik MP, who leads the union")
    ('trader Ann Roe', 'Tom Vik')
    """
    bare = _ONE.sub("", words)
    for tail in (_CLAUSE, _DID, _WHEN, _LETTERS, _SELF):
        bare = tail.sub("", bare) or bare
    return bare.strip(" ,")
