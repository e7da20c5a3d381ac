"""A sentence's words and what each can be: verb, noun, preposition ... By word lists, endings and neighbours."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.extraction.events.lexicon import among, verbs
from onrecord.extraction.events.scare import unmarked
from onrecord.text import Span

TABLE = Path(__file__).parent / "english.toml"
_WORD = re.compile(r"(?:[A-Z]\.){2,}|\d+(?:,\d{3})+|[\w]+(?:[’'\-][\w]+)*[’']?|[“”\"‘’—–,;:.?!()]|\S")
_PEOPLE = re.compile(r"[A-Z]\w*(?:ian|ean|ese|ish)|.*-(?:backed|led|installed|appointed)")
_NOUN_ING = re.compile(
    r"(?:shell|bomb|fight|build|meet|brief|cross|land|upris|hear|rul|beginn|kill|warn|bombard|morn)ing"
)
_ARTICLE = re.compile(r"(?:al|el|ez|ad|ar|as|az|an|d|l)[-’'][A-Z]")  # "al-Ayn"
_TIME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|(?:1[5-9]|20)\d\d|today|yesterday|tomorrow|tonight|overnight"
)


class Word(NamedTuple):
    """A word: its place in the article, its small letters, what it is and, for a verb, its dictionary form and forms.

    Tags: V verb, B be, H have, O do, M modal, TO before an infinitive, N noun, adjective or name, D determiner,
    P preposition, S subordinator, R relative pronoun, C conjunction, A adverb, PRO pronoun, T time, and marks."""

    span: Span
    text: str
    low: str
    tag: str
    lemma: str = ""
    forms: frozenset[str] = frozenset()

    @property
    def name(self) -> bool:
        """Written with a capital."""
        return self.text[:1].isupper() or bool(_ARTICLE.match(self.text))

    @property
    def people(self) -> bool:
        """An adjective of a people or state: "Russian", "Turkish-backed"."""
        return is_people(self.text)


@functools.lru_cache(maxsize=16384)
def is_people(word: str) -> bool:
    """Whether a word is an adjective of a people or state."""
    return bool(_PEOPLE.fullmatch(word)) or word in grammar()["closed"]["peoples"]


@functools.cache
def grammar() -> dict[str, Any]:
    """The table of english.toml."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@functools.cache
def _closed() -> dict[str, str]:
    tags = {
        "determiners": "D",
        "pronouns": "PRO",
        "adverbs": "A",
        "prepositions": "P",
        "subordinators": "S",
        "relatives": "R",
        "conjunctions": "C",
        "modals": "M",
        "be": "B",
        "have": "H",
        "do": "O",
    }
    return {word: tag for kind, tag in tags.items() for word in grammar()["closed"][kind]}


@functools.cache
def forms() -> dict[str, tuple[str, frozenset[str]]]:
    """Every form of every verb known: its dictionary form, and which of base, s, past, part, ing it can be."""
    found: dict[str, tuple[str, set[str]]] = {}
    irregular: dict[str, str] = grammar()["verbs"]["irregular"]
    for lemma in dict.fromkeys([*grammar()["verbs"]["words"].split(), *verbs()]):
        for form, kind in _forms(lemma, irregular.get(lemma)):
            found.setdefault(form, (lemma, set()))[1].add(kind)
    return {form: (lemma, frozenset(kinds)) for form, (lemma, kinds) in found.items()}


def _forms(lemma: str, irregular: str | None) -> list[tuple[str, str]]:
    """A verb's forms with their kinds."""
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    doubled = lemma + lemma[-1] if lemma in _DOUBLED else stem
    third = lemma + "es" if re.search(r"(?:s|sh|ch|x|z|o)$", lemma) else re.sub(r"([^aeiou])y$", r"\1ie", lemma) + "s"
    made = [(lemma, "base"), (third, "s"), (doubled + "ing", "ing")]
    past = [word for word in (irregular or "").split() if not word.endswith("ing")]
    made += [(word, "ing") for word in (irregular or "").split() if word.endswith("ing")]
    if not past and lemma not in grammar()["verbs"]["same"]:
        made += [(re.sub(r"([^aeiou])y$", r"\1i", doubled) + "ed", kind) for kind in ("past", "part")]
    if past:
        made += [(past[0], "past"), (past[-1], "part")]
    if lemma in grammar()["verbs"]["same"]:
        made += [(lemma, "past"), (lemma, "part")]
    return made


_DOUBLED = {"plan", "stop", "admit", "commit", "grab", "rebut", "drop", "ban", "repel", "expel", "shut", "patrol"}
_DOUBLED |= {"compel", "control", "permit", "refer", "prefer", "begin", "win", "run", "sit", "slip", "ship"}


def words(text: str, sentence: Span) -> list[Word]:
    """The words of a sentence, each tagged."""
    raw = unmarked(text, [Span(*found.span()) for found in _WORD.finditer(text, sentence.start, sentence.end)])
    out: list[Word] = []
    for at, span in enumerate(raw):
        ahead = [text[one.start : one.end] for one in raw[at + 1 : at + 3]]
        out.append(_tagged(span, span.of(text), out, ahead))
    return out


def _tagged(span: Span, word: str, before: list[Word], ahead: list[str]) -> Word:
    low = word.lower()
    if not word[0].isalnum() and len(word) == 1:
        return Word(span, word, low, "“" if word in '“"' else "”" if word == "”" else word)
    if _TIME.fullmatch(word) and not (word in ("March", "May") and not before):
        return Word(span, word, low, "T")
    if low in grammar()["closed"]["timed"] and before[-1:] != []:
        return Word(span, word, low, "T")
    if low == "to":
        return Word(span, word, low, "TO" if ahead and _base(ahead) else "P")
    tag = _closed().get(low)
    if low == "half" and before and before[-1].tag == "N" and not before[-1].name:
        tag = "N"  # "the eastern half of the city"
    if (
        low in ("about", "around")
        and ahead
        and (ahead[0].lower() in grammar()["closed"]["shares"] or ahead[0][0].isdigit() or _share(ahead))
    ):
        return Word(span, word, low, "A")
    if low == "both" and ahead and (_closed().get(ahead[0].lower()) in ("B", "H", "M") or ahead[0] in forms()):
        tag = "PRO"
    if low in ("neither", "either") and ahead and ahead[0].lower() in forms():
        tag = "A"  # "neither confirmed nor denied it"
    capital = word[0].isupper() and bool(before) and before[-1].tag != "“"
    if tag and not (word in ("US", "UN") or (capital and tag != "PRO" and low not in ("the",))):
        return Word(span, word, low, tag)
    known = forms().get(low)
    if known and not capital and _is_verb(known[1], low, before, ahead):
        return Word(span, word, low, "V", *known)
    if low.endswith("ly") and low not in grammar()["closed"]["not_ly"] and not capital:
        return Word(span, word, low, "A")
    if low in ("allied", "armed", "united"):
        return Word(span, word, low, "N")
    if not known and not capital and re.fullmatch(r"\w{2,}ed", low) and _can_be_past(before):
        return Word(span, word, low, "V", low.removesuffix("ed"), frozenset(("past", "part")))
    return Word(span, word, low, "N")


def _share(ahead: list[str]) -> bool:
    return (
        len(ahead) > 1
        and ahead[0].lower() in ("a", "one", "two")
        and ahead[1].rstrip("s") in grammar()["closed"]["shares"]
    )


def _base(ahead: list[str]) -> bool:
    """Whether what follows "to" is a verb: "to seize", "to fully control"."""
    run = [word for word in ahead if not word.endswith("ly") and word.lower() not in ("not", "never", "even")]
    known = forms().get(run[0]) if run else None
    return bool(run) and (run[0] in ("be", "have", "do") or bool(known and "base" in known[1]))


def _real(before: list[Word]) -> Word | None:
    """The word before, adverbs skipped."""
    return next((word for word in reversed(before) if word.tag != "A"), None)


def _can_be_past(before: list[Word]) -> bool:
    last = _real(before)
    return last is not None and last.tag in ("N", "B", "H", "PRO", "R", "C", ",") and not last.people


def _is_verb(kinds: frozenset[str], low: str, before: list[Word], ahead: list[str]) -> bool:
    """Whether a word that can be a verb is one here."""
    last = _real(before)
    if last is None:
        return (
            not _NOUN_ING.fullmatch(low)
            and bool(kinds & {"ing", "part"})
            and not ("base" in kinds and "part" not in kinds)
        )
    if last.tag in ("TO", "M", "O"):
        return "base" in kinds
    if last.tag in ("B", "H"):
        noun = _NOUN_ING.fullmatch(low) and last.tag != "B"
        return bool(kinds & {"ing", "past", "part"}) and not noun
    if "ing" in kinds and _NOUN_ING.fullmatch(low):
        return (last.tag == "V" and last.lemma in ("continue", "keep", "stop", "start", "begin", "go")) or (
            last.tag == "C" and (bool(ahead) and ahead[0].lower() in ("for", "to"))
        )
    if last.tag == "V":
        return "ing" in kinds
    if last.tag == "P":
        return "ing" in kinds and not kinds & {"base"}
    if last.tag == "D" or last.text.endswith(("’s", "'s", "’", "'")):
        return last.tag == "D" and last.low in ("both", "all") and bool(kinds & {"past"}) and "base" not in kinds
    if last.people:
        return False
    if "base" in kinds and _commanded(before):
        return True
    if last.tag in ("PRO", "R", "S", "C", ","):
        return _after_break(kinds, last, ahead, "base" in kinds and any(word.tag in ("M", "TO") for word in before))
    return _after_noun(kinds, low, before, ahead)


def _after_break(kinds: frozenset[str], last: Word, ahead: list[str], base: bool) -> bool:
    if last.tag in ("PRO", "R"):
        return True
    if kinds & {"past", "part", "ing"}:
        return True
    following = ahead[0] if ahead else ""
    return last.tag == "C" and (_opens_noun(following) or (base and following in ("over", "back", "up", "out", "down")))


def _opens_noun(word: str) -> bool:
    low = word.lower()
    opens = _closed().get(low) in ("D", "PRO") or low in ("to", "that", "large", *grammar()["closed"]["shares"])
    return word[:1].isupper() or opens


def _after_noun(kinds: frozenset[str], low: str, before: list[Word], ahead: list[str]) -> bool:
    """After a noun: a past form is a verb; a form that is a noun too needs a subject before or an object behind."""
    if kinds & {"past", "part", "ing"}:
        return True
    last = _real(before) or before[-1]
    following = ahead[0] if ahead else ""
    if "s" in kinds and last.name and len(before) > 1 and before[-2].low in ("that", "which", "whom"):
        return True  # "a region that Guyana controls"
    if "s" in kinds:
        if forms()[low][0] not in _nouns() or (last.name and following == "to"):
            return True
        return not (
            (_closed().get(following.lower()) in ("P", "C", "B", "H", "M", "S") and following not in ("that", "about"))
            or following in (",", ".", "")
            or _past(following)
            or (low in grammar()["closed"]["folk"] and "base" in forms().get(following, ("", frozenset()))[1])
        )
    if "base" in kinds and low not in _nouns() and following.lower() not in (",", "."):
        return True
    plural = last.low.endswith("s") or last.low in grammar()["closed"]["plural"]
    return plural and following.lower() not in ("of", ",", ".") and (_opens_noun(following) or not last.name)


@functools.cache
def _nouns() -> frozenset[str]:
    return frozenset(grammar()["verbs"]["nouns"].split())


def _past(word: str) -> bool:
    known = forms().get(word)
    return bool(known and known[1] & {"past"})


def _commanded(before: list[Word]) -> bool:
    """Inside "demands that Moscow return ...", where a verb has no ending."""
    start = next(
        (
            at
            for at in range(len(before) - 1, max(-1, len(before) - 6), -1)
            if before[at].tag != "N" and before[at].tag != "D"
        ),
        -1,
    )
    return (
        start > 0
        and before[start].low == "that"
        and before[start - 1].lemma in among("above", "commanding")
        and start < len(before) - 1
    )
