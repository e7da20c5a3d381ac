"""What "who", "they" and "it" point at: the noun phrase just before, or who the sentence before is about."""

from __future__ import annotations

import re

from onrecord.resolution.naming import NAME, naming, tables
from onrecord.text import Span

_START = re.compile(
    r"\b(?:the|a|an|some|many|most|several|other|two|three|four|five|six|both|his|her|their|its|all|few)\b", re.I
)
_LINK = re.compile(r"\b(?:on|in|at|of|from|for|near|outside|inside|behind|by|with)\s+$", re.I)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do|said|says|say|told|"
    r"called|argued|warned|wrote|added|asked|agreed|announced|reported|expects?|believes?|wants?|found|noted|saw|went|came|took|made|gave|left|met|held|[a-z]{3,}ed)\b"
)


def behind(word: str, text: str, place: Span, edges: tuple[int, ...]) -> str | None:
    """The words a pronoun points at, where that is plain; none where it is not."""
    if word in ("who", "which", "that"):
        return _antecedent(text, place, edges, person=word == "who")
    plural = word in ("they", "them", "their")
    here = max([0, *(edge for edge in edges if edge <= place.start)])
    start, end = _sentence_before(place.start, edges)
    return _subject(text[here : place.start], plural=plural) or _subject(text[start:end], plural=plural)


def _sentence_before(at: int, edges: tuple[int, ...]) -> tuple[int, int]:
    """The sentence before the one that holds this place."""
    before = [0, *(edge for edge in edges if edge <= at)]
    return (before[-2], before[-1]) if len(before) > 1 else (0, 0)


def _antecedent(text: str, place: Span, edges: tuple[int, ...], *, person: bool) -> str | None:
    """The noun phrase that a relative clause hangs on: the name, or from its last article on; a person is none that
    only says where or whose another is ("a teacher on the square, who")."""
    start = max([0, *(edge for edge in edges if edge <= place.start)])
    words = text[start : place.start].rstrip(" ,—–-")
    names = [found for found in NAME.finditer(words) if found.end() == len(words)]
    pair = re.search(rf"({NAME.pattern}) and {NAME.pattern}$", words)
    if pair:
        return pair.group()
    if names:
        return _with_role(words, names[-1])
    heads = [found.start() for found in _START.finditer(words)]
    opens = [at for at in heads if not (person and _says_where(words, at))]
    phrase = words[opens[-1] :] if opens else ""
    named = [found for found in NAME.finditer(words) if words[found.end() :] == f", {phrase}"]
    if named and phrase:
        return named[-1].group()
    return phrase if phrase and len(phrase.split()) <= 8 and not _VERB.search(phrase) else _bare_group(words)


def _says_where(words: str, at: int) -> bool:
    """Whether the phrase that opens here hangs on the words before it and names nobody by what they do."""
    people = {*tables().roles, *tables().words["groups"]}
    return bool(_LINK.search(words[:at])) and people.isdisjoint(words[at:].lower().split())


def _with_role(words: str, name: re.Match[str]) -> str:
    """A name with the role before it."""
    before = words[: name.start()].split()
    return f"{before[-1]} {name.group()}" if before and before[-1].lower() in tables().roles else name.group()


def _bare_group(words: str) -> str | None:
    last = words.split()[-1:] or [""]
    return last[0] if last[0].lower() in tables().words["groups"] else None


def several(word: str) -> bool:
    """Whether a noun stands for several: by the table, or by its ending."""
    return word.lower() in tables().words["groups"] or bool(re.fullmatch(r"[A-Za-z]{3,}[^su\W]s", word))


def _subject(sentence: str, *, plural: bool) -> str | None:
    """Who a sentence is about: the words before its first verb, where they name a group (for "they") or a body."""
    verb = _VERB.search(sentence)
    phrase = sentence[: verb.start()].strip(" “\"'") if verb else ""
    if not phrase or len(phrase.split()) > 8 or "," in phrase:
        return None
    said = naming(phrase)
    group = said.type == "group" or (said.type in (None, "person") and several(phrase.split()[-1]))
    if plural:
        return phrase if group else None
    return phrase if said.type in ("organisation", "country") else None
