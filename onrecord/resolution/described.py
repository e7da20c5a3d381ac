"""Sources without a name: their own words, without who saw a paper, whose they are, and why they are not named."""

from __future__ import annotations

import re

from onrecord.resolution.outlets import outlet_named

PAPERS = (
    r"(?:transcripts?|recordings?|documents?|letters?|memos?|e-?mails?|messages|videos?|footage|audio|drafts?|reports?|"
    r"cop(?:y|ies)|notes?|cables?|records?|minutes|contracts?|statements?|texts?|files?|photos?|photographs?|images|data|plans?)"
)
SEEN = r"(?:seen|obtained|reviewed|viewed|heard|verified|published|released|shared with)"
_PAPER = re.compile(rf"(?i)^(?:[\w’'-]+ ){{0,3}}?{PAPERS}\b")
_SEEN_BY = re.compile(rf"(?i)(?<=\w),? {SEEN}(?: by)? .*$")
_QUOTED_BY = re.compile(r"(?<=\w),? (?:quoted|cited|interviewed) (?:by|in) .*$")
_COPY = re.compile(r"(?<=\w), (?:a )?cop(?:y|ies) of which .*$")
_WELL = re.compile(r"[’']s? (?=(?:[a-z]+ )?sources?$)")
_UNNAMED = re.compile(
    r"(?i),? (?:(?:who|speaking|talking)\b[^;“”]*\b|on (?:the )?condition of )"
    r"(?:anonym\w+|not (?:to )?be (?:named|identified)|not being (?:named|identified))\b.*$"
)


def own_words(words: str) -> str:
    """What a description says of the source itself.

    >>> own_words("a transcript seen by Reuters"), own_words("an aide, who spoke on condition of anonymity")
    ('a transcript', 'an aide')
    """
    if well_of(words):
        return _WELL.split(words)[1]
    bare = _COPY.sub("", _QUOTED_BY.sub("", _UNNAMED.sub("", words)))
    return _SEEN_BY.sub("", bare) if is_paper(bare) else bare


def is_paper(words: str) -> bool:
    """Whether that is a paper or a recording: it is nobody who hands on."""
    return _PAPER.match(words) is not None


def is_rule(words: str) -> bool:
    """Whether that is a law or a plan: what is done by it, nobody said through it."""
    return (
        re.search(r"(?i)\b(?:plans?|laws?|rules?|treaty|agreement|schedule|constitution|contract)$", words) is not None
    )


def well_of(words: str) -> str | None:
    """The outlet whose sources these are: "Reuters' sources"."""
    owner = _WELL.split(words)
    return outlet_named(re.sub(r"^[Tt]he ", "", owner[0])) if len(owner) > 1 else None
